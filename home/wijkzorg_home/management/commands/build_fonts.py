"""Cut the fonts down to the characters that the site writes.

A developer runs this after changing a range below and commits the result; a server never does, so
fontTools is a development dependency and is imported only when the command runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

FONTS_FOLDER = Path(__file__).resolve().parents[2] / "static" / "wijkzorg_home" / "fonts"

Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Cut:
    """One file to write: from which package, which characters, which typographic features."""

    package: str
    source: str
    target: str
    ranges: Ranges
    features: tuple[str, ...]


# What Dutch, English and Turkish write, and Arabic's quotation marks: with this alone most pages are read.
LATIN: Ranges = (
    (0x0020, 0x007E),
    (0x00A0, 0x00A0),
    (0x00AB, 0x00AB),
    (0x00B7, 0x00B7),
    (0x00BB, 0x00BB),
    (0x00C7, 0x00C7),
    (0x00C9, 0x00C9),
    (0x00D6, 0x00D6),
    (0x00DC, 0x00DC),
    (0x00E0, 0x00EF),
    (0x00F2, 0x00F4),
    (0x00F6, 0x00F6),
    (0x00F9, 0x00FC),
    (0x011E, 0x011F),
    (0x0130, 0x0131),
    (0x015E, 0x015F),
    # Quotation marks, dashes, bullet, ellipsis, euro and minus.
    (0x2010, 0x2015),
    (0x2018, 0x201E),
    (0x2022, 0x2022),
    (0x2026, 0x2026),
    (0x2039, 0x203A),
    (0x20AC, 0x20AC),
    (0x2212, 0x2212),
)
# The rest of Latin-1 and Latin Extended-A: the names of people from Poland or Romania.
MORE_LATIN: Ranges = (
    (0x00A1, 0x00AA),
    (0x00AC, 0x00B6),
    (0x00B8, 0x00BA),
    (0x00BC, 0x00C6),
    (0x00C8, 0x00C8),
    (0x00CA, 0x00D5),
    (0x00D7, 0x00DB),
    (0x00DD, 0x00DF),
    (0x00F0, 0x00F1),
    (0x00F5, 0x00F5),
    (0x00F7, 0x00F8),
    (0x00FD, 0x011D),
    (0x0120, 0x012F),
    (0x0132, 0x015D),
    (0x0160, 0x017F),
)
# What Arabic writes, with its vowel signs.
ARABIC: Ranges = (
    (0x060C, 0x060C),
    (0x061B, 0x061B),
    (0x061F, 0x061F),
    (0x0621, 0x063A),
    (0x0640, 0x0652),
    (0x200C, 0x200F),
)
# The rest of the Arabic block as far as Persian and Urdu use it, without the Quranic signs.
MORE_ARABIC: Ranges = (
    (0x0600, 0x0603),
    (0x061C, 0x061C),
    (0x0620, 0x0620),
    (0x0653, 0x0655),
    (0x0660, 0x0671),
    (0x0679, 0x0679),
    (0x067E, 0x067E),
    (0x0686, 0x0688),
    (0x0691, 0x0691),
    (0x0698, 0x0698),
    (0x06A9, 0x06AF),
    (0x06BA, 0x06BE),
    (0x06C0, 0x06C3),
    (0x06CC, 0x06D5),
    (0x06F0, 0x06F9),
)


def _public_sans(target: str, ranges: Ranges) -> Cut:
    return Cut(
        package="fontpkg_public_sans",
        source="PublicSans[wght].ttf",
        target=target,
        ranges=ranges,
        # tnum: figures of one width, so that times and numbers stand in columns.
        features=("kern", "liga", "locl", "ccmp", "mark", "tnum"),
    )


def _noto_sans_arabic(target: str, ranges: Ranges) -> Cut:
    return Cut(
        package="fontpkg_noto_sans_arabic",
        source="NotoSansArabic[wdth,wght].ttf",
        target=target,
        ranges=ranges,
        features=(
            *("init", "medi", "fina", "isol", "rlig", "calt"),
            *("ccmp", "locl", "mark", "mkmk", "kern", "liga"),
        ),
    )


#: A browser fetches those of which it needs a character: the style sheet names the same ranges.
CUTS = (
    _public_sans("public-sans.woff2", LATIN),
    _public_sans("public-sans-more.woff2", MORE_LATIN),
    _noto_sans_arabic("noto-sans-arabic.woff2", ARABIC),
    _noto_sans_arabic("noto-sans-arabic-more.woff2", MORE_ARABIC),
)

LICENCE_NOTICE = """\
Fonts in this folder
====================

public-sans.woff2, public-sans-more.woff2
  Copyright 2015 The Public Sans Project Authors (https://github.com/uswds/public-sans)
  From the PyPI package fontpkg-public-sans.

noto-sans-arabic.woff2, noto-sans-arabic-more.woff2
  Copyright 2022 The Noto Project Authors (https://github.com/notofonts/arabic)
  From the PyPI package fontpkg-noto-sans-arabic.

Both are licensed under the SIL Open Font License, Version 1.1 (OFL-1.1); its text follows.
Changed by us: reduced to the characters that the site uses and to the weights 400 to 700,
and written as WOFF2, by `manage.py build_fonts`.

"""


def unicode_range(ranges: Ranges) -> str:
    """The ranges as the style sheet writes them after `unicode-range:`."""
    return ", ".join(
        f"U+{first:04X}" if first == last else f"U+{first:04X}-{last:04X}" for first, last in ranges
    )


def codepoints(ranges: Ranges) -> list[int]:
    """Every character of the ranges, both ends included."""
    return [point for first, last in ranges for point in range(first, last + 1)]


def licence_text(package: str) -> str:
    """The text of the licence as the package carries it, from its heading on."""
    text = files(package).joinpath("LICENSE").read_text(encoding="utf-8")
    heading = text.find("SIL OPEN FONT LICENSE")
    return text[max(heading, 0) :].strip() + "\n"


class Command(BaseCommand):
    """Write the woff2 subsets and their licence."""

    help = "Subset the fonts of the look to woff2 (for developers; needs fontTools and brotli)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Allow another folder, for trying out."""
        parser.add_argument("--output", type=Path, default=FONTS_FOLDER, help="folder to write to")

    def handle(self, *args: Any, **options: Any) -> None:
        """Cut each font and report its size."""
        # fontTools needs brotli for woff2, and would say so only after all the work.
        needed = ["fontTools", "brotli", *(cut.package for cut in CUTS)]
        missing = [name for name in needed if find_spec(name) is None]
        if missing:
            raise CommandError(
                f"Missing: {', '.join(missing)}. Install the development dependencies: make install"
            )
        output: Path = options["output"]
        output.mkdir(parents=True, exist_ok=True)
        for cut in CUTS:
            size = write_cut(cut, output / cut.target)
            self.stdout.write(f"{cut.target}: {size / 1024:.1f} KB")
        (output / "LICENSE.txt").write_text(
            LICENCE_NOTICE + licence_text(CUTS[0].package), encoding="utf-8"
        )


def write_cut(cut: Cut, target: Path) -> int:
    """Write one subset with a weight axis from 400 to 700; return its size in bytes."""
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    source = files(cut.package).joinpath("files", cut.source)
    # recalcTimestamp=False: the same input gives the same bytes, so git sees no change.
    font = TTFont(str(source), recalcTimestamp=False)
    limits: dict[str, Any] = {"wght": (400, 400, 700)}
    if any(axis.axisTag == "wdth" for axis in font["fvar"].axes):
        limits["wdth"] = 100
    options = subset.Options(
        layout_features=list(cut.features),
        flavor="woff2",
        hinting=False,
        # Who made it, what it is called, and its licence; a style sheet has no use for the names of styles.
        name_IDs=[0, 1, 2, 6, 14],
        drop_tables=[*subset.Options().drop_tables, "STAT"],
        notdef_outline=True,
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codepoints(cut.ranges))
    font["fvar"].instances = []  # names of weights, for the menus of word processors
    # Subset first: narrowing the axis of 300 glyphs is much quicker than of 1,700.
    subsetter.subset(font)
    narrowed = instancer.instantiateVariableFont(font, limits)
    narrowed.flavor = "woff2"
    narrowed.save(target)
    return target.stat().st_size
