"""Saying that two partners work together: a yes from both sides, and either ends it at any time.

A side that was told no, or whose cooperation the other side ended, does not ask again: the other side, or
the network after a call, may begin anew. So nobody can be asked without end. See `models/cooperation.py`
for why no moderator reads it.
"""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Locale, Page

from ..actions import source_of
from ..models import Cooperation, PartnerPage
from ..permissions import may_edit_partner, may_invite_to
from . import mails

Side, Way = Cooperation.Side, Cooperation.Way
#: Who takes back what nobody answered, and proposes it again, has it mailed again after this time.
ASKED_AGAIN_AFTER = timedelta(days=30)


class NotPossible(Exception):
    """These two can't be brought together: `reason` is one of "same", "hidden", "own_hidden", "said_no"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def pair_of(one: PartnerPage, other: PartnerPage) -> tuple[PartnerPage, PartnerPage]:
    """The source pages, in the order that a row has them. Raises NotPossible."""
    one, other = source_of(one), source_of(other)
    if one.pk == other.pk:
        raise NotPossible("same")
    return (one, other) if one.pk < other.pk else (other, one)


def other_side(side: str) -> str:
    return Side.SECOND if side == Side.FIRST else Side.FIRST


def between(one: PartnerPage, other: PartnerPage) -> Cooperation | None:
    first, second = pair_of(one, other)
    return Cooperation.objects.filter(first=first, second=second).first()


# ----------------------------------------------------------------------------- what a side says


@transaction.atomic
def say_yes(partner: PartnerPage, other: PartnerPage, *, by: Any) -> Cooperation:
    """Propose it, or agree to it; twice is harmless. Raises PermissionDenied and NotPossible."""
    partner = source_of(partner)
    if not may_edit_partner(by, partner):
        raise PermissionDenied
    first, second = pair_of(partner, other)
    tie = _locked(first, second)
    ours = tie.side_of(partner) if tie else None
    if tie is not None and tie.ended_at is None and tie.said_yes(str(ours)):
        return tie
    # A name that no moderator has read goes to nobody, and nobody is asked by a page that is offline.
    for page, reason in ((source_of(other), "hidden"), (partner, "own_hidden")):
        if not is_open(page):
            raise NotPossible(reason)
    if tie is None or tie.ended_at is not None:
        tie = _begin_anew(tie, first, second, partner, by)
    tie.say_yes(tie.side_of(partner), by=by)
    tie.save()
    if tie.state == "confirmed":
        _log(tie, "confirmed", by)
        mails.tell_confirmed(tie, to=source_of(other), of=partner)
    else:
        _log(tie, "proposed", by)
        mails.ask(tie, to=source_of(other), of=partner)
    return tie


def _begin_anew(
    tie: Cooperation | None, first: PartnerPage, second: PartnerPage, partner: PartnerPage, by: Any
) -> Cooperation:
    """An empty row for a pair, that this partner proposes."""
    side = Side.FIRST if partner.pk == first.pk else Side.SECOND
    if tie is not None and tie.ended_side not in {side, Side.NETWORK}:
        raise NotPossible("said_no")
    unanswered = (
        tie is not None and tie.proposed_side == side and not tie.said_yes(other_side(side))
    )
    earlier = tie.proposed_at if tie is not None and unanswered else None
    tie = _emptied(tie or Cooperation(first=first, second=second), Way.OWN_DOOR, side, by)
    if earlier is not None and tie.proposed_at - earlier < ASKED_AGAIN_AFTER:
        tie.proposed_at = earlier  # the mail's key holds this moment: the other side got it already
    return tie


def _emptied(tie: Cooperation, way: str, side: str, by: Any) -> Cooperation:
    tie.way, tie.proposed_side, tie.proposed_by = way, side, by
    tie.proposed_at = timezone.now()
    tie.first_confirmed_at = tie.second_confirmed_at = None
    tie.first_confirmed_by = tie.second_confirmed_by = None
    tie.ended_at, tie.ended_side, tie.ended_by = None, "", None
    return tie


@transaction.atomic
def say_no(partner: PartnerPage, other: PartnerPage, *, by: Any) -> Cooperation | None:
    """Refuse what was asked, take back what was proposed, or end it; None where there is nothing.

    Raises PermissionDenied. Also possible while a page is offline.
    """
    partner = source_of(partner)
    if not may_edit_partner(by, partner):
        raise PermissionDenied
    tie = _locked(*pair_of(partner, other))
    if tie is None or tie.ended_at is not None:
        return None
    side = tie.side_of(partner)
    # What one takes back oneself, and what nobody said yes to, needs no mail.
    told = tie.said_yes(other_side(side))
    was_confirmed = tie.state == "confirmed"
    _end(tie, side, by)
    if told:
        mails.tell_ended(tie, to=source_of(other), of=partner, was_confirmed=was_confirmed)
    return tie


def _end(tie: Cooperation, side: str, by: Any) -> None:
    tie.ended_at, tie.ended_side, tie.ended_by = timezone.now(), side, by
    tie.save()
    _log(tie, "ended", by)


# ----------------------------------------------------------------- what the network does for both


@transaction.atomic
def record(one: PartnerPage, other: PartnerPage, *, by: Any) -> Cooperation:
    """Both said so, at the telephone. Raises PermissionDenied and NotPossible.

    Both read it in a mail, since each of them can end it.
    """
    first, second = _by_the_network(one, other, by)
    tie = _locked(first, second)
    if tie is not None and tie.state == "confirmed":
        return tie
    tie = _emptied(tie or Cooperation(first=first, second=second), Way.CALL, Side.NETWORK, by)
    tie.say_yes(Side.FIRST, by=by)
    tie.say_yes(Side.SECOND, by=by)
    tie.save()
    _log(tie, "confirmed", by)
    mails.tell_confirmed(tie, to=first, of=second)
    mails.tell_confirmed(tie, to=second, of=first)
    return tie


@transaction.atomic
def introduce(one: PartnerPage, other: PartnerPage, *, by: Any) -> Cooperation | None:
    """Tell two that they might know each other; None where the pair was asked before, whatever came of it.

    Raises PermissionDenied and NotPossible.
    """
    first, second = _by_the_network(one, other, by)
    if _locked(first, second) is not None:
        return None
    tie = _emptied(Cooperation(first=first, second=second), Way.INTRODUCED, Side.NETWORK, by)
    tie.save()
    _log(tie, "proposed", by)
    mails.introduce(tie, to=first, of=second)
    mails.introduce(tie, to=second, of=first)
    return tie


@transaction.atomic
def set_aside(one: PartnerPage, other: PartnerPage, *, by: Any) -> Cooperation | None:
    """Not needed: the pair is suggested no more. The two themselves may still say that they work together."""
    first, second = _by_the_network(one, other, by)
    if _locked(first, second) is not None:
        return None
    tie = _emptied(Cooperation(first=first, second=second), Way.INTRODUCED, Side.NETWORK, by)
    tie.ended_at, tie.ended_side, tie.ended_by = timezone.now(), Side.NETWORK, by
    tie.save()
    return tie


@transaction.atomic
def end_for_both(one: PartnerPage, other: PartnerPage, *, by: Any) -> None:
    """The network ends it after a call. Raises PermissionDenied."""
    first, second = pair_of(one, other)
    if not may_invite_to(by, first):
        raise PermissionDenied
    tie = _locked(first, second)
    if tie is None or tie.ended_at is not None:
        return
    was_confirmed = tie.state == "confirmed"
    _end(tie, Side.NETWORK, by)
    if was_confirmed:
        mails.tell_ended(tie, to=first, of=second, was_confirmed=True)
        mails.tell_ended(tie, to=second, of=first, was_confirmed=True)


def _by_the_network(
    one: PartnerPage, other: PartnerPage, by: Any
) -> tuple[PartnerPage, PartnerPage]:
    first, second = pair_of(one, other)
    if not may_invite_to(by, first):
        raise PermissionDenied
    if not (is_open(first) and is_open(second)):
        raise NotPossible("hidden")
    return first, second


def _locked(first: PartnerPage, second: PartnerPage) -> Cooperation | None:
    """The row of a pair, kept from others until the transaction ends; so is a pair without one."""
    keys = [first.pk, second.pk]
    list(Page.objects.select_for_update().filter(pk__in=keys).order_by("pk").values("pk"))
    return Cooperation.objects.filter(first=first, second=second).first()


def _log(tie: Cooperation, action: str, by: Any) -> None:
    """In the history of both pages; no name of a person."""
    log(tie.first, f"wijkzorg.tie.{action}", user=by, data={"page": tie.second_id})
    log(tie.second, f"wijkzorg.tie.{action}", user=by, data={"page": tie.first_id})


# --------------------------------------------------------------------------------- who sees what


def is_open(source: PartnerPage) -> bool:
    """Whether everybody may see the page."""
    return bool(PartnerPage.objects.open_to_the_public().filter(pk=source.pk).exists())


def of_partner(partner: PartnerPage) -> list[tuple[Cooperation, PartnerPage]]:
    """What goes on between a partner and others, each with the other one; without what ended."""
    partner = source_of(partner)
    rows = Cooperation.objects.of(partner).filter(ended_at=None).select_related("first", "second")
    return [
        (tie, tie.second if tie.first_id == partner.pk else tie.first)
        for tie in rows.order_by("proposed_at", "pk")
    ]


def to_answer(partner: PartnerPage) -> list[PartnerPage]:
    """Who waits for an answer of this partner."""
    source = source_of(partner)
    return [
        other
        for tie, other in of_partner(source)
        if tie.state == "asked" and not tie.said_yes(tie.side_of(source))
    ]


def works_with(partner: PartnerPage) -> list[PartnerPage]:
    """With whom a partner works, by name, in the language of its page: what everybody may see. Two queries.

    Hide means hide: who is offline, restricted, or left out of the lists does not stand there.
    """
    from ..sources import public_partners

    keys = _keys_of_others([partner.translation_key])[partner.translation_key]
    if not keys:
        return []
    pages = public_partners(partner.locale.language_code).filter(translation_key__in=keys)
    return list(pages.select_related("locale").order_by("title", "pk"))


def with_ties(pages: list[PartnerPage]) -> list[PartnerPage]:
    """The same as `works_with` for pages of one language or several, kept on each. Two queries a language."""
    from ..sources import public_partners

    others = _keys_of_others([page.translation_key for page in pages])
    for language in {page.locale.language_code for page in pages}:
        here = [page for page in pages if page.locale.language_code == language]
        keys = {key for page in here for key in others[page.translation_key]}
        found = public_partners(language).filter(translation_key__in=keys) if keys else []
        known = {one.translation_key: one for one in found}
        for page in here:
            mine = [known[key] for key in others[page.translation_key] if key in known]
            page.works_with_pages = sorted(mine, key=lambda one: (one.title, one.pk))
    return pages


def _keys_of_others(keys: list[Any]) -> dict[Any, set[Any]]:
    """Translation key of a partner > those of whom it works with."""
    found: dict[Any, set[Any]] = {key: set() for key in keys}
    ties = Cooperation.objects.confirmed()
    names = ("first__translation_key", "second__translation_key")
    rows = ties.filter(first__translation_key__in=keys) | ties.filter(
        second__translation_key__in=keys
    )
    for first, second in rows.values_list(*names):
        for one, other in ((first, second), (second, first)):
            if one in found:
                found[one].add(other)
    return found


def to_choose_from(partner: PartnerPage, words: str) -> list[PartnerPage]:
    """Public partners of this network by name, for who looks for one. At most `MOST_FOUND`."""
    words = words.strip()
    if not words:
        return []
    found = PartnerPage.objects.open_to_the_public().filter(locale=Locale.get_default())
    for word in words.split()[:5]:
        found = found.filter(title__icontains=word)
    return list(found.exclude(pk=source_of(partner).pk).order_by("title", "pk")[:MOST_FOUND])


#: Names in the answer to a search; who wants another types more of it.
MOST_FOUND = 12
