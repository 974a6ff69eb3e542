"""Likeness in meaning. Only where the extra `wijkzorg[semantic]` is installed; absent or broken, search goes on."""

from .corpus import Corpus


def likeness_of(question: str, corpus: Corpus) -> dict[int, float] | None:
    """Place of each document in the corpus > its likeness to the question; None when nothing can tell."""
    return None
