"""The columns of a list of partners: their heads, and which head means which column. No database inside."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from wijkzorg_home.importing import plain_name

from ..models import PartnerPage

#: Between the items of a cell that holds several. Names of areas have commas in them.
SEPARATORS = {"areas": re.compile(r"[;\n]"), "words": re.compile(r"[;,\n]")}
JOINERS = {"areas": "; ", "words": ", "}


def _verbose(name: str) -> Any:
    return PartnerPage._meta.get_field(name).verbose_name


@dataclass(frozen=True)
class Column:
    """One column. `key` is its name in JSON; `items` says how a cell with several items is split."""

    key: str
    label: Any
    #: Other heads by which people call it.
    aliases: tuple[str, ...] = ()
    items: str = ""
    #: Only the export has it: an import leaves it out.
    is_export_only: bool = False
    #: It tells of people whom not everybody may see.
    is_personal: bool = False
    #: In the export unless somebody takes it off.
    is_usual: bool = True

    @property
    def head(self) -> str:
        return capfirst(str(self.label))


COLUMNS = (
    Column("key", _("key on this site")),
    Column("id", _verbose("source_id"), ("nummer", "number", "code")),
    Column("name", _("name"), ("titel", "title", "organisatie", "organisation", "organization")),
    Column("kind", _verbose("kind"), ("type", "formeel of informeel", "formal or informal")),
    Column("summary", _verbose("summary"), ("omschrijving", "description", "samenvatting")),
    Column("area", _verbose("areas"), ("gebied", "wijk", "buurt", "neighbourhood"), items="areas"),
    Column("address", _("street and number"), ("adres", "straat", "street")),
    Column("postcode", _("postcode"), ("postal code", "zip")),
    Column("themes", _verbose("themes"), ("thema", "theme", "onderwerp", "topic"), items="words"),
    Column("languages", _verbose("languages"), ("talen", "taal", "language"), items="words"),
    Column("opening_hours", _verbose("hours"), ("openingstijden", "tijden", "hours", "open")),
    Column("what_we_offer", _verbose("what_we_do"), ("aanbod", "activiteiten", "offer")),
    Column("not_for", _verbose("what_we_do_not"), ("niet", "niet voor")),
    Column("when_professional", _verbose("when_professional")),
    Column("for_whom", _verbose("for_whom"), ("doelgroep", "target group")),
    Column("cost", _verbose("cost"), ("kosten", "prijs", "price", "costs")),
    Column("how_to_refer", _verbose("how_to_refer"), ("verwijzen", "aanmelden", "referral")),
    Column("what_we_share", _verbose("what_we_share")),
    Column("accessibility", _verbose("accessibility"), ("toegankelijkheid",)),
    Column("phone", _verbose("phone"), ("tel", "telefoonnummer", "phone number")),
    Column("email", _verbose("email"), ("e-mail", "mail", "mailadres", "e-mailadres")),
    Column("website", _verbose("website"), ("site", "url", "web")),
    Column("asked_for_as", _verbose("asked_for_as")),
    Column("state", _("state"), is_export_only=True),
    Column("page", _("page"), is_export_only=True),
    Column("confirmed", _("confirmed on"), is_export_only=True),
    Column("contacts", _("contact persons, public"), is_export_only=True, is_usual=False),
    Column(
        "contacts_all",
        _("contact persons, all"),
        is_export_only=True,
        is_personal=True,
        is_usual=False,
    ),
)
BY_KEY = {column.key: column for column in COLUMNS}
IMPORTED = tuple(column for column in COLUMNS if not column.is_export_only)


def guess(heads: Sequence[str]) -> list[str]:
    """For each head the key of the column that it means, or "". No column is given twice.

    A head means a column by its key, by what our own export writes above it in any language of the site, or
    by another name for it; capitals, accents and punctuation do not count.
    """
    known = _known_heads()
    taken: set[str] = set()
    found: list[str] = []
    for head in heads:
        key = known.get(plain_name(head), "")
        found.append("" if key in taken else key)
        taken.add(key)
    return found


def _known_heads() -> dict[str, str]:
    known = {plain_name(alias): column.key for column in IMPORTED for alias in column.aliases}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            known |= {plain_name(column.head): column.key for column in IMPORTED}
    return known | {plain_name(column.key): column.key for column in IMPORTED}


def raw_row(cells: Iterable[str], mapping: Sequence[str]) -> dict[str, Any]:
    """The cells as one object of a JSON file. An empty cell tells nothing, so its field is left out."""
    raw: dict[str, Any] = {}
    for key, cell in zip(mapping, cells, strict=False):
        if key and cell.strip():
            column = BY_KEY[key]
            raw[key] = split_items(cell, column.items) if column.items else cell
    return raw


def split_items(cell: str, kind: str) -> list[str]:
    return [item.strip() for item in SEPARATORS[kind].split(cell) if item.strip()]


def as_text(value: Any, column: Column) -> str:
    """A value as it stands in a cell."""
    return JOINERS[column.items].join(value) if column.items else str(value)
