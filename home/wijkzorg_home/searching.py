"""Asking Wagtail's search backend with whatever a person typed.

Relevance is not this module's business: it makes sure that any input is safe, that any of the words
may match, and that the answer is the same list of keys on SQLite and PostgreSQL.
"""

import re
import unicodedata

from wagtail.models import Page
from wagtail.search.backends import get_search_backend

#: Longer questions are cut: nobody types them, and an index need not read them.
MAX_WORDS = 32
MAX_WORD_LENGTH = 64
#: How many hits are ranked; behind these nobody pages on.
MAX_HITS = 2_000


def safe_words(text: str) -> str:
    """The words of a question, without operators, quotes, control and direction characters."""
    text = unicodedata.normalize("NFC", text)
    words = re.findall(
        r"\w+", "".join(" " if _is_control(character) else character for character in text)
    )
    return " ".join(word[:MAX_WORD_LENGTH] for word in words[:MAX_WORDS])


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn"}


def search_any_word(model: type[Page], text: str) -> list[int]:
    """Keys of the objects of `model` that hold any of the words, best first; [] without words.

    Drafts may be among them: the caller keeps those that its own queryset allows.
    """
    words = safe_words(text)
    if not words:
        return []
    found = get_search_backend().search(words, model.objects.only("pk"), operator="or")
    return [page.pk for page in found[:MAX_HITS]]
