"""Reporting a mistake and handling it: each in one transaction, with its mails and a line in the history."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from wijkzorg_home.models import NetworkSettings

from ..actions import source_of
from ..models import Membership, MistakeReport, PartnerPage
from ..permissions import may_coordinate, may_edit_partner
from . import mails

State = MistakeReport.State
#: Somebody who presses twice, or comes back with the "back" button, reports one mistake.
SAME_WITHIN = timedelta(minutes=30)


class AlreadyHandled(Exception):
    """Somebody else was first."""


def may_handle(user: Any, partner: PartnerPage) -> bool:
    """The partner's own editors and owner, and who follows up in the network."""
    return may_coordinate(user) or may_edit_partner(user, partner)


@transaction.atomic
def report(
    partner: PartnerPage, *, topic: str, text: str, language: str, email: str = ""
) -> MistakeReport:
    """Keep a report and mail who keeps the page up to date; the earlier one when it was sent twice."""
    partner = source_of(partner)
    # One at a time, so that of two presses the second finds what the first one made.
    Page.objects.select_for_update().get(pk=partner.pk)
    if (there := _the_same(partner, text, email)) is not None:
        if email and not there.email:
            there.email = email
            there.save(update_fields=["email"])
        return there
    made = MistakeReport.objects.create(
        partner=partner, topic=topic, text=text, email=email, language=language
    )
    log(instance=partner, action="wijkzorg.mistake.reported", data={"topic": topic})
    mails.tell_who_keeps_the_page(made)
    return made


def _the_same(partner: PartnerPage, text: str, email: str) -> MistakeReport | None:
    """An open report with the same words; with another address it is somebody else's."""
    since = timezone.now() - SAME_WITHIN
    open_ones = MistakeReport.objects.filter(
        partner=partner, state=State.OPEN, reported_at__gt=since
    )
    for one in open_ones:
        if _bare(one.text) == _bare(text) and (
            not one.email or not email or one.email.lower() == email.lower()
        ):
            return one
    return None


def _bare(text: str) -> str:
    return " ".join(text.split()).casefold()


@transaction.atomic
def handle(found: MistakeReport, outcome: str, *, by: Any, remark: str = "") -> MistakeReport:
    """Say what came of it: `outcome` is "mended" or "right". Whoever left an address gets a mail.

    The address is gone then. Raises PermissionDenied, and AlreadyHandled.
    """
    one = (
        MistakeReport.objects.select_for_update(of=("self",))
        .select_related("partner")
        .get(pk=found.pk)
    )
    if not may_handle(by, one.partner):
        raise PermissionDenied
    if one.state != State.OPEN:
        raise AlreadyHandled
    one.state = State(outcome)
    one.remark, one.decided_at, one.decided_by = remark.strip()[:500], timezone.now(), by
    mails.answer(one)
    one.email = ""
    one.save()
    log(
        instance=one.partner,
        action=f"wijkzorg.mistake.{one.state}",
        user=by,
        data={"topic": one.topic},
    )
    return one


def of_partner(partner: PartnerPage) -> "QuerySet[MistakeReport]":
    return MistakeReport.objects.filter(partner=source_of(partner))


def still_open() -> "QuerySet[MistakeReport]":
    """All that nobody handled yet, the oldest first."""
    return MistakeReport.objects.filter(state=State.OPEN).order_by("reported_at", "pk")


def lying_still(now: datetime) -> "QuerySet[MistakeReport]":
    """Open for longer than the network gives the organisation, or with nobody there to look into it."""
    editors = Membership.objects.that_change_the_profile().filter(
        partner=OuterRef("partner"), user__is_active=True
    )
    waited = Q(reported_at__lte=now - timedelta(days=_days_to_wait()))
    return still_open().filter(waited | ~Exists(editors))


def _days_to_wait() -> int:
    default = NetworkSettings._meta.get_field("mistake_follow_up_days").default
    days = NetworkSettings.objects.values_list("mistake_follow_up_days", flat=True)
    return min(days, default=default)
