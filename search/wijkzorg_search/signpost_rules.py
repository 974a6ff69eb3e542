"""The language in which editors write what a signpost listens for, read into rows of words. No database here.

How a line is written: the README. A line says which words stand near one another; `signposts.py` looks there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from .analysis import words

#: Other words that may stand between two words of a wording.
GAP = 2

LANGUAGE = re.compile(r"^([a-z]{2}):$")
LIST = re.compile(r"^@([\w-]+)\s*=\s*(.+)$")
SIGN = re.compile(r'[{}|"+!]|[^\s{}|"+!]+')


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
