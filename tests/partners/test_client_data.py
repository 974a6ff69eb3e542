"""What looks like a client's number or date of birth is seen, and what is only alike is left alone."""

from datetime import date
from unicodedata import combining, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkzorg_partners.contact.answer_time import usual_days
from wijkzorg_partners.contact.client_data import MONTH_NAMES, Kind, find_client_data

TODAY = date(2027, 1, 4)


def found(text):
    return [(one.kind, one.part) for one in find_client_data(text, TODAY)]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("BSN 111222333", "111222333"),
        ("nummer: 1112.22.333, spoed", "1112.22.333"),
        ("111 222 333", "111 222 333"),
        ("(111-222-333)", "111-222-333"),
        ("het is ١١١٢٢٢٣٣٣", "١١١٢٢٢٣٣٣"),
    ],
)
def test_nine_digits_that_pass_the_elfproef_look_like_a_bsn(text, part):
    assert found(text) == [(Kind.BSN, part)]


@pytest.mark.parametrize(
    "text",
    [
        "111222334",  # fails the elfproef
        "000000000",
        "0111222333",  # ten digits: a telephone number
        "+31 111222333",
        "+31111222333",
        "06 111222333 4",
        "111222333444555",
        "020 000 00 09",
        "NL91ABNA0417164300",
    ],
)
def test_other_numbers_do_not(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Zij is van 03-05-1950.", "03-05-1950"),
        ("3/5/1950", "3/5/1950"),
        ("3.5.50", "3.5.50"),
        ("1950-05-03", "1950-05-03"),
        ("geboren op 3 mei 1950", "3 mei 1950"),
        ("Mevrouw, 3 mei 1950, zoekt hulp", "3 mei 1950"),
        ("geb. 1950", "geb. 1950"),
        ("GEBOREN IN 1950", "GEBOREN IN 1950"),
        ("born on May 3, 1950", "May 3, 1950"),
        ("3 Mayıs 1950 doğumlu", "3 Mayıs 1950"),
        ("3 مايو 1950", "3 مايو 1950"),
        ("03 - 05 - 1950", "03 - 05 - 1950"),
    ],
)
def test_a_date_that_somebody_can_be_born_on_looks_like_one(text, part):
    assert found(text) == [(Kind.BIRTH, part)]


def spelled(name):
    """As people type it: in capitals (also Turkish ones), and without dots and hooks."""
    bare = "".join(one for one in normalize("NFD", name) if not combining(one))
    small = {name, bare, bare.replace("ı", "i"), bare.replace("i", "ı"), name.replace("s", "ſ")}
    return small | {one.upper() for one in small} | {one.replace("i", "İ").upper() for one in small}


@pytest.mark.parametrize("name", MONTH_NAMES)
def test_a_month_is_known_in_capitals_and_without_its_dots(name):
    for one in spelled(name):
        for date_of_birth in (f"3 {one} 1950", f"{one} 3, 1950"):
            assert found(f"Zij is van {date_of_birth}.") == [(Kind.BIRTH, date_of_birth)]


@pytest.mark.parametrize(
    "text",
    [
        "Kan het op 12-01-2027?",
        "op 3 mei 2027",
        "woensdag 16-12-2026 om 10.30 uur",
        "31-02-1950",
        "Wij bestaan sinds 1950.",
        "van 10.00 tot 12.00",
        "versie 1.2.3.4",
        "kamer 3-5-99999",
    ],
)
def test_an_appointment_and_other_figures_do_not(text):
    assert found(text) == []


def test_each_part_is_told_once_in_the_order_of_the_text():
    text = "geb. 3-5-1950, BSN 111222333, nog eens 111222333"
    assert [kind for kind, _part in found(text)] == [Kind.BIRTH, Kind.BSN]


@given(st.text(max_size=300))
def test_any_text_can_be_looked_through(text):
    for finding in find_client_data(text, TODAY):
        assert finding.part


@given(st.integers(0, 99_999_999))
def test_every_number_that_passes_is_seen_with_and_without_spaces(front):
    digits = [int(one) for one in f"{front:08}"]
    last = sum(one * weight for one, weight in zip(digits, range(9, 1, -1), strict=True)) % 11
    number = f"{front:08}{last}"
    expected = [] if last == 10 or front == 0 else [Kind.BSN]
    if len(number) == 9:
        spaced = f"{number[:3]} {number[3:6]} {number[6:]}"
        assert [
            one.kind for one in find_client_data(number, TODAY) if one.kind == Kind.BSN
        ] == expected
        assert [
            one.kind for one in find_client_data(spaced, TODAY) if one.kind == Kind.BSN
        ] == expected


@pytest.mark.parametrize(
    ("days", "let_lie", "usual"),
    [
        ([1, 2], 0, None),  # too few to tell
        ([0, 0, 0], 0, 1),
        ([1, 2, 3, 2, 30], 0, 3),  # one that took long spoils nothing
        ([1, 1, 1], 1, None),  # a fourth let lie: nobody can count on an answer
        ([1, 1, 1, 1, 2], 1, 2),
    ],
)
def test_how_soon_a_partner_usually_answers(days, let_lie, usual):
    assert usual_days(days, let_lie) == usual
