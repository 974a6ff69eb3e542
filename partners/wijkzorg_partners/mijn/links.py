"""What other apps keep at `/mijn/` besides the profile, as links on the overview."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wijkzorg_home.contracts import collect

from ..models import PartnerPage


@dataclass(frozen=True)
class OwnDoorLink:
    """An app's offer, registered by the hook `register_own_door_link`.

    `address` gives where it leads for a user and a partner, or "" where that user has no business there.
    """

    label: Any
    icon: str
    address: Callable[[Any, PartnerPage], str]
    order: int = 100


@dataclass(frozen=True)
class Link:
    label: Any
    icon: str
    url: str


def links_for(user: Any, partner: PartnerPage) -> list[Link]:
    """What this user finds behind the overview of a partner, in its order."""
    offers: list[OwnDoorLink] = sorted(collect("register_own_door_link"), key=lambda one: one.order)
    links = [Link(one.label, one.icon, one.address(user, partner)) for one in offers]
    return [link for link in links if link.url]
