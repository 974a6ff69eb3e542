"""Asking Wagtail's search backend with whatever a person typed.

It makes sure that any input is safe, that any of the words may match, and that the answer is the same
list of keys on SQLite and PostgreSQL.
"""

import math
import re
import unicodedata
from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from wagtail.models import Page, get_page_models
from wagtail.search import index
from wagtail.search.backends import get_search_backend

from .signals import read_otherwise

#: Longer questions are cut: nobody types them, and each word is one query.
MAX_WORDS = 32
MAX_WORD_LENGTH = 64


class WordsField(index.SearchField):
    """A text that a page gathers from what belongs to it, such as the words of its themes.

    The index asks three times for each text of a page, which it reads anew from the database each time
    that it is saved: the page keeps the text as long as it is in memory for that.
    """

    def get_value(self, obj: Page) -> str:
        kept: dict[str, str] = obj.__dict__.setdefault("_words_for_the_index", {})
        if self.field_name not in kept:
            kept[self.field_name] = super().get_value(obj)
        return kept[self.field_name]


def index_anew(pages: Iterable[Page]) -> None:
    """After something beside the pages changed by which they are found: a venue's name, who is confirmed."""
    found = list(pages)
    for page in found:
        index.insert_or_update_object(page)
    read_otherwise.send(sender=Page, pages=found)


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
    """Keys of the objects of `model` that hold any of the words, best first; [] without words."""
    return search_words(model, text, every=False)


def search_words(model: type[Page], text: str, *, every: bool) -> list[int]:
    """Keys of the objects of `model` with any or `every` one of the words, best first.

    Drafts may be among them: the caller keeps those that its own queryset allows. A rare word weighs
    more than a common one, and a word in the title counts twice; equals stand by title.

    The words are asked one by one, because Wagtail's own order by relevance reads the index again for
    every hit on SQLite: measured at 6 to 10 seconds for a word that 2,000 pages hold.
    """
    words = {word.casefold(): word for word in safe_words(text).split()}
    holding = [_keys_with_word(model, word) for word in words.values()]
    found = set.intersection(*holding) if every and holding else set().union(*holding)
    if not found:
        return []
    titles = {pk: title for pk, title in model.objects.values_list("pk", "title") if pk in found}
    in_title = {pk: set(safe_words(title).casefold().split()) for pk, title in titles.items()}
    scores = dict.fromkeys(titles, 0.0)
    for word, keys in zip(words, holding, strict=True):
        weight = math.log(1 + len(found) / max(len(keys), 1))
        for pk in keys & titles.keys():
            scores[pk] += weight * (2 if word in in_title[pk] else 1)
    return sorted(titles, key=lambda pk: (-scores[pk], titles[pk].casefold(), pk))


def _keys_with_word(model: type[Page], word: str) -> set[int]:
    if connection.vendor != "sqlite":
        keys = model.objects.order_by().values_list("pk", flat=True)
        return set(get_search_backend().search(word, keys, order_by_relevance=False))
    # The same question to the same table; CROSS JOIN keeps SQLite from asking the full-text index
    # for each page in turn: measured at 1 ms instead of 120 at 2,000 pages.
    types = ContentType.objects.get_for_models(
        *(m for m in get_page_models() if issubclass(m, model))
    )
    allowed = {content_type.pk for content_type in types.values()}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT entry.object_id, entry.content_type_id FROM wagtailsearch_indexentry_fts AS words "
            "CROSS JOIN wagtailsearch_indexentry AS entry ON entry.id = words.rowid "
            "WHERE wagtailsearch_indexentry_fts MATCH %s",
            [f'{{title body}} : "{word}"'],
        )
        return {int(key) for key, content_type in cursor.fetchall() if content_type in allowed}
