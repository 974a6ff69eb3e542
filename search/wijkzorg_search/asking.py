"""From the words of a question to the terms that documents are asked for, with their weights."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field

from .analysis import is_stop_word, stem
from .corpus import Knowledge
from .lexicon import OFFERED_IN, Lexicon
from .reading import Reading
from .spelling import sound_alike
from .weighing import CONCEPT, THEME

#: What a concept counts beside the very words, and the themes that it belongs to.
CONCEPT_WEIGHT = 2.8
THEME_WEIGHT = 1.0
#: How much another concept helps who asks for this one > the part of that which it counts.
HELPS_WEIGHT = {3: 0.45, 2: 0.3, 1: 0.13}
#: A concept that only a part of the question means counts at least this part.
LEAST_STRENGTH = 0.25
#: A concept that shares words with the question: how near it must be, what that counts, how many of them.
NEAR_FROM = 0.15
NEAR_WEIGHT = 0.4
MOST_NEAR = 3
#: A concept that the question means by its vector (see `meant.py`): what that counts, how probable it must
#: be, and how many of them.
MEANT_WEIGHT = 0.7
MEANT_FROM = 0.05
MOST_MEANT = 5
#: How much of that goes where the words of the question stand in phrases of concepts.
EXPLAINED = 0.8
#: The part that is left of a concept that words say and the vector finds out of the question.
UNLIKELY = 0.2
#: What a mended word, the parts of a compound, and a word that said a filter count beside a plain word.
MENDED = 0.85
SPLIT = 0.7
TAKEN = 0.6
#: What a concept counts that only such words mean, where more is asked: "a doctor who speaks Arabic".
TAKEN_CONCEPT = 0.4
#: In a question of so many words, one that stands in many concepts tells less: at least this part of it.
MANY_WORDS = 3
LEAST_TELLING = 0.25
#: A word that nobody uses may still begin or end with one: so many letters at least.
LONGEST_KNOWN_END = 4


@dataclass(frozen=True)
class Alternative:
    """Terms that are one way to say a word; what they are worth adds up."""

    terms: tuple[str, ...]
    worth: float


@dataclass(frozen=True)
class Asked:
    """One word of the question: the best of its alternatives counts."""

    word: str
    weight: float
    alternatives: tuple[Alternative, ...]
    #: Nobody uses the word; only an end of it is known.
    is_guess: bool = False


@dataclass
class Asking:
    """All that documents are asked for."""

    words: list[Asked] = field(default_factory=list)
    #: Term of a concept or a theme > its weight.
    meanings: dict[str, float] = field(default_factory=dict)
    #: Word as it was written > as it was meant.
    mended: dict[str, str] = field(default_factory=dict)
    #: What its compounds are made of, where no concept knows them as a whole.
    parts: list[str] = field(default_factory=list)
    #: Whether any of its words say a concept.
    says_a_concept: bool = False
    #: Codes of the concepts that it means by its vector, the most probable first.
    meant: list[str] = field(default_factory=list)

    @property
    def is_guess(self) -> bool:
        """Whether nothing of the question is understood: then nothing is a good answer."""
        return not self.says_a_concept and all(one.is_guess for one in self.words)

    @property
    def concepts(self) -> dict[str, float]:
        """Code of a concept > how strongly it is meant."""
        return {
            term.removeprefix(CONCEPT): weight
            for term, weight in self.meanings.items()
            if term.startswith(CONCEPT)
        }

    def spoken(self, asked: list[str]) -> list[str]:
        """The words of the question as they were meant, and the parts of its compounds."""
        return [*(self.mended.get(word, word) for word in asked), *self.parts]

    def terms(self) -> set[str]:
        plain = {term for one in self.words for each in one.alternatives for term in each.terms}
        return plain | self.meanings.keys()


def ask(reading: Reading, knowledge: Knowledge, meant: Mapping[str, float] | None = None) -> Asking:
    """The terms of a question. `meant`: how probable each concept is by its vector, where that is known."""
    found = Asking()
    telling = [
        (place, word)
        for place, word in enumerate(reading.asked)
        if not (
            is_stop_word(word, "nl") or (is_stop_word(word, "en") and word not in knowledge.known)
        )
    ]
    taken = reading.taken
    for place, word in telling:
        alternatives, is_guess = _alternatives(word, knowledge, found)
        weight = TAKEN if place in taken else 1.0
        if len(telling) >= MANY_WORDS:
            tells = knowledge.lexicon.telling(stem(found.mended.get(word, word), "nl"))
            weight *= LEAST_TELLING + (1 - LEAST_TELLING) * tells
        found.words.append(Asked(word, weight, tuple(alternatives), is_guess))
    _add_meanings(found, reading, knowledge, meant)
    return found


def _alternatives(word: str, knowledge: Knowledge, found: Asking) -> tuple[list[Alternative], bool]:
    """The ways to say a word, and whether that is a guess; `found` hears of what was mended and split."""
    terms = dict.fromkeys(stem(word, language) for language in knowledge.languages)
    ways = [Alternative((term,), 1.0) for term in terms]
    is_used = any(knowledge.uses(term) for term in terms)
    is_known = is_used or word in knowledge.vocabulary or word in knowledge.lexicon.other_words
    parts = knowledge.splitter.parts_of(word)
    meant = "" if is_known else knowledge.speller.mended(word)
    if parts and not sound_alike(meant, word):
        meant = ""
    if meant:
        found.mended[word] = meant
        ways.append(Alternative((stem(meant, "nl"),), MENDED))
        parts = knowledge.splitter.parts_of(meant)
        worth = MENDED * SPLIT
    else:
        parts = parts or (() if is_known else knowledge.splitter.parts_by_stem(word))
        worth = SPLIT if is_used else 1.0
    if parts:
        if not knowledge.lexicon.speaks_of(meant or word):
            found.parts += parts
        ways.append(Alternative(_stems(parts), worth / len(parts)))
    if is_known or meant or parts:
        return ways, False
    if known := _known_end(word, knowledge):
        ways.append(Alternative((stem(known, "nl"),), SPLIT / 2))
    return ways, True


def _stems(parts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(stem(part, "nl") for part in parts))


def _known_end(word: str, knowledge: Knowledge) -> str:
    """The longest known word with which an unknown compound ends, else begins."""
    for length in range(len(word) - 3, LONGEST_KNOWN_END - 1, -1):
        for part in (word[-length:], word[:length]):
            if part in knowledge.known:
                return part
    return ""


def _add_meanings(
    found: Asking, reading: Reading, knowledge: Knowledge, meant: Mapping[str, float] | None
) -> None:
    spoken, lexicon = found.spoken(reading.asked), knowledge.lexicon
    strengths, explained = _said(found, reading, knowledge, spoken)
    found.says_a_concept = bool(strengths)
    if meant is not None and found.words:
        likely = sorted(meant.keys() & lexicon.meanings, key=lambda one: (-meant[one], one))
        found.meant = [code for code in likely[:MOST_MEANT] if meant[code] >= MEANT_FROM]
        # Words that say a concept count less where the question as a whole does not.
        for code in strengths:
            strengths[code] *= UNLIKELY + (1 - UNLIKELY) * min(1, meant.get(code, 1) / MEANT_FROM)
        weight = CONCEPT_WEIGHT * MEANT_WEIGHT
        weight *= 1 - EXPLAINED * _part(spoken, explained, lexicon)
        for code in found.meant:
            strengths[code] = strengths.get(code, 0.0) + weight * meant[code]
    themes: dict[str, float] = {}
    for code, strength in strengths.items():
        meaning = lexicon.meanings[code]
        _raise(found.meanings, CONCEPT + code, strength)
        for other, grade in meaning.helps.items():
            _raise(found.meanings, CONCEPT + other, strength * HELPS_WEIGHT[grade])
        for slug in meaning.themes:
            _raise(themes, THEME + slug, strength * THEME_WEIGHT)
    found.meanings |= themes


def _said(
    found: Asking, reading: Reading, knowledge: Knowledge, spoken: list[str]
) -> tuple[dict[str, float], set[int]]:
    """The concepts that words say or come near, with their strengths; and which words say one."""
    lexicon, taken = knowledge.lexicon, reading.taken
    asks_more = len(found.words) > len(taken)
    strengths: dict[str, float] = {}
    explained: set[int] = set()
    for fired in lexicon.fired_by(spoken, knowledge.known):
        explained |= fired.words
        strength = LEAST_STRENGTH + (1 - LEAST_STRENGTH) * fired.strength
        if asks_more and fired.words <= taken:
            strength *= TAKEN_CONCEPT
        strengths[fired.code] = CONCEPT_WEIGHT * strength
    near = lexicon.near(spoken)
    for code in sorted(near, key=lambda one: (-near[one], one))[:MOST_NEAR]:
        if near[code] >= NEAR_FROM:
            _raise(strengths, code, CONCEPT_WEIGHT * NEAR_WEIGHT * near[code])
    return strengths, explained


def _part(spoken: list[str], places: Container[int], lexicon: Lexicon) -> float:
    """The part of a question that stands at some places, by how telling its words are."""
    weights = [
        0.0 if is_stop_word(word, OFFERED_IN) else lexicon.telling(stem(word, OFFERED_IN))
        for word in spoken
    ]
    some = sum(weight for place, weight in enumerate(weights) if place in places)
    return some / (sum(weights) or 1.0)


def _raise(weights: dict[str, float], term: str, weight: float) -> None:
    weights[term] = max(weights.get(term, 0.0), weight)
