"""Partners: their pages, the people who edit them, and what is known about them besides."""

from .contact import ContactEntry, ContactMessage, ContactRequest
from .cooperation import Cooperation
from .directory import BelowPartnerMixin, PartnerIndexPage
from .exchange import PartnerExport, PartnerImport, PartnerImportRow
from .joining import JoinRequest
from .map import MapPage
from .members import Invitation, Membership, PartnerCollection
from .mistakes import MistakeReport
from .overview import FiguresPage, MatrixPage
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
    "ContactEntry",
    "ContactMessage",
    "ContactPerson",
    "ContactRequest",
    "Cooperation",
    "FiguresPage",
    "Invitation",
    "JoinRequest",
    "Location",
    "MapPage",
    "MatrixPage",
    "Membership",
    "MistakeReport",
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
