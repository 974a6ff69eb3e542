"""Partners: their pages, the people who edit them, and what is known about them besides."""

from .directory import BelowPartnerMixin, PartnerIndexPage
from .exchange import PartnerExport, PartnerImport, PartnerImportRow
from .joining import JoinRequest
from .members import Invitation, Membership, PartnerCollection
from .pages import PartnerPage
from .profile import ContactPerson, Location, Service
from .records import (
    CallAttempt,
    Confirmation,
    ConsentWithdrawal,
    ModerationAssignment,
    ModeratorArea,
    OneTimeLink,
    PartnerRecord,
    Review,
    UrgentChange,
)

__all__ = [
    "BelowPartnerMixin",
    "CallAttempt",
    "Confirmation",
    "ConsentWithdrawal",
    "ContactPerson",
    "Invitation",
    "JoinRequest",
    "Location",
    "Membership",
    "ModerationAssignment",
    "ModeratorArea",
    "OneTimeLink",
    "PartnerCollection",
    "PartnerExport",
    "PartnerImport",
    "PartnerImportRow",
    "PartnerIndexPage",
    "PartnerPage",
    "PartnerRecord",
    "Review",
    "Service",
    "UrgentChange",
]
