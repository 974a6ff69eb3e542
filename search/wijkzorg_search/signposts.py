"""From the words of a question to the signposts that it calls for. No database here.

How editors write wordings: `models/signposts.py`, and the README. What is looked for is words, near one
another; a question is read in every language at once, since nobody in danger chooses one first.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from .analysis import stem, words
from .signpost_spelling import PREFIXES, REAL_WORDS, shapes, sound
from .stop_words import STOP_WORDS

#: Words of a question that are looked at, and how many at a time: what is further apart is another matter.
MOST_WORDS, WINDOW = 240, 24
#: Other words that may stand between two words of a wording.
GAP = 2
#: From how many letters a word may hold a typing error; and from how many it may be several, glued.
TYPING_ERROR_FROM, GLUED_FROM = 7, 6
#: Words remembered with what they match, per set of rules.
REMEMBERED = 20_000

LANGUAGE = re.compile(r"^([a-z]{2}):$")
LIST = re.compile(r"^@([\w-]+)\s*=\s*(.+)$")
SIGN = re.compile(r'[{}|"+!]|[^\s{}|"+!]+')


#: A way in which a word is written (stem of a language, sound, or as it stands), and the word so.
Key = tuple[str, str]


class WordingError(ValueError):
    """A line that can't be read: its number from 1, and the line itself."""

    def __init__(self, line: int, wording: str) -> None:
        super().__init__(f"Line {line}: {wording}")
        self.line, self.wording = line, wording


@dataclass(frozen=True)
class Word:
    """One word of a wording. `how`: in every form (""), "exact", "begins", "ends" or "within"."""

    text: str
    language: str
    how: str = ""


@dataclass(frozen=True)
class OneOf:
    """Alternatives, each a row of words."""

    rows: tuple["Row", ...]


@dataclass(frozen=True)
class Row:
    """Elements after one another, with at most `gap` other words between two of them."""

    elements: tuple["Word | OneOf", ...]
    gap: int = GAP

    @cached_property
    def needs(self) -> tuple[frozenset[Word], ...]:
        """Per element, the words of which one must be there: a cheap question before the dear one."""
        return tuple(
            frozenset((one,)) if isinstance(one, Word) else one_of_needs(one)
            for one in self.elements
        )


def one_of_needs(group: OneOf) -> frozenset[Word]:
    # A row of alternatives can only match where its first word is there.
    return frozenset().union(*(row.needs[0] for row in group.rows))


@dataclass(frozen=True)
class Wording:
    """One line: all of `rows`, in any order, and none of `never`. `all_else`: a bare * stood in it."""

    rows: tuple[Row, ...]
    never: tuple[Row, ...] = ()
    all_else: bool = False


class Reader:
    """Reads the lines of one field; lists that were named stay known for the lines below."""

    def __init__(self, *, forgiving: bool) -> None:
        self.forgiving = forgiving
        self.problems: list[WordingError] = []
        self.language = "nl"
        self.lists: dict[str, OneOf] = {}

    def wordings(self, text: str) -> Iterator[Wording]:
        for number, whole in enumerate(text.splitlines(), start=1):
            line = whole.strip()
            if not line or line.startswith("#"):
                continue
            try:
                if found := LANGUAGE.match(line):
                    self.language = found[1]
                elif found := LIST.match(line):
                    self.lists[found[1]] = self._group(SIGN.findall(found[2] + "}"))
                else:
                    yield self._wording(SIGN.findall(line))
            except (ValueError, IndexError, KeyError) as problem:
                told = WordingError(number, line)
                if not self.forgiving:
                    raise told from problem
                self.problems.append(told)
        self.language = "nl"

    def _wording(self, signs: list[str]) -> Wording:
        rows: list[Row] = []
        never: list[Row] = []
        into, all_else, elements = rows, False, list[Word | OneOf]()
        while signs:
            sign = signs.pop(0)
            if sign == "*":
                all_else = True
            elif sign in "+!":
                self._end(elements, into)
                elements = []
                into = never if sign == "!" else into
            else:
                elements.append(self._element(sign, signs))
        self._end(elements, into)
        if not rows:
            raise ValueError
        return Wording(tuple(rows), tuple(never), all_else)

    def _end(self, elements: list[Word | OneOf], into: list[Row]) -> None:
        if not elements:
            raise ValueError
        into.append(Row(tuple(elements)))

    def _element(self, sign: str, signs: list[str]) -> Word | OneOf:
        if sign == "{":
            return self._group(signs)
        if sign == '"':
            inside = []
            while (following := signs.pop(0)) != '"':
                inside.append(self._element(following, signs))
            return OneOf((self._row(inside, gap=0),))
        if sign.startswith("@"):
            return self.lists[sign[1:]]
        if sign in "}|":
            raise ValueError
        return self._word(sign)

    def _group(self, signs: list[str]) -> OneOf:
        """Alternatives up to the closing brace, which is taken too."""
        rows, elements = [], list[Word | OneOf]()
        while True:
            sign = signs.pop(0)
            if sign in ("|", "}"):
                rows.append(self._row(elements))
                elements = []
                if sign == "}":
                    return OneOf(tuple(rows))
            else:
                elements.append(self._element(sign, signs))

    def _row(self, elements: list[Word | OneOf], gap: int = GAP) -> Row:
        if not elements:
            raise ValueError
        return Row(tuple(elements), gap)

    def _word(self, sign: str) -> Word | OneOf:
        how = ""
        if sign.startswith("="):
            how = "exact"
        elif sign.startswith("*"):
            how = "within" if sign.endswith("*") else "ends"
        elif sign.endswith("*"):
            how = "begins"
        several = [Word(one, self.language, how) for one in words(sign)]
        if not several or (how and len(several) > 1):
            raise ValueError
        return several[0] if len(several) == 1 else OneOf((self._row([*several], gap=0),))


class Vocabulary:
    """All words of all rules, and which of them a word of a question is."""

    def __init__(self, all_words: Iterable[Word]) -> None:
        self.keys: dict[Key, set[Word]] = {}
        self.parts: list[Word] = []
        self.long: dict[str, set[Word]] = {}
        self.languages: set[str] = set()
        self.begins: list[tuple[str, Word]] = []
        for word in all_words:
            self.languages.add(word.language)
            if word.how in ("begins", "ends", "within"):
                self.parts.append(word)
            if word.how == "begins" and len(word.text) >= TYPING_ERROR_FROM:
                self.begins.append((sound(word.text), word))
                self.long.setdefault(word.text, set()).add(word)
            if word.how in ("begins", "ends", "within"):
                continue
            for key in _keys(word.text, word.language, exact=word.how == "exact"):
                self.keys.setdefault(key, set()).add(word)
            if not word.how and len(word.text) >= TYPING_ERROR_FROM:
                self.long.setdefault(word.text, set()).add(word)
        stop_words = set().union(*STOP_WORDS.values())
        self.pieces = {key[1] for key in self.keys if key[0] == "="} | stop_words
        self.stop_words = stop_words
        self.remembered: dict[str, frozenset[Word]] = {}

    def match(self, word: str) -> frozenset[Word]:
        """Words of rules that a word of a question may be."""
        if word not in self.remembered:
            if len(self.remembered) >= REMEMBERED:
                self.remembered.clear()
            self.remembered[word] = frozenset(self._match(word))
        return self.remembered[word]

    def _match(self, word: str) -> set[Word]:
        found: set[Word] = set()
        for shape in shapes(word):
            found |= self._exactly(shape)
        if not found and len(word) >= TYPING_ERROR_FROM - 1 and word not in REAL_WORDS:
            for near, _distance, _place in process.extract(
                word,
                [one for one in self.long if one[0] == word[0]],
                scorer=DamerauLevenshtein.distance,
                score_cutoff=1,
                limit=None,
            ):
                found |= self.long[near]
        return found

    def _exactly(self, word: str) -> set[Word]:
        found: set[Word] = set()
        for language in self.languages:
            for key in _keys(word, language):
                found |= self.keys.get(key, set())
        for part in self.parts:
            place = word.find(part.text)
            fits = {
                "begins": place == 0,
                "ends": word.endswith(part.text),
                "within": place >= 0,
            }
            if fits[part.how]:
                found.add(part)
        heard = sound(word)
        found |= {part for begin, part in self.begins if heard.startswith(begin)}
        return found

    def unglued(self, word: str) -> list[str]:
        """A word of which the rules know nothing, as the known words that it may be glued from."""
        if (
            not GLUED_FROM <= len(word) <= 40
            or word in self.stop_words
            or word in REAL_WORDS
            or self.match(word)
        ):
            return [word]
        best: list[list[str] | None] = [[]] + [None] * len(word)
        for end in range(2, len(word) + 1):
            for start in range(max(0, end - 14), end - 1):
                before, piece = best[start], word[start:end]
                if before is None or piece not in self.pieces:
                    continue
                current = best[end]
                if current is None or len(before) + 1 < len(current):
                    best[end] = [*before, piece]
        found = best[-1]
        if found is None or (len(found) == 2 and found[0] in PREFIXES):
            return [word]
        return found


def _keys(word: str, language: str, *, exact: bool = False) -> set[Key]:
    """By what two words are one: how they are written, their stem, and in Dutch their sound."""
    keys = {("=", word)}
    if exact:
        return keys
    keys.add((language, stem(word, language)))
    if language == "nl" and len(word) >= 3:
        keys.add(("sound", sound(word)))
    return keys


class Rules:
    """The wordings and look-alikes of one signpost, read once.

    Raises WordingError; or, `forgiving`, leaves out a line that can't be read and keeps it in `problems`.
    """

    def __init__(self, wordings: str = "", unless: str = "", *, forgiving: bool = False) -> None:
        reader = Reader(forgiving=forgiving)
        self.problems = reader.problems
        self.wordings = list(reader.wordings(wordings))
        self.unless = list(reader.wordings(unless))

    def words(self) -> Iterator[Word]:
        for wording in [*self.wordings, *self.unless]:
            for row in (*wording.rows, *wording.never):
                yield from _words_of(row)


def _words_of(row: Row) -> Iterator[Word]:
    for element in row.elements:
        if isinstance(element, Word):
            yield element
        else:
            for inner in element.rows:
                yield from _words_of(inner)


@dataclass
class Passage:
    """Some words of a question: which words of rules stand at each place, and at it and the next together."""

    places: list[frozenset[Word]]
    pairs: list[frozenset[Word]] = field(default_factory=list)

    @cached_property
    def present(self) -> frozenset[Word]:
        return frozenset().union(*self.places, *self.pairs)

    def without(self, taken: set[int]) -> "Passage":
        nothing: frozenset[Word] = frozenset()
        return Passage(
            [nothing if at in taken else one for at, one in enumerate(self.places)],
            [nothing if {at, at + 1} & taken else one for at, one in enumerate(self.pairs)],
        )

    def find(self, row: Row) -> set[int] | None:
        """The places that a row takes, where it first stands; None when it does not."""
        if any(self.present.isdisjoint(need) for need in row.needs):
            return None
        for start in range(len(self.places)):
            for taken in self._row(row, start):
                return set(taken)
        return None

    def _row(self, row: Row, start: int, element: int = 0) -> Iterator[tuple[int, ...]]:
        for taken in self._element(row.elements[element], start):
            if element + 1 == len(row.elements):
                yield taken
                continue
            after = taken[-1] + 1
            for following in range(after, min(after + row.gap + 1, len(self.places))):
                for rest in self._row(row, following, element + 1):
                    yield (*taken, *rest)

    def _element(self, element: Word | OneOf, start: int) -> Iterator[tuple[int, ...]]:
        if isinstance(element, OneOf):
            for row in element.rows:
                if not any(self.present.isdisjoint(need) for need in row.needs):
                    yield from self._row(row, start)
        elif element in self.places[start]:
            yield (start,)
        elif start < len(self.pairs) and element in self.pairs[start]:
            yield (start, start + 1)

    def matches(self, wording: Wording) -> set[int] | None:
        taken: set[int] = set()
        for row in wording.rows:
            found = self.find(row)
            if found is None:
                return None
            taken |= found
        if any(self.find(row) is not None for row in wording.never):
            return None
        return set(range(len(self.places))) if wording.all_else else taken


class Matcher:
    """All signposts together: code > its rules, the most urgent first."""

    def __init__(self, rules: dict[str, Rules]) -> None:
        self.rules = rules
        self.vocabulary = Vocabulary({word for one in rules.values() for word in one.words()})

    def codes(self, text: str) -> list[str]:
        """The codes that a question calls for, in the order of the rules."""
        passages = list(self._passages(text))
        return [
            code
            for code, rules in self.rules.items()
            if any(_calls(rules, passage) for passage in passages)
        ]

    def _passages(self, text: str) -> Iterator[Passage]:
        typed = words(text)[:MOST_WORDS]
        parts = [part for word in typed for part in self.vocabulary.unglued(word)][:MOST_WORDS]
        step = WINDOW // 2
        for start in range(0, max(1, len(parts) - step), step):
            yield self._passage(parts[start : start + WINDOW])

    def _passage(self, parts: list[str]) -> Passage:
        places = [self.vocabulary.match(word) for word in parts]
        pairs = [self._joined(one, other) for one, other in pairwise(parts)]
        return Passage(places, pairs)

    def _joined(self, one: str, other: str) -> frozenset[Word]:
        """Long words of rules that somebody wrote as two: zelf moord."""
        joined = one + other
        return frozenset(self.vocabulary.long.get(joined, ()))


def _calls(rules: Rules, passage: Passage) -> bool:
    for wording in rules.unless:
        # Each look-alike may stand there more than once, yet no more often than there are words.
        for _time in passage.places:
            taken = passage.matches(wording)
            if not taken:
                break
            passage = passage.without(taken)
    return any(passage.matches(wording) is not None for wording in rules.wordings)
