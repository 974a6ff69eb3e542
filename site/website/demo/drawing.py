"""Simple shapes, people and trees, for the drawn pictures of the demo."""

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image as Canvas
from PIL import ImageDraw

WIDTH, HEIGHT = 1200, 800
# Drawn larger and made smaller at the end: that is what makes the edges soft.
SCALE = 2

PAPER, SAND, DEEP_SAND, INK = "#fbf8f2", "#efe6d6", "#e0d2b8", "#1c2a25"
CANAL, CANAL_SOFT, SKY = "#0d5a6e", "#a9cbd3", "#dcebee"
BRICK, BRICK_SOFT = "#a23a1c", "#e9b9a6"
GARDEN, GARDEN_MID, GARDEN_SOFT = "#2c6438", "#6f9f6a", "#c9dcc0"
SUN, WOOD, DEEP_WOOD = "#f4b740", "#b98a5a", "#8a6340"
SKINS = ("#f0c9a4", "#c98f62", "#8d5a3b", "#e2b18a", "#6e4630", "#d9a273")
HAIRS = ("#3a2a20", "#1f1a18", "#cfc8bd", "#7a4a26", "#e9e4da", "#a08a72")


class Pen:
    """Shapes on a picture of 1200 by 800, whatever the scale that it is drawn at."""

    def __init__(self, ground: str) -> None:
        self.image = Canvas.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), ground)
        self._draw = ImageDraw.Draw(self.image)

    def finished(self) -> Canvas.Image:
        """The picture at its real size, with soft edges."""
        return self.image.resize((WIDTH, HEIGHT), Canvas.Resampling.LANCZOS)

    @staticmethod
    def _scaled(*numbers: float) -> list[float]:
        return [number * SCALE for number in numbers]

    def box(
        self, x: float, y: float, width: float, height: float, colour: str, round_: float = 0
    ) -> None:
        corners = self._scaled(x, y, x + width, y + height)
        self._draw.rounded_rectangle(corners, radius=round_ * SCALE, fill=colour)

    def disc(self, x: float, y: float, radius: float, colour: str) -> None:
        self.oval(x, y, radius, radius, colour)

    def oval(self, x: float, y: float, across: float, high: float, colour: str) -> None:
        self._draw.ellipse(self._scaled(x - across, y - high, x + across, y + high), fill=colour)

    def ring(self, x: float, y: float, radius: float, thick: float, colour: str) -> None:
        corners = self._scaled(x - radius, y - radius, x + radius, y + radius)
        self._draw.ellipse(corners, outline=colour, width=round(thick * SCALE))

    def slice(self, x: float, y: float, radius: float, start: int, end: int, colour: str) -> None:
        corners = self._scaled(x - radius, y - radius, x + radius, y + radius)
        self._draw.pieslice(corners, start, end, fill=colour)

    def shape(self, points: Sequence[tuple[float, float]], colour: str) -> None:
        self._draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=colour)

    def line(self, points: Sequence[tuple[float, float]], thick: float, colour: str) -> None:
        """A line with round ends and joints."""
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self._draw.line(scaled, fill=colour, width=round(thick * SCALE), joint="curve")
        for x, y in (points[0], points[-1]):
            self.disc(x, y, thick / 2, colour)


@dataclass(frozen=True)
class Figure:
    """Somebody, by looks: numbers in SKINS and HAIRS, clothes, a scarf instead of hair."""

    skin: int
    hair: int
    clothes: str
    scarf: str = ""
    long_hair: bool = False


def head(pen: Pen, x: float, y: float, size: float, who: Figure) -> None:
    """A head whose middle is at x, y; `size` is its radius."""
    skin, hair = SKINS[who.skin], HAIRS[who.hair]
    pen.box(x - size * 0.34, y + size * 0.5, size * 0.68, size * 1.0, skin)
    if who.scarf:
        pen.oval(x, y + size * 0.28, size * 1.22, size * 1.5, who.scarf)
        pen.oval(x, y + size * 0.1, size * 0.8, size * 0.95, skin)
        return
    if who.long_hair:
        pen.box(x - size * 1.14, y - size * 0.4, size * 2.28, size * 2.0, hair, size * 0.9)
    pen.disc(x, y - size * 0.12, size * 1.12, hair)
    pen.oval(x, y + size * 0.14, size * 0.88, size * 0.95, skin)
    pen.slice(x, y - size * 0.1, size * 1.1, 190, 350, hair)


def bust(pen: Pen, x: float, y: float, size: float, who: Figure) -> None:
    """Head and shoulders of somebody behind a table; y is the middle of the head."""
    pen.box(x - size * 1.75, y + size * 1.35, size * 3.5, size * 5, who.clothes, size * 1.2)
    head(pen, x, y, size, who)


def standing(
    pen: Pen, x: float, y: float, size: float, who: Figure, legs: str = INK, stride: float = 0
) -> None:
    """Somebody on their feet; y is the middle of the head, `stride` how far the feet stand apart."""
    hip, foot = y + size * 5.2, y + size * 9.6
    for side in (-1, 1):
        pen.line(
            [(x + side * size * 0.5, hip), (x + side * (size * 0.5 + stride), foot)],
            size * 0.85,
            legs,
        )
        pen.oval(
            x + side * (size * 0.5 + stride) + size * 0.25,
            foot + size * 0.2,
            size * 0.7,
            size * 0.3,
            INK,
        )
    pen.box(x - size * 1.45, y + size * 1.3, size * 2.9, size * 4.6, who.clothes, size * 1.1)
    head(pen, x, y, size, who)


def poplar(pen: Pen, x: float, foot: float, high: float, colour: str = GARDEN) -> None:
    pen.box(x - high * 0.02, foot - high * 0.2, high * 0.04, high * 0.2, DEEP_WOOD)
    pen.oval(x, foot - high * 0.58, high * 0.13, high * 0.44, colour)


def tree(pen: Pen, x: float, foot: float, high: float, colour: str = GARDEN) -> None:
    pen.box(x - high * 0.035, foot - high * 0.5, high * 0.07, high * 0.5, DEEP_WOOD)
    for dx, dy, radius in ((-0.2, 0.58, 0.2), (0.2, 0.6, 0.19), (0, 0.76, 0.24), (0, 0.55, 0.2)):
        pen.disc(x + dx * high, foot - dy * high, radius * high, colour)
    pen.disc(x - 0.07 * high, foot - 0.8 * high, 0.1 * high, GARDEN_MID)


def flats(pen: Pen, x: float, y: float, columns: int, rows: int, colour: str, glass: str) -> None:
    """A strip of flats as in the garden city: long, low, with a row of windows on each floor."""
    pen.box(x, y, columns * 62 + 18, rows * 58 + 18, colour)
    for row in range(rows):
        for column in range(columns):
            pen.box(x + 18 + column * 62, y + 18 + row * 58, 44, 34, glass)


def bowl(pen: Pen, x: float, y: float, colour: str, filling: str) -> None:
    pen.slice(x, y, 40, 0, 180, colour)
    pen.oval(x, y, 40, 11, filling)


def window(pen: Pen, x: float, y: float, width: float, height: float) -> None:
    pen.box(x - 14, y - 14, width + 28, height + 28, PAPER)
    pen.box(x, y, width, height, SKY)
