"""What somebody meant who wrote a word that nobody uses: "fisiotherapie", "vrijwiliger"."""

import re
from collections.abc import Mapping

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

#: Shorter words are left as they are: too many words are near them.
SHORTEST = 4
#: Letters of a word from which one mistake is mended, and two. Shorter ones only by their sound.
ONE_MISTAKE, TWO_MISTAKES = 6, 8

#: How Dutch sounds, in the order in which it is applied: what sounds alike is written alike.
SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in [
        (r"sch(?=[^aeiouy]|$)", "s"), (r"ch|gh", "g"), (r"ij|ei|ey|y", "y"), (r"eau", "o"), (r"au|ou", "au"),
        (r"ph|v", "f"), (r"tz|z|c(?=[eiy])", "s"), (r"ck|c|q", "k"), (r"x", "ks"), (r"th", "t"),
        (r"dt|d(?=$)", "t"), (r"ie", "i"), (r"oe", "u"), (r"eu", "u"), (r"(.)\1+", r"\1"),
    ]
]  # fmt: skip


def sound_of(word: str) -> str:
    """A key that words share which sound alike: huisarts and huisartz, cafe and kaffee."""
    for pattern, sound in SOUNDS:
        word = pattern.sub(sound, word)
    return word


def sounds_of(word: str) -> set[str]:
    """Both keys where there is a y: that of "lyceum", and the ij that it may be written for."""
    return {sound_of(word), sound_of(word.replace("y", "i"))}


def sound_alike(word: str, other: str) -> bool:
    return not sounds_of(word).isdisjoint(sounds_of(other))


class Speller:
    """Mends words that the vocabulary lacks; `counts` tells how often each word is used."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self.counts = {
            word: n for word, n in counts.items() if len(word) >= SHORTEST and word.isalpha()
        }
        self.by_sound: dict[str, list[str]] = {}
        for word in self.counts:
            for sound in sounds_of(word):
                self.by_sound.setdefault(sound, []).append(word)
        self.by_length: dict[int, list[str]] = {}
        for word in self.counts:
            self.by_length.setdefault(len(word), []).append(word)

    def mended(self, word: str) -> str:
        """The word of the vocabulary that is meant, or "" when nothing is near enough."""
        if len(word) < SHORTEST or not word.isalpha() or word in self.counts:
            return ""
        allowed = 2 if len(word) >= TWO_MISTAKES else 1 if len(word) >= ONE_MISTAKE else 0
        alike = {other for sound in sounds_of(word) for other in self.by_sound.get(sound, ())}
        near = [
            other
            for length in range(len(word) - allowed, len(word) + allowed + 1)
            for other in self.by_length.get(length, ())
            if other[0] == word[0] or other[1] == word[1]
        ]
        found = process.extract(
            word, near, scorer=DamerauLevenshtein.distance, score_cutoff=allowed, limit=20
        )
        distances = {other: int(distance) for other, distance, _place in found}
        for other in alike:
            distances.setdefault(other, DamerauLevenshtein.distance(word, other))
        if not distances:
            return ""
        return min(
            distances,
            key=lambda other: (
                distances[other]
                - (1.5 if other in alike else 0)
                - (0.5 if other[0] == word[0] else 0),
                -self.counts[other],
                other,
            ),
        )
