"""A request for contact: a question to a partner, or the wish to be introduced. See `contact/`.

What it says, and from whom, is deleted some time after it is over; the row stays as a number.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from ..contact.states import FINAL, Actor, Event, Facts, State
from .pages import PartnerPage


def new_nonce() -> str:
    return get_random_string(22)


class ContactRequest(models.Model):
    """What somebody asked of a partner. `facts` is what `contact/states.py` decides by."""

    class Kind(models.TextChoices):
        QUESTION = "question", _("a question")
        INTRODUCTION = "introduction", _("to be introduced")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    #: In every link; another one ends them all.
    nonce = models.CharField(max_length=22, default=new_nonce, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.QUESTION)
    #: Who has it now, and who was asked first. The name stays when a page is deleted.
    partner = models.ForeignKey(
        PartnerPage, on_delete=models.SET_NULL, null=True, related_name="contact_requests"
    )
    asked_of = models.ForeignKey(
        PartnerPage, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    partner_name = models.CharField(max_length=255)
    organisation_partner = models.ForeignKey(
        PartnerPage, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    organisation = models.CharField(_("organisation"), max_length=120, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    text = models.TextField(_("question"), blank=True)
    language = models.CharField(max_length=10, default="nl")

    state = models.CharField(
        _("state"),
        max_length=12,
        choices=[(one.value, one.value) for one in State],
        default=State.UNCONFIRMED.value,
    )
    since = models.DateTimeField(default=timezone.now)
    reminded_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    nagged_at = models.DateTimeField(null=True)
    came_back = models.BooleanField(default=False)
    has_replied = models.BooleanField(default=False)
    is_passed_on = models.BooleanField(default=False)
    is_forgotten = models.BooleanField(default=False)
    #: When something happens by itself; empty only when it is over and what it said is deleted.
    due_at = models.DateTimeField(null=True, db_index=True)
    #: Counts the changes: it makes the keys of mails.
    step = models.PositiveIntegerField(default=0)

    # Figures, which stay.
    created_at = models.DateTimeField(default=timezone.now)
    delivered_at = models.DateTimeField(null=True, db_index=True)
    answered_after_days = models.PositiveSmallIntegerField(null=True)
    answered_by = models.CharField(max_length=12, blank=True)
    was_let_lie = models.BooleanField(default=False)
    helped = models.CharField(max_length=12, blank=True)

    class Meta:
        verbose_name = _("request for contact")
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]
        permissions = [("follow_requests", _("Can follow up requests for contact"))]
        indexes = [models.Index(fields=["partner", "state"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_at__isnull=False) | Q(state__in=sorted(FINAL), is_forgotten=True),
                name="wijkzorg_request_is_never_lost",
            )
        ]

    def __str__(self) -> str:
        return f"{self.partner_name}, {self.created_at:%Y-%m-%d}"

    @property
    def facts(self) -> Facts:
        names = (name for name in Facts.__dataclass_fields__ if name != "state")
        return Facts(state=State(self.state), **{name: getattr(self, name) for name in names})


class ContactEntry(models.Model):
    """One thing that happened: the log, without what anybody wrote."""

    request = models.ForeignKey(ContactRequest, on_delete=models.CASCADE, related_name="entries")
    at = models.DateTimeField(default=timezone.now)
    event = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Event])
    actor = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Actor])
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    #: The organisation that acted, or that it went to.
    partner_name = models.CharField(max_length=255, blank=True)
    #: Where it stood after.
    state = models.CharField(max_length=12)

    class Meta:
        verbose_name = _("step of a request")
        ordering: ClassVar[list[str]] = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.event}"


class ContactMessage(models.Model):
    """What was written after the question: an answer, a reply, the coordinator's remark."""

    request = models.ForeignKey(ContactRequest, on_delete=models.CASCADE, related_name="messages")
    at = models.DateTimeField(default=timezone.now)
    author = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Actor])
    partner_name = models.CharField(max_length=255, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    text = models.TextField()

    class Meta:
        verbose_name = _("message about a request")
        ordering: ClassVar[list[str]] = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.request_id}, {self.at:%Y-%m-%d}"
