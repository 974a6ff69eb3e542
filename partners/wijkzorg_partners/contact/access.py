"""Who sees a request: the owner and editors of the partner that has it, and who follows requests up."""

from typing import Any

from ..models import Membership, PartnerPage


def may_follow(user: Any) -> bool:
    """Coordinators and administrators. Moderators and communications only when they coordinate too."""
    return bool(user.is_authenticated and user.has_perm("wijkzorg_partners.follow_requests"))


def receives_for(user: Any, partner: PartnerPage) -> bool:
    """Owner and editors of this partner; no helper, and nobody of another one."""
    if not user.is_authenticated or not user.is_active:
        return False
    members = Membership.objects.that_change_the_profile().filter(user=user)
    return bool(members.filter(partner__translation_key=partner.translation_key).exists())
