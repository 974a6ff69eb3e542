"""What an editor had better know of the words of a concept: no faults, but words that find nothing or all."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from .analysis import is_stop_word, stem, words
from .knowing import Index
from .lexicon import OFFERED_IN
from .models import Concept
from .models.concepts import ASKED_IN, lines

#: A single word that more than this part of all pages hold says little; a few pages are no measure.
TOO_MANY_PAGES, FEW_PAGES = 0.25, 10
#: A single word that so many concepts use says little either.
TOO_MANY_CONCEPTS = 12


@dataclass(frozen=True)
class Advice:
    """A sentence about one line of a field."""

    field: str
    text: str


def advice_on(concept: Concept, index: Index) -> list[Advice]:
    """What to tell the editor, field by field. No query."""
    found = []
    in_language = {"offered": OFFERED_IN} | {field: code for code, field in ASKED_IN.items()}
    for field, language in in_language.items():
        for line in lines(getattr(concept, field)):
            if text := _about(line, language, index):
                found.append(Advice(field, text))
    return found


def _about(line: str, language: str, index: Index) -> str:
    spoken = words(line)
    telling = {stem(word, language) for word in spoken if not is_stop_word(word, language)}
    if not telling:
        return _("“%(line)s” holds small words only. The search never listens to it.") % {
            "line": line[:60]
        }
    if len(telling) > 1 or len(spoken) > 1:
        return ""
    term = telling.pop()
    pages = pages_holding(term, index)
    concepts = index.knowledge.lexicon.uses.get(term, 0) if language == OFFERED_IN else 0
    many_pages = pages > max(FEW_PAGES, TOO_MANY_PAGES * index.knowledge.documents)
    if not many_pages and concepts <= TOO_MANY_CONCEPTS:
        return ""
    return _(
        "“%(line)s” alone says little: %(pages)d pages hold it now, and %(concepts)d concepts use it. "
        "Put a second word beside it."
    ) % {"line": line[:60], "pages": pages, "concepts": concepts}


def pages_holding(term: str, index: Index) -> int:
    """How many pages hold a term now, in all languages."""
    return sum(one.get(term, 0) for one in index.knowledge.terms)
