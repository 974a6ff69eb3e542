"""Accounts that nobody uses any more come to an end: GDPR (AVG) article 5(1)(e), storage limitation.

An account is kept while its person has something to do here. After the last sign of life of one that has
not, `tick` waits as long as the network says, tells the person by mail four weeks before, and erases the
account as the person would at `/mijn/gegevens/`. Logging in is a sign of life, and starts the time anew.
"""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from wijkzorg_home.models import OutgoingMail

from . import mail, own_data
from .models import Confirmation, ContactPerson, Invitation, JoinRequest, Membership
from .retention import shortest_time

#: Kind of the mail that tells it beforehand, and how long before.
KIND = "account-ends"
NOTICE = timedelta(weeks=4)
#: A mail that was given up is written once more; an address that never works keeps no account for ever.
ATTEMPTS = 2
#: So many in one tick, so that a tick stays short.
AT_ONCE = 50

State = OutgoingMail.State


def end_unused_accounts(now: datetime) -> str:
    """Tell those whose time is nearly over, and erase what was told long enough ago. Says how many."""
    kept = shortest_time("account_retention_days")
    due = _unused(now).filter(seen_at__lte=now - kept + NOTICE).order_by("seen_at", "pk")
    done: Counter[str] = Counter()
    for pk in list(due.values_list("pk", flat=True)):
        done[_next_step(pk, kept, now)] += 1
        if done["told"] + done["erased"] >= AT_ONCE:
            break
    return ", ".join(f"{done[word]} {word}" for word in ("told", "erased") if done[word])


@transaction.atomic
def _next_step(pk: int, kept: timedelta, now: datetime) -> str:
    """ "told" or "erased", or "" for nothing yet."""
    # Whoever logs in, or is invited, while we are at it keeps the account.
    locked = get_user_model()._default_manager.select_for_update().filter(pk=pk).first()
    user = _unused(now).filter(pk=pk).first()
    if locked is None or user is None:
        return ""
    mails = _mails_since(user)
    tells = len(mails) < ATTEMPTS and all(one.state == State.FAILED for one in mails)
    if not tells and not _told_long_ago(mails, user.seen_at + kept, now):
        return ""
    if own_data.contact_entries(own_data.addresses_of(user)):  # perhaps in a draft
        return ""
    if tells:
        ends_at = max(user.seen_at + kept, now + NOTICE)
        key = f"{_key(user)}:{len(mails) + 1}"
        mail.tell_account_ends(user, key=key, kind=KIND, ends_at=ends_at)
        return "told"
    own_data.erase(user, language=mail.language_of(user), asked=False)
    return "erased"


def _told_long_ago(mails: list[OutgoingMail], ends_at: datetime, now: datetime) -> bool:
    if any(one.state == State.WAITING for one in mails):
        return False
    told_at = max(one.sent_at or one.created_at for one in mails)
    return now >= max(ends_at, told_at + NOTICE)


def _unused(now: datetime) -> "QuerySet[Any]":
    """Accounts without anything to do, each with `seen_at`: the last log-in or confirmation, or its begin.

    A membership that ended counts until its row is deleted: see `own_data.purge`.
    """
    addresses = {"email__iexact": OuterRef("email")}
    open_invitations = Invitation.objects.filter(
        **addresses, accepted_at=None, withdrawn_at=None, expires_at__gt=now
    )
    with_something_to_do = (
        Exists(Membership.objects.filter(user=OuterRef("pk")))
        | Exists(open_invitations)
        | Exists(JoinRequest.objects.filter(**addresses, expires_at__gt=now))
        | Exists(ContactPerson.objects.filter(**addresses))
    )
    own = Confirmation.objects.filter(confirmed_by=OuterRef("pk")).order_by("-confirmed_at")
    confirmed = Subquery(own.values("confirmed_at")[:1])
    made = F("date_joined")
    return (
        get_user_model()
        ._default_manager.filter(is_superuser=False, is_staff=False)
        .filter(groups=None, user_permissions=None)
        .exclude(email="")
        .exclude(with_something_to_do)
        .annotate(
            seen_at=Greatest(made, Coalesce("last_login", made), Coalesce(confirmed, made)),
        )
    )


def _mails_since(user: Any) -> list[OutgoingMail]:
    """What was written to tell it, since the last sign of life."""
    told = OutgoingMail.objects.filter(kind=KIND, key__startswith=f"{_key(user)}:")
    return list(told.order_by("pk"))


def _key(user: Any) -> str:
    return f"{KIND}:{user.pk}:{timezone.localdate(user.seen_at)}"
