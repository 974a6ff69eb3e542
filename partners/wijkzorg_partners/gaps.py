"""What a profile still needs before it can be of use to anybody. Pure: asks nothing but the profile.

Formal or informal, the same five: a name, what, for whom, roughly where, and one way to reach somebody.
No registration number, street address or opening hours.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from .models import PartnerPage


@dataclass(frozen=True)
class Gap:
    """Something that is missing: the fields by which it can be filled, the first one best."""

    fields: tuple[str, ...]
    words: str

    def __str__(self) -> str:
        return self.words


def profile_gaps(partner: "PartnerPage") -> list[Gap]:
    """What is missing of the five, in the order of the form; empty when the profile can be sent in."""
    reachable = partner.phone or partner.email or partner.contact_persons.all()
    gaps = [
        (partner.title, ("title",), _("name of your organisation")),
        (partner.summary or partner.what_we_do, ("summary", "what_we_do"), _("what you do")),
        (partner.for_whom, ("for_whom",), _("for whom")),
        (partner.areas.all(), ("areas",), _("the neighbourhood")),
        (reachable, ("phone", "email", "contact_persons"), _("a telephone number or mail address")),
    ]
    return [Gap(fields, words) for there, fields, words in gaps if not there]
