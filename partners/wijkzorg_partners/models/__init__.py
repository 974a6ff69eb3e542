"""Partners: their pages, the people who edit them, and invitations."""

from .members import Invitation, Membership, PartnerCollection
from .pages import (
    BelowPartnerMixin,
    ContactPerson,
    Location,
    PartnerIndexPage,
    PartnerPage,
    Service,
)

__all__ = [
    "BelowPartnerMixin",
    "ContactPerson",
    "Invitation",
    "Location",
    "Membership",
    "PartnerCollection",
    "PartnerIndexPage",
    "PartnerPage",
    "Service",
]
