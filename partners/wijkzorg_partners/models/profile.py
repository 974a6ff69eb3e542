"""What stands in a profile besides its plain fields: services, places, contact persons.

Names and meaning of the fields follow HSDS 3.1: service, location, contact. The id of each in an export
is its `translation_key` or `uid`, which stays the same in every draft.
"""

import uuid
from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from rest_framework.fields import CharField, FloatField
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.api import APIField
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from ..fields import ScheduleField
from ..schedule import format_schedule


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class Service(TranslatableMixin, Orderable):
    """One thing that a partner offers (HSDS service)."""

    class Access(models.TextChoices):
        WALK_IN = "walk_in", _("You can just walk in")
        APPOINTMENT = "appointment", _("Call or mail first")
        REFERRAL = "referral", _("Somebody refers you")

    partner = ParentalKey(
        "wijkzorg_partners.PartnerPage", on_delete=models.CASCADE, related_name="services"
    )
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), blank=True)
    for_whom = models.CharField(_("for whom"), max_length=200, blank=True)
    hours = ScheduleField(_("when"), blank=True)
    schedule = models.CharField(
        _("about the hours, in words"),
        max_length=200,
        blank=True,
        help_text=_("What does not fit into days and times, such as: one hour every week."),
    )
    cost = models.CharField(_("what it costs"), max_length=120, blank=True)
    access = models.CharField(
        _("how to come"), max_length=12, choices=Access, default=Access.APPOINTMENT
    )
    theme_slugs = models.JSONField(_("themes"), default=list, blank=True)
    language_codes = models.JSONField(_("languages spoken"), default=list, blank=True)
    location_key = models.UUIDField(_("place"), null=True, blank=True)
    is_closed = models.BooleanField(_("temporarily closed"), default=False)
    closed_until = models.DateField(_("closed until"), null=True, blank=True)

    panels = [
        FieldPanel("name"),
        FieldPanel("description"),
        FieldPanel("for_whom"),
        FieldPanel("hours"),
        FieldPanel("schedule"),
        FieldPanel("access"),
        FieldPanel("cost"),
        FieldPanel("location_key"),
        FieldPanel("theme_slugs"),
        FieldPanel("language_codes"),
        FieldPanel("is_closed"),
        FieldPanel("closed_until"),
    ]
    api_fields = [
        APIField("name"),
        APIField("description"),
        APIField("for_whom"),
        APIField("hours"),
        APIField("schedule"),
        APIField("cost"),
        APIField("access"),
        APIField("walk_in"),
        APIField("theme_slugs"),
        APIField("language_codes"),
        APIField("location_key"),
        APIField("is_closed"),
        APIField("closed_until"),
    ]
    override_translatable_fields: ClassVar[list[SynchronizedField]] = [
        SynchronizedField(name, overridable=False)
        for name in (
            "hours",
            "access",
            "theme_slugs",
            "language_codes",
            "location_key",
            "is_closed",
            "closed_until",
        )
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("service")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.closed_until and not self.is_closed:
            raise ValidationError(
                {"closed_until": _("Tick “temporarily closed” too, or leave this empty.")}
            )

    @property
    def walk_in(self) -> bool:
        return self.access == self.Access.WALK_IN

    def is_closed_on(self, day: date) -> bool:
        """Temporarily closed, up to and including the day that was told."""
        return self.is_closed and (self.closed_until is None or day <= self.closed_until)

    @property
    def closed_in_words(self) -> str:
        """ "Temporarily closed, up to and including 3 June"; empty when it is not closed today."""
        from ..opening import closed_in_words

        today = timezone.localdate()
        return closed_in_words(self.closed_until, today) if self.is_closed_on(today) else ""

    @property
    def when_lines(self) -> list[str]:
        """When, line by line: the times, then what was added in words."""
        return [*format_schedule(self.hours), *lines_of(self.schedule)]


class Location(TranslatableMixin, Orderable):
    """A place where a partner can be found (HSDS location, with its address)."""

    class AccessibilityFact(models.TextChoices):
        """What a visitor can count on; HSDS accessibility, its `description`."""

        STEP_FREE = "step_free", _("No step or threshold")
        WIDE_DOOR = "wide_door", _("Wide door for a wheelchair")
        TOILET = "toilet", _("Accessible toilet")
        LIFT = "lift", _("Lift")
        PARKING = "parking", _("Parking for disabled people")
        HEARING_LOOP = "hearing_loop", _("Hearing loop")
        QUIET_ROOM = "quiet_room", _("Quiet room")
        PRAM = "pram", _("A pram can come in")
        ASSISTANCE_DOG = "assistance_dog", _("An assistance dog is welcome")
        HOME_VISIT = "home_visit", _("We come to your home")

    #: The Lucide icon beside each.
    FACT_ICONS: ClassVar[dict[str, str]] = {
        AccessibilityFact.STEP_FREE: "accessibility",
        AccessibilityFact.WIDE_DOOR: "door-open",
        AccessibilityFact.TOILET: "toilet",
        AccessibilityFact.LIFT: "arrow-up-down",
        AccessibilityFact.PARKING: "circle-parking",
        AccessibilityFact.HEARING_LOOP: "ear",
        AccessibilityFact.QUIET_ROOM: "armchair",
        AccessibilityFact.PRAM: "baby",
        AccessibilityFact.ASSISTANCE_DOG: "dog",
        AccessibilityFact.HOME_VISIT: "house",
    }

    partner = ParentalKey(
        "wijkzorg_partners.PartnerPage", on_delete=models.CASCADE, related_name="locations"
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    address = models.CharField(_("street and number"), max_length=120, blank=True)
    postcode = models.CharField(_("postcode"), max_length=7, blank=True)
    city = models.CharField(_("town"), max_length=60, blank=True)
    address_hidden = models.BooleanField(
        _("do not show the address"),
        default=False,
        help_text=_("Only the first four digits of the postcode and the town are public then."),
    )
    accessibility_facts = models.JSONField(_("accessibility"), default=list, blank=True)
    accessibility = models.CharField(
        _("about the accessibility, in words"), max_length=200, blank=True
    )
    latitude = models.FloatField(
        _("latitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.FloatField(
        _("longitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )

    panels = [
        FieldPanel("name"),
        FieldPanel("address"),
        FieldPanel("postcode"),
        FieldPanel("city"),
        FieldPanel("address_hidden"),
        FieldPanel("accessibility_facts"),
        FieldPanel("accessibility"),
        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
    ]
    #: A hidden address is hidden from machines too.
    api_fields = [
        APIField("translation_key"),
        APIField("name"),
        APIField("address", serializer=CharField(source="public_address")),
        APIField("postcode", serializer=CharField(source="public_postcode")),
        APIField("city"),
        APIField("address_hidden"),
        APIField("accessibility_facts"),
        APIField("accessibility"),
        APIField("latitude", serializer=FloatField(source="public_latitude")),
        APIField("longitude", serializer=FloatField(source="public_longitude")),
    ]

    override_translatable_fields = [
        SynchronizedField("address", overridable=False),
        SynchronizedField("postcode", overridable=False),
        SynchronizedField("city", overridable=False),
        SynchronizedField("address_hidden", overridable=False),
        SynchronizedField("accessibility_facts", overridable=False),
        SynchronizedField("latitude", overridable=False),
        SynchronizedField("longitude", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("place")

    def __str__(self) -> str:
        return self.name or self.address or self.postcode

    def clean(self) -> None:
        super().clean()
        if (self.latitude is None) != (self.longitude is None):
            raise ValidationError(_("Give both the latitude and the longitude, or neither."))

    # What anybody may see. Templates, APIs, the search index and other apps ask only for these.

    @property
    def public_address(self) -> str:
        return "" if self.address_hidden else self.address

    @property
    def public_postcode(self) -> str:
        """Of a hidden address only the four digits: an area of some thousands of people."""
        return self.postcode[:4] if self.address_hidden else self.postcode

    @property
    def public_latitude(self) -> float | None:
        return None if self.address_hidden else self.latitude

    @property
    def public_longitude(self) -> float | None:
        return None if self.address_hidden else self.longitude

    @property
    def facts(self) -> list[dict[str, str]]:
        """What is known of the accessibility, each with its icon and words."""
        known = set(self.accessibility_facts or ())
        return [
            {"icon": self.FACT_ICONS[fact], "words": str(fact.label)}
            for fact in self.AccessibilityFact
            if fact in known
        ]


class ContactPerson(Orderable):
    """A person to turn to (HSDS contact). Never more visible than the person agreed to."""

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("Everybody")
        NETWORK = "network", _("Members of the network")
        MODERATORS = "moderators", _("Moderators only")

    partner = ParentalKey(
        "wijkzorg_partners.PartnerPage", on_delete=models.CASCADE, related_name="contact_persons"
    )
    name = models.CharField(_("name"), max_length=80)
    role = models.CharField(_("role"), max_length=80, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    visibility = models.CharField(
        _("who may see this"), max_length=10, choices=Visibility, default=Visibility.MODERATORS
    )
    photo = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("photo"),
        help_text=_("Only of somebody who agreed to it, and whom everybody may see."),
    )
    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    consent_on = models.DateField(
        _("agreed on"),
        null=True,
        blank=True,
        help_text=_(
            "The day on which this person agreed. Without it, only moderators see the person."
        ),
    )
    consent_recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("who recorded it"),
    )

    panels = [
        FieldPanel("name"),
        FieldPanel("role"),
        FieldPanel("phone"),
        FieldPanel("email"),
        FieldPanel("visibility"),
        FieldPanel("consent_on"),
        FieldPanel("photo"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("contact person")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Raises ValidationError for what would show somebody more than the person agreed to."""
        super().clean()
        if self.visibility != self.Visibility.MODERATORS and self.consent_on is None:
            raise ValidationError(
                {
                    "consent_on": _(
                        "Did this person agree? Fill in on which day. Or choose “Moderators only”."
                    )
                }
            )
        if self.photo_id and self.visibility != self.Visibility.PUBLIC:
            raise ValidationError(
                {"photo": _("Everybody sees a photo. Take it off, or choose “Everybody” above.")}
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A file is public when a public page shows it, so only a public person has a photo there."""
        if not self.is_public:
            self.photo = None
        super().save(*args, **kwargs)

    @property
    def is_public(self) -> bool:
        return self.visibility == self.Visibility.PUBLIC and self.consent_on is not None
