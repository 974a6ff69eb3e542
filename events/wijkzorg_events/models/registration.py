"""Registration for an event: plain rows beside the page, so that no draft and no revision changes a seat."""

import secrets
import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wijkzorg_partners.models import PartnerPage

from ..seating import Party, Rules, State
from .events import EventPage

#: Who signs up may bring so many others.
MOST_GUESTS = 3


def new_nonce() -> str:
    return secrets.token_urlsafe(16)


class SeatBook(models.Model):
    """How one may sign up for an event, and the row that is locked while seats are given.

    Stands beside the source page, for all its translations. See `registering.locked`.
    """

    event = models.OneToOneField(EventPage, on_delete=models.CASCADE, related_name="seat_book")
    is_open = models.BooleanField(_("people can sign up on the site"), default=False)
    opens_at = models.DateTimeField(
        _("from when"), null=True, blank=True, help_text=_("Empty: from now on. Dutch time.")
    )
    closes_at = models.DateTimeField(
        _("until when"), null=True, blank=True, help_text=_("Empty: until it begins.")
    )
    closes_after_meeting = models.PositiveSmallIntegerField(
        _("of a series: closed after which day"),
        null=True,
        blank=True,
        help_text=_(
            "Such as 2: who comes new can still join on the second day. Empty: before the first."
        ),
    )
    capacity = models.PositiveSmallIntegerField(
        _("places"), null=True, blank=True, help_text=_("Empty: there is room for everybody.")
    )
    has_waiting_list = models.BooleanField(_("with a waiting list"), default=True)
    cut_off_at = models.DateTimeField(
        _("from when nobody moves up any more"),
        null=True,
        blank=True,
        help_text=_("Nobody wants to hear an hour before that there is a place after all."),
    )
    most_guests = models.PositiveSmallIntegerField(
        _("how many others one may bring"),
        default=MOST_GUESTS,
        validators=[MaxValueValidator(MOST_GUESTS)],
    )
    kept_for_new = models.PositiveSmallIntegerField(_("places kept for newcomers"), default=0)
    kept_for_informal = models.PositiveSmallIntegerField(
        _("places kept for volunteers and groups of neighbours"), default=0
    )
    kept_until = models.DateTimeField(
        _("kept until"),
        null=True,
        blank=True,
        help_text=_("From then on they are for everybody. Empty: they stay kept."),
    )
    priority_until = models.DateTimeField(
        _("who came last time goes first until"),
        null=True,
        blank=True,
        help_text=_("Until then the others wait, but for the places that are kept for them."),
    )
    asks_needs = models.BooleanField(
        _("ask what people eat, and what they need to get in"),
        default=True,
        help_text=_("Stands apart, and is deleted a week after the event."),
    )
    #: Raised with every change of settings or seats, so that pages about it can be kept until then.
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("registration for an event")
        verbose_name_plural = _("registrations for events")

    def __str__(self) -> str:
        return str(self.event)

    def clean(self) -> None:
        errors: dict[str, Any] = {}
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            errors["closes_at"] = _("This must come after the day from which people can sign up.")
        kept = (self.kept_for_new or 0) + (self.kept_for_informal or 0)
        if self.capacity is not None and kept > self.capacity:
            errors["kept_for_informal"] = _("More places are kept than there are.")
        if self.capacity is None and kept:
            errors["capacity"] = _("Places can only be kept where there is a limit. Fill it in.")
        if self.priority_until and not self.has_waiting_list:
            errors["has_waiting_list"] = _(
                "Who must let others go first, waits: this needs a waiting list."
            )
        if errors:
            raise ValidationError(errors)

    @property
    def closing_time(self) -> datetime:
        """`closes_at`; else the end of the day of a series that was chosen, else its beginning."""
        if self.closes_at:
            return self.closes_at
        days = self.event.days if self.closes_after_meeting else []
        if not days:
            return self.event.start_at
        return days[min(self.closes_after_meeting or 1, len(days)) - 1].end_at

    @property
    def rules(self) -> Rules:
        return Rules(
            capacity=self.capacity,
            has_waiting_list=self.has_waiting_list,
            kept_for_new=self.kept_for_new,
            kept_for_informal=self.kept_for_informal,
            kept_until=self.kept_until,
            priority_until=self.priority_until,
            cut_off=self.cut_off_at,
        )


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def active(self) -> "RegistrationQuerySet":
        """Those that sit or wait."""
        return self.filter(status__in=Registration.ACTIVE)

    def sitting(self) -> "RegistrationQuerySet":
        return self.filter(status__in=[Registration.Status.HELD, Registration.Status.SEATED])

    def waiting(self) -> "RegistrationQuerySet":
        return self.filter(status=Registration.Status.WAITING)

    def in_order(self) -> "RegistrationQuerySet":
        """As they signed up."""
        return self.order_by("pk")


class Registration(models.Model):
    """A person, with those who come along, at one event. Nobody needs an account for it."""

    class Status(models.TextChoices):
        HELD = "held", _("To be confirmed")
        SEATED = "seated", _("Has a place")
        WAITING = "waiting", _("Waits")
        CANCELLED = "cancelled", pgettext_lazy("a registration", "Cancelled")
        EXPIRED = "expired", _("Did not confirm")

    class Attendance(models.TextChoices):
        UNKNOWN = "", _("Not known")
        PRESENT = "present", _("Was there")
        ABSENT = "absent", _("Was not there")

    class Source(models.TextChoices):
        SITE = "site", _("On the site")
        API = "api", _("By another system")
        WALK_IN = "walk_in", _("Came without signing up")

    class Kind(models.TextChoices):
        INFORMAL = "informal", _("Volunteer, or a group of neighbours")
        FORMAL = "formal", _("Professional")
        NEIGHBOUR = "neighbour", _("Neighbour")

    ACTIVE: ClassVar[list[str]] = [Status.HELD, Status.SEATED, Status.WAITING]

    book = models.ForeignKey(SeatBook, on_delete=models.CASCADE, related_name="registrations")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    #: Part of the link in the mails; another one makes every older link worthless.
    nonce = models.CharField(max_length=32, default=new_nonce, editable=False)
    status = models.CharField(_("state"), max_length=10, choices=Status, default=Status.WAITING)
    created_at = models.DateTimeField(_("signed up"), default=timezone.now)
    confirm_by = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"), blank=True)
    email_key = models.CharField(max_length=254, blank=True, editable=False)
    partner = models.ForeignKey(
        PartnerPage, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    organisation = models.CharField(_("organisation"), max_length=120, blank=True)
    kind = models.CharField(_("comes as"), max_length=10, choices=Kind, default=Kind.NEIGHBOUR)
    role = models.CharField(_("role"), max_length=120, blank=True)
    guests = models.JSONField(_("who comes along"), default=list, blank=True)
    is_visible = models.BooleanField(_("others may see that I come"), default=False)
    is_new = models.BooleanField(default=False)
    came_last_time = models.BooleanField(default=False)
    language = models.CharField(max_length=10, default="nl")
    source = models.CharField(max_length=8, choices=Source, default=Source.SITE)
    #: The place was offered to a colleague, who has not taken it yet.
    offered_to = models.EmailField(blank=True)
    offered_name = models.CharField(max_length=120, blank=True)
    offer_nonce = models.CharField(max_length=32, blank=True, editable=False)
    attendance = models.CharField(
        _("was there"), max_length=8, choices=Attendance, blank=True, default=Attendance.UNKNOWN
    )

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints = [
            models.UniqueConstraint(
                fields=["book", "email_key"],
                condition=Q(status__in=["held", "seated", "waiting"]) & ~Q(email_key=""),
                name="wijkzorg_registered_once",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["held", "seated", "waiting", "cancelled", "expired"]),
                name="wijkzorg_registration_status",
            ),
        ]
        indexes = [
            models.Index(fields=["book", "status"], name="wijkzorg_registration_book"),
            models.Index(fields=["email_key"], name="wijkzorg_registration_email"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def size(self) -> int:
        return 1 + len(self.guests)

    @property
    def organisation_name(self) -> str:
        return self.partner.title if self.partner is not None else self.organisation

    @property
    def as_party(self) -> Party:
        return Party(
            key=self.pk,
            state=State(self.status),
            size=self.size,
            is_confirmed=self.confirmed_at is not None,
            confirm_by=self.confirm_by,
            is_new=self.is_new,
            is_informal=self.kind == self.Kind.INFORMAL,
            came_last_time=self.came_last_time,
        )


class RegistrationNeeds(models.Model):
    """What somebody eats, and needs to get in: apart, for this event only, deleted a week after it."""

    KEPT_FOR: ClassVar[timedelta] = timedelta(days=7)

    registration = models.OneToOneField(
        Registration, on_delete=models.CASCADE, related_name="needs"
    )
    diet = models.CharField(_("what you do not eat"), max_length=200, blank=True)
    access = models.CharField(_("what you need to take part"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("needs of somebody who comes")
        verbose_name_plural = _("needs of those who come")

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.diet, self.access]))


class Substitute(models.Model):
    """Somebody who comes to one day of a series in the place of who signed up."""

    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="substitutes"
    )
    meeting_uid = models.UUIDField()
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"), blank=True)

    class Meta:
        verbose_name = _("substitute")
        verbose_name_plural = _("substitutes")
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "meeting_uid"], name="wijkzorg_one_substitute"
            )
        ]

    def __str__(self) -> str:
        return self.name


class SeatLogEntry(models.Model):
    """Why each seat went where: a code and numbers, never a name; the words stand in `seat_log.py`."""

    class Code(models.TextChoices):
        HELD = "held"
        SEATED = "seated"
        WAITING = "waiting"
        PROMOTED = "promoted"
        CONFIRMED = "confirmed"
        EXPIRED = "expired"
        CANCELLED = "cancelled"
        REFUSED = "refused"
        PASSED_ON = "passed_on"
        CHANGED = "changed"
        WALK_IN = "walk_in"
        SETTINGS = "settings"

    book = models.ForeignKey(SeatBook, on_delete=models.CASCADE, related_name="log")
    at = models.DateTimeField(default=timezone.now)
    code = models.CharField(max_length=10, choices=Code)
    registration = models.ForeignKey(
        Registration, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    values = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.code} {self.values}"


def book_of(event: EventPage) -> SeatBook | None:
    """The book of an event, whichever its language; None when nobody can sign up for it."""
    books = SeatBook.objects.filter(event__translation_key=event.translation_key)
    return books.select_related("event").first()
