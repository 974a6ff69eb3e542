"""The mails to moderators: one digest a day of all that waits, and a reminder of what waits long.

Periodic work, safe to repeat: the key of each mail says for whom and for which day, or for which change.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.models import Site

from wijkzorg_home import outbox
from wijkzorg_home.models import NetworkSettings, OutgoingMail
from wijkzorg_home.permissions import COORDINATORS

from .models import ModerationAssignment
from .moderation_mails import absolute, language_of, wants
from .waiting import Item, described, everything
from .working_days import working_days_between

DIGEST, REMINDER = "digest", "reminder"
#: More than this nobody reads in a mail; the rest is a number and the link.
ITEMS_IN_A_DIGEST = 30


def send_digests(now: datetime) -> str:
    """From the hour that the network chose, one mail to everybody for whom something waits."""
    local = timezone.localtime(now)
    if local.hour < _network().digest_hour:
        return ""
    items = everything()
    mine: dict[int, list[Item]] = defaultdict(list)
    for item in items:
        for reader in item.readers:
            mine[reader].append(item)
    keys = {reader: f"{DIGEST}:{reader}:{local.date()}" for reader in mine}
    known = set(OutgoingMail.objects.filter(key__in=keys.values()).values_list("key", flat=True))
    sent = 0
    for user in _people(reader for reader, key in keys.items() if key not in known):
        sent += _send_digest(user, keys[user.pk], mine[user.pk])
    return f"{sent} digests to moderators" if sent else ""


def _send_digest(user: Any, key: str, items: Sequence[Item]) -> bool:
    if not wants(user, "submitted_notifications"):
        return False
    language = language_of(user)
    with translation.override(language), transaction.atomic():
        shown = described(items[:ITEMS_IN_A_DIGEST])
        return outbox.put(
            key=key,
            kind=DIGEST,
            to=user.email,
            template="wijkzorg_partners/mail/digest",
            context={
                "name": user.first_name,
                "number": len(items),
                "groups": _groups(shown),
                "more": len(items) - len(shown),
                "url": absolute(reverse("wijkzorg_moderation:list")),
            },
            language=language,
        )


def _groups(items: Sequence[Item]) -> list[dict[str, Any]]:
    headings = {
        "before": _("These wait for your decision:"),
        "after": _("These are on the site already. Read them afterwards:"),
        "urgent": _("Urgent facts, on the site already:"),
    }
    return [
        {"heading": heading, "items": [item for item in items if item.kind == kind]}
        for kind, heading in headings.items()
    ]


def send_reminders(now: datetime) -> str:
    """Of a change that waits too many working days: to its moderators, and to the coordinators.

    Once each time that it is sent in: what was sent back and comes again waits anew.
    """
    limit, today = _network().remind_after_working_days, timezone.localdate(now)
    late = [
        item
        for item in everything()
        if item.kind == "before"
        and working_days_between(timezone.localdate(item.since), today) >= limit
    ]
    reminded = ModerationAssignment.objects.filter(reminded_at__isnull=False)
    done = dict(reminded.values_list("workflow_state", "reminded_at"))
    late = [item for item in late if not _reminded_of(item, done)]
    for item in late:
        _remind(item, now)
    return f"{len(late)} reminders of changes that wait" if late else ""


def _reminded_of(item: Item, done: Mapping[int, datetime | None]) -> bool:
    moment = done.get(item.subject.workflow_state_id)
    return moment is not None and moment >= item.since


def _remind(item: Item, now: datetime) -> None:
    state = item.subject.workflow_state_id
    coordinators = get_user_model()._default_manager.filter(groups__name=COORDINATORS)
    calling = set(coordinators.values_list("pk", flat=True)) - set(item.readers)
    with transaction.atomic():
        for user in _people({*item.readers, *calling}):
            if wants(user, "submitted_notifications"):
                _put_reminder(item, user, now, may_read=user.pk in item.readers)
        ModerationAssignment.objects.update_or_create(
            workflow_state_id=state, defaults={"reminded_at": now}
        )


def _put_reminder(item: Item, user: Any, now: datetime, *, may_read: bool) -> None:
    """A coordinator hears that something waits, and not what: that is for moderators to read."""
    language = language_of(user)
    with translation.override(language):
        shown = next(iter(described([item])), None)
        if shown is None or shown.page is None:
            return
        reader = shown.reader.get_full_name() or shown.reader.email if shown.reader else ""
        outbox.put(
            key=f"{REMINDER}:{item.subject.pk}:{user.pk}",
            kind=REMINDER,
            to=user.email,
            template="wijkzorg_partners/mail/reminder",
            context={
                "name": user.first_name,
                "title": shown.title if may_read else shown.page.title,
                "days": working_days_between(
                    timezone.localdate(item.since), timezone.localdate(now)
                ),
                "reader": reader,
                "words": shown.words if may_read else [],
                "url": absolute(reverse("wijkzorg_moderation:list")) if may_read else "",
            },
            language=language,
        )


def _people(keys: Any) -> list[Any]:
    users = get_user_model()._default_manager.select_related("wagtail_userprofile")
    return list(users.filter(pk__in=list(keys), is_active=True).order_by("pk"))


def _network() -> NetworkSettings:
    site = Site.objects.filter(is_default_site=True).first()
    return NetworkSettings.for_site(site) if site else NetworkSettings()
