"""What those who keep the agenda find on the start page of the CMS: what comes, and what waits to be told."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Locale, Page
from wagtail.permissions import policy_registry

from wijkzorg_home.remembered import open_pages
from wijkzorg_home.work_panel import Work, WorkList, WorkPanel

from .models import AgendaPage, EventPage, EventReportPage
from .organising import taken_in_words
from .permissions import CONNECT

#: Lines in each list.
LINES = 5
#: A Wijktafel longer ago than this gets no report any more.
TOLD_WITHIN = timedelta(days=183)


def agendas_of(user: Any) -> list[AgendaPage]:
    """The agendas, in the language that pages are written in, in which the user may put an event."""
    if not user.has_perm(CONNECT):
        return []
    found = AgendaPage.objects.filter(locale=Locale.get_default()).order_by("path")
    return [page for page in found if page.permissions_for_user(user).can_add_subpage()]


def those_to_change(pages: Any, user: Any) -> Any:
    """Those of a queryset of pages, in the language they are written in, that the user may change."""
    allowed = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")
    return pages.filter(locale=Locale.get_default(), pk__in=allowed.values("pk"))


class AgendaPanel(WorkPanel):
    name = "agenda_work"

    @cached_property
    def agendas(self) -> list[AgendaPage]:
        return agendas_of(self.request.user)

    @property
    def heading(self) -> str:
        return _("Agenda and reports")

    def buttons(self) -> list[tuple[str, str]]:
        several = len(self.agendas) > 1
        new = [
            (
                _("New event in %(agenda)s") % {"agenda": agenda.title}
                if several
                else _("New event"),
                reverse("wagtailadmin_pages:add", args=("wijkzorg_events", "eventpage", agenda.pk)),
            )
            for agenda in self.agendas
        ]
        return [*new, *self._the_next_one()]

    def _the_next_one(self) -> list[tuple[str, str]]:
        """After the last Wijktafel that goes ahead and has none after it yet."""
        wijktafels = self._events.filter(kind=EventPage.Kind.WIJKTAFEL, live=True)
        last = wijktafels.exclude(status=EventPage.Status.CANCELLED).order_by("-start_at").first()
        if last is None or last.next_events.exists():
            return []
        return [
            (_("Make the next Wijktafel"), reverse("wijkzorg_events_cms:repeat", args=[last.pk]))
        ]

    def lists(self) -> list[WorkList]:
        return [self._coming(), self._to_tell(), self._drafts()]

    @cached_property
    def _events(self) -> Any:
        """Those of the network: a partner's own are proposed and moderated below its profile."""
        return those_to_change(EventPage.objects.filter(own_partner=None), self.request.user)

    def _coming(self) -> WorkList:
        events = self._events.upcoming().filter(live=True)[:LINES]
        agenda = self.agendas[0]
        taken = taken_in_words(events)
        return WorkList(
            heading=_("What is coming"),
            lines=[_coming_line(event, taken.get(event.translation_key, "")) for event in events],
            nothing=_("Nothing is planned. Time for a new Wijktafel?"),
            more_url=reverse("wagtailadmin_explore", args=[agenda.pk]),
            more_label=_("The whole agenda"),
        )

    def _to_tell(self) -> WorkList:
        """Wijktafels that went ahead and of which nobody can read yet what came of them."""
        told = open_pages(EventReportPage.objects.exclude(event=None)).values("event")
        past = self._events.past().filter(
            live=True, kind=EventPage.Kind.WIJKTAFEL, end_at__gte=timezone.now() - TOLD_WITHIN
        )
        waiting = list(past.exclude(status=EventPage.Status.CANCELLED).exclude(pk__in=told)[:LINES])
        begun = dict(EventReportPage.objects.filter(event__in=waiting).values_list("event", "pk"))
        return WorkList(
            heading=_("Reports that wait to be written"),
            lines=[_report_line(event, begun.get(event.pk)) for event in waiting],
            nothing=_("Every Wijktafel of the last half year has its report."),
        )

    def _drafts(self) -> WorkList:
        """Events with words in them that nobody sees yet."""
        events = self._events.filter(has_unpublished_changes=True)
        newest = events.order_by("-latest_revision_created_at", "-pk")[:LINES]
        return WorkList(
            heading=_("Drafts of events"),
            lines=[_line(event, when(event)) for event in newest],
            nothing=_("No drafts."),
        )


def when(event: EventPage) -> str:
    """The day, and whether it goes ahead."""
    day = pgettext("a day with its year, in Django's date format", "l j F Y")
    words = [date_format(event.starts, day)]
    if event.is_cancelled or event.is_moved:
        words.append(str(event.get_status_display()))
    return ", ".join(words)


def _coming_line(event: EventPage, taken: str) -> Work:
    """With how many come, where people can sign up."""
    note = ". ".join(filter(None, [when(event), taken]))
    return _line(event, note, others=[(_("Who comes?"), registrations_url(event))])


def registrations_url(event: EventPage) -> str:
    return reverse("wijkzorg_registrations:people", args=[event.pk])


def _line(event: EventPage, note: str, others: Sequence[tuple[str, str]] = ()) -> Work:
    return Work(
        title=event.draft_title or event.title,
        note=note,
        label=_("Change it"),
        url=reverse("wagtailadmin_pages:edit", args=[event.pk]),
        public_url=(event.get_url() or "") if event.live else "",
        others=others,
    )


def _report_line(event: EventPage, report: int | None) -> Work:
    if report is not None:
        label, url = _("Finish the report"), reverse("wagtailadmin_pages:edit", args=[report])
    else:
        new = ("wijkzorg_events", "eventreportpage", event.pk)
        label, url = _("Write the report"), reverse("wagtailadmin_pages:add", args=new)
    return Work(title=event.title, note=when(event), label=label, url=url)
