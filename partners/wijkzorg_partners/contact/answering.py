"""What the partner and the coordinator do with a request."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied

from ..models import ContactRequest, PartnerPage
from . import links
from .access import may_follow, receives_for
from .happening import happen, locked
from .states import Actor, Event


@dataclass(frozen=True)
class Deed:
    """One thing to do: what, the words for the sender, and the partner that it goes to."""

    event: Event
    text: str = ""
    to: PartnerPage | None = None


def by_link(token: str, deed: Deed) -> None:
    """As somebody of the partner, by the link in the mail. Raises PermissionDenied and states.Refused."""
    found = links.find_for_partner(token)
    if found is None:
        raise PermissionDenied
    request, receiver = found
    with locked(request.pk) as row:
        if row.partner_id != request.partner_id:  # passed on meanwhile
            raise PermissionDenied
        happen(
            row, deed.event, Actor.PARTNER, by=_user(receiver.user_id), text=deed.text, to=deed.to
        )


def by_member(user: Any, request: ContactRequest, deed: Deed) -> None:
    """As an editor at the own door. Raises PermissionDenied and states.Refused."""
    with locked(request.pk) as row:
        if row.partner is None or not receives_for(user, row.partner):
            raise PermissionDenied
        happen(row, deed.event, Actor.PARTNER, by=user, text=deed.text, to=deed.to)


def by_coordinator(user: Any, request: ContactRequest, deed: Deed) -> None:
    """Answer on behalf, remind, pass on, close. Raises PermissionDenied and states.Refused."""
    if not may_follow(user):
        raise PermissionDenied
    with locked(request.pk) as row:
        happen(row, deed.event, Actor.COORDINATOR, by=user, text=deed.text, to=deed.to)


def _user(key: int | None) -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model()._default_manager.filter(pk=key).first() if key else None
