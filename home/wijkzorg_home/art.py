"""Drawings that carry information: a table with seats, a picture made from a name, the hero's plan.

A pattern is a garden city seen from above. Each letter of the name is one tile: consonants are
built (strips, courts, brickwork), vowels are round (trees, people), `n` is lawn, spaces and hyphens
are water. The same name gives the same picture, on every machine and in every year.

Nothing of a name reaches the markup but the choice and place of shapes, so no name can break out.
Colours are classes (`a-brick`, `a-canal-soft` ...) that the style sheet fills in; there is no style
attribute, because the site's content security policy forbids it.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe

TILE = 20  # one tile is 20 units wide in the viewBox; shapes are drawn on a 4 by 4 grid
GRID = 4
FALLBACK_NAME = "wijkzorg"  # for a name without a single letter

# A segment is a letter of SVG's path language and numbers in grid units:
# ("M", x, y), ("L", x, y), ("A", radius, large arc, sweep, x, y) or ("Z",).
Segment = tuple[str | float, ...]
Shape = list[Segment]


# --- shapes -----------------------------------------------------------------------------------


def _rect(x: float, y: float, width: float, height: float) -> Shape:
    right, bottom = x + width, y + height
    return [("M", x, y), ("L", right, y), ("L", right, bottom), ("L", x, bottom), ("Z",)]


def _rects(*boxes: tuple[float, float, float, float]) -> Shape:
    return [segment for box in boxes for segment in _rect(*box)]


def _disc(x: float, y: float, radius: float) -> Shape:
    return [
        ("M", x - radius, y),
        ("A", radius, 0, 1, x + radius, y),
        ("A", radius, 0, 1, x - radius, y),
        ("Z",),
    ]


def _ring(x: float, y: float, radius: float, hole: float) -> Shape:
    return [
        *_disc(x, y, radius),
        ("M", x - hole, y),
        ("A", hole, 0, 0, x + hole, y),
        ("A", hole, 0, 0, x - hole, y),
        ("Z",),
    ]


def _waves() -> Shape:
    shape: Shape = []
    for y in (0.75, 2, 3.25):
        shape += [
            ("M", 0, y - 0.2),
            ("A", 1.25, 0, 0, 2, y - 0.2),
            ("A", 1.25, 0, 1, 4, y - 0.2),
            ("L", 4, y + 0.2),
            ("A", 1.25, 0, 0, 2, y + 0.2),
            ("A", 1.25, 0, 1, 0, y + 0.2),
            ("Z",),
        ]
    return shape


FULL_TILE = _rect(0, 0, GRID, GRID)
WAVES = _waves()
TREE = _disc(2, 2, 1.05)

# What stands for a consonant; the letter's code chooses.
BUILT: tuple[Shape, ...] = (
    _rects((0.5, 0, 1, 4), (2.5, 0, 1, 4)),  # two strips, as built in Nieuw-West
    _rects((0, 0, 4, 1), (0, 1, 1, 3)),  # court of two sides
    _rects((0, 0, 4, 1), (0, 1, 1, 2), (3, 1, 1, 2)),  # open court
    _rects((0, 0.5, 1.5, 3), (2.5, 0.5, 1.5, 3)),  # two blocks
    _rects((0, 0, 2, 2), (2, 2, 2, 2)),  # stepped blocks
    _rect(0, 0, 4, 2),  # slab
    [("M", 0, 0), ("L", 4, 0), ("L", 0, 4), ("Z",)],  # roof
    _rects(  # brickwork
        *((0, 0.3, 1.8, 1), (2.2, 0.3, 1.8, 1), (0, 1.5, 0.8, 1), (1.2, 1.5, 1.6, 1)),
        *((3.2, 1.5, 0.8, 1), (0, 2.7, 1.8, 1), (2.2, 2.7, 1.8, 1)),
    ),
)
_FOUR_DOTS = _disc(1, 1, 0.65) + _disc(3, 1, 0.65) + _disc(1, 3, 0.65) + _disc(3, 3, 0.65)
_ARCH: Shape = [("M", 0, 2), ("A", 2, 0, 1, 4, 2), ("L", 4, 4), ("L", 0, 4), ("Z",)]
_LEAF: Shape = [("M", 0, 0), ("A", 4, 0, 1, 4, 4), ("A", 4, 0, 1, 0, 0), ("Z",)]
# What stands for a vowel; Arabic writes three long ones.
ROUND: dict[str, Shape] = {
    "a": _disc(2, 2, 1.7),
    "e": TREE,
    "i": _FOUR_DOTS,
    "o": _ring(2, 2, 1.75, 0.85),
    "u": _ARCH,
    "y": _LEAF,
    "ا": _disc(2, 2, 1.7),
    "و": _ARCH,
    "ي": _FOUR_DOTS,
}
WATER = " -"
LAWN = "n"


# --- paths ------------------------------------------------------------------------------------


def _number(value: float) -> str:
    """At most two decimals, and no more characters than needed: 2.0 -> 2, 0.50 -> .5."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text or "0"


def _join(*values: float) -> str:
    """Numbers as SVG wants them: a minus sign separates as well as a space does."""
    return " ".join(_number(value) for value in values).replace(" -", "-")


def _place(shape: Shape, column: int, row: int, turns: int = 0) -> str:
    """Path data of a shape in its tile, turned by quarters.

    All but the first point is relative: the same shape is the same text in every tile, which compresses well.
    """
    unit = TILE / GRID
    out: list[str] = []
    x = y = start_x = start_y = 0.0
    for segment in shape:
        letter = segment[0]
        if letter == "Z":
            out.append("z")
            x, y = start_x, start_y
            continue
        grid_x, grid_y = float(segment[-2]), float(segment[-1])
        for _ in range(turns % 4):
            grid_x, grid_y = GRID - grid_y, grid_x
        new_x, new_y = column * TILE + grid_x * unit, row * TILE + grid_y * unit
        step = new_x - x, new_y - y
        if letter == "M":
            out.append(f"m{_join(*step)}" if out else f"M{_join(new_x, new_y)}")
            start_x, start_y = new_x, new_y
        elif letter == "A":
            radius = float(segment[1]) * unit
            out.append(f"a{_join(radius, radius, 0, float(segment[2]), float(segment[3]), *step)}")
        elif step[1] == 0:
            out.append(f"h{_number(step[0])}")
        elif step[0] == 0:
            out.append(f"v{_number(step[1])}")
        else:
            out.append(f"l{_join(*step)}")
        x, y = new_x, new_y
    return "".join(out)


@dataclass
class _Layers:
    """Path data by colour, drawn from the ground up, of the first columns only."""

    columns: int
    ORDER = (
        *("ground", "brick-soft", "canal-soft", "garden-soft", "sand"),
        *("canal", "brick", "garden", "sun"),
    )
    paths: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, colour: str, shape: Shape, column: int, row: int, turns: int = 0) -> None:
        if column < self.columns:
            self.paths[colour].append(_place(shape, column, row, turns))

    def markup(self) -> str:
        return "".join(
            f'<path class="a-{colour}" d="{"".join(self.paths[colour])}"/>'
            for colour in self.ORDER
            if self.paths[colour]
        )


def _svg(css_class: str, width: float, height: float, aspect: str, content: str) -> SafeString:
    ratio = f' preserveAspectRatio="{aspect}"' if aspect else ""
    return mark_safe(
        f'<svg class="{css_class}" viewBox="0 0 {_number(width)} {_number(height)}"{ratio}'
        f' aria-hidden="true" focusable="false">{content}</svg>'
    )


# --- names ------------------------------------------------------------------------------------


def _letters(name: str) -> str:
    """The name as the tiles read it: small letters without accents, spaces and hyphens."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(letter for letter in plain if letter.isalpha() or letter in WATER)
    return letters if letters.strip(WATER) else FALLBACK_NAME


def _cells(name: str, columns: int, rows: int) -> Iterator[tuple[str, int, int, int, int]]:
    """For each tile: its letter, column, row, a turn and a chance (0-255) that the name decides."""
    letters, chances = _letters(name), hashlib.sha256(name.encode()).digest()
    for index in range(columns * rows):
        # A short name comes round again; each round starts three letters further on.
        lap = index // len(letters)
        letter = letters[(index + lap * 3) % len(letters)]
        turns = (ord(letter) + lap + chances[index % 32]) % 4
        yield letter, index % columns, index // columns, turns, chances[(index * 7 + 3) % 32]


@lru_cache(maxsize=512)
def pattern(
    name: str, kind: str, *, columns: int = 6, rows: int = 4, shown: int = 0, css_class: str = "art"
) -> SafeString:
    """Draw the picture of a name, `columns` by `rows` tiles; `kind` is "formal" or "informal".

    With `shown`, only the first columns are drawn: of a picture that is cropped anyway, what is seen.

    One ground, the kind's colour for what is built, a second colour for what is round, and at
    most two suns. Drawing one takes milliseconds, so the last ones (3 KB each) are kept.
    """
    chances = hashlib.sha256(name.encode()).digest()
    main, other = ("brick", "canal") if kind == "informal" else ("canal", "brick")
    second = ("garden", other, "garden")[chances[0] % 3]
    ground = (f"{main}-soft", "garden-soft", "sand", f"{second}-soft")[chances[1] % 4]
    courts = (
        "sand" if ground != "sand" else "garden-soft",
        f"{second}-soft" if ground != f"{second}-soft" else f"{main}-soft",
    )
    court = courts[chances[2] % 2]
    shown = min(shown or columns, columns)
    layers, suns = _Layers(shown), 0
    for letter, column, row, turns, chance in _cells(name, columns, rows):
        if letter in WATER:
            layers.add("canal-soft", FULL_TILE, column, row)
            layers.add("canal", WAVES, column, row)
            continue
        if chance % 4 == 0 and court != "sand":
            layers.add(court, FULL_TILE, column, row)
        if letter in ROUND:
            sunny = suns < 2 and chance % 3 == 0
            suns += sunny
            layers.add("sun" if sunny else second, ROUND[letter], column, row, turns)
        elif letter != LAWN:
            layers.add(main, BUILT[ord(letter) % len(BUILT)], column, row, turns)
    width, height = shown * TILE, rows * TILE
    floor = "" if ground == "sand" else f'<path class="a-{ground}" d="M0 0h{width}v{height}H0z"/>'
    return _svg(css_class, width, height, "xMinYMin slice", floor + layers.markup())


def hem(name: str, *, columns: int = 72) -> SafeString:
    """Draw the network's own name as one long row of tiles, in all colours."""
    layers, suns = _Layers(columns), 0
    for letter, column, _row, turns, chance in _cells(f"{name} ", columns, 1):
        if letter in WATER:
            layers.add("canal-soft", FULL_TILE, column, 0)
            layers.add("canal", WAVES, column, 0)
            continue
        if chance % 2:
            soft = ("garden-soft", "brick-soft", "canal-soft")[chance % 3]
            layers.add(soft, FULL_TILE, column, 0)
        if letter in ROUND:
            sunny = suns < 9 and chance % 3 == 0
            suns += sunny
            layers.add("sun" if sunny else "garden", ROUND[letter], column, 0, turns)
        elif letter != LAWN:
            colour = ("brick", "canal")[chance % 2]
            layers.add(colour, BUILT[ord(letter) % len(BUILT)], column, 0, turns)
    return _svg("hem", columns * TILE, TILE, "xMinYMid slice", layers.markup())


# --- tables -----------------------------------------------------------------------------------

SEAT_RADIUS = 4.6
SEAT_PITCH = 14
ROW_TOP, ROW_BOTTOM = 5.6, 30.4
QUEUE_GAP = 10

SEAT_STATES = ("taken", "hold", "free")


def _seat(state: str, x: float, y: float, radius: float) -> str:
    """One seat: filled (taken), a ring with a dot (waits) or an open ring (free)."""
    at = f'cx="{_number(x)}" cy="{_number(y)}"'
    if state == "taken":
        # A ring's stroke lies half outside it; the filled seat is as large as that.
        return f'<circle class="s-taken" {at} r="{_number(radius * 1.13)}"/>'
    ring = f'<circle class="s-free" {at} r="{_number(radius)}"/>'
    if state == "hold":
        return ring + f'<circle class="s-taken" {at} r="{_number(radius * 0.44)}"/>'
    return ring


def _state(index: int, taken: int, hold: int) -> str:
    if index < taken:
        return "taken"
    return "hold" if index < taken + hold else "free"


def _along_table(states: Iterable[str], start: float = 0) -> str:
    """Seats on both sides of the table, filled in pairs from its head."""
    return "".join(
        _seat(
            state,
            start + (index // 2) * SEAT_PITCH + SEAT_PITCH / 2,
            ROW_BOTTOM if index % 2 else ROW_TOP,
            SEAT_RADIUS,
        )
        for index, state in enumerate(states)
    )


def seats(capacity: int, taken: int, *, hold: int = 0, queue: int = 0) -> SafeString:
    """Draw a table from above: `taken` seats filled, `hold` to be confirmed, the rest free.

    `queue` people wait past the table's end. The space per seat is fixed, so a longer table has
    more places. The drawing is hidden from screen readers: say the same beside it in words.
    """
    capacity, taken, hold, queue = (max(0, number) for number in (capacity, taken, hold, queue))
    length = (capacity + 1) // 2 * SEAT_PITCH
    width = length + (QUEUE_GAP + (queue + 1) // 2 * SEAT_PITCH if queue else 0)
    content = (
        f'<rect class="plank" x="0" y="12.5" width="{length}" height="11"/>'
        + _along_table(_state(index, taken, hold) for index in range(capacity))
        + _along_table(["hold"] * queue, start=length + QUEUE_GAP)
    )
    return mark_safe(
        f'<svg class="table" viewBox="0 0 {width} 36" width="{width}" height="36"'
        f' aria-hidden="true" focusable="false">{content}</svg>'
    )


def seat_mark(state: str) -> SafeString:
    """Draw one seat for a legend; `state` is "taken", "hold" or "free"."""
    return _svg("seat", 12, 12, "", _seat(state if state in SEAT_STATES else "free", 6, 6, 4.8))


def progress_line(steps: int, step: int) -> SafeString:
    """Draw one side of a table: filled is answered, a dot is now; `step` counts from 1."""
    pitch = 24
    steps = max(1, steps)
    done = min(max(0, step - 1), steps)
    content = f'<rect class="plank" x="1" y="21" width="{steps * pitch - 2}" height="7"/>'
    content += "".join(
        _seat(_state(index, done, 1), index * pitch + pitch / 2, 9, 7.2) for index in range(steps)
    )
    return _svg("table", steps * pitch, 30, "", content)


def kind_mark(kind: str) -> SafeString:
    """Draw the mark of a kind: round for informal, square for formal, both of one area."""
    if kind == "informal":
        return _svg("mark", 16, 16, "", '<circle cx="8" cy="8" r="7.5"/>')
    return _svg("mark", 16, 16, "", '<path d="M1.3 1.3h13.4v13.4H1.3z"/>')


#: From one seat to the next in a row of them.
ROW_PITCH = 19


@lru_cache(maxsize=64)
def seat_row(kind: str, number: int) -> SafeString:
    """Draw a row of seats of one kind; none is one seat that stands empty. Write the number beside it."""
    if not number:
        shape = (
            '<circle cx="8" cy="8" r="6.4"/>' if kind == "informal" else '<path d="M2 2h12v12H2z"/>'
        )
        return _svg("empty", 16, 16, "", shape)
    left, shape = (
        (0.5, " 8a7.5 7.5 0 1 0 15 0a7.5 7.5 0 1 0-15 0z")
        if kind == "informal"
        else (1.3, " 1.3h13.4v13.4h-13.4z")
    )
    path = "".join(f"M{_number(at * ROW_PITCH + left)}{shape}" for at in range(number))
    return _svg("mark", (number - 1) * ROW_PITCH + 16, 16, "", f'<path d="{path}"/>')


# --- the hero ---------------------------------------------------------------------------------

_Box = tuple[int, int, int, int]


def _boxes(*boxes: _Box) -> str:
    return "".join(f"M{x} {y}h{width}v{height}h-{width}z" for x, y, width, height in boxes)


def _dots(*dots: tuple[int, int, int]) -> str:
    return "".join(
        f"M{x - r} {y}a{r} {r} 0 0 1 {2 * r} 0a{r} {r} 0 0 1-{2 * r} 0z" for x, y, r in dots
    )


def _shore(radius: int) -> str:
    """A quarter of a ripple round the lake in the upper corner, 7 units wide."""
    inner = radius - 7
    return (
        f"M{480 - radius} 0A{radius} {radius} 0 0 0 480 {radius}v-7"
        f"A{inner} {inner} 0 0 1 {480 - inner} 0z"
    )


def _hero_ground() -> Iterator[tuple[str, str]]:
    """Lawn, quarters, the lake and the canal, with the buildings and the poplars."""
    yield "garden-soft", "M0 0h480v860H0z"
    yield "sand", _boxes((0, 0, 196, 300), (312, 604, 168, 256))
    yield "brick-soft", _boxes((56, 56, 88, 72), (56, 196, 88, 72), (356, 656, 124, 72))
    yield "canal-soft", "M480 0v250A222 222 0 0 1 258 0z" + _boxes((196, 0, 36, 860))
    yield "canal", "".join(_shore(radius) for radius in (62, 112, 162))
    ripples = (*range(36, 277, 48), *range(596, 837, 48))
    yield "canal", "".join(f"M196 {y}q9-9 18 0t18 0v5q-9 9-18 0t-18 0z" for y in ripples)
    yield (
        "brick",
        _boxes(
            *((28, 28, 28, 128), (56, 28, 88, 28), (144, 28, 28, 72)),
            *((28, 184, 28, 88), (72, 184, 28, 88), (116, 184, 28, 88)),
            *((328, 628, 28, 128), (356, 628, 124, 28), (328, 788, 152, 28), (356, 840, 124, 20)),
        ),
    )
    yield (
        "canal",
        _boxes(
            *((28, 604, 64, 64), (116, 604, 56, 24), (116, 644, 56, 24)),
            *((28, 700, 144, 26), (28, 754, 144, 26), (28, 808, 144, 26)),
        ),
    )
    rows = ((258, range(24, 300, 42)), (258, range(606, 860, 42)), (290, range(606, 860, 42)))
    poplars = [(x, y, 12) for x, column in rows for y in column]
    yield "garden", _dots(*poplars, (100, 92, 20), (418, 692, 22))
    yield "sun", _dots((348, 262, 24), (60, 636, 14))


def _hero_table() -> Iterator[str]:
    """One long table that leaves the page: twelve seats, two of them free."""
    yield '<path class="a-sand" d="M0 304h480v276H0z"/>'
    yield '<path class="a-cloth" d="M36 398h444v88H36z"/>'
    guests = (
        *("brick", "canal", "brick", "garden", "brick"),
        *("canal", "canal", "brick", "canal", "brick"),
    )
    free = {(2, 1), (4, 0)}
    for column in range(6):
        x = 84 + column * 76
        for side, y in enumerate((362, 522)):
            guest = guests[(column * 2 + side * 3) % len(guests)]
            colour, radius = ("free", 19) if (column, side) in free else (guest, 21)
            yield f'<circle class="a-{colour}" cx="{x}" cy="{y}" r="{radius}"/>'
        for y in (418, 466):
            yield f'<circle class="a-plate" cx="{x}" cy="{y}" r="11"/>'
    dishes = {
        "sun": ((122, 442, 10), (350, 442, 10)),
        "garden": ((236, 442, 9), (426, 442, 9)),
        "brick": ((198, 442, 7), (274, 442, 7)),
    }
    for colour, dots in dishes.items():
        yield f'<path class="a-{colour}" d="{_dots(*dots)}"/>'


def hero() -> SafeString:
    """Draw the home page's plan by hand: lake, canal, strips, poplars and one long table."""
    ground = "".join(f'<path class="a-{colour}" d="{data}"/>' for colour, data in _hero_ground())
    return _svg("art hero-art", 480, 860, "xMidYMid slice", ground + "".join(_hero_table()))
