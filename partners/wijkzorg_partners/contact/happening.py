"""The one way by which something happens to a request: under its lock, with the log and the mails."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from wijkzorg_home import outbox
from wijkzorg_home.models import NetworkSettings, OutgoingMail

from ..confirmation import network_of
from ..models import ContactEntry, ContactRequest, PartnerPage
from ..models.contact import new_nonce
from ..working_days import working_days_between
from . import mails
from .receivers import receivers_at
from .states import ANSWERS, NOT_GOOD, Actor, Event, Facts, State, Times, after, next_due

#: Goes to a partner, if that has somebody to mail.
DELIVERS = frozenset({Event.CONFIRM, Event.PASS_ON, Event.REPLY})


@contextmanager
def locked(key: int) -> Iterator[ContactRequest]:
    """A request that nobody else changes meanwhile, in a transaction."""
    with transaction.atomic():
        rows = ContactRequest.objects.select_for_update(of=("self",))
        yield rows.select_related("partner__locale").get(pk=key)


def times_for(partner: PartnerPage | None) -> Times:
    """The times of the partner's network; those of the first one where the partner is gone."""
    network = (
        network_of(partner)
        if partner is not None
        else NetworkSettings.objects.order_by("-site__is_default_site").first() or NetworkSettings()
    )
    return Times(
        confirm_hours=network.request_confirm_hours,
        remind=network.request_remind_days,
        escalate=network.request_escalate_days,
        nag=network.request_nag_days,
        helped=network.request_helped_days,
        close=network.request_close_days,
        keep=network.request_retention_days,
    )


def happen(
    request: ContactRequest,
    event: Event,
    actor: Actor,
    *,
    by: Any = None,
    text: str = "",
    to: PartnerPage | None = None,
    now: datetime | None = None,
) -> ContactEntry:
    """Let something happen to a request that is `locked`: the row, the log, the text, the mails.

    `to` is the partner that it is passed on to; `text` goes to whom the event concerns. Raises
    states.Refused, and writes nothing then.
    """
    now = now or timezone.now()
    before, acting = request.facts, request.partner_name
    to_nobody = event in DELIVERS and not receivers_at(to or request.partner)
    facts = after(before, event, actor, now, to_nobody=to_nobody)
    if to is not None:
        request.partner, request.partner_name = to, to.title
    _keep_figures(request, event, actor, now)
    _write(request, facts)
    entry = ContactEntry.objects.create(
        request=request,
        at=now,
        event=event,
        actor=actor,
        by=by,
        state=request.state,
        partner_name=acting if event == Event.HAND_OVER else request.partner_name,
    )
    if text:
        name = acting if actor == Actor.PARTNER else ""
        request.messages.create(at=now, author=actor, by=by, text=text, partner_name=name)
    outbox.put_many(mails.about(request, entry, text, before=before.state))
    return entry


def _write(request: ContactRequest, facts: Facts) -> None:
    """The next step of the row, with the moment at which something happens by itself."""
    request.state = facts.state.value
    for name in Facts.__dataclass_fields__.keys() - {"state"}:
        setattr(request, name, getattr(facts, name))
    due = next_due(facts, times_for(request.partner))
    request.due_at = due[1] if due else None
    request.step += 1
    request.save()


def _keep_figures(request: ContactRequest, event: Event, actor: Actor, now: datetime) -> None:
    """When the partner that has it got it, and how long it took; these stay as numbers."""
    if event == Event.PASS_ON:  # the figures are those of who has it now
        request.answered_after_days, request.answered_by = None, ""
        request.was_let_lie = False
    if event in DELIVERS and (event != Event.REPLY or request.delivered_at is None):
        request.delivered_at = now
    if event in ANSWERS and not request.answered_by and request.delivered_at is not None:
        first, last = (timezone.localdate(one) for one in (request.delivered_at, now))
        request.answered_after_days = working_days_between(first, last)
        request.answered_by = actor.value
    if event == Event.ESCALATE and not request.answered_by:
        request.was_let_lie = True
    if event in NOT_GOOD or event == Event.HELPED:
        request.helped = event.value


def start(request: ContactRequest, *, now: datetime | None = None) -> None:
    """Save a new one, which waits for its sender's confirmation."""
    request.since = request.created_at = now or timezone.now()
    request.state = State.UNCONFIRMED.value
    due = next_due(request.facts, times_for(request.partner))
    request.due_at = due[1] if due else None
    request.save()


def forget(request: ContactRequest) -> None:
    """Delete what was said, by whom, and what happened when; numbers stay. End every link."""
    for name in ("name", "email", "organisation", "phone", "text"):
        setattr(request, name, "")
    request.organisation_partner = None
    request.nonce = new_nonce()
    request.is_forgotten, request.due_at = True, None
    request.save()
    request.messages.all().delete()
    request.entries.all().delete()
    # Of what went to the partner a line stays in the delivery log, without text (`secret`) and without the
    # sender; what went to the sender tells who asked whom, and what still waits is about somebody we forget.
    to_partner = Q(state=OutgoingMail.State.SENT) & ~Q(kind__in=mails.SENDER_GETS)
    about_it = OutgoingMail.objects.filter(key__startswith=mails.key_of(request))
    about_it.exclude(to_partner).exclude(kind=mails.TAKEN_BACK).delete()
