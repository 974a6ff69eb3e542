"""A gap in who does what becomes the theme of a next Wijktafel: a draft with theme and area filled in."""

from datetime import datetime, time, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from wagtail.models import Locale

from wijkzorg_home.contracts import GatheringMaker
from wijkzorg_home.filters import area_of
from wijkzorg_home.models import Area, Theme

from .models import AgendaPage, EventPage
from .series import hours_on
from .work_panel import agendas_of

#: Until somebody chooses a day: so far ahead, which leaves time to invite, and for lunch.
AHEAD = timedelta(weeks=6)
HOURS = time(12, 0), time(14, 0)


def may_make(user: Any) -> bool:
    """Who may put an event in an agenda."""
    return bool(agendas_of(user))


def make_wijktafel(theme: Theme, area: Area, user: Any) -> str:
    """The address where the draft is completed. One that is there already, and to come, is not made again.

    Its day is six weeks ahead at the hours of the last Wijktafel, for somebody to change.
    Raises PermissionDenied.
    """
    agendas = agendas_of(user)
    if not agendas:
        raise PermissionDenied
    with transaction.atomic():
        event = _already_there(theme, area) or _draft(_nearest(agendas, area), theme, area, user)
    if not event.permissions_for_user(user).can_edit():
        raise PermissionDenied
    return reverse("wagtailadmin_pages:edit", args=[event.pk])


def _already_there(theme: Theme, area: Area) -> EventPage | None:
    """What is being worked at counts as its newest draft says, since a form of the CMS changes no more."""
    now = timezone.now()
    tables = EventPage.objects.filter(locale=Locale.get_default(), kind=EventPage.Kind.WIJKTAFEL)
    tables = tables.exclude(status=EventPage.Status.CANCELLED).order_by("start_at")
    done = tables.filter(has_unpublished_changes=False, start_at__gt=now, themes=theme, areas=area)
    if found := done.first():
        return found
    for event in tables.filter(has_unpublished_changes=True):
        draft = event.get_latest_revision_as_object()
        if draft.start_at > now and theme in draft.themes.all() and area in draft.areas.all():
            return event
    return None


def _nearest(agendas: list[AgendaPage], area: Area) -> AgendaPage:
    """The agenda of the district in which the area lies, else the first."""
    for agenda in agendas:
        district = area_of(agenda)
        if district is not None and area.path.startswith(district.path):
            return agenda
    return agendas[0]


def _draft(agenda: AgendaPage, theme: Theme, area: Area, user: Any) -> EventPage:
    with override(agenda.locale.language_code):
        title = _("Wijktafel in %(area)s: %(theme)s") % {
            "area": area.name,
            "theme": theme.everyday_name or theme.name,
        }
    event = EventPage(
        title=title, kind=EventPage.Kind.WIJKTAFEL, live=False, locale=agenda.locale, owner=user
    )
    event.start_at, event.end_at = _hours(agenda)
    event.themes, event.areas = [theme], [area]
    agenda.add_child(instance=event)
    event.save_revision(user=user, log_action="wagtail.create")
    return event


def _hours(agenda: AgendaPage) -> tuple[datetime, datetime]:
    day = timezone.localdate() + AHEAD
    tables = EventPage.objects.child_of(agenda).filter(kind=EventPage.Kind.WIJKTAFEL, live=True)
    last = tables.order_by("-start_at").first()
    if last is not None and not last.days:
        return hours_on(day, last.start_at, last.end_at)
    begins, ends = (timezone.make_aware(datetime.combine(day, hour)) for hour in HOURS)
    return begins, ends


WIJKTAFEL_MAKER = GatheringMaker(
    name="wijktafel",
    label=gettext_lazy("Make it the theme of a next Wijktafel"),
    may=may_make,
    make=make_wijktafel,
)
