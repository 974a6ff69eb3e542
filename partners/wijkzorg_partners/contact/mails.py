"""Which mails an event writes, each once: the key names the request, the kind, the receiver and the step.

Whatever stands in them is forgotten as soon as they are sent (`secret`): a link is a key, and the question
is for its receiver only.
"""

from collections.abc import Iterator
from typing import Any

from django.utils import translation

from wijkzorg_home import outbox
from wijkzorg_home.outbox import Letter

from ..confirmation import network_of
from ..confirmation_mails import Receiver
from ..models import ContactEntry, ContactRequest
from . import links, mail_words
from .receivers import coordinators, mark_of, receivers_at
from .states import ANSWERS, NOT_GOOD, WITH_PARTNER, Actor, Event, State

TEMPLATE = "wijkzorg_partners/mail/contact"
#: Kinds in the delivery log.
CONFIRM, TO_SENDER, TO_PARTNER, TO_COORDINATOR, TAKEN_BACK = (
    "contact_confirm",
    "contact_sender",
    "contact_partner",
    "contact_coordinator",
    "contact_taken_back",
)
#: Kinds that go to the address of who asks.
SENDER_GETS = (CONFIRM, TO_SENDER)
#: What a partner is mailed about, when it has the request.
PARTNER_HEARS = frozenset(
    {Event.CONFIRM, Event.PASS_ON, Event.REMIND, Event.REMIND_AGAIN, Event.REPLY, Event.MOVE}
)
SENDER_HEARS = (
    frozenset({Event.CONFIRM, Event.PASS_ON, Event.HAND_OVER, Event.ESCALATE, Event.LOSE_PARTNER})
    | frozenset({Event.ASK_HELPED, Event.CLOSE})
    | ANSWERS
)


def key_of(request: ContactRequest) -> str:
    """What the keys of all mails about a request begin with."""
    return f"contact:{request.uid.hex}:"


def send_confirm_link(request: ContactRequest) -> None:
    """Ask the sender whether the mail address is right; inside the caller's transaction."""
    address = links.address_of(request, links.CONFIRM, language=request.language)
    outbox.put_many([_letter(request, CONFIRM, "s", request.email, request.language, address)])


def about(request: ContactRequest, entry: ContactEntry, text: str, *, before: str) -> list[Letter]:
    """The letters about what just happened to a request; it stood at `before`."""
    return [*_to_partner(request, entry, text, before), *_to_others(request, entry, text)]


def _to_partner(
    request: ContactRequest, entry: ContactEntry, text: str, before: str
) -> Iterator[Letter]:
    event, partner = Event(entry.event), request.partner
    hears = event in PARTNER_HEARS and (
        request.state in WITH_PARTNER or event == Event.REMIND_AGAIN
    )
    stops = event == Event.WITHDRAW and before in WITH_PARTNER
    if partner is None or not (hears or stops):
        return
    for receiver in receivers_at(partner):
        mark = mark_of(receiver, partner)
        address = links.address_of(request, links.PARTNER, language=receiver.language, mark=mark)
        reply_to = {"Reply-To": request.email} if hears else {}
        yield _letter(
            request, TAKEN_BACK if stops else TO_PARTNER, mark, receiver.email, receiver.language,
            "" if stops else address, event=event, text=text, headers=reply_to,
        )  # fmt: skip


def _to_others(request: ContactRequest, entry: ContactEntry, text: str) -> Iterator[Letter]:
    event = Event(entry.event)
    arrives = event == Event.NAG or event in NOT_GOOD or entry.state == State.ESCALATED
    if arrives and request.state == State.ESCALATED and event != Event.REMIND_AGAIN:
        for one in coordinators():
            yield _to_coordinator(request, one, event)
    if event in SENDER_HEARS and request.email:
        by_partner = entry.actor == Actor.PARTNER and event in ANSWERS
        own = request.partner.email if by_partner and request.partner else ""
        yield _letter(
            request, TO_SENDER, "s", request.email, request.language,
            links.address_of(request, links.SENDER, language=request.language),
            event=event, text=text, headers={"Reply-To": own} if own else {}, actor=entry.actor,
        )  # fmt: skip


def _to_coordinator(request: ContactRequest, receiver: Receiver, event: Event) -> Letter:
    mark = mark_of(receiver, None)
    address = links.cms_address(request)
    return _letter(
        request, TO_COORDINATOR, mark, receiver.email, receiver.language, address, event=event
    )


def _letter(
    request: ContactRequest,
    kind: str,
    mark: str,
    to: str,
    language: str,
    link: str,
    *,
    event: Event | None = None,
    text: str = "",
    headers: dict[str, str] | None = None,
    actor: str = "",
) -> Letter:
    with translation.override(language):
        words = mail_words.words_of(
            kind, request, event, text, can_reply=bool(headers), actor=actor
        )
    context: dict[str, Any] = {
        "words": words,
        "link": link,
        "network": network_of(request.partner) if request.partner else None,
    }
    key = f"{key_of(request)}{kind}:{mark}:{request.step}"
    return Letter(key, kind, to, TEMPLATE, context, language, (), headers or {}, secret=True)
