"""What is deleted because its time is over. Done by `tick`; safe to repeat."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from wagtail.models import PageLogEntry

from wijkzorg_home.models import NetworkSettings

from .actions import purge_ended_invitations
from .models import CallAttempt, JoinRequest, OneTimeLink, UrgentChange

#: A link that was used or ended still says so for a while; then its row goes.
LINKS_KEPT = timedelta(days=90)
#: A request to join holds a mail address: it goes soon after it ended, whether or not a profile came of it.
REQUESTS_KEPT = timedelta(days=30)


def shortest_time(field: str) -> timedelta:
    """How long the settings let us keep something, in days; of several networks the shortest counts."""
    default = NetworkSettings._meta.get_field(field).default
    return timedelta(
        days=min(NetworkSettings.objects.values_list(field, flat=True), default=default)
    )


def delete_what_ended(now: datetime) -> str:
    """A sentence about what went, or "" for nothing."""
    links, _rows = OneTimeLink.objects.filter(expires_at__lt=now - LINKS_KEPT).delete()
    requests, _rows = JoinRequest.objects.filter(expires_at__lt=now - REQUESTS_KEPT).delete()
    before = now - shortest_time("note_retention_days")
    calls = CallAttempt.objects.filter(made_at__lt=before).exclude(note="")
    counts = {
        "invitations": purge_ended_invitations(),
        "requests to join": requests,
        "one-time links": links,
        "notes of calls": calls.update(note=""),
        "notes of urgent facts": _forget_notes_of_urgent_facts(before),
    }
    gone = [f"{number} {name}" for name, number in counts.items() if number]
    return f"deleted: {', '.join(gone)}" if gone else ""


def _forget_notes_of_urgent_facts(before: datetime) -> int:
    """Why somebody was closed, from when that ended on; here and in the history of the page."""
    ended = Q(ends_on__lt=timezone.localdate(before)) | Q(withdrawn_at__lt=before)
    changes = UrgentChange.objects.filter(ended).exclude(note="")
    gone = list(changes.values_list("partner", "note"))
    if gone:
        _forget_in_the_history({pk for pk, _note in gone}, {note for _pk, note in gone}, before)
    return changes.update(note="")


def _forget_in_the_history(pages: set[int], notes: set[str], before: datetime) -> None:
    told = PageLogEntry.objects.filter(
        page__in=pages, action="wijkzorg.urgent.closed", timestamp__lt=before
    )
    for entry in told:
        if entry.data.get("note") in notes:
            entry.data["note"] = ""
            entry.save(update_fields=["data"])
