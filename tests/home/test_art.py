"""The drawings: the same every time, and never anything of a name in the markup."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkzorg_home import art

WEIRD_NAMES = [
    "",
    "   ",
    "---",
    "🎉🎉",
    "وسط المدينة",
    "İstanbul Çiçek",
    "<script>alert(1)</script>",
    'a"b',
    "7",
]


def circles(svg, css_class):
    return len(re.findall(f'<circle class="{css_class}"', svg))


def test_a_name_always_gives_the_same_picture():
    assert art.pattern("Buurtkamer De Populier", "informal") == art.pattern(
        "Buurtkamer De Populier", "informal"
    )


def test_the_picture_of_a_name_does_not_change_between_versions():
    """People know their picture: a change of the drawing is a decision, not an accident."""
    svg = art.pattern("Ab", "formal", columns=2, rows=1)
    assert svg == (
        '<svg class="art" viewBox="0 0 40 20" preserveAspectRatio="xMinYMin slice" aria-hidden="true"'
        ' focusable="false"><path class="a-garden-soft" d="M0 0h40v20H0z"/>'
        '<path class="a-canal" d="M40 0v20h-5v-20zm-5 0v5h-10v-5zm0 15v5h-10v-5z"/>'
        '<path class="a-garden" d="M10 18.5a8.5 8.5 0 0 1 0-17a8.5 8.5 0 0 1 0 17z"/></svg>'
    )


def test_two_names_give_two_pictures():
    assert art.pattern("Wijkteam De Linde", "formal") != art.pattern("Wijkteam De Eik", "formal")


def test_the_kind_leads_the_colour():
    assert 'class="a-brick"' in art.pattern("Klusclub", "informal")
    assert 'class="a-canal"' in art.pattern("Klusclub", "formal")
    assert 'class="a-canal"' in art.pattern("Klusclub", "something unknown")


def test_a_pattern_has_the_size_of_its_tiles():
    assert 'viewBox="0 0 120 80"' in art.pattern("Klusclub", "informal")
    assert 'viewBox="0 0 60 40"' in art.pattern("Klusclub", "informal", columns=3, rows=2)


def test_what_a_card_shows_is_the_beginning_of_the_same_picture():
    whole, cropped = (art.pattern("Klusclub De Hamer", "formal", shown=n) for n in (0, 4))
    assert 'viewBox="0 0 80 80"' in cropped
    for layer in ElementTree.fromstring(cropped):
        drawn = re.findall("M[^M]+", layer.attrib["d"])
        assert all(float(re.match(r"M([0-9.]+)", shape)[1]) <= 80 for shape in drawn)
        if len(drawn) > 1:
            of_whole = re.search(f'class="{layer.attrib["class"]}" d="([^"]*)"', whole)[1]
            assert all(shape in of_whole for shape in drawn)
    assert len(cropped) < len(whole)
    assert art.pattern("Klusclub", "formal", shown=6) == art.pattern("Klusclub", "formal")


@pytest.mark.parametrize("name", WEIRD_NAMES)
def test_any_name_gives_a_picture_without_the_name_in_it(name):
    for svg in (art.pattern(name, "informal"), art.hem(name)):
        ElementTree.fromstring(svg)
        assert "<path" in svg
        assert "script" not in svg
        assert len(name.strip()) < 3 or name not in svg


@given(name=st.text(max_size=60), kind=st.text(max_size=10))
def test_whatever_the_name_the_markup_is_shapes_only(name, kind):
    svg = art.pattern(name, kind, columns=3, rows=2)
    for element in ElementTree.fromstring(svg):
        assert element.tag == "path"
        assert re.fullmatch(r"a-[a-z-]+", element.attrib["class"])
        assert re.fullmatch(r"[MmLlHhVvAaZz0-9 .-]+", element.attrib["d"])


def test_no_drawing_has_a_style_attribute_or_an_identifier():
    drawings = [
        art.pattern("Klusclub", "informal"),
        art.hem("Wijkzorg"),
        art.hero(),
        art.seats(12, 5, hold=2, queue=3),
        art.progress_line(8, 3),
        art.seat_mark("hold"),
        art.kind_mark("formal"),
    ]
    for svg in drawings:
        assert " style=" not in svg
        assert " id=" not in svg
        assert 'aria-hidden="true"' in svg


def test_every_seat_of_the_table_is_drawn():
    svg = art.seats(20, 13, hold=2)
    assert circles(svg, "s-taken") == 13 + 2
    assert circles(svg, "s-free") == 20 - 13


def test_who_waits_stands_past_the_end_of_the_table():
    assert 'width="140"' in art.seats(20, 20)
    assert 'width="192"' in art.seats(20, 20, queue=5)


def test_a_longer_table_has_more_places():
    assert 'viewBox="0 0 84 36"' in art.seats(12, 0)
    assert 'viewBox="0 0 280 36"' in art.seats(40, 0)


def test_more_guests_than_seats_fill_the_table_and_no_more():
    assert circles(art.seats(4, 9), "s-taken") == 4


@pytest.mark.parametrize("capacity", [0, -3])
def test_a_table_without_seats_is_still_a_drawing(capacity):
    ElementTree.fromstring(art.seats(capacity, 2))


def test_progress_shows_what_is_answered_what_is_asked_and_what_comes():
    svg = art.progress_line(8, 3)
    assert circles(svg, "s-taken") == 2 + 1
    assert circles(svg, "s-free") == 8 - 2


def test_formal_is_square_and_informal_is_round():
    assert "<circle" in art.kind_mark("informal")
    assert "<circle" not in art.kind_mark("formal")
