"""A partner proposes an activity of its own, whatever the door."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from wijkzorg_partners.models import PartnerPage

from .models import EventPage
from .permissions import may_propose_events_for


def propose_event(
    partner: PartnerPage, *, by: Any, title: str, kind: str, start_at: datetime, end_at: datetime
) -> EventPage:
    """Make a draft below the profile, in the partner's areas; `submit_profile` sends it in.

    Times are aware. Raises PermissionDenied, and ValidationError when the draft is not right.
    """
    if not may_propose_events_for(by, partner):
        raise PermissionDenied
    event = EventPage(
        title=title,
        kind=kind,
        start_at=start_at,
        end_at=end_at,
        owner=by,
        live=False,
        locale=partner.locale,
    )
    event.areas = partner.areas.all()
    with transaction.atomic():
        partner.add_child(instance=event)
        event.save_revision(user=by)
    return event
