"""Likeness in meaning, where the extra `wijkzorg[semantic]` is installed. Absent or broken, search goes on.

The vectors themselves are in `vectors_kept.py`. What people ask is written nowhere: neither in a log nor,
as text, in the cache.
"""

import logging
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from .corpus import Corpus
from .makers import Maker, maker_now, why_none
from .meant import learned_from
from .vectors import count, name_of
from .vectors_kept import likeness_to

logger = logging.getLogger("wijkzorg.search")

#: With vectors for less than this part of the documents, those would stand before all others for no reason.
ENOUGH = 0.5
#: Longer questions are cut: nobody types them, and a long one takes a long time.
MOST_LETTERS = 300
#: Seconds that the vector of a question is kept, so that its next page and its filters are quick.
KEPT_FOR = 15 * 60
SALT = "wijkzorg_search.semantic"


class _Trouble:
    """Why the last question of this process was answered by words only. Each reason is logged once."""

    def __init__(self) -> None:
        self.now = ""
        self.logged: set[str] = set()

    def tell(self, reason: str) -> None:
        self.now = reason
        if reason not in self.logged:
            self.logged.add(reason)
            logger.warning("Search by words only: %s.", reason)

    def forget(self) -> None:
        self.now = ""


trouble = _Trouble()


def likeness_of(
    question: str, corpus: Corpus, concepts: Mapping[str, float] | None = None
) -> dict[int, float] | None:
    """Place of each document in the corpus > its likeness to the question; None when nothing can tell.

    `concepts`: code > how strongly the question means it; what those look like counts a little too.
    Documents without vectors get the mean. Of a whole corpus the vectors are kept in memory; those of the
    first candidates are read for the one question.
    """
    maker = maker_now()
    asked = tidy(question)
    if maker is None or not asked or not corpus.documents:
        return None
    try:
        vector, learned = _vector_of(asked, maker), learned_from(maker.name)
        if learned and concepts:
            vector = learned.toward(concepts, vector)
        found = likeness_to(vector, corpus, name_of(maker))
    except Exception as error:  # whatever it is: who asks gets an answer by words
        trouble.tell(f"it failed with {type(error).__name__}")
        return None
    if len(found) < ENOUGH * len(corpus.by_meaning):
        trouble.tell("most documents have no vectors yet")
        return None
    trouble.forget()
    mean = sum(found.values()) / len(found)
    return {number: found.get(number, mean) for number in range(len(corpus.documents))}


def meant_by(question: str) -> dict[str, float] | None:
    """Code of a concept > how probable it is that the question means it; None when nothing can tell."""
    maker = maker_now()
    asked = tidy(question)
    if maker is None or not asked:
        return None
    try:
        learned = learned_from(maker.name)
        return learned.concepts_of(_vector_of(asked, maker)) if learned else None
    except Exception as error:  # whatever it is: who asks gets an answer by words
        trouble.tell(f"it failed with {type(error).__name__}")
        return None


class State(NamedTuple):
    """Whether questions are answered by meaning too, and a line about it for who looks after the site."""

    by_meaning: bool
    told: str


def state() -> State:
    """How it is in this process."""
    maker = maker_now()
    if maker is None:
        return State(False, f"by words only: {why_none()}")
    have = count()
    told = f"{have.with_vectors} of {have.documents} documents"
    if have.with_vectors < ENOUGH * have.documents:
        return State(False, f"by words only: {told} have vectors")
    if trouble.now:
        return State(False, f"by words only: {trouble.now}")
    return State(True, f"by meaning: {maker.name}, {told}")


def tidy(question: str) -> str:
    """The question as the model reads it, and as it is kept: one for all ways of typing it."""
    cut = unicodedata.normalize("NFKC", question[: 4 * MOST_LETTERS]).casefold()
    return " ".join(cut.split())[:MOST_LETTERS].strip()


def _vector_of(asked: str, maker: Maker) -> bytes:
    """From the cache under a keyed hash: without the key nobody can tell whether something was asked."""
    digest = salted_hmac(SALT, f"{name_of(maker)}\n{asked}", algorithm="sha256").hexdigest()
    key = f"wijkzorg_search:{digest}"
    found = cache.get(key)
    if not isinstance(found, bytes) or len(found) != 4 * maker.size:
        found = maker.query(asked)
        if len(found) != 4 * maker.size:
            raise ValueError("a vector of another size")
        cache.set(key, found, KEPT_FOR)
    return found
