"""What a visitor says is not right on a profile."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .pages import PartnerPage


class MistakeReport(models.Model):
    """One report, for the partner's editors and the network to handle. Nothing of it is ever public.

    It belongs to the source page. The mail address is for the answer alone, is shown to nobody, and goes
    with the answer: see `mistakes/`.
    """

    class Topic(models.TextChoices):
        CONTACT = "contact", _("telephone, mail or address")
        HOURS = "hours", _("days and hours")
        OFFER = "offer", _("what they do, and for whom")
        OTHER = "other", _("they exist no more, or something else")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        MENDED = "mended", _("mended")
        RIGHT = "right", _("right as it is")

    partner = models.ForeignKey(PartnerPage, on_delete=models.CASCADE, related_name="mistakes")
    topic = models.CharField(_("topic"), max_length=10, choices=Topic)
    text = models.TextField(_("what is not right"), max_length=1000)
    email = models.EmailField(_("mail address for the answer"), blank=True)
    language = models.CharField(max_length=10, default=settings.LANGUAGE_CODE)
    reported_at = models.DateTimeField(_("reported on"), default=timezone.now)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    remark = models.CharField(_("remark"), max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("reported mistake")
        ordering = ["reported_at", "pk"]
        indexes = [models.Index(fields=["state", "reported_at"])]

    def __str__(self) -> str:
        return f"{self.partner_id}, {self.topic}, {self.reported_at:%Y-%m-%d}"
