"""Likeness in meaning. Only with the extra `wijkzorg[semantic]`; absent or broken, search goes on."""

from .corpus import Corpus


def likeness_of(question: str, corpus: Corpus) -> dict[int, float] | None:
    """Place of each document in the corpus > its likeness to the question; None when nothing can tell."""
    return None
