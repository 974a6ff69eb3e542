"""Events. Names follow RFC 5545 and schema.org's Event where these have them."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from rest_framework.fields import CharField, ListField
from wagtail.api import APIField
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.images.api.fields import ImageRenditionField
from wagtail.models import Locale
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from wijkzorg_home.contracts import SectionPlace, sections
from wijkzorg_home.models import GatheredPage
from wijkzorg_home.navigation import local_versions
from wijkzorg_home.remembered import open_pages
from wijkzorg_home.searching import WordsField
from wijkzorg_home.uploads import photo_errors
from wijkzorg_partners.models import BelowPartnerMixin, Location, PartnerPage

from ..permissions import EventPagePermissionTester
from ..querysets import EventManager
from ..venue_form import EventAtVenueForm
from .calendar import CalendarEntry
from .event_panels import CONTENT_PANELS, PROMOTE_PANELS

if TYPE_CHECKING:
    from django.http import HttpRequest

    from .event_parts import EventMeeting
    from .reports import Agreement, EventReportPage

#: Text without links to pages: whoever edits only the own profile can't open the page chooser.
PLAIN_TEXT = ["bold", "italic", "ul", "ol"]


def value_of(event: "EventPage", name: str) -> Any:
    return getattr(event, event._meta.get_field(name).attname)


class EventPage(RoutablePageMixin, BelowPartnerMixin, GatheredPage):
    """One event: in the agenda, or below the profile of the partner that holds it.

    Times are stored in UTC and told in Europe/Amsterdam (the site's TIME_ZONE). What is a fact (when,
    where, who, whether it goes on) is that of the source page in every translation.
    """

    class Kind(models.TextChoices):
        WIJKTAFEL = "wijktafel", _("Wijktafel")
        DEVELOPMENT_PROGRAMME = "development_programme", _("Development programme")
        TRAINING = "training", _("Training")
        OPEN_TABLE = "open_table", _("Open table")
        OTHER = "other", _("Other")

    class Status(models.TextChoices):
        """As schema.org's EventStatusType."""

        SCHEDULED = "scheduled", _("Goes ahead")
        RESCHEDULED = "rescheduled", _("Moved to another time")
        CANCELLED = "cancelled", _("Cancelled")

    #: What a partner holds below its own profile: a Wijktafel is the network's.
    KINDS_OF_PARTNERS: ClassVar[list[Kind]] = [Kind.OPEN_TABLE, Kind.TRAINING, Kind.OTHER]

    kind = models.CharField(_("kind"), max_length=24, choices=Kind, default=Kind.WIJKTAFEL)
    start_at = models.DateTimeField(_("begins"), help_text=_("Dutch time."))
    end_at = models.DateTimeField(_("ends"), help_text=_("Dutch time."))
    status = models.CharField(
        _("does it go ahead?"), max_length=12, choices=Status, default=Status.SCHEDULED
    )
    status_reason = models.CharField(
        _("the reason"),
        max_length=200,
        blank=True,
        help_text=_("Why it was moved or cancelled, in one sentence. Everybody reads this."),
    )
    previous_start_at = models.DateTimeField(
        _("was to begin at"), null=True, blank=True, help_text=_("Only for what was moved.")
    )
    #: Rises when the status, its reason or the previous beginning changes; kept by save().
    status_version = models.PositiveIntegerField(default=0, editable=False)
    venue = models.ForeignKey(
        PartnerPage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("at which partner"),
        help_text=_("Its place is the address, unless you fill in another one below."),
    )
    #: The `translation_key` of one of its locations; where that is gone, the first one counts.
    location_key = models.UUIDField(_("which of its places"), null=True, blank=True)
    venue_name = models.CharField(_("name of the place"), max_length=120, blank=True)
    address = models.CharField(_("street and number"), max_length=120, blank=True)
    postcode = models.CharField(_("postcode"), max_length=7, blank=True)
    city = models.CharField(_("town"), max_length=60, blank=True)
    online_url = models.URLField(_("link to take part online"), blank=True)
    description = RichTextField(_("what is it about?"), blank=True, features=PLAIN_TEXT)
    audience = models.TextField(_("for whom"), blank=True)
    languages = ParentalManyToManyField(
        "wijkzorg_home.Language", blank=True, related_name="+", verbose_name=_("languages spoken")
    )
    accessibility = models.TextField(_("accessibility of the place"), blank=True)
    photo = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("photo"),
    )
    previous_event = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="next_events",
        verbose_name=_("follows on"),
        help_text=_("The event before this one. What was agreed there is shown on this page."),
    )
    #: The partner whose profile this page stands below; kept by save().
    own_partner = models.ForeignKey(
        PartnerPage,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )

    objects = EventManager()

    #: Whether it goes ahead, and all that is announced with it.
    STATUS = ("status", "status_reason", "previous_start_at")
    ANNOUNCED = (*STATUS, "start_at", "end_at")
    #: What calendars are told depends on these.
    FACTS = frozenset(
        {
            *ANNOUNCED,
            "venue",
            "location_key",
            "venue_name",
            "address",
            "postcode",
            "city",
            "online_url",
            "live",
        }
    )

    SHARED_FIELDS: ClassVar[list[str]] = [
        "kind", "start_at", "end_at", "status", "previous_start_at", "venue", "location_key", "address",
        "postcode", "city", "online_url", "photo", "previous_event",
    ]  # fmt: skip
    SHARED_RELATIONS: ClassVar[list[str]] = ["areas", "themes", "languages"]
    SHARED_CHILDREN: ClassVar[list[str]] = ["hosts", "meetings"]
    override_translatable_fields = [
        *(SynchronizedField(name, overridable=False) for name in SHARED_FIELDS),
        SynchronizedField("hosts", overridable=False),
        SynchronizedField("meetings", overridable=False),
        TranslatableField("slug"),
    ]

    content_panels = CONTENT_PANELS
    promote_panels = PROMOTE_PANELS
    settings_panels: ClassVar[list[Any]] = []
    base_form_class = EventAtVenueForm

    api_fields = [
        *GatheredPage.api_fields,
        APIField("kind"),
        APIField("start_at"),
        APIField("end_at"),
        APIField("status"),
        APIField("status_reason"),
        APIField("previous_start_at"),
        APIField("location"),
        APIField("online_url"),
        APIField("description"),
        APIField("programme"),
        APIField("audience"),
        APIField("language_codes", serializer=ListField(child=CharField())),
        APIField("accessibility"),
        APIField("organisers"),
        APIField("photo_rendition", serializer=ImageRenditionField("fill-600x400", source="photo")),
    ]
    search_fields = [
        *GatheredPage.search_fields,
        index.SearchField("description"),
        index.SearchField("audience"),
        WordsField("programme_words"),
        WordsField("theme_words"),
        WordsField("place_words"),
        index.AutocompleteField("title"),
    ]

    template = "wijkzorg_events/event_page.html"
    parent_page_types = ["wijkzorg_events.AgendaPage", "wijkzorg_partners.PartnerPage"]
    subpage_types: ClassVar[list[str]] = ["wijkzorg_events.EventReportPage"]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        permissions = [
            ("connect_event", _("Can connect an event with partners and with other events")),
        ]

    def permissions_for_user(self, user: Any) -> EventPagePermissionTester:
        return EventPagePermissionTester(user, self)

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if self.start_at and self.end_at and self.end_at <= self.start_at:
            errors["end_at"] = _("The end must come after the beginning.")
        # A translation takes the status over from its source at once, and gets its reason later.
        if self.is_source and self.status != self.Status.SCHEDULED and not self.status_reason:
            errors["status_reason"] = _("Tell people why. One sentence is enough.")
        if self.status == self.Status.RESCHEDULED and not self.previous_start_at:
            errors["previous_start_at"] = _("Tell people when it was to begin at first.")
        if self.previous_event_id and self.previous_event_id == self.pk:
            errors["previous_event"] = _("An event can't follow on itself.")
        if self.is_source:
            errors |= photo_errors(self.photo) | self._reason_for_who_signed_up()
        if errors:
            raise ValidationError(errors)

    def _reason_for_who_signed_up(self) -> dict[str, Any]:
        """Who signed up for another hour or another place is told why."""
        from .registration import Registration

        told = EventPage.objects.filter(pk=self.pk, live=True).first()
        if told is None:
            return {}
        facts = self.FACTS - {*self.STATUS, "live"}
        if all(value_of(self, name) == value_of(told, name) for name in facts):
            return {}
        people = Registration.objects.active().filter(book__event=self.pk)
        if not people.exists():
            return {}
        if self.end_at and self.end_at <= timezone.now() < told.end_at:
            return {"end_at": _("This is over. Choose a day that is still to come.")}
        if self.status_reason and self.status_reason != told.status_reason:
            return {}
        return {"status_reason": _("People signed up for this already. Tell them why it changes.")}

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Also keeps `own_partner`, `status_version` and what calendars are told, in one transaction."""
        from ..calendar_entries import keep_up

        parent = self.get_parent().specific if self.path and self.depth > 1 else None
        self.own_partner = parent if isinstance(parent, PartnerPage) else None
        if days := list(self.meetings.all()):
            self.start_at = min(day.start_at for day in days)
            self.end_at = max(day.end_at for day in days)
        fields = kwargs.get("update_fields")
        if fields is not None:
            if not self.FACTS.intersection(fields):
                # A draft was saved: what the public sees stays as it is.
                return super().save(*args, **kwargs)
            kwargs["update_fields"] = {*fields, *self.ANNOUNCED, "status_version"}
        with transaction.atomic():
            rows = EventPage.objects.select_for_update(of=("self",))
            before = rows.filter(pk=self.pk).first() if self.pk else None
            if before is not None:
                self._keep_announced(before)
                if any(getattr(self, name) != getattr(before, name) for name in self.STATUS):
                    self.status_version = before.status_version + 1
            saved = super().save(*args, **kwargs)
            keep_up(self, before)
        return saved

    def with_content_json(self, content: dict[str, Any]) -> "EventPage":
        """A revision as a page; one from before the last announcement does not take it back."""
        page: EventPage = super().with_content_json(content)
        page._keep_announced(self)
        return page

    def _keep_announced(self, row: "EventPage") -> None:
        """Whoever publishes a draft from before the cancellation does not mean to call everybody back.

        What was moved keeps its new hours in the same way.
        """
        if self.status_version >= row.status_version:
            return
        moved = row.status == self.Status.RESCHEDULED
        for name in self.ANNOUNCED if moved else self.STATUS:
            setattr(self, name, getattr(row, name))
        self.status_version = row.status_version

    def own_door_path(self, key: str) -> str:
        source = self if self.is_source else self.get_translation(Locale.get_default())
        return reverse("wijkzorg_events:mijn_event", args=[key, source.pk])

    # When

    @cached_property
    def days(self) -> "list[EventMeeting]":
        """The meetings of a series in their order; empty for an event of one meeting."""
        return sorted(self.meetings.all(), key=lambda day: (day.start_at, day.pk or 0))

    @cached_property
    def occasion(self) -> "EventMeeting | EventPage":
        """What lists show of it: the next day of a series, its last when all have been; else itself.

        The agenda sets it to another day, where it shows a month.
        """
        if not self.days:
            return self
        now = timezone.now()
        return next((day for day in self.days if day.end_at >= now), self.days[-1])

    @property
    def occasion_number(self) -> int:
        """1 for the first day of a series; 0 for an event of one meeting."""
        return self.days.index(self.occasion) + 1 if self.occasion is not self else 0

    @property
    def starts(self) -> datetime:
        return timezone.localtime(self.start_at)

    @property
    def ends(self) -> datetime:
        return timezone.localtime(self.end_at)

    @property
    def is_one_day(self) -> bool:
        return self.starts.date() == self.ends.date()

    @property
    def is_past(self) -> bool:
        return self.end_at < timezone.now()

    @property
    def is_cancelled(self) -> bool:
        return self.status == self.Status.CANCELLED

    @property
    def is_moved(self) -> bool:
        return self.status == self.Status.RESCHEDULED

    @cached_property
    def reason(self) -> str:
        """Why it was moved or cancelled; in the first language until somebody translates it."""
        if self.status == self.Status.SCHEDULED or self.status_reason or self.is_source:
            return self.status_reason
        source = EventPage.objects.filter(
            translation_key=self.translation_key, locale=Locale.get_default()
        )
        return source.values_list("status_reason", flat=True).first() or ""

    # Where

    @cached_property
    def public_venue(self) -> PartnerPage | None:
        """The partner where it is, if anybody may see it. `agenda.with_places` sets it for many."""
        key = self.venue_id or self.own_partner_id
        return local_versions(PartnerPage, [key]).get(key) if key else None

    @cached_property
    def place(self) -> dict[str, str]:
        """name, address, postcode, city and accessibility of where it is; all empty when not known yet."""
        own = {
            "name": self.venue_name,
            "address": self.address,
            "postcode": self.postcode,
            "city": self.city,
            "accessibility": self.accessibility,
        }
        partner = self.public_venue
        if partner is not None and self.venue_id and self.address:
            own["name"] = self.venue_name or partner.title
        if partner is None or self.venue_name or self.address:
            return own
        places = {one.translation_key: one for one in partner.locations.all()}
        location = places.get(self.location_key) or next(iter(places.values()), None)
        return {
            "name": partner.title,
            "address": location.public_address if location else "",
            "postcode": location.public_postcode if location else "",
            "city": location.city if location else "",
            "accessibility": self.accessibility or (location.accessibility if location else ""),
        }

    @property
    def locations(self) -> Any:
        """The public places of the partner where it is, of which `location_key` is one."""
        return self.public_venue.locations if self.public_venue else Location.objects.none()

    @property
    def short_place(self) -> str:
        """For a line in a list, without another query: "Huis aan de Plas, Osdorp"."""
        venue = self.public_venue if self.venue_id or not self.address else None
        name = self.venue_name or (venue.title if venue else "")
        parts = [name or self.address, *self.area_names[:1]]
        return ", ".join(dict.fromkeys(part for part in parts if part))

    @property
    def place_line(self) -> str:
        """The place in one line, or where to take part online: for calendars."""
        place = self.place
        town = f"{place['postcode']} {place['city']}".strip()
        parts = [place["name"], place["address"], town]
        return ", ".join(part for part in parts if part) or self.online_url

    @property
    def location(self) -> dict[str, str]:
        """The place for APIs."""
        return self.place

    # Who

    @cached_property
    def host_partners(self) -> list[PartnerPage]:
        """The partners that hold it and that anybody may see, each in the reader's language if it can.

        `agenda.with_hosts` sets it for many.
        """
        found = local_versions(PartnerPage, self.host_keys)
        return [found[key] for key in self.host_keys if key in found]

    @property
    def host_keys(self) -> list[int]:
        keys = [host.partner_id for host in self.hosts.all()]
        if self.own_partner_id and self.own_partner_id not in keys:
            keys.insert(0, self.own_partner_id)
        return keys

    @property
    def organisers(self) -> list[str]:
        return [partner.title for partner in self.host_partners]

    @cached_property
    def language_codes(self) -> list[str]:
        return [language.code for language in self.languages.all()]

    @cached_property
    def language_names(self) -> list[str]:
        return [str(language.translated_name) for language in self.languages.all()]

    # What calendars are told

    @cached_property
    def calendar_entry(self) -> CalendarEntry | None:
        """None for what was never public. `calendar_entries.with_entries` sets it for many."""
        return CalendarEntry.objects.filter(uid=self.translation_key).first()

    # The chain

    @cached_property
    def report(self) -> "EventReportPage | None":
        """The public report of this event, in the reader's language if it can."""
        from .reports import EventReportPage

        events = self.get_translations(inclusive=True).values("pk")
        first = open_pages(EventReportPage.objects.filter(event__in=events)).first()
        return local_versions(EventReportPage, [first.pk]).get(first.pk) if first else None

    @cached_property
    def public_previous(self) -> "EventPage | None":
        if self.previous_event_id is None:
            return None
        return local_versions(EventPage, [self.previous_event_id]).get(self.previous_event_id)

    @cached_property
    def public_next(self) -> "EventPage | None":
        """The first public event that follows on this one."""
        keys = self.get_translations(inclusive=True).values("pk")
        following = open_pages(EventPage.objects.filter(previous_event__in=keys))
        first = following.order_by("start_at", "pk").first()
        return local_versions(EventPage, [first.pk]).get(first.pk) if first else None

    @cached_property
    def agreements_before(self) -> "list[Agreement]":
        """What was agreed at the event before this one, the open ones first."""
        before = self.public_previous
        report = before.report if before else None
        return report.agreements_to_show if report else []

    # What the search index holds besides the plain fields.

    def programme_words(self) -> str:
        return "\n".join(f"{part.title} {part.description}" for part in self.programme.all())

    def place_words(self) -> str:
        areas = " ".join(area.name for area in self.areas.all())
        venue = ""
        if self.venue_id:
            public = open_pages(PartnerPage.objects.filter(pk=self.venue_id))
            venue = " ".join(public.values_list("title", flat=True))
        return f"{areas} {venue} {self.venue_name} {self.address} {self.postcode}"

    # Routes

    @path("")
    def event(self, request: "HttpRequest") -> HttpResponse:
        return self.render(request)

    @path("ics/")
    def ics(self, request: "HttpRequest") -> HttpResponse:
        """This one event as iCalendar (RFC 5545)."""
        from ..ical import calendar_of

        response = HttpResponse(
            calendar_of([self], request=request), content_type="text/calendar; charset=utf-8"
        )
        response["Content-Disposition"] = f'attachment; filename="{self.slug}.ics"'
        return response

    @property
    def ics_url(self) -> str:
        return f"{self.url}ics/"

    def get_context(self, request: "HttpRequest", *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..calendar_links import calendar_links
        from ..signing_up import registration_context
        from ..structured_data import event_as_json_ld

        registration = registration_context(request, self)
        seats = registration["seats"]
        return {
            **super().get_context(request, *args, **kwargs),
            **registration,
            "calendar_links": calendar_links(self, self.get_full_url(request) or ""),
            "json_ld": event_as_json_ld(self, request, seats.capacity if seats else None),
            "sections": sections(SectionPlace(request=request, page=self)),
        }
