"""The words of one line, each with what it means. Pure: no database."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .schedule_words import FOLDED_PHRASES, VOCABULARY, WORDS, fold

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
EXAMPLE = {
    "nl": "ma-vr 9.30 tot 12.00",
    "en": "Mon-Fri 9:30 to 12:00",
    "tr": "Pazartesi - Cuma 9.30 - 12.00",
    "ar": "من الاثنين إلى الجمعة: من 9:30 إلى 12:00",
}

TOKEN = re.compile(
    r"""
    (?P<iso>\d{4}-\d{1,2}-\d{1,2})
    | (?P<date>\d{1,2}[-/.]\d{1,2}[-/.]\d{4})
    | (?P<pm>\d{1,2}(?:[:.]\d{2})?\s*[ap]\.?m\b\.?)
    | (?P<time>\d{1,2}[:.hu]\d{2}(?!\d))
    | (?P<nth>[1-5](?:e|ste|de|st|nd|rd|th)\b)
    | (?P<number>\d+)
    | (?P<ending>['’]\w+)
    | (?P<word>[^\W\d_]+)
    | (?P<sign>\S)
    """,
    re.VERBOSE,
)


class Unclear(Exception):
    """What is wrong with the line at hand, in the reader's language."""


def language_now() -> str:
    code = (get_language() or "")[:2]
    return code if code in WORDS else "en"


def day_name(byday: str) -> str:
    return WORDS[language_now()].days[DAYS.index(byday[-2:])]


def such_as(message: str) -> Unclear:
    return Unclear(f"{message} " + _("Such as: %(example)s") % {"example": EXAMPLE[language_now()]})


Token = tuple[str, Any]


def tokens(rule: str) -> Iterator[Token]:
    text = fold(rule).replace("\0", " ")  # NUL marks the places of phrases below
    meanings: list[Token] = []
    for phrase, meaning in FOLDED_PHRASES:
        if phrase in text:
            text = re.sub(rf"(?<!\w){re.escape(phrase)}(?!\w)", f" \0{len(meanings)}\0 ", text)
            meanings.append(meaning)
    for part in re.split(r"(\0\d+\0)", text):
        if part.startswith("\0"):
            yield meanings[int(part.strip("\0"))]
        else:
            for match in TOKEN.finditer(part):
                yield from _meaning(str(match.lastgroup), match.group())


def _meaning(kind: str, text: str) -> Iterator[Token]:
    if kind == "iso":
        yield "date", existing_date(*(int(part) for part in text.split("-")))
    elif kind == "date":
        day, month, year = (int(part) for part in re.split(r"\D", text))
        yield "date", existing_date(year, month, day)
    elif kind in {"time", "pm"}:
        yield "time", clock_time(text)
    elif kind == "nth":
        yield "nth", int(text[0])
    elif kind == "number":
        if len(text) > 4:
            raise such_as(_("“%(word)s” is no time.") % {"word": text[:12]})
        yield "number", int(text)
    elif kind != "ending":
        yield from _word(text)


def _word(text: str) -> Iterator[Token]:
    known = VOCABULARY.get(text)
    if known is None and text.startswith("و") and text[1:] in VOCABULARY:
        yield "and", None  # in Arabic "and" is written to the word behind it
        known = VOCABULARY[text[1:]]
    if known is None:
        raise such_as(_("We do not understand “%(word)s”.") % {"word": text[:40]})
    if known[0]:
        yield known


def clock_time(text: str) -> str:
    """ "9.30", "9h30", "9:30 pm" or 17 as "HH:MM"."""
    hours, minutes = (int(number) for number in [*re.findall(r"\d+", text), "0"][:2])
    if "m" in text:
        if not 1 <= hours <= 12:
            raise such_as(_("“%(word)s” is no time.") % {"word": text})
        hours = hours % 12 + (12 if "p" in text else 0)
    if hours > 24 or minutes > 59 or (hours == 24 and minutes):
        raise such_as(_("“%(word)s” is no time.") % {"word": text})
    return f"{hours:02}:{minutes:02}"


def existing_date(year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        found = date.min
    if not 2000 <= found.year <= 2200:
        raise Unclear(_("%(day)s is no date that exists.") % {"day": f"{day}-{month}-{year}"})
    return found
