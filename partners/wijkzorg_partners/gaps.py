"""What a profile still needs before it can be of use to anybody. Pure: asks nothing but the profile.

Formal or informal, the same five: a name, what, for whom, roughly where, and one way to reach somebody.
No registration number, street address or opening hours. Every door asks here: the form in the CMS, the
editor's start page, and `/mijn/`.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from .models import PartnerPage


@dataclass(frozen=True)
class Gap:
    """Something that may be missing: the fields by any of which it can be filled, the first one best."""

    fields: tuple[str, ...]
    words: Any

    def __str__(self) -> str:
        return str(self.words)


#: In the order of the form.
NEEDED: tuple[Gap, ...] = (
    Gap(("title",), _("name of your organisation")),
    Gap(("summary", "what_we_do"), _("what you do")),
    Gap(("for_whom",), _("for whom")),
    Gap(("areas",), _("the neighbourhood")),
    Gap(("phone", "email", "contact_persons"), _("a telephone number or mail address")),
)


def profile_gaps(partner: "PartnerPage") -> list[Gap]:
    """What is missing of the five, in the order of the form; empty when the profile can be sent in."""
    return [gap for gap in NEEDED if not any(_has(partner, name) for name in gap.fields)]


def _has(partner: "PartnerPage", name: str) -> bool:
    value = getattr(partner, name)
    return bool(value.all() if hasattr(value, "all") else value)
