"""Which texts of a page are made into vectors: the whole, and its sentences.

And what people ask in general.
"""

import re
from collections.abc import Iterable

from wijkzorg_home.contracts import SearchText

from .starter import starter_concepts

#: Rises when other texts come out of here: then all vectors are made anew.
VERSION = 2
#: Fields that say what somebody can come for, in this order.
TELLING = ("summary", "body", "audience")
MOST_PARTS = 12
#: Shorter sentences are taken together with the next: "Kom langs!" means nothing by itself.
SHORTEST, LONGEST = 25, 400
#: The model reads about so many letters (512 tokens).
MOST_LETTERS = 2_000

#: Language > of every how many concepts one question is taken to be usual.
USUAL = {"nl": 5, "en": 15, "tr": 15, "ar": 15}

SENTENCE_END = re.compile(r"(?<=[.!?؟;])\s+|\s*\n+\s*")


def passages_of(text: SearchText, themes: Iterable[str] = ()) -> list[str]:
    """The whole text, between the title and the slugs of its themes, and then its parts."""
    told = [text.fields.get(name, "").strip() for name in TELLING]
    whole = ". ".join(filter(None, [text.fields["title"].strip(), " ".join(filter(None, told))]))
    about = ", ".join(sorted(themes))
    return [
        f"{_tidy(whole)[:MOST_LETTERS]} {about}".strip(),
        *_parts([*told, text.fields.get("asked", "")]),
    ]


def usual_questions() -> list[str]:
    """About a hundred of the questions that concepts begin with, on all subjects."""
    asked = [concept["asked"] for concept in starter_concepts()]
    return [
        one[language][0]
        for language, step in USUAL.items()
        for one in asked[::step]
        if one.get(language)
    ]


def _parts(told: list[str]) -> list[str]:
    found: list[str] = []
    for field in told:
        waiting = ""
        for sentence in SENTENCE_END.split(field):
            waiting = _tidy(f"{waiting} {sentence}")
            if len(waiting) >= SHORTEST:
                found.append(waiting[:LONGEST])
                waiting = ""
        if waiting:
            found.append(waiting)
    return list(dict.fromkeys(found))[:MOST_PARTS]


def _tidy(text: str) -> str:
    return " ".join(text.split())
