"""What the public reads about when a profile was confirmed, and by whom."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone

from wijkzorg_partners.confirmation import (
    ALL_PARTS,
    by_words,
    last_confirmed,
    network_of,
    rules_for,
)
from wijkzorg_partners.freshness import HOURS, SHOWN, ends_at
from wijkzorg_partners.models import Confirmation, PartnerPage, PartnerRecord

register = template.Library()


@dataclass(frozen=True)
class PartFacts:
    """One part: its name, when it was last confirmed, by whom in words, and whether that is too long ago."""

    label: str
    confirmed_at: datetime
    who: str
    is_over: bool


@dataclass(frozen=True)
class ConfirmedFacts:
    """Of a card only the first two are known. `parts` is empty where all parts have one date."""

    confirmed_at: datetime | None
    is_stale: bool
    occasion: str = ""
    parts: list[PartFacts] = field(default_factory=list)
    hours_over_since: datetime | None = None


@register.simple_tag
def confirmed_in_a_list(partner: Any) -> ConfirmedFacts:
    """For a partner that `with_confirmation` fetched: no query. Of others nothing is told."""
    stage = getattr(partner, "stage", None)
    return ConfirmedFacts(getattr(partner, "confirmed_at", None), stage in SHOWN)


@register.simple_tag
def confirmed(partner: PartnerPage) -> ConfirmedFacts:
    """For a profile, in every language that of its source: two queries and the network's settings."""
    record = (
        PartnerRecord.objects.filter(partner__translation_key=partner.translation_key)
        .select_related("partner")
        .first()
    )
    last = last_confirmed(partner)
    if record is None or not last:
        return ConfirmedFacts(None, False)
    return _facts(record, last)


def _facts(record: PartnerRecord, last: dict[str, Confirmation]) -> ConfirmedFacts:
    now, network = timezone.now(), network_of(record.partner)
    rules = rules_for(network, record)
    over = {
        part: now >= ends_at(one.confirmed_at, _months(part, rules)) for part, one in last.items()
    }
    parts = [
        PartFacts(
            label=str(Confirmation.Part(part).label),
            confirmed_at=last[part].confirmed_at,
            who=by_words(last[part].occasion, network.name),
            is_over=over[part],
        )
        for part in ALL_PARTS
        if part in last
    ]
    said = {(timezone.localdate(one.confirmed_at), one.who) for one in parts}
    has_hours = bool(record.partner.hours or record.partner.opening_hours)
    oldest = min(
        (one for part, one in last.items() if part != HOURS),
        key=lambda one: one.confirmed_at,
        default=None,
    )
    return ConfirmedFacts(
        confirmed_at=oldest.confirmed_at if oldest else None,
        is_stale=record.stage in SHOWN,
        occasion=oldest.occasion if oldest else "",
        parts=parts if len(said) > 1 else [],
        hours_over_since=last[HOURS].confirmed_at if has_hours and over.get(HOURS) else None,
    )


def _months(part: str, rules: Any) -> int:
    return int(rules.hours_months if part == HOURS else rules.months)
