"""What is deleted because its time is over. Done by `tick`; safe to repeat."""

from datetime import datetime, timedelta

from .actions import purge_ended_invitations
from .models import CallAttempt, JoinRequest, OneTimeLink

#: A link that was used or ended still says so for a while; then its row goes.
LINKS_KEPT = timedelta(days=90)
#: A request to join holds a mail address: it goes soon after it ended, whether or not a profile came of it.
REQUESTS_KEPT = timedelta(days=30)
#: What somebody wrote after a telephone call.
NOTES_KEPT = timedelta(days=365)


def delete_what_ended(now: datetime) -> str:
    """A sentence about what went, or "" for nothing."""
    links, _rows = OneTimeLink.objects.filter(expires_at__lt=now - LINKS_KEPT).delete()
    requests, _rows = JoinRequest.objects.filter(expires_at__lt=now - REQUESTS_KEPT).delete()
    calls = CallAttempt.objects.filter(made_at__lt=now - NOTES_KEPT).exclude(note="")
    counts = {
        "invitations": purge_ended_invitations(),
        "requests to join": requests,
        "one-time links": links,
        "notes of calls": calls.update(note=""),
    }
    gone = [f"{number} {name}" for name, number in counts.items() if number]
    return f"deleted: {', '.join(gone)}" if gone else ""
