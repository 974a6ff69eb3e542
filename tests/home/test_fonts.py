"""The fonts are cut so that each language of the site needs few of them, and nothing is left out."""

import re

import polib
import pytest
from django.contrib.staticfiles import finders
from fontTools.ttLib import TTFont

from tests.conftest import ROOT
from wijkzorg_home.management.commands.build_fonts import (
    ARABIC,
    CUTS,
    LATIN,
    codepoints,
    unicode_range,
)

APPS = ("home", "partners", "events", "news", "search")


@pytest.mark.parametrize("cut", CUTS, ids=lambda cut: cut.target)
def test_the_style_sheet_fetches_a_file_for_the_characters_that_are_in_it(cut):
    with open(finders.find("wijkzorg_home/site.css"), encoding="utf-8") as file:
        sheet = file.read()
    [told] = re.findall(
        rf"url\(fonts/{re.escape(cut.target)}\)[^}}]*unicode-range: ([^;]+);", sheet
    )
    assert told == unicode_range(cut.ranges)
    font = TTFont(finders.find(f"wijkzorg_home/fonts/{cut.target}"))
    inside = set(font.getBestCmap())
    assert inside <= set(codepoints(cut.ranges))
    assert len(inside) > 50


def test_no_character_is_in_two_files():
    points = [point for cut in CUTS for point in codepoints(cut.ranges)]
    assert len(points) == len(set(points))


@pytest.mark.parametrize("language", ["nl", "tr", "ar"])
def test_the_words_of_the_frame_need_the_first_files_only(language):
    first = set(codepoints(LATIN)) | set(codepoints(ARABIC)) | {0x0A}
    words = set()
    for app in APPS:
        path = f"{app}/wijkzorg_{app}/locale/{language}/LC_MESSAGES/django.po"
        for entry in polib.pofile(str(ROOT / path)):
            words |= set(entry.msgstr + "".join(entry.msgstr_plural.values()))
    assert {char for char in words if ord(char) not in first} == set()
