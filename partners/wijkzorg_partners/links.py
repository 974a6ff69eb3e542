"""One-time links in mails: what each may do, when it may no longer, and what it does.

The token stands in the mail only; what is stored is its hash. A link is bound to the revision that its
receiver was asked about: when another is public by now, the page shows that one and asks again.
"""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from . import confirmation
from .confirmation import ALL_PARTS, Occasion, Part, Stage
from .models import Membership, OneTimeLink, PartnerPage, PartnerRecord
from .models.members import hash_token
from .records import locked_record_of

Purpose = OneTimeLink.Purpose


def new_link(
    partner: PartnerPage, purpose: str, user_id: int | None, now: datetime, *, days: int = 30
) -> tuple[OneTimeLink, str]:
    """An unsaved link about what is public now, good for some days, and its token. `user_id` is None
    for a mail address of the organisation itself."""
    token = secrets.token_urlsafe(32)
    link = OneTimeLink(
        partner=partner,
        purpose=purpose,
        token_hash=hash_token(token),
        user_id=user_id,
        revision_id=partner.live_revision_id,
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    return link, token


def find(token: str) -> OneTimeLink | None:
    links = OneTimeLink.objects.select_related("partner", "user")
    return links.filter(token_hash=hash_token(token)).first()


def state_of(link: OneTimeLink | None, reader: Any, now: datetime) -> str:
    """Whether a link can be used by this reader, as a word for the template.

    "open", or why not: "unknown", "used", "expired", "left" (no longer one who changes the profile),
    "other" (logged in as somebody else), "away" (the page is not public), "here" (it is, so it need not
    come back), "known" (somebody confirmed since).
    """
    if link is None:
        return "unknown"
    if link.used_at is not None:
        return "used"
    if now >= link.expires_at:
        return "expired"
    if link.user is not None and not _still_a_member(link):
        return "left"
    if reader.is_authenticated and not _may_use(link, reader):
        return "other"
    return _state_of_the_profile(link)


def _state_of_the_profile(link: OneTimeLink) -> str:
    # Not `record_of`, which may write: opening a link changes nothing.
    record = PartnerRecord.objects.filter(partner=link.partner).first() or PartnerRecord()
    is_offline = record.stage == Stage.OFFLINE
    if link.purpose == Purpose.ONLINE:
        return "here" if link.partner.live else "open" if is_offline else "away"
    if not link.partner.live or record.merged_into_id:
        return "away"
    asks_for_all = link.purpose in {Purpose.CONFIRM, Purpose.HOST}
    if asks_for_all and record.confirmed_at and record.confirmed_at > link.created_at:
        return "known"
    return "open"


def _still_a_member(link: OneTimeLink) -> bool:
    members = Membership.objects.that_change_the_profile()
    return bool(
        link.user
        and link.user.is_active
        and members.filter(partner=link.partner, user=link.user).exists()
    )


def _may_use(link: OneTimeLink, reader: Any) -> bool:
    """A link of a host is for whoever sits at that table; the others are for the partner's own people."""
    if link.purpose == Purpose.HOST or reader.pk == link.user_id:
        return True
    return confirmation.may_confirm(reader, link.partner)


def use(
    link: OneTimeLink, *, reader: Any, revision_id: int | None, only_hours: bool = False
) -> str:
    """Do what the link is for, once. `revision_id` is what the reader saw.

    Gives "done", or the state that kept it from being used; "outdated" when something else became
    public while the reader was looking.
    """
    with transaction.atomic():
        locked_record_of(link.partner)
        link = (
            OneTimeLink.objects.select_for_update(of=("self",))
            .select_related("partner", "user")
            .get(pk=link.pk)
        )
        state = state_of(link, reader, timezone.now())
        if state != "open" or link.purpose == Purpose.CHANGE:
            return state
        if link.purpose != Purpose.ONLINE and revision_id != link.partner.live_revision_id:
            return "outdated"
        link.used_at = timezone.now()
        link.save(update_fields=["used_at"])
        DOES[link.purpose](link, only_hours)
    return "done"


def _confirm(link: OneTimeLink, only_hours: bool) -> None:
    parts = [Part.HOURS] if only_hours else ALL_PARTS
    occasion = Occasion.HOST if link.purpose == Purpose.HOST else Occasion.MAIL
    confirmation.confirm(link.partner, parts, by=link.user, occasion=occasion)


def _gone(link: OneTimeLink, only_hours: bool) -> None:
    confirmation.report_gone(link.partner, by=link.user)


def _online(link: OneTimeLink, only_hours: bool) -> None:
    confirmation.bring_back(link.partner, by=link.user, occasion=Occasion.MAIL)


DOES: dict[str, Callable[[OneTimeLink, bool], None]] = {
    Purpose.CONFIRM: _confirm,
    Purpose.HOURS: _confirm,
    Purpose.HOST: _confirm,
    Purpose.GONE: _gone,
    Purpose.ONLINE: _online,
}
