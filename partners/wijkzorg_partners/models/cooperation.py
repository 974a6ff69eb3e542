"""Which partners work together."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .pages import PartnerPage


class CooperationQuerySet(models.QuerySet["Cooperation"]):
    def of(self, partner: PartnerPage) -> "CooperationQuerySet":
        """Every pair that this source page is one of, also what ended."""
        return self.filter(Q(first=partner.pk) | Q(second=partner.pk))

    def confirmed(self) -> "CooperationQuerySet":
        """Those that both sides said yes to, and that nobody ended: what the public may see."""
        return self.filter(
            first_confirmed_at__isnull=False, second_confirmed_at__isnull=False, ended_at=None
        )


class Cooperation(models.Model):
    """Two partners, and what came of the question whether they work together. One row for each pair, ever.

    Both are source pages; the one with the lower key is the first, so that a pair has one order. A side
    stands for yes when its moment is there. The network may record a yes of both after a call, or tell two
    that they might know each other: then neither side has said yes yet.

    Nobody writes a text here, there are two names that are public already: so a moderator need not read it.
    """

    class Side(models.TextChoices):
        FIRST = "first"
        SECOND = "second"
        NETWORK = "network"

    class Way(models.TextChoices):
        OWN_DOOR = "mijn", _("on the own page")
        CALL = "call", _("by telephone")
        INTRODUCED = "introduced", _("introduced by the network")

    first = models.ForeignKey(PartnerPage, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(PartnerPage, on_delete=models.CASCADE, related_name="+")
    way = models.CharField(max_length=10, choices=Way, default=Way.OWN_DOOR)
    proposed_side = models.CharField(max_length=7, choices=Side)
    proposed_at = models.DateTimeField(default=timezone.now)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    first_confirmed_at = models.DateTimeField(null=True)
    first_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    second_confirmed_at = models.DateTimeField(null=True)
    second_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    ended_side = models.CharField(max_length=7, choices=Side, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = CooperationQuerySet.as_manager()

    if TYPE_CHECKING:
        first_id: int
        second_id: int

    #: What is told of one side, with the name of the side before it.
    OF_A_SIDE: ClassVar[tuple[str, ...]] = ("confirmed_at", "confirmed_by_id")

    class Meta:
        verbose_name = _("cooperation")
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"], name="wijkzorg_one_cooperation_per_pair"
            ),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="wijkzorg_cooperation_has_one_order"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_side="")
                | (Q(ended_at__isnull=False) & ~Q(ended_side="")),
                name="wijkzorg_cooperation_is_ended_by_a_side",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} - {self.second_id}, {self.state}"

    @property
    def state(self) -> str:
        """One of "confirmed", "asked" (one side said yes), "introduced" (none yet), "ended"."""
        if self.ended_at:
            return "ended"
        said = sum(moment is not None for moment in self.moments)
        return ("introduced", "asked", "confirmed")[said]

    @property
    def moments(self) -> tuple[Any, Any]:
        return self.first_confirmed_at, self.second_confirmed_at

    def side_of(self, partner: PartnerPage) -> "Cooperation.Side":
        return self.Side.FIRST if partner.pk == self.first_id else self.Side.SECOND

    def said_yes(self, side: str) -> bool:
        return getattr(self, f"{side}_confirmed_at") is not None

    def say_yes(self, side: str, *, by: Any) -> None:
        setattr(self, f"{side}_confirmed_at", timezone.now())
        setattr(self, f"{side}_confirmed_by", by)
