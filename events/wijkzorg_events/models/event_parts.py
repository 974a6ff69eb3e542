"""What an event is made of besides its own fields: who holds it, and its programme."""

import uuid
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.api import APIField
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from wijkzorg_partners.models import PartnerPage

from .events import EventPage


class EventHost(Orderable):
    """A partner that organises an event."""

    event = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="hosts")
    partner = models.ForeignKey(
        PartnerPage, on_delete=models.CASCADE, related_name="+", verbose_name=_("partner")
    )

    panels = [PageChooserPanel("partner")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["event", "partner"], name="wijkzorg_host_once")
        ]


class EventMeeting(Orderable):
    """One day of a series (an ontwikkeltraject): one registration counts for all of them.

    `uid` stays the same in every draft and translation: the UID in calendars is made of it (RFC 5545).
    """

    event = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="meetings")
    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    start_at = models.DateTimeField(_("begins"), help_text=_("Dutch time."))
    end_at = models.DateTimeField(_("ends"), help_text=_("Dutch time."))
    title = models.CharField(_("what it is about"), max_length=160, blank=True)

    panels = [FieldPanel("start_at"), FieldPanel("end_at"), FieldPanel("title")]
    api_fields = [APIField("start_at"), APIField("end_at"), APIField("title")]

    class Meta(Orderable.Meta):
        verbose_name = _("meeting of a series")

    def __str__(self) -> str:
        return self.title or f"{timezone.localtime(self.start_at):%d-%m-%Y}"

    def clean(self) -> None:
        super().clean()
        if self.start_at and self.end_at and self.end_at <= self.start_at:
            raise ValidationError({"end_at": _("The end must come after the beginning.")})

    @property
    def starts(self) -> datetime:
        return timezone.localtime(self.start_at)

    @property
    def ends(self) -> datetime:
        return timezone.localtime(self.end_at)

    @property
    def is_one_day(self) -> bool:
        return self.starts.date() == self.ends.date()


class ProgrammeItem(TranslatableMixin, Orderable):
    """One part of the programme."""

    event = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="programme")
    starts = models.TimeField(_("time"), null=True, blank=True)
    title = models.CharField(_("what"), max_length=160)
    description = models.TextField(_("more about it"), blank=True)
    speaker = models.CharField(
        _("by whom"), max_length=160, blank=True, help_text=_("A role and an organisation.")
    )

    panels = [
        FieldPanel("starts"),
        FieldPanel("title"),
        FieldPanel("description"),
        FieldPanel("speaker"),
    ]
    api_fields = [
        APIField("starts"),
        APIField("title"),
        APIField("description"),
        APIField("speaker"),
    ]
    override_translatable_fields = [SynchronizedField("starts", overridable=False)]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("part of the programme")

    def __str__(self) -> str:
        return self.title
