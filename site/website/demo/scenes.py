"""The eight scenes that the demo draws, in the colours of the site, and what is to be seen on them."""

from collections.abc import Callable

from website.demo.drawing import (
    BRICK,
    BRICK_SOFT,
    CANAL,
    CANAL_SOFT,
    DEEP_SAND,
    DEEP_WOOD,
    GARDEN,
    GARDEN_MID,
    GARDEN_SOFT,
    INK,
    PAPER,
    SAND,
    SKINS,
    SKY,
    SUN,
    WIDTH,
    WOOD,
    Figure,
    Pen,
    bowl,
    bust,
    flats,
    head,
    poplar,
    standing,
    tree,
    window,
)


def longtable(pen: Pen) -> None:
    pen.box(0, 560, WIDTH, 240, DEEP_SAND)
    window(pen, 90, 70, 420, 250)
    pen.box(90, 260, 420, 60, GARDEN_SOFT)
    for x, high in ((150, 210), (215, 240), (280, 205), (430, 225)):
        poplar(pen, x, 300, high, GARDEN if high > 215 else GARDEN_MID)
    pen.box(293, 70, 12, 250, PAPER)
    for at, colour in enumerate((BRICK, SUN, CANAL, GARDEN, BRICK, SUN, CANAL)):
        x = 590 + at * 86
        pen.shape(
            [(x, 92 + at % 2 * 10), (x + 62, 92 + at % 2 * 10), (x + 31, 150 + at % 2 * 10)], colour
        )
    pen.line([(575, 88), (850, 104), (1190, 84)], 4, DEEP_WOOD)
    people = (
        Figure(0, 4, CANAL),
        Figure(1, 1, BRICK, scarf=SUN),
        Figure(2, 1, GARDEN),
        Figure(3, 3, SUN, long_hair=True),
        Figure(4, 1, BRICK),
        Figure(5, 0, CANAL_SOFT, scarf=CANAL),
    )
    for at, who in enumerate(people):
        bust(pen, 130 + at * 188, 372 + (at * 37) % 30, 47, who)
    pen.box(0, 560, WIDTH, 44, PAPER)
    pen.shape([(0, 604), (WIDTH, 604), (WIDTH, 742), (0, 742)], "#f4ede0")
    for x in range(20, WIDTH, 120):
        pen.box(x, 604, 60, 138, BRICK_SOFT)
    for at in range(6):
        bowl(pen, 130 + at * 188, 566, (CANAL, BRICK)[at % 2], (SUN, GARDEN_MID)[at % 2])
    pen.box(545, 470, 112, 84, INK, 16)
    pen.box(530, 478, 142, 16, INK, 8)
    pen.oval(601, 472, 56, 14, BRICK)
    for x in (575, 601, 627):
        pen.line([(x, 448), (x + 7, 432), (x - 3, 416)], 5, PAPER)


def kitchen(pen: Pen) -> None:
    for row in range(7):
        for column in range(16):
            colour = (PAPER, CANAL_SOFT, PAPER, BRICK_SOFT)[(row * 3 + column) % 4]
            pen.box(column * 78 - 20, row * 78 - 20, 74, 74, colour)
    pen.box(0, 112, WIDTH, 20, WOOD)
    for at, colour in enumerate((CANAL, SUN, BRICK, GARDEN, SUN)):
        pen.box(90 + at * 74, 52, 52, 60, colour, 8)
        pen.box(86 + at * 74, 46, 60, 16, DEEP_WOOD, 6)
    for at in range(4):
        pen.disc(760 + at * 92, 88, 26, (CANAL, PAPER)[at % 2])
        pen.disc(760 + at * 92, 88, 15, (PAPER, CANAL)[at % 2])
    for x, who in (
        (250, Figure(1, 1, CANAL, scarf=BRICK)),
        (590, Figure(3, 2, GARDEN)),
        (930, Figure(5, 1, SUN, scarf=CANAL)),
    ):
        bust(pen, x, 284, 62, who)
        pen.box(x - 66, 432, 132, 190, PAPER, 26)
    pen.box(0, 586, WIDTH, 36, WOOD)
    pen.box(0, 622, WIDTH, 178, DEEP_WOOD)
    for x in range(40, WIDTH, 290):
        pen.box(x, 652, 250, 130, WOOD, 10)
    for x, colour in ((330, INK), (700, BRICK)):
        pen.box(x, 470, 190, 118, colour, 18)
        pen.box(x - 26, 500, 242, 18, colour, 9)
        pen.oval(x + 95, 472, 95, 18, SUN if colour == INK else GARDEN_MID)
        for dx in (55, 95, 135):
            pen.line([(x + dx, 446), (x + dx + 9, 424), (x + dx - 5, 402)], 6, PAPER)
    for x, y in ((90, 552), (150, 556), (1040, 554), (1102, 548)):
        pen.disc(x, y, 34, BRICK)
        pen.shape([(x - 13, y - 30), (x, y - 52), (x + 13, y - 30)], BRICK)
    pen.slice(1165, 560, 32, 0, 360, BRICK_SOFT)
    for dx, dy in ((-12, -8), (8, -12), (0, 6), (14, 8), (-14, 10)):
        pen.disc(1165 + dx, 560 + dy, 6, BRICK)


def handyman(pen: Pen) -> None:
    pen.box(0, 640, WIDTH, 160, WOOD)
    for x in range(0, WIDTH, 150):
        pen.box(x, 640, 4, 160, DEEP_WOOD)
    window(pen, 800, 120, 270, 260)
    flats(pen, 812, 236, 4, 2, BRICK_SOFT, SKY)
    pen.box(800, 362, 270, 18, GARDEN_MID)
    pen.box(929, 120, 12, 260, PAPER)
    pen.box(790, 392, 300, 18, DEEP_WOOD)
    pen.box(826, 346, 40, 46, BRICK, 6)
    pen.disc(846, 326, 30, GARDEN)
    pen.box(436, 0, 6, 96, INK)
    pen.slice(439, 150, 74, 180, 360, SUN)
    pen.disc(439, 156, 22, PAPER)
    for start in (300, 470):
        pen.line([(start + (385 - start) * 0.28, 300), (start, 690)], 14, DEEP_WOOD)
    for at in range(4):
        pen.line([(318 + at * -3 + 6, 400 + at * 76), (442 + at * 7, 400 + at * 76)], 12, WOOD)
    who = Figure(4, 1, CANAL)
    for hip, foot in ((362, 352), (408, 424)):
        pen.line([(hip, 550), (foot, 622)], 36, INK)
        pen.oval(foot + 6, 626, 32, 14, BRICK)
    pen.box(322, 352, 126, 220, who.clothes, 44)
    pen.line([(432, 384), (474, 300), (446, 196)], 30, who.clothes)
    pen.disc(446, 190, 19, SKINS[4])
    pen.line([(340, 392), (314, 470), (352, 520)], 28, "#0a4a5a")
    pen.box(322, 500, 126, 30, DEEP_WOOD)
    head(pen, 386, 294, 45, who)
    pen.box(812, 520, 250, 130, BRICK, 40)
    pen.box(842, 400, 190, 200, BRICK, 50)
    bust(pen, 938, 420, 46, Figure(0, 4, GARDEN))
    pen.box(842, 600, 190, 60, GARDEN, 24)
    for x in (896, 980):
        pen.line([(x, 640), (x, 706)], 34, GARDEN)
        pen.oval(x, 722, 34, 15, SUN)
    pen.box(800, 540, 50, 130, "#8a3117", 24)
    pen.box(1024, 540, 50, 130, "#8a3117", 24)
    pen.line([(880, 560), (860, 600)], 24, GARDEN)
    pen.box(838, 566, 40, 34, PAPER, 8)
    pen.box(560, 650, 170, 80, BRICK, 10)
    pen.box(604, 622, 82, 34, DEEP_WOOD, 14)
    pen.box(620, 636, 50, 20, WOOD, 8)
    pen.box(560, 680, 170, 10, SUN)
    pen.line([(150, 700), (240, 690)], 16, DEEP_WOOD)
    pen.box(228, 668, 26, 48, INK, 5)


def cycling(pen: Pen) -> None:
    pen.disc(1010, 140, 70, SUN)
    flats(pen, 40, 210, 6, 4, BRICK, SKY)
    flats(pen, 560, 268, 8, 3, CANAL, SUN)
    pen.box(0, 450, WIDTH, 130, GARDEN_SOFT)
    for x, high in ((70, 300), (520, 330), (1120, 310)):
        tree(pen, x, 520, high)
    pen.box(0, 560, WIDTH, 240, DEEP_SAND)
    for x in range(0, WIDTH, 160):
        pen.box(x, 672, 90, 10, PAPER)
    for x in (390, 690):
        pen.ring(x, 640, 100, 11, INK)
        for dx, dy in ((70, 70), (100, 0), (70, -70), (0, 100)):
            pen.line([(x - dx * 0.9, 640 - dy * 0.9), (x + dx * 0.9, 640 + dy * 0.9)], 2, DEEP_WOOD)
    frame = BRICK
    pen.line([(390, 640), (470, 500), (640, 500), (530, 640), (390, 640)], 14, frame)
    pen.line([(530, 640), (462, 476)], 14, frame)
    pen.line([(690, 640), (634, 450)], 14, frame)
    pen.line([(634, 452), (590, 440)], 14, INK)
    pen.box(418, 462, 90, 20, INK, 10)
    pen.box(662, 466, 84, 62, WOOD, 8)
    for dy in (482, 498, 514):
        pen.box(662, dy, 84, 4, DEEP_WOOD)
    who = Figure(1, 1, CANAL, scarf=SUN)
    pen.line([(468, 458), (560, 520), (540, 640)], 40, INK)
    pen.oval(554, 662, 34, 14, BRICK)
    pen.shape([(420, 470), (512, 474), (540, 300), (452, 292)], who.clothes)
    pen.disc(496, 306, 46, who.clothes)
    pen.line([(506, 320), (560, 400), (604, 436)], 30, "#0a4a5a")
    pen.disc(606, 436, 17, SKINS[1])
    head(pen, 508, 222, 46, who)
    standing(pen, 900, 330, 38, Figure(0, 2, GARDEN, long_hair=True), stride=16)
    pen.line([(862, 410), (792, 380), (752, 330)], 26, GARDEN)
    pen.disc(750, 326, 16, SKINS[0])
    for x in (180, 1050):
        pen.shape([(x - 30, 742), (x + 30, 742), (x, 660)], SUN)
        pen.box(x - 42, 736, 84, 14, BRICK, 6)


def homework(pen: Pen) -> None:
    pen.box(0, 0, WIDTH, 520, GARDEN_SOFT)
    for shelf in (150, 290):
        pen.box(60, shelf, 470, 14, DEEP_WOOD)
        for at in range(15):
            high = 62 + (at * 29 + shelf) % 40
            colour = (BRICK, CANAL, SUN, PAPER, GARDEN)[(at * 3 + shelf) % 5]
            pen.box(74 + at * 30, shelf - high, 24, high, colour, 3)
    pen.box(760, 70, 330, 230, INK, 10)
    pen.box(744, 300, 362, 16, WOOD)
    for points in (
        [(800, 130), (860, 130)],
        [(830, 100), (830, 160)],
        [(900, 130), (950, 130)],
        [(990, 115), (1040, 115)],
        [(990, 145), (1040, 145)],
    ):
        pen.line(points, 8, PAPER)
    pen.slice(880, 262, 46, 180, 360, SUN)
    pen.shape([(960, 262), (1040, 262), (1000, 196)], BRICK_SOFT)
    for x, y, size, who in (
        (190, 412, 52, Figure(4, 1, BRICK)),
        (430, 372, 62, Figure(2, 1, CANAL, scarf=CANAL_SOFT)),
        (700, 416, 52, Figure(0, 3, SUN, long_hair=True)),
        (960, 410, 52, Figure(5, 0, GARDEN)),
    ):
        bust(pen, x, y, size, who)
    pen.box(0, 600, WIDTH, 40, WOOD)
    pen.box(0, 640, WIDTH, 160, DEEP_WOOD)
    for x, colour in ((190, CANAL), (700, BRICK), (960, PAPER)):
        pen.shape([(x - 92, 604), (x, 588), (x, 566), (x - 92, 580)], PAPER)
        pen.shape([(x + 92, 604), (x, 588), (x, 566), (x + 92, 580)], "#f4ede0")
        pen.line([(x - 92, 608), (x, 592), (x + 92, 608)], 8, colour)
    for x, y in ((300, 560), (322, 568), (812, 562)):
        pen.line([(x, y), (x + 46, y + 30)], 8, SUN)
    pen.disc(560, 574, 28, BRICK)
    pen.line([(560, 548), (568, 532)], 6, GARDEN)
    pen.disc(606, 580, 24, GARDEN_MID)
    pen.line([(606, 558), (612, 544)], 6, DEEP_WOOD)
    pen.box(1080, 586, 100, 16, INK, 8)
    pen.line([(1130, 590), (1170, 470), (1090, 400)], 12, INK)
    pen.shape([(1040, 430), (1122, 360), (1140, 420)], SUN)


def lake(pen: Pen) -> None:
    pen.disc(870, 190, 84, SUN)
    pen.box(0, 290, WIDTH, 260, CANAL_SOFT)
    for at, (x, y, width) in enumerate(
        (
            (120, 350, 150),
            (420, 330, 90),
            (640, 400, 190),
            (930, 350, 120),
            (260, 440, 210),
            (1010, 450, 140),
        )
    ):
        pen.line([(x, y), (x + width, y)], 8, (PAPER, CANAL)[at % 2])
    for x in range(0, WIDTH, 74):
        high = 120 + (x * 7) % 60
        pen.oval(x + 30, 292 - high * 0.3, 44, high * 0.42, GARDEN_MID if x % 148 else GARDEN)
    flats(pen, 300, 176, 3, 2, BRICK_SOFT, PAPER)
    pen.box(0, 276, WIDTH, 20, GARDEN)
    pen.shape([(720, 440), (840, 440), (815, 470), (742, 470)], BRICK)
    pen.shape([(778, 436), (778, 330), (840, 428)], PAPER)
    pen.shape([(0, 520), (WIDTH, 480), (WIDTH, 800), (0, 800)], GARDEN_MID)
    pen.shape([(0, 640), (WIDTH, 590), (WIDTH, 730), (0, 790)], SAND)
    poplar(pen, 70, 640, 560)
    poplar(pen, 1130, 600, 520)
    for x, y, who, legs in (
        (270, 396, Figure(2, 2, BRICK), INK),
        (430, 372, Figure(0, 4, CANAL, long_hair=True), INK),
        (640, 380, Figure(5, 1, SUN, scarf=GARDEN), CANAL),
        (830, 356, Figure(3, 2, PAPER), INK),
        (970, 364, Figure(4, 1, GARDEN), BRICK),
    ):
        standing(pen, x, y, 33, who, legs, stride=22)
    pen.line([(352, 470), (370, 690)], 8, DEEP_WOOD)
    for x in range(20, WIDTH, 90):
        pen.line([(x, 800), (x + 14, 754)], 6, GARDEN)
        pen.line([(x + 26, 800), (x + 20, 764)], 6, GARDEN)


def linden(pen: Pen) -> None:
    pen.box(0, 110, WIDTH, 520, BRICK)
    for row in range(13):
        for column in range(14):
            pen.box(column * 96 - (row % 2) * 48, 110 + row * 40, 90, 3, "#8a3117")
    pen.box(0, 84, WIDTH, 36, PAPER)
    for x in (560, 960):
        pen.box(x - 10, 210, 190, 240, PAPER)
        pen.box(x, 220, 170, 220, SKY)
        pen.box(x + 80, 220, 10, 220, PAPER)
        pen.box(x - 16, 450, 202, 18, DEEP_SAND)
        pen.box(x + 18, 418, 130, 34, GARDEN, 10)
    pen.box(782, 250, 150, 380, PAPER)
    pen.box(796, 264, 122, 366, CANAL)
    pen.box(814, 284, 86, 120, SKY)
    pen.disc(902, 466, 9, SUN)
    pen.box(760, 214, 194, 30, CANAL, 6)
    pen.box(0, 630, WIDTH, 170, DEEP_SAND)
    for x in range(0, WIDTH, 120):
        pen.box(x, 700, 116, 4, PAPER)
    pen.shape([(740, 630), (974, 630), (1010, 668), (704, 668)], SAND)
    pen.box(176, 330, 54, 360, DEEP_WOOD)
    pen.shape([(176, 690), (140, 712), (266, 712), (230, 690)], DEEP_WOOD)
    for x, y, radius in (
        (80, 250, 130),
        (330, 240, 140),
        (200, 140, 170),
        (200, 300, 130),
        (420, 150, 90),
    ):
        pen.disc(x, y, radius, GARDEN)
    for x, y in ((120, 160), (240, 90), (330, 200), (180, 270), (60, 290), (400, 160), (290, 310)):
        pen.disc(x, y, 30, GARDEN_MID)
    pen.box(280, 600, 240, 20, WOOD, 6)
    pen.box(280, 540, 240, 18, WOOD, 6)
    for x in (300, 488):
        pen.box(x, 540, 12, 150, INK)
    standing(pen, 640, 340, 38, Figure(2, 1, SUN, scarf=CANAL), CANAL)
    standing(pen, 1050, 330, 40, Figure(0, 3, GARDEN), stride=4)
    pen.line([(1010, 410), (958, 460), (930, 420)], 26, GARDEN)
    pen.disc(928, 416, 15, SKINS[0])
    pen.line([(684, 420), (730, 480)], 26, SUN)
    pen.box(706, 478, 58, 66, BRICK_SOFT, 6)


def garden(pen: Pen) -> None:
    pen.disc(180, 140, 74, SUN)
    pen.box(0, 360, WIDTH, 440, GARDEN_SOFT)
    for x in (40, 330, 620, 1160):
        tree(pen, x, 400, 270, GARDEN if x % 4 else GARDEN_MID)
    pen.shape([(760, 420), (760, 240), (900, 150), (1040, 240), (1040, 420)], PAPER)
    for x in (776, 842, 908, 974):
        pen.box(x, 256, 52, 150, CANAL_SOFT)
    pen.shape([(788, 238), (900, 168), (1012, 238)], CANAL_SOFT)
    pen.shape([(500, 420), (700, 420), (860, 800), (340, 800)], SAND)
    standing(pen, 330, 330, 42, Figure(0, 4, CANAL), stride=6)
    pen.line([(376, 420), (424, 490), (470, 500)], 28, "#0a4a5a")
    pen.box(464, 476, 84, 62, SUN, 10)
    pen.line([(546, 500), (586, 462)], 12, SUN)
    standing(pen, 900, 340, 42, Figure(4, 1, BRICK, scarf=PAPER), stride=6)
    pen.line([(856, 430), (810, 500), (790, 540)], 28, "#8a3117")
    for x, y, width in ((60, 560, 400), (700, 560, 440), (0, 706, 330), (860, 706, 340)):
        pen.box(x, y, width, 90, WOOD, 6)
        pen.box(x, y + 42, width, 5, DEEP_WOOD)
        pen.oval(x + width / 2, y + 2, width / 2 - 8, 18, DEEP_WOOD)
        for at in range(width // 56):
            px = x + 40 + at * 56
            kind = (at + x) % 3
            if kind == 0:
                pen.disc(px, y - 14, 26, GARDEN)
                pen.disc(px, y - 18, 14, GARDEN_MID)
            elif kind == 1:
                pen.line([(px, y), (px, y - 66)], 6, GARDEN)
                pen.disc(px, y - 74, 20, SUN)
                pen.disc(px, y - 74, 9, DEEP_WOOD)
            else:
                pen.line([(px, y), (px, y - 56)], 6, GARDEN)
                for dx, dy in ((-12, -30), (11, -42), (-8, -58)):
                    pen.disc(px + dx, y + dy, 11, BRICK)


SCENES: dict[str, Callable[[Pen], None]] = {
    "longtable": longtable,
    "kitchen": kitchen,
    "handyman": handyman,
    "cycling": cycling,
    "homework": homework,
    "lake": lake,
    "linden": linden,
    "garden": garden,
}
GROUNDS = {"cycling": SKY, "lake": SKY, "linden": SKY, "garden": SKY}
#: What is to be seen, for those who can't see it.
DESCRIPTIONS = {
    "longtable": "Zes buren zitten achter een lange gedekte tafel met soep; door het raam zie je populieren.",
    "kitchen": "Drie vrouwen koken in een betegelde keuken; op het aanrecht liggen granaatappels.",
    "handyman": "Een man op een trap hangt een lamp op; een oudere vrouw kijkt toe vanuit haar stoel.",
    "cycling": "Een vrouw met een gele hoofddoek leert fietsen op een plein; een begeleider loopt mee.",
    "homework": "Drie kinderen en een begeleider zitten aan een tafel met opengeslagen boeken.",
    "lake": "Vijf mensen wandelen langs het water; achter hen vaart een zeilboot.",
    "linden": "Twee mensen praten voor de deur van een bakstenen gebouw, naast een grote lindeboom.",
    "garden": "Twee mensen werken in een tuin met verhoogde bakken vol sla, tomaten en zonnebloemen.",
}
