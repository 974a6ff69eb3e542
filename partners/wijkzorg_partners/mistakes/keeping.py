"""What time ends, and what the page of own data shows of reports and erases."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from wijkzorg_home.models import OutgoingMail

from ..models import MistakeReport
from ..retention import shortest_time
from . import mails

State = MistakeReport.State


def end_what_is_over(now: datetime) -> str:
    """Delete reports whose time is over, and sent answers with the address in them.

    A report that nobody handled until then is not dropped in silence: its reporter hears so.
    """
    answers = OutgoingMail.objects.filter(
        kind=mails.ANSWER, state__in=[OutgoingMail.State.SENT, OutgoingMail.State.FAILED]
    )
    sent, _rows = answers.delete()
    over = MistakeReport.objects.filter(
        reported_at__lt=now - shortest_time("mistake_retention_days")
    )
    with transaction.atomic():
        for report in over.filter(state=State.OPEN).exclude(email="").select_related("partner"):
            mails.answer(report)
        gone, _rows = over.delete()
    counts = {"reported mistakes": gone, "answers to reports": sent}
    done = [f"{number} {name}" for name, number in counts.items() if number]
    return f"deleted: {', '.join(done)}" if done else ""


def held_about(addresses: set[str]) -> list[dict[str, Any]]:
    """Reports that wait for an answer to one of these addresses: see home's PersonalData."""
    found = MistakeReport.objects.filter(_with(addresses)).select_related("partner")
    return [
        {
            "title": one.partner.title,
            "day": one.reported_at,
            "topic": one.get_topic_display(),
            "text": one.text,
            "email": one.email,
            "state": one.get_state_display(),
        }
        for one in found
    ]


def erase(addresses: set[str]) -> None:
    """The words go too: who wrote them may stand in them."""
    MistakeReport.objects.filter(_with(addresses)).delete()


def _with(addresses: Iterable[str]) -> Q:
    question = Q(pk__in=[])
    for address in addresses:
        question |= Q(email__iexact=address)
    return question
