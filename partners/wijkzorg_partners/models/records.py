"""What is known about a partner besides its page.

None of it stands on the page, because a field on a page goes back to an older value with an older draft.
Everything here belongs to the source page, whatever the language in which somebody acted.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision, WorkflowState

from wijkzorg_home.models import NetworkSettings

from .pages import PartnerPage


class PartnerRecord(models.Model):
    """How one partner is moderated, and how fresh its profile is. Made when first needed."""

    class Stage(models.TextChoices):
        """How far the question "is this still right?" has come. Kept by `freshness.py` and `tick`."""

        FRESH = "fresh", _("confirmed")
        ASKED = "asked", _("asked by mail")
        REMINDED = "reminded", _("reminded by mail")
        HOST = "host", _("the host of the next Wijktafel asks")
        CALL = "call", _("the coordinator calls")
        MARKED = "marked", _("marked as not confirmed")
        UNLISTED = "unlisted", _("out of the lists")
        OFFLINE = "offline", _("taken offline")

    partner = models.OneToOneField(PartnerPage, on_delete=models.CASCADE, related_name="record")
    moderation_mode = models.CharField(
        _("moderation"),
        max_length=10,
        choices=NetworkSettings.ModerationMode,
        blank=True,
        help_text=_("Empty: as the network has it."),
    )
    is_trusted = models.BooleanField(
        _("trusted"),
        default=False,
        help_text=_("With light moderation, changes of this partner go live and are read after."),
    )
    confirm_interval_months = models.PositiveSmallIntegerField(
        _("months between confirmations"), null=True, blank=True
    )
    hours_interval_months = models.PositiveSmallIntegerField(
        _("months between confirmations of the hours"), null=True, blank=True
    )
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.FRESH)
    stage_since = models.DateTimeField(_("since"), default=timezone.now)
    due_at = models.DateTimeField(
        _("confirmed until"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("When the first of the parts, but the hours, is no longer confirmed."),
    )
    confirmed_at = models.DateTimeField(
        _("confirmed on"),
        null=True,
        blank=True,
        help_text=_("The oldest of the last confirmations of the parts, but the hours."),
    )
    hours_asked_at = models.DateTimeField(_("asked about the hours on"), null=True, blank=True)
    #: What was public when it was taken offline: {primary key of the page: that of its revision}.
    taken_offline = models.JSONField(default=dict, blank=True, editable=False)
    reported_gone_at = models.DateTimeField(_("said to exist no more"), null=True, blank=True)
    #: "Usually answers within so many days"; kept by `contact/work.py`, empty when that can't be told.
    answers_within_days = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        PartnerPage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="merged_partners",
        verbose_name=_("merged into"),
    )

    class Meta:
        verbose_name = _("record of a partner")

    def __str__(self) -> str:
        return str(self.partner)


class Confirmation(models.Model):
    """Somebody said that a part of the profile is still right. Rows are added, never changed."""

    class Part(models.TextChoices):
        CONTACT = "contact", _("Contact")
        HOURS = "hours", _("Hours")
        OFFER = "offer", _("Offer")
        BOUNDARIES = "boundaries", _("Boundaries")

    class Occasion(models.TextChoices):
        MAIL = "mail", _("through the link in a mail")
        OWN_DOOR = "mijn", _("on the own page")
        SENT_IN = "sent_in", _("when a change was sent in")
        CALL = "call", _("by telephone")
        HOST = "host", _("at a Wijktafel")
        PUBLISHED = "published", _("when the profile was made")

    partner = models.ForeignKey(PartnerPage, on_delete=models.CASCADE, related_name="confirmations")
    part = models.CharField(_("part"), max_length=10, choices=Part)
    occasion = models.CharField(_("occasion"), max_length=10, choices=Occasion)
    confirmed_at = models.DateTimeField(_("confirmed on"), default=timezone.now)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    revision = models.ForeignKey(Revision, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("confirmation")
        ordering = ["-confirmed_at", "-pk"]
        indexes = [models.Index(fields=["partner", "part", "-confirmed_at"])]

    def __str__(self) -> str:
        return f"{self.partner}, {self.part}, {self.confirmed_at:%Y-%m-%d}"


class OneTimeLink(models.Model):
    """A link in a mail that does one thing once. GET shows, POST acts. What is stored is its hash."""

    class Purpose(models.TextChoices):
        CONFIRM = "confirm", _("still right")
        CHANGE = "change", _("change")
        GONE = "gone", _("exists no more")
        ONLINE = "online", _("back online")
        HOURS = "hours", _("the hours are still right")
        HOST = "host", _("still right, says the host of a Wijktafel")

    partner = models.ForeignKey(PartnerPage, on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=10, choices=Purpose)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    #: What the receiver was asked about; the link says so when something else is public by now.
    revision = models.ForeignKey(Revision, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("one-time link")

    def __str__(self) -> str:
        return f"{self.partner}, {self.purpose}"


class CallAttempt(models.Model):
    """Somebody of the network phoned a partner, or tried to, to hear whether its profile is right."""

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", _("still right")
        NOT_REACHED = "not_reached", _("not reached")
        GONE = "gone", _("exists no more")

    partner = models.ForeignKey(PartnerPage, on_delete=models.CASCADE, related_name="calls")
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome)
    note = models.CharField(_("note"), max_length=200, blank=True)
    made_at = models.DateTimeField(_("on"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("call")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.partner}, {self.outcome}, {self.made_at:%Y-%m-%d}"


class Review(models.Model):
    """A change that went live before anybody read it: to be read after, and undone with one click."""

    class Outcome(models.TextChoices):
        FINE = "fine", _("read")
        UNDONE = "undone", _("undone")

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    before = models.ForeignKey(Revision, on_delete=models.SET_NULL, null=True, related_name="+")
    after = models.ForeignKey(Revision, on_delete=models.SET_NULL, null=True, related_name="+")
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    went_live_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    remark = models.TextField(blank=True)

    class Meta:
        verbose_name = _("review")
        ordering = ["went_live_at"]

    def __str__(self) -> str:
        return f"{self.page}, {self.went_live_at:%Y-%m-%d}"


class UrgentChange(models.Model):
    """A fact that can't wait for a moderator: closed for a while, or a wrong telephone number."""

    class Kind(models.TextChoices):
        CLOSED = "closed", _("closed")
        PHONE = "phone", _("other telephone number")

    partner = models.ForeignKey(
        PartnerPage, on_delete=models.CASCADE, related_name="urgent_changes"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(
        _("up to and including"), null=True, blank=True, help_text=_("Empty: until further notice.")
    )
    note = models.CharField(_("why"), max_length=200, blank=True)
    old_value = models.CharField(max_length=30, blank=True)
    new_value = models.CharField(max_length=30, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("urgent change")
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="wijkzorg_urgent_change_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.partner}, {self.kind}"


class ModeratorArea(models.Model):
    """An area, with all below it, whose changes go to this moderator first."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="moderator_areas"
    )
    area = models.ForeignKey(
        "wijkzorg_home.Area", on_delete=models.CASCADE, related_name="+", verbose_name=_("area")
    )

    class Meta:
        verbose_name = _("area of a moderator")
        constraints = [
            models.UniqueConstraint(fields=["user", "area"], name="wijkzorg_moderator_area_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} > {self.area}"


class ModerationAssignment(models.Model):
    """Who took a waiting change upon themselves, and when the moderators were reminded of it."""

    workflow_state = models.OneToOneField(
        WorkflowState, on_delete=models.CASCADE, related_name="wijkzorg_assignment"
    )
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    taken_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("who reads a change")

    def __str__(self) -> str:
        return f"{self.workflow_state_id}: {self.moderator}"


class ConsentWithdrawal(models.Model):
    """A person took back the consent to be shown. The name is not kept, only what recognises it."""

    partner = models.ForeignKey(PartnerPage, on_delete=models.CASCADE, related_name="+")
    name_hash = models.CharField(max_length=64)
    withdrawn_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("withdrawal of consent")

    def __str__(self) -> str:
        return f"{self.partner}, {self.withdrawn_at:%Y-%m-%d}"
