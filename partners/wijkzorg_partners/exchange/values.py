"""What a partner's page says, column by column, in the words that an import reads back."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from django.utils import translation

from wijkzorg_home.importing import clean_text

from ..models import PartnerPage
from ..partner_rows import PLAIN_TEXTS
from ..schedule import format_schedule
from .columns import BY_KEY, SEPARATORS

#: The words of kinds and hours are those of the directory's own language, whoever exports.
KINDS = {PartnerPage.Kind.FORMAL.value: "formeel", PartnerPage.Kind.INFORMAL.value: "informeel"}
LANGUAGE = "nl"


def values_of(page: PartnerPage) -> dict[str, Any]:
    """Each column that an import reads > a text, or a list of texts in a fixed order.

    A hidden address stays hidden, as in every other list that leaves the site.
    """
    place = next(iter(page.locations.all()), None)
    texts = {
        "key": str(page.translation_key),
        "id": page.source_id,
        "name": page.title,
        "kind": KINDS.get(page.kind, page.kind),
        "asked_for_as": page.asked_for_as,
        "address": place.public_address if place else "",
        "postcode": place.public_postcode if place else "",
        **{key: getattr(page, name) for key, name in PLAIN_TEXTS.items()},
    }
    with translation.override(LANGUAGE):
        hours = format_schedule(page.hours) if page.hours else []
    texts["opening_hours"] = "\n".join(filter(None, [*hours, page.opening_hours]))
    return {key: storable(text) for key, text in texts.items()} | {
        "area": _named(page.areas.all(), "area"),
        "languages": _named(page.languages.all(), "languages"),
        "themes": sorted(theme.slug for theme in page.themes.all()),
    }


def _named(things: Iterable[Any], key: str) -> list[str]:
    """By name; by code where the name would be taken for several."""
    separator = SEPARATORS[BY_KEY[key].items]
    return sorted(
        one.code if separator.search(one.name) else " ".join(clean_text(one.name).split())
        for one in things
    )


def storable(text: str) -> str:
    """Without what neither a spreadsheet nor an import takes: control characters, outer space."""
    kept = [
        character
        for character in text
        if character in "\n\r\t" or unicodedata.category(character) not in {"Cc", "Cs"}
    ]
    return clean_text("".join(kept).replace("\ufeff", ""))


def says_the_same(told: Any, value: Any) -> bool:
    """Whether what a file tells is what the export would write there."""
    if isinstance(value, list):
        return isinstance(told, list) and sorted(map(str, told)) == value
    return isinstance(told, str) and clean_text(told) == value
