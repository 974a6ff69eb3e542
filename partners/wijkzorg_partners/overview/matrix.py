"""Themes x areas: how many organisations there are of each kind, and where nobody is.

Pure: numbers in, grid out. An organisation counts once in a cell, however many services or small
neighbourhoods it has there: what a cell says is what the directory shows that it leads to.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

FORMAL, INFORMAL = "formal", "informal"
#: In the order in which they stand in a cell.
KINDS = (INFORMAL, FORMAL)


@dataclass(frozen=True)
class Column:
    """An area: `code` as its address has it, `path` in the tree, and how many areas lie below it."""

    code: str
    name: str
    path: str
    below: int = 0


@dataclass(frozen=True)
class Line:
    """A theme: its slug, and what people call it."""

    slug: str
    name: str
    url: str = ""


@dataclass(frozen=True)
class Cell:
    """One theme in one area. `asked` are the kinds that are shown: what is not asked for is no gap."""

    line: Line
    column: Column
    informal: int = 0
    formal: int = 0
    asked: tuple[str, ...] = KINDS

    def of(self, kind: str) -> int:
        return self.informal if kind == INFORMAL else self.formal

    @property
    def seats(self) -> list[tuple[str, int]]:
        """Each kind that is shown, with its number."""
        return [(kind, self.of(kind)) for kind in self.asked]

    @property
    def total(self) -> int:
        return sum(number for _kind, number in self.seats)

    @property
    def is_gap(self) -> bool:
        """Nobody of the kinds that are shown."""
        return self.total == 0

    @property
    def is_half(self) -> bool:
        """One kind is missing where both are shown."""
        return not self.is_gap and any(number == 0 for _kind, number in self.seats)


@dataclass(frozen=True)
class Gap:
    """A theme that nobody informal works on in an area, and how large that gap is."""

    cell: Cell
    size: int

    @property
    def is_empty(self) -> bool:
        """Nobody at all, where else only the informal side is missing."""
        return self.cell.formal == 0


@dataclass(frozen=True)
class Grid:
    """The whole table. `totals` are organisations in each area, also those without a theme."""

    lines: Sequence[Line]
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    totals: Sequence[Cell]

    @cached_property
    def cells(self) -> list[Cell]:
        return [cell for row in self.rows for cell in row]

    @cached_property
    def empty(self) -> int:
        return sum(cell.is_gap for cell in self.cells)

    @cached_property
    def half(self) -> int:
        return sum(cell.is_half for cell in self.cells)

    def empty_in(self, column: Column) -> int:
        """On how many themes nobody is there."""
        return sum(cell.is_gap for cell in self.cells if cell.column == column)

    def without_informal(self, line: Line) -> int:
        """In how many areas nobody informal works on a theme."""
        return sum(cell.informal == 0 for cell in self.cells if cell.line == line)


#: (theme, path of the column, kind) > how many organisations; the theme is "" for the totals.
Counts = Mapping[tuple[str, str, str], int]


def make_grid(
    lines: Sequence[Line],
    columns: Sequence[Column],
    counts: Counts,
    *,
    asked: tuple[str, ...] = KINDS,
) -> Grid:
    """Lay the numbers out; what no number is given for is nobody."""

    def cell(line: Line, column: Column) -> Cell:
        informal, formal = (counts.get((line.slug, column.path, kind), 0) for kind in KINDS)
        return Cell(line, column, informal, formal, asked)

    everything = Line("", "")
    return Grid(
        lines,
        columns,
        [[cell(line, column) for column in columns] for line in lines],
        [cell(everything, column) for column in columns],
    )


def counts_of(
    partners: Iterable[tuple[object, str, Iterable[str], Iterable[str]]], columns: Sequence[Column]
) -> dict[tuple[str, str, str], int]:
    """What the database counts, from rows of (partner, kind, themes, paths of areas).

    It says in Python what `counting.py` says in SQL: for a few partners, and for tests that compare the two.
    """
    counts: dict[tuple[str, str, str], int] = {}
    for _partner, kind, themes, paths in partners:
        at = {column.path for column in columns for path in paths if path.startswith(column.path)}
        for path in at:
            for theme in {*themes, ""}:
                counts[theme, path, kind] = counts.get((theme, path, kind), 0) + 1
    return counts


def largest_gaps(grid: Grid, known: Mapping[str, int]) -> list[Gap]:
    """Every theme and area without an informal organisation, the largest gap first.

    `known` says how many organisations each theme has in the whole network. The size of a gap is

        (1 + organisations on the theme elsewhere) x (1 + areas below) x (2 when nobody is there, else 1)

    since a theme that many work on is one that people ask for, and that somebody could bring along from
    next door; a large area leaves more people without; and where there is no professional either, nobody
    sees who goes without. It is our own rule, meant to be understood by who reads the list. Of the same
    size, the order of the table.
    """
    gaps = []
    for cell in grid.cells:
        if cell.informal:
            continue
        elsewhere = max(known.get(cell.line.slug, 0) - cell.formal, 0)
        size = (1 + elsewhere) * (1 + cell.column.below) * (1 if cell.formal else 2)
        gaps.append(Gap(cell, size))
    return sorted(gaps, key=lambda gap: -gap.size)
