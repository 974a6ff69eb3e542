"""Who edits a partner, and the invitations by which they come."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection

from .pages import PartnerPage


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> "MembershipQuerySet":
        """Those that have not ended. The last day counts."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=timezone.localdate()))

    def that_change_the_profile(self) -> "MembershipQuerySet":
        return self.current().exclude(role=Membership.Role.HELPER)


class Membership(models.Model):
    """A user edits a partner: its page in every language, and its own images and documents."""

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner: answers for the page, and decides who else may change it")
        EDITOR = "editor", _("Editor: changes the page and its activities")
        HELPER = "helper", _("Helper: adds activities, does not change the page")

    partner = models.ForeignKey(
        PartnerPage, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("partner")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="partner_memberships"
    )
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.EDITOR)
    cms_access = models.BooleanField(
        _("may come into the CMS"),
        default=False,
        help_text=_("Not needed: everything about the own page can be done at /mijn/."),
    )
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "user"], name="wijkzorg_one_membership_per_user"
            ),
            models.UniqueConstraint(
                fields=["partner"],
                condition=Q(role="owner"),
                name="wijkzorg_one_owner_per_partner",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} > {self.partner}"

    @property
    def is_current(self) -> bool:
        """Whether it has not ended. The last day counts."""
        return self.ends_on is None or self.ends_on >= timezone.localdate()

    @property
    def name(self) -> str:
        """What the others know this person by: the name where there is one, else the mail address."""
        return self.user.get_full_name() or self.user.email


class PartnerCollection(models.Model):
    """The collection of a partner's own images and documents.

    Apart from the page, because a field on a page goes back to an older value with an older draft.
    """

    partner = models.OneToOneField(
        PartnerPage, on_delete=models.CASCADE, related_name="own_collection"
    )
    collection = models.OneToOneField(Collection, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("collection of a partner")

    def __str__(self) -> str:
        return str(self.collection)


def hash_token(token: str) -> str:
    """What is stored of a token: who reads the database can't use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> tuple[str, str]:
    """A token for a link in a mail, and what is stored of it."""
    token = secrets.token_urlsafe(32)
    return token, hash_token(token)


class Invitation(models.Model):
    """A letter to one mail address: whoever holds it may edit the partner. Used once, and it ends."""

    partner = models.ForeignKey(PartnerPage, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(
        _("role"), max_length=10, choices=Membership.Role, default=Membership.Role.EDITOR
    )
    cms_access = models.BooleanField(_("may come into the CMS"), default=False)
    membership_ends_on = models.DateField(_("last day"), null=True, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("sent"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        editable=False,
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)

    class Meta:
        verbose_name = _("invitation")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="wijkzorg_invitation_ends_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} > {self.partner}"

    @classmethod
    def issue(cls, *, valid_for: timedelta, **fields: Any) -> tuple["Invitation", str]:
        """Make an invitation and the token for its link. The token is not kept: only its hash is."""
        token, hashed = new_token()
        invitation = cls.objects.create(
            token_hash=hashed, expires_at=timezone.now() + valid_for, **fields
        )
        return invitation, token

    def state(self, now: datetime | None = None) -> str:
        """One of "used", "withdrawn", "expired", "open"."""
        if self.accepted_at:
            return "used"
        if self.withdrawn_at:
            return "withdrawn"
        return "expired" if (now or timezone.now()) >= self.expires_at else "open"
