"""What is held about who sent a request: shown and erased at `/mijn/gegevens/`."""

from typing import Any

from django.db import transaction
from django.db.models import Q

from ..models import ContactRequest
from .happening import forget, happen, locked
from .states import OPEN, Actor, Event, State


def _sent_by(addresses: set[str]) -> Q:
    question = Q(pk__in=[])
    for address in addresses:
        question |= Q(email__iexact=address)
    return question


def held_about(addresses: set[str]) -> list[dict[str, Any]]:
    rows = ContactRequest.objects.filter(_sent_by(addresses)).prefetch_related("messages")
    return [
        {
            "title": one.partner_name,
            "day": one.created_at,
            "kind": one.kind,
            "name": one.name,
            "email": one.email,
            "organisation": one.organisation,
            "phone": one.phone,
            "text": one.text,
            "messages": [
                {"at": message.at, "author": message.author, "text": message.text}
                for message in one.messages.all()
            ],
            "state": one.state,
        }
        for one in rows
    ]


def erase(addresses: set[str]) -> None:
    """Take back what is open, and forget all; the partner hears that it need not answer."""
    for key in ContactRequest.objects.filter(_sent_by(addresses)).values_list("pk", flat=True):
        with transaction.atomic(), locked(key) as request:
            if request.state in OPEN:
                happen(request, Event.WITHDRAW, Actor.SENDER)
            elif request.state == State.UNCONFIRMED:
                happen(request, Event.LAPSE, Actor.TIME)
            forget(request)
