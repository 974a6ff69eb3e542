"""Minimal stand-in of branch mod, which replaces this module."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from .models import PartnerPage


@dataclass(frozen=True)
class Change:
    label: str
    before: str
    after: str

    def __str__(self) -> str:
        return _("%(label)s: %(before)s became %(after)s") % vars(self)


def changes_between(before: PartnerPage | None, after: PartnerPage) -> list[Change]:
    changes = []
    for name in ("title", "summary", "what_we_do", "what_we_do_not", "for_whom", "phone", "email"):
        old, new = getattr(before, name, ""), getattr(after, name)
        if old != new:
            label = str(PartnerPage._meta.get_field(name).verbose_name)
            changes.append(Change(label, old, new))
    return changes
