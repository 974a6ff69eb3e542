"""What other apps and rooms keep at `/mijn/` besides the profile, as ways on from the overview."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wijkzorg_home.contracts import collect

from ..models import PartnerPage


@dataclass(frozen=True)
class OwnDoorLink:
    """An app's offer, registered by the hook `register_own_door_link`.

    `address` gives where it leads for a user and a partner, or "" where that user has no business there.
    `waiting` counts what waits there for this partner's answer. Such an offer is a choice in the list, since
    the overview has room for eight controls, and stands above everything while something waits. One without
    `waiting` always stands beside the profile. `slug` is its name in the list.
    """

    label: Any
    icon: str
    address: Callable[[Any, PartnerPage], str]
    order: int = 100
    slug: str = ""
    waiting: Callable[[PartnerPage], int] | None = None


@dataclass(frozen=True)
class Link:
    """A way on for one user; `waiting` is None where nothing ever waits."""

    label: Any
    icon: str
    url: str
    slug: str
    waiting: int | None


def links_for(user: Any, partner: PartnerPage) -> list[Link]:
    """What this user finds behind the overview of a partner, in its order."""
    offers: list[OwnDoorLink] = sorted(collect("register_own_door_link"), key=lambda one: one.order)
    return [
        Link(
            one.label,
            one.icon,
            url,
            one.slug,
            one.waiting(partner) if one.waiting else None,
        )
        for one in offers
        if (url := one.address(user, partner))
    ]
