"""Places as tiles: each in a cell of a grid, as near as can be to where it lies. No database inside."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

COLUMNS = 3
TILE_HEIGHT = 210
GAP = 14
#: How many rows of free cells may show that there is nothing, such as a lake.
MOST_FREE_ROWS = 1

#: Column and row.
Spot = tuple[int, int]


@dataclass(frozen=True)
class Cell:
    x: int
    y: int
    width: int
    height: int = TILE_HEIGHT


@dataclass(frozen=True)
class Grid:
    cells: Mapping[str, Cell]
    height: int


def laid_out(places: Mapping[str, tuple[float, float]], *, width: int) -> Grid:
    """A tile for each place (x to the east, y to the south, in any unit), none over another."""
    columns = min(COLUMNS, len(places))
    across = _extent([x for x, _y in places.values()])
    down = _extent([y for _x, y in places.values()])
    least = math.ceil(len(places) / columns)
    true = round(width * down[1] / across[1] / (TILE_HEIGHT + GAP)) if across[1] else least
    rows = min(max(least, true), least + MOST_FREE_ROWS)
    wanted = {
        name: (
            _part(x, across) * (columns - 1),
            _part(y, down) * (rows - 1),
        )
        for name, (x, y) in places.items()
    }
    tile = (width - GAP * (columns - 1)) // columns
    cells = {
        name: Cell(column * (tile + GAP), row * (TILE_HEIGHT + GAP), tile)
        for name, (column, row) in _nearest_cells(wanted, columns, rows).items()
    }
    return Grid(cells, rows * (TILE_HEIGHT + GAP) - GAP)


def _extent(values: list[float]) -> tuple[float, float]:
    """Where they begin, and how far they go."""
    return min(values), max(values) - min(values)


def _part(value: float, extent: tuple[float, float]) -> float:
    start, length = extent
    return (value - start) / length if length else 0.0


def _nearest_cells(
    wanted: Mapping[str, tuple[float, float]], columns: int, rows: int
) -> dict[str, Spot]:
    """A cell for each: begun in rows from north to south, then places change as long as all come nearer."""
    from_north = sorted(wanted, key=lambda name: (wanted[name][1], wanted[name][0], name))
    spots: list[Spot] = [(column, row) for row, column in product(range(rows), range(columns))]
    taken: dict[Spot, str | None] = dict.fromkeys(spots)
    taken |= dict(zip(spots, from_north, strict=False))

    def distance(name: str | None, spot: Spot) -> float:
        if name is None:
            return 0.0
        x, y = wanted[name]
        return (x - spot[0]) ** 2 + (y - spot[1]) ** 2

    better = True
    while better:
        better = False
        for one, other in product(spots, spots):
            here, there = taken[one], taken[other]
            now = distance(here, one) + distance(there, other)
            if distance(here, other) + distance(there, one) < now - 1e-9:
                taken[one], taken[other] = there, here
                better = True
    return {name: spot for spot, name in taken.items() if name is not None}
