"""What the sender does: ask, confirm, reply once, tell whether it helped, take it back."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from ..actions import normalised_address, source_of
from ..models import ContactRequest, PartnerPage
from . import links, mails
from .happening import happen, locked, start
from .states import Actor, Event


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
    """Keep a request. Unless the address is sure already, only a link is mailed, and nobody sees it yet."""
    partner = source_of(asked.partner)
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
    if is_confirmed:
        with locked(request.pk) as row:
            happen(row, Event.CONFIRM, Actor.SENDER)
    else:
        mails.send_confirm_link(request)
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
