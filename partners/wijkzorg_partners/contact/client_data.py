"""Does a text look like it holds data about a client? Pure; a warning, never a verdict.

A BSN (burgerservicenummer) is nine digits that pass the elfproef: 9, 8, ... 2 times the first eight, minus
the last, is a multiple of eleven. A date of birth is a date in the past that somebody living can have, in
the shapes that people write, or what follows "geboren op".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from unicodedata import normalize


class Kind(StrEnum):
    BSN = "bsn"
    BIRTH = "birth"


@dataclass(frozen=True)
class Finding:
    """A part of the text, as it stands there, and what it looks like."""

    kind: Kind
    part: str


#: Nine digits with at most one space, dot or dash between two; not within a longer number.
NINE_DIGITS = re.compile(r"(?<![\d+])(?<!\d[ .-])\d(?:[ .\-]?\d){8}(?![ .-]?\d)")


def _folded(text: str) -> str:
    """Small and without dots and hooks, one sign for one sign: the four Turkish I's are one letter here."""
    bare = (normalize("NFD", one.lower())[0] for one in text)
    return "".join(bare).translate({ord("ı"): "i", ord("ſ"): "s"})


MONTH_NAMES = {
    # Dutch, English, Turkish and Arabic, with what is short for them.
    **dict.fromkeys(("januari", "jan", "january", "ocak", "يناير"), 1),
    **dict.fromkeys(("februari", "feb", "february", "şubat", "فبراير"), 2),
    **dict.fromkeys(("maart", "mrt", "mar", "march", "mart", "مارس"), 3),
    **dict.fromkeys(("april", "apr", "nisan", "أبريل"), 4),
    **dict.fromkeys(("mei", "may", "mayıs", "مايو"), 5),
    **dict.fromkeys(("juni", "jun", "june", "haziran", "يونيو"), 6),
    **dict.fromkeys(("juli", "jul", "july", "temmuz", "يوليو"), 7),
    **dict.fromkeys(("augustus", "aug", "august", "ağustos", "أغسطس"), 8),
    **dict.fromkeys(("september", "sep", "sept", "eylül", "سبتمبر"), 9),
    **dict.fromkeys(("oktober", "okt", "oct", "october", "ekim", "أكتوبر"), 10),
    **dict.fromkeys(("november", "nov", "kasım", "نوفمبر"), 11),
    **dict.fromkeys(("december", "dec", "aralık", "ديسمبر"), 12),
}
MONTHS = {_folded(name): number for name, number in MONTH_NAMES.items()}
NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
DAY_FIRST = re.compile(r"(?<![\d.])(\d{1,2})\s?([-/.\s])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?!\d)")
YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
NAMED = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:e|de|ste|st|nd|rd|th)?[\s.-]{{1,2}}({NAMES})\.?[\s,.-]{{1,2}}['’]?(\d{{4}}|\d{{2}})(?!\d)"
)
#: As the English write it: "May 3, 1950".
MONTH_FIRST = re.compile(rf"\b({NAMES})\.?\s(\d{{1,2}})(?:st|nd|rd|th)?,?\s(\d{{4}})(?!\d)")
#: A word of birth, a few words, and a year: "geboren in 1950", "geb. 3-5-'50".
BORN = re.compile(
    r"\b(?:geboren|geb\.|geboortedatum|geboortejaar|born|date of birth|doğum|doğumlu|مواليد|ولد|ولدت)"
    r"[^.!?\n\d]{0,20}(?:\d{1,2}[-/. ]\d{1,2}[-/. ]['’]?)?(?:19\d{2}|20\d{2}|['’]?\d{2})(?!\d)",
    re.IGNORECASE,
)
EASTERN = {ord(digit): str(value) for value, digit in enumerate("٠١٢٣٤٥٦٧٨٩")}


def find_client_data(text: str, today: date) -> list[Finding]:
    """What looks like a BSN or a date of birth, in the order of the text, each part once."""
    plain = text.translate(EASTERN)  # one digit for one digit: the places stay
    found = [
        *((match.span(), Kind.BSN) for match in NINE_DIGITS.finditer(plain) if _is_bsn(match[0])),
        *((span, Kind.BIRTH) for span in _births(plain, today)),
    ]
    parts: list[Finding] = []
    end = -1
    for (start, stop), kind in sorted(found):
        if start >= end:
            finding = Finding(kind, " ".join(text[start:stop].split()))
            if finding not in parts:
                parts.append(finding)
            end = stop
    return parts


def _is_bsn(part: str) -> bool:
    digits = [int(one) for one in part if one.isdigit()]
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(one * weight for one, weight in zip(digits, weights, strict=True))
    return any(digits) and total % 11 == 0


def _births(text: str, today: date) -> Iterator[tuple[int, int]]:
    for match in BORN.finditer(text):
        yield match.span()
    for match in DAY_FIRST.finditer(text):
        if _is_birth(match[4], match[3], match[1], today):
            yield match.span()
    for match in YEAR_FIRST.finditer(text):
        if _is_birth(match[1], match[3], match[4], today):
            yield match.span()
    folded = _folded(text)
    for match in MONTH_FIRST.finditer(folded):
        if _is_birth(match[3], str(MONTHS[match[1]]), match[2], today):
            yield match.span()
    for match in NAMED.finditer(folded):
        if _is_birth(match[3], str(MONTHS[match[2]]), match[1], today):
            yield match.span()


def _is_birth(year: str, month: str, day: str, today: date) -> bool:
    """Over a year ago: what was last month is an appointment, and what is to come is one too."""
    number = int(year)
    if len(year) == 2:
        number += 2000 if number < today.year % 100 else 1900
    try:
        born = date(number, int(month), int(day))
    except ValueError:
        return False
    return 365 < (today - born).days < 120 * 366
