"""What an event is made of besides its own fields: who holds it, and its programme."""

from django.db import models
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
