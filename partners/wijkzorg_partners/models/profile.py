"""What stands in a profile besides its plain fields: services, places, contact persons.

Names and meaning of the fields follow HSDS 3.1: service, location, contact. The id of each in an export
is its `translation_key` or `uid`, which stays the same in every draft.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from ..fields import ScheduleField


class Service(TranslatableMixin, Orderable):
    """One thing that a partner offers (HSDS service)."""

    partner = ParentalKey(
        "wijkzorg_partners.PartnerPage", on_delete=models.CASCADE, related_name="services"
    )

    class Access(models.TextChoices):
        WALK_IN = "walk_in", _("You can just walk in")
        APPOINTMENT = "appointment", _("Call or mail first")
        REFERRAL = "referral", _("Somebody refers you")

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
        FieldPanel("cost"),
        FieldPanel("access"),
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

    @property
    def walk_in(self) -> bool:
        return self.access == self.Access.WALK_IN


class Location(TranslatableMixin, Orderable):
    """A place where a partner can be found (HSDS location, with its address)."""

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
        FieldPanel("accessibility"),
    ]
    api_fields = [
        APIField("name"),
        APIField("address"),
        APIField("postcode"),
        APIField("city"),
        APIField("accessibility_facts"),
        APIField("accessibility"),
        APIField("latitude"),
        APIField("longitude"),
    ]

    override_translatable_fields = [
        SynchronizedField("address", overridable=False),
        SynchronizedField("postcode", overridable=False),
        SynchronizedField("city", overridable=False),
        SynchronizedField("address_hidden", overridable=False),
        SynchronizedField("accessibility_facts", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("place")

    def __str__(self) -> str:
        return self.name or self.address or self.postcode


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
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("contact person")

    def __str__(self) -> str:
        return self.name

    @property
    def is_public(self) -> bool:
        return self.visibility == self.Visibility.PUBLIC and self.consent_on is not None
