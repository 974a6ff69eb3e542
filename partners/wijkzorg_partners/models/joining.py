"""An organisation that asks to join, before it has a profile."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .pages import PartnerPage


class JoinRequest(models.Model):
    """What somebody told about their organisation. Becomes a draft profile when the mail is confirmed."""

    name = models.CharField(_("name of your organisation"), max_length=120)
    kind = models.CharField(
        _("kind"), max_length=8, choices=PartnerPage.Kind, default=PartnerPage.Kind.INFORMAL
    )
    summary = models.TextField(_("what do you do?"), max_length=300)
    for_whom = models.CharField(_("for whom?"), max_length=200)
    area = models.ForeignKey(
        "wijkzorg_home.Area", on_delete=models.CASCADE, related_name="+", verbose_name=_("where?")
    )
    postcode = models.CharField(_("postcode"), max_length=7, blank=True)
    website = models.URLField(_("website"), blank=True)
    email = models.EmailField(_("your e-mail address"))
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    language = models.CharField(max_length=10, default="nl")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    partner = models.ForeignKey(PartnerPage, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("request to join")

    def __str__(self) -> str:
        return self.name
