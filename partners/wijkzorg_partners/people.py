"""Who may do what with a partner's page: sharing it, handing it over, leaving it.

The owner decides, and so do those who bring in the editors of any partner. A partner has at most one owner;
the constraint `wijkzorg_one_owner_per_partner` holds where two act at once.
"""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, QuerySet, Value, When
from django.http import Http404
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Locale, Page

from . import actions, mail
from .models import Invitation, Membership, PartnerPage
from .permissions import may_invite_to, may_manage_people

__all__ = [
    "MustHandOver",
    "change_role",
    "hand_over",
    "leave",
    "may_manage_people",
    "must_hand_over",
    "partner_for",
    "people_of",
    "set_cms_access",
    "share",
]

#: What an owner can give to others; becoming the owner goes by handing over.
SHARED_ROLES = (Membership.Role.EDITOR, Membership.Role.HELPER)


class MustHandOver(Exception):
    """An owner can't go while there are others: somebody else has to answer for the page first."""


def partner_for(user: Any, key: str) -> PartnerPage:
    """The partner of `/mijn/<key>/`, for its members and for who manages people. Raises Http404.

    The key is the slug of the source page. Of two partners with one slug (in two directories), the
    person's own comes first.
    """
    found = PartnerPage.objects.filter(locale=Locale.get_default(), slug=key).select_related(
        "locale"
    )
    own = found.edited_by(user).first()
    partner = own or found.order_by("path").first()
    if partner is None or (own is None and not may_manage_people(user, partner)):
        raise Http404(key)
    return partner


def people_of(partner: PartnerPage) -> "QuerySet[Membership]":
    """The members whose time has not ended, the owner first."""
    order = Case(
        When(role=Membership.Role.OWNER, then=Value(0)),
        When(role=Membership.Role.EDITOR, then=Value(1)),
        default=Value(2),
    )
    found = Membership.objects.current().filter(partner=actions.source_of(partner))
    return found.select_related("user").order_by(order, "created_at")


def share(
    partner: PartnerPage,
    email: str,
    *,
    by: Any,
    role: str = Membership.Role.EDITOR,
    ends_on: date | None = None,
) -> Invitation:
    """Invite somebody by mail to help with the page, perhaps for a time. Raises PermissionDenied."""
    if role not in SHARED_ROLES:
        raise PermissionDenied
    return actions.invite_editor(partner, email, by=by, role=role, ends_on=ends_on)


@transaction.atomic
def change_role(membership: Membership, *, by: Any, role: str, ends_on: date | None = None) -> None:
    """Give a member another role or last day; the owner keeps theirs. Raises PermissionDenied."""
    current = _locked(membership)
    if not may_manage_people(by, current.partner) or role not in SHARED_ROLES:
        raise PermissionDenied
    if current.role == Membership.Role.OWNER:
        raise PermissionDenied
    current.role, current.ends_on = role, ends_on
    current.save(update_fields=["role", "ends_on"])
    log(current.partner, "wijkzorg.people.change", user=by, data={"user": current.user_id})


def set_cms_access(membership: Membership, allowed: bool, *, by: Any) -> None:
    """Let a member into the CMS, or out of it; the network decides. Raises PermissionDenied."""
    if not may_invite_to(by, membership.partner):
        raise PermissionDenied
    Membership.objects.filter(pk=membership.pk).update(cms_access=allowed)


@transaction.atomic
def hand_over(partner: PartnerPage, to_membership: Membership, *, by: Any) -> None:
    """Make another member the owner; whoever was it stays as an editor. Raises PermissionDenied.

    Where there is no owner, those who bring in editors name one. The new owner must be a member today.
    """
    partner = actions.source_of(partner)
    _lock_people(partner)
    chosen = people_of(partner).filter(pk=to_membership.pk).first()
    if not may_manage_people(by, partner) or chosen is None:
        raise PermissionDenied
    if chosen.role == Membership.Role.OWNER:
        return
    Membership.objects.filter(partner=partner, role=Membership.Role.OWNER).update(
        role=Membership.Role.EDITOR
    )
    chosen.role, chosen.ends_on = Membership.Role.OWNER, None
    chosen.save(update_fields=["role", "ends_on"])
    log(partner, "wijkzorg.people.owner", user=by, data={"user": chosen.user_id})
    mail.tell_new_owner(chosen, moment=timezone.now().isoformat())


def must_hand_over(membership: Membership) -> bool:
    """Whether this person must name another owner before going: an owner who is not alone."""
    if membership.role != Membership.Role.OWNER:
        return False
    return people_of(membership.partner).exclude(pk=membership.pk).exists()


@transaction.atomic
def leave(membership: Membership, *, by: Any) -> None:
    """Stop with a page of one's own. Raises PermissionDenied, and MustHandOver for an owner with others.

    The last one may go: the partner then stands first in the coordinators' list of who edits what.
    """
    _lock_people(membership.partner)
    current = _locked(membership)
    if current.user_id != by.pk:
        raise PermissionDenied
    if must_hand_over(current):
        raise MustHandOver
    log(current.partner, "wijkzorg.people.leave", user=by, data={"user": current.user_id})
    current.delete()


@transaction.atomic
def end(membership: Membership, *, by: Any) -> None:
    """Take somebody's rights away, today. An owner goes only through handing over, or by the network.

    Raises PermissionDenied.
    """
    _lock_people(membership.partner)
    current = _locked(membership)
    if current.role == Membership.Role.OWNER and not may_invite_to(by, current.partner):
        raise PermissionDenied
    if not may_manage_people(by, current.partner):
        raise PermissionDenied
    log(current.partner, "wijkzorg.people.end", user=by, data={"user": current.user_id})
    actions.end_membership(current, by=by)


def _locked(membership: Membership) -> Membership:
    """The membership as it is now, kept from others until the transaction ends."""
    found = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("partner__locale", "user")
        .filter(pk=membership.pk)
        .first()
    )
    if found is None:
        raise PermissionDenied
    return found


def _lock_people(partner: PartnerPage) -> None:
    """One change of the people of a partner at a time."""
    list(Page.objects.select_for_update().filter(pk=actions.source_of(partner).pk).values("pk"))
