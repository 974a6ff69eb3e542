"""The coordinator's calls: whom to phone, and what comes of it."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, DateTimeField, OuterRef, Q, QuerySet, Subquery, Value, When

from .actions import source_of
from .confirmation import ALL_PARTS, Occasion, Stage, bring_back, confirm, report_gone, take_offline
from .freshness import CALLED
from .models import CallAttempt, PartnerPage, PartnerRecord
from .permissions import may_invite_to, may_publish_partner

Outcome = CallAttempt.Outcome

#: Who was phoned in vain stands behind the others for so long.
TRY_AGAIN_AFTER = timedelta(days=7)


def to_call(now: datetime) -> "QuerySet[PartnerRecord]":
    """Whom to phone: who did not answer for longest first, and who was just phoned in vain last.

    Public profiles whose time is over, and those of which somebody said that they exist no more.
    """
    last_call = CallAttempt.objects.filter(partner=OuterRef("partner")).order_by("-made_at")
    just_tried = When(last_called_at__gt=now - TRY_AGAIN_AFTER, then=Value(1))
    return (
        PartnerRecord.objects.filter(partner__live=True, merged_into=None)
        .filter(Q(stage__in=CALLED) | Q(reported_gone_at__isnull=False))
        .annotate(
            last_called_at=Subquery(
                last_call.values("made_at")[:1], output_field=DateTimeField(null=True)
            )
        )
        .order_by(Case(just_tried, default=Value(0)), "due_at", "pk")
    )


def taken_offline() -> "QuerySet[PartnerRecord]":
    """What time, or somebody at the telephone, took offline; the latest first."""
    return PartnerRecord.objects.filter(
        stage=Stage.OFFLINE, partner__live=False, merged_into=None
    ).order_by("-stage_since", "pk")


def still_right(partner: PartnerPage, *, by: Any, note: str = "") -> None:
    """They said that all is still right. Raises PermissionDenied."""
    with transaction.atomic():
        _write_down(partner, Outcome.CONFIRMED, by, note)
        confirm(partner, ALL_PARTS, by=by, occasion=Occasion.CALL)


def not_reached(partner: PartnerPage, *, by: Any, note: str = "") -> None:
    """Nobody answered, or not who knows. Raises PermissionDenied."""
    _write_down(partner, Outcome.NOT_REACHED, by, note)


def exists_no_more(partner: PartnerPage, *, by: Any, note: str = "") -> bool:
    """Take the profile offline, or leave that to a moderator; whether it is offline now.

    Raises PermissionDenied for whoever may not call either.
    """
    source = source_of(partner)
    with transaction.atomic():
        _write_down(source, Outcome.GONE, by, note)
        if not may_publish_partner(by, source):
            report_gone(source, by=by)
            return False
        take_offline(source, by=by)
    return True


def back_online(partner: PartnerPage, *, by: Any, note: str = "") -> None:
    """They exist after all. Raises PermissionDenied, and `confirmation.NotOffline`."""
    with transaction.atomic():
        _write_down(partner, Outcome.CONFIRMED, by, note)
        bring_back(partner, by=by, occasion=Occasion.CALL)


def _write_down(partner: PartnerPage, outcome: str, by: Any, note: str) -> None:
    source = source_of(partner)
    if not may_invite_to(by, source):
        raise PermissionDenied
    CallAttempt.objects.create(partner=source, outcome=outcome, note=note[:200], made_by=by)
