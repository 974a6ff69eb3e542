"""Minimal stand-in of branch fresh, which replaces this module."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from .models import Confirmation, PartnerPage
from .permissions import may_edit_partner

Part = Confirmation.Part
Occasion = Confirmation.Occasion
ALL_PARTS: tuple[str, ...] = tuple(Part.values)
PART_FIELDS: dict[str, list[str]] = {
    Part.CONTACT: ["phone", "email", "website", "contact_persons", "locations", "accessibility"],
    Part.HOURS: ["hours", "opening_hours"],
    Part.OFFER: ["title", "kind", "summary", "what_we_do", "for_whom", "cost", "areas", "themes"],
    Part.BOUNDARIES: ["what_we_do_not", "when_professional", "what_we_share"],
}


def confirm(
    partner: PartnerPage,
    parts: Iterable[str],
    *,
    by: Any = None,
    occasion: str,
    at: datetime | None = None,
) -> None:
    if by is not None and not may_edit_partner(by, partner):
        raise PermissionDenied
    for part in parts:
        Confirmation.objects.create(
            partner=partner,
            part=part,
            occasion=occasion,
            confirmed_by=by,
            confirmed_at=at or timezone.now(),
            revision_id=partner.live_revision_id,
        )


def last_confirmed(partner: PartnerPage) -> dict[str, Confirmation]:
    rows = Confirmation.objects.filter(partner=partner).order_by("confirmed_at", "pk")
    return {one.part: one for one in rows}
