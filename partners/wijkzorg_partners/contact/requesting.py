"""What the sender does: ask, confirm, reply once, tell whether it helped, take it back."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from ..actions import normalised_address, source_of
from ..models import ContactRequest, PartnerPage
from . import links, mails
from .happening import happen, locked, start
from .states import FINAL, Actor, Event, State

#: Who presses twice, or comes back with the "back" button, asks one thing.
SAME_WITHIN = timedelta(minutes=30)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the form took: valid and tidied."""

    kind: str
    partner: PartnerPage
    name: str
    email: str
    text: str
    organisation: str = ""
    organisation_partner: PartnerPage | None = None
    phone: str = ""
    language: str = "nl"


@transaction.atomic
def ask(asked: Asked, *, is_confirmed: bool = False) -> ContactRequest:
    """Keep a request; the earlier one when it was sent twice.

    Unless the address is sure already, only a link is mailed, and nobody sees it yet.
    """
    partner = source_of(asked.partner)
    # One at a time, so that of two presses the second finds what the first one made.
    Page.objects.select_for_update().get(pk=partner.pk)
    request = _the_same(asked, partner)
    if request is None:
        request = _made(asked, partner)
        if not is_confirmed:
            mails.send_confirm_link(request)
    if is_confirmed and request.state == State.UNCONFIRMED:
        with locked(request.pk) as row:
            happen(row, Event.CONFIRM, Actor.SENDER)
    return request


def _the_same(asked: Asked, partner: PartnerPage) -> ContactRequest | None:
    """The one with the same words from the same address, unless it is over: then it is asked anew."""
    recent = ContactRequest.objects.filter(
        asked_of=partner,
        kind=asked.kind,
        email=normalised_address(asked.email),
        created_at__gt=timezone.now() - SAME_WITHIN,
        is_forgotten=False,
    ).exclude(state__in=FINAL)
    return next((one for one in recent if _bare(one.text) == _bare(asked.text)), None)


def _bare(text: str) -> str:
    return " ".join(text.split())


def _made(asked: Asked, partner: PartnerPage) -> ContactRequest:
    request = ContactRequest(
        kind=asked.kind,
        partner=partner,
        asked_of=partner,
        partner_name=partner.title,
        name=asked.name,
        email=normalised_address(asked.email),
        organisation=asked.organisation,
        organisation_partner=asked.organisation_partner,
        phone=asked.phone,
        text=asked.text,
        language=asked.language,
    )
    start(request)
    return request


def is_confirmed_address(user: Any, email: str) -> bool:
    """Whether somebody who is logged in has shown before that this address is theirs."""
    from allauth.account.models import EmailAddress

    if not user.is_authenticated or not user.is_active:
        return False
    own = EmailAddress.objects.filter(user=user, verified=True, email__iexact=email)
    return bool(own.exists())


def confirm(request: ContactRequest) -> None:
    """Who holds the link read the mail. Raises states.Refused when it was used, or is too late."""
    with locked(request.pk) as row:
        happen(row, Event.CONFIRM, Actor.SENDER)


def act(token: str, event: Event, *, text: str = "") -> ContactRequest | None:
    """What the sender does on the page of the request; None for an unknown link. Raises states.Refused."""
    found = links.find(token, links.SENDER)
    if found is None:
        return None
    with locked(found.pk) as row:
        happen(row, event, Actor.SENDER, text=text)
    return row
