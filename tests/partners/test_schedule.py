"""Opening times: plain lines in four languages to rules and back, and what is open when."""

import json
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override
from hypothesis import example, given, settings
from hypothesis import strategies as st

from wijkzorg_partners.schedule import (
    DAYS,
    ScheduleFault,
    coming_exceptions,
    format_schedule,
    hsds_schedules,
    parse_schedule,
    read_schedule,
    state_at,
    week_table,
)

LANGUAGES = ("nl", "en", "tr", "ar")
TODAY = date(2026, 11, 26)  # a Thursday


def weekly(days, *spans):
    return {
        "weekly": [
            {"byday": day, "opens_at": opens, "closes_at": closes}
            for day in days.split()
            for opens, closes in spans
        ]
    }


def dated(day, opens="", closes="", note=""):
    return {"date": day, "opens_at": opens, "closes_at": closes, "note": note}


MORNING, DAY = ("09:30", "12:00"), ("10:00", "17:00")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Maandag: 10.00 tot 17.00 uur", weekly("MO", DAY)),
        ("ma-vr 9.30-12.00", weekly("MO TU WE TH FR", MORNING)),
        ("Maandag tot en met donderdag: 10.00 tot 17.00 uur", weekly("MO TU WE TH", DAY)),
        ("di t/m za 10:00-17:00", weekly("TU WE TH FR SA", DAY)),
        ("Elke werkdag 9:30-12:00", weekly("MO TU WE TH FR", MORNING)),
        ("dagelijks 10u-17u", weekly("MO TU WE TH FR SA SU", DAY)),
        ("Dinsdag van 10.00 tot 17.00 uur", weekly("TU", DAY)),
        ("di 10-12 en 14-16", weekly("TU", ("10:00", "12:00"), ("14:00", "16:00"))),
        ("ma wo vr 10:00-17:00", weekly("MO WE FR", DAY)),
        ("ma, wo en vr: 9h30 tot 12h00", weekly("MO WE FR", MORNING)),
        ("eerste zaterdag van de maand 10.00 tot 17.00", weekly("1SA", DAY)),
        ("eerste en derde woensdag 10:00-17:00", weekly("1WE 3WE", DAY)),
        ("laatste maandag 10-17", weekly("-1MO", DAY)),
        ("za-ma 10-17", weekly("MO SA SU", DAY)),
        ("vr 20.00 tot 0.00 uur", weekly("FR", ("20:00", "24:00"))),
        ("Zaterdag en zondag: dicht", {}),
        ("Monday to Friday 9:30 am to 12 pm", weekly("MO TU WE TH FR", MORNING)),
        ("First Saturday of the month: 10:00 to 17:00", weekly("1SA", DAY)),
        ("Pazartesi - Cuma 9.30 - 12.00", weekly("MO TU WE TH FR", MORNING)),
        ("SALI ve perşembe 10.00 - 17.00", weekly("TU TH", DAY)),
        ("ayın son cumartesi günü 10.00 - 17.00", weekly("-1SA", DAY)),
        ("من الاثنين إلى الجمعة: من ٩:٣٠ إلى ١٢:٠٠", weekly("MO TU WE TH FR", MORNING)),
        ("السبت والأحد ١٠ - ١٧", weekly("SA SU", DAY)),
        ("أول سبت من الشهر: من 10:00 إلى 17:00", weekly("1SA", DAY)),
        ("25 december 2026: dicht", {"exceptions": [dated("2026-12-25")]}),
        ("25-12-2026 gesloten", {"exceptions": [dated("2026-12-25")]}),
        ("vrijdag 25 december: dicht", {"exceptions": [dated("2026-12-25")]}),
        ("1 januari: dicht", {"exceptions": [dated("2027-01-01")]}),
        ("29 februari dicht", {"exceptions": [dated("2028-02-29")]}),
        (
            "24 december: 10.00 tot 13.00 (kerst)",
            {"exceptions": [dated("2026-12-24", "10:00", "13:00", "kerst")]},
        ),
        (
            "31 december t/m 1 januari: dicht",
            {"exceptions": [dated("2026-12-31"), dated("2027-01-01")]},
        ),
        (
            "24, 25 en 27 december 2026 dicht",
            {"exceptions": [dated(f"2026-12-{day}") for day in (24, 25, 27)]},
        ),
        ("25 Aralık: kapalı", {"exceptions": [dated("2026-12-25")]}),
        ("٢٥ ديسمبر: مغلق", {"exceptions": [dated("2026-12-25")]}),
        ("December 25, 2026 closed", {"exceptions": [dated("2026-12-25")]}),
    ],
)
def test_what_a_volunteer_types_is_understood(line, expected):
    assert parse_schedule(line, TODAY) == expected


def test_lines_together_are_one_schedule_and_a_closed_day_goes_out_of_the_week():
    value = parse_schedule("ma-vr 10-17\n\nwo: dicht\nza 9.30-12, zo 9.30-12", TODAY)
    assert value == {
        "weekly": weekly("MO TU TH FR", DAY)["weekly"] + weekly("SA SU", MORNING)["weekly"]
    }


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("op afspraak", "“afspraak”"),
        ("dinsdagavond 10-12", "“dinsdagavond”"),
        ("ma-vr", "From when until when"),
        ("ma 10", "From when until when"),
        ("10.00 tot 12.00", "Begin with a day"),
        ("vr 20.00 tot 2.00", "a line for each of the two days"),
        ("ma 10-25", "“25” is no time"),
        ("ma 10.75-12", "“10.75” is no time"),
        ("31 februari dicht", "no date that exists"),
        ("31-2-2027 dicht", "no date that exists"),
        ("maandag 25 december dicht", "That day is a"),
        ("1 januari t/m 31 december: dicht", "At most 92 days"),
        ("di 10-12 (met soep)", "Only a date can have a remark"),
        ("25 december (kerst) dicht", "at the end of the line"),
        ("ma 10-12 en 11-13", "overlap"),
    ],
)
def test_what_is_not_understood_is_told_with_its_line(line, said):
    with override("en"), pytest.raises(ScheduleFault) as fault:
        parse_schedule(f"zo 9-10\n\n{line}", TODAY)
    assert fault.value.line_number == 3
    with override("en"):
        assert str(fault.value).startswith("Line 3: ")
    assert said in fault.value.message


def test_every_line_with_a_fault_is_told_at_once():
    value, faults = read_schedule("ma 10-12\nwat\ndi 9-8\nwo 10-12", TODAY)
    assert [fault.line_number for fault in faults] == [2, 3]
    assert value == weekly("MO WE", ("10:00", "12:00"))


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "nl",
            [
                "Maandag tot en met woensdag: 9.30 tot 12.00 uur",
                "Eerste zaterdag van de maand: 10.00 tot 12.00 uur en 14.00 tot 16.00 uur",
                "24 december 2026: 10.00 tot 13.00 uur (kerst)",
                "25 december 2026 tot en met 26 december 2026: dicht",
            ],
        ),
        (
            "tr",
            [
                "Pazartesi - Çarşamba: 9.30 - 12.00",
                "Ayın ilk Cumartesi günü: 10.00 - 12.00 ve 14.00 - 16.00",
                "24 Aralık 2026: 10.00 - 13.00 (kerst)",
                "25 Aralık 2026 - 26 Aralık 2026: kapalı",
            ],
        ),
    ],
)
def test_lines_come_back_in_the_readers_language(language, lines):
    typed = "ma-wo 9.30-12\neerste za 10-12 en 14-16\n24 december 10-13 (kerst)\n25 t/m 26 december dicht"
    value = parse_schedule(typed, TODAY)
    with override(language):
        assert format_schedule(value) == lines


times = st.integers(0, 24 * 60 - 1)


def as_clock(minutes):
    return f"{minutes // 60:02}:{minutes % 60:02}"


@st.composite
def spans(draw):
    edges = sorted(draw(st.sets(st.integers(0, 24 * 60), min_size=2, max_size=6)))
    return [
        (as_clock(opens), as_clock(closes))
        for opens, closes in zip(edges[::2], edges[1::2], strict=False)
    ]


notes = st.one_of(
    st.just(""), st.text(max_size=80).map(lambda text: " ".join(text.split())).filter(lambda text: len(text.splitlines()) < 2)
)  # fmt: skip


@st.composite
def schedules(draw):
    nths = st.sampled_from(["", "", "1", "2", "3", "4", "5", "-1"])
    bydays = draw(st.sets(st.tuples(nths, st.sampled_from(DAYS)), max_size=8))
    rules = [
        {"byday": nth + day, "opens_at": opens, "closes_at": closes}
        for nth, day in sorted(bydays, key=lambda one: (int(one[0] or 0) % 10, DAYS.index(one[1])))
        for opens, closes in draw(spans())
    ]
    days = draw(st.sets(st.dates(date(2020, 1, 1), date(2020, 12, 31)), max_size=6))
    exceptions = []
    for day in sorted(days):
        note = draw(notes)
        found = draw(st.one_of(st.just([("", "")]), spans()))
        exceptions += [dated(day.isoformat(), opens, closes, note) for opens, closes in found]
    value = {"weekly": rules, "exceptions": exceptions}
    return {name: found for name, found in value.items() if found}


@settings(max_examples=150, deadline=None)
@given(schedules(), st.sampled_from(LANGUAGES))
def test_every_schedule_comes_back_from_its_own_lines(value, language):
    with override(language):
        assert parse_schedule("\n".join(format_schedule(value)), TODAY) == value


@settings(max_examples=150, deadline=None)
@example("\0")
@example("\x000\x00 ma 10-12")
@given(st.text(max_size=60))
def test_any_text_is_a_schedule_or_a_fault_with_a_line(text):
    value, faults = read_schedule(text, TODAY)
    assert all(fault.message for fault in faults)
    assert parse_schedule("\n".join(format_schedule(value)), TODAY) == value


# --- open now -----------------------------------------------------------------------------------


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Amsterdam"))


def wall(moment):
    return moment and moment.strftime("%Y-%m-%d %H:%M")


WEEK = weekly("MO TU WE TH FR", ("10:00", "12:00"), ("13:00", "17:00"))


@pytest.mark.parametrize(
    ("moment", "is_open", "until", "next_opening"),
    [
        ("2026-11-26 11:00", True, "2026-11-26 12:00", "2026-11-26 13:00"),
        ("2026-11-26 12:00", False, None, "2026-11-26 13:00"),
        ("2026-11-26 09:59", False, None, "2026-11-26 10:00"),
        ("2026-11-27 17:00", False, None, "2026-11-30 10:00"),
    ],
)
def test_open_until_and_open_again(moment, is_open, until, next_opening):
    state = state_at(WEEK, at(moment))
    assert (state.is_open, wall(state.until), wall(state.next_opening)) == (
        is_open,
        until,
        next_opening,
    )


def test_exceptions_go_before_the_week():
    value = WEEK | {
        "exceptions": [dated("2026-11-26"), dated("2026-11-27", "19:00", "20:00", "feest")]
    }
    assert not state_at(value, at("2026-11-26 11:00")).is_open
    assert wall(state_at(value, at("2026-11-26 11:00")).next_opening) == "2026-11-27 19:00"
    assert state_at(value, at("2026-11-27 19:30")).is_open


def test_closed_periods_go_before_everything():
    closed = [(date(2026, 11, 26), date(2026, 11, 30))]
    assert wall(state_at(WEEK, at("2026-11-26 11:00"), closed).next_opening) == "2026-12-01 10:00"
    until_further_notice = state_at(WEEK, at("2026-11-26 11:00"), [(date(2026, 11, 26), None)])
    assert (until_further_notice.is_open, until_further_notice.next_opening) == (False, None)


def test_what_goes_on_at_midnight_is_open_until_the_next_day():
    value = parse_schedule("vr 20.00-24.00\nza 0.00-2.00", TODAY)
    assert wall(state_at(value, at("2026-11-27 23:30")).until) == "2026-11-28 02:00"
    assert wall(state_at(value, at("2026-11-28 01:00")).until) == "2026-11-28 02:00"


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (datetime(2027, 3, 28, 7, 59, tzinfo=UTC), False),  # 9.59 on the first day of summer time
        (datetime(2027, 3, 28, 8, 0, tzinfo=UTC), True),
        (datetime(2026, 10, 25, 8, 59, tzinfo=UTC), False),  # 9.59 on the first day of winter time
        (datetime(2026, 10, 25, 9, 0, tzinfo=UTC), True),
    ],
)
def test_the_clock_that_changes_is_followed(moment, is_open):
    assert state_at(weekly("SU", DAY), moment).is_open is is_open


def test_the_hour_that_autumn_repeats_is_open_twice():
    value = weekly("SU", ("02:00", "03:00"))
    for hour in (0, 1):
        assert state_at(value, datetime(2026, 10, 25, hour, 30, tzinfo=UTC)).is_open
    assert not state_at(value, datetime(2026, 10, 25, 2, 0, tzinfo=UTC)).is_open


@pytest.mark.parametrize(
    ("byday", "expected"), [("1SA", "2026-12-05"), ("-1MO", "2026-11-30"), ("5FR", "2027-01-29")]
)
def test_days_of_a_month_are_found(byday, expected):
    state = state_at(weekly(byday, DAY), at("2026-11-26 11:00"))
    assert wall(state.next_opening) == f"{expected} 10:00"


@settings(max_examples=60, deadline=None)
@given(schedules(), st.datetimes(datetime(2020, 1, 1), datetime(2020, 12, 31)))
def test_open_until_lies_ahead_and_the_next_opening_after_it(value, moment):
    moment = moment.replace(tzinfo=ZoneInfo("Europe/Amsterdam")).astimezone(UTC)
    state = state_at(value, moment)
    assert state.is_open == (state.until is not None)
    edges = [edge.astimezone(UTC) for edge in (state.until, state.next_opening) if edge]
    assert edges == sorted({moment, *edges})[1:]
    if state.next_opening:
        assert state_at(value, state.next_opening).is_open


# --- the week on a page -------------------------------------------------------------------------


def rows(text, today=TODAY):
    found = week_table(parse_schedule(text, TODAY), today)
    return [(row.label, row.times, row.is_today) for row in found]


def test_the_week_marks_today_and_joins_a_closed_weekend():
    assert rows("ma-do 10-17\nvr 13-17") == [
        ("Maandag", "10.00 tot 17.00 uur", False),
        ("Dinsdag", "10.00 tot 17.00 uur", False),
        ("Woensdag", "10.00 tot 17.00 uur", False),
        ("Donderdag", "10.00 tot 17.00 uur", True),
        ("Vrijdag", "13.00 tot 17.00 uur", False),
        ("Weekend", "Dicht", False),
    ]


def test_few_open_days_leave_the_others_in_one_row():
    assert rows("di 10-17") == [
        ("Dinsdag", "10.00 tot 17.00 uur", False),
        ("Andere dagen", "Dicht", True),
    ]


def test_today_shows_what_holds_today():
    value = parse_schedule("ma-vr 10-17\n26 november 2026: dicht (storm)", TODAY)
    (today,) = [row for row in week_table(value, TODAY) if row.is_today]
    assert (today.label, today.times, today.note) == ("Donderdag", "Dicht", "storm")


def test_the_day_of_a_month_is_todays_row_on_that_day():
    text = "eerste zaterdag van de maand 14-16"
    assert rows(text, date(2026, 12, 5)) == [
        ("Eerste zaterdag van de maand", "14.00 tot 16.00 uur", True)
    ]
    assert rows(text) == [("Eerste zaterdag van de maand", "14.00 tot 16.00 uur", False)]


def test_exceptions_ahead_are_told_and_those_behind_are_not():
    value = parse_schedule(
        "ma 10-17\n25 november 2026: dicht\n24 december: 10-13 (kerst)\n25 t/m 26 december: dicht\n1 juli: dicht",
        TODAY,
    )
    assert coming_exceptions(value, TODAY) == [
        "Donderdag 24 december: 10.00 tot 13.00 uur (kerst)",
        "25 december tot en met 26 december: dicht",
    ]


# --- HSDS ---------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(value=schedules())
def test_every_schedule_is_allowed_by_hsds(hsds, value):
    properties = hsds("schedule")["properties"]
    for rule in hsds_schedules(value):
        assert set(rule) <= set(properties)
        assert rule.get("freq") in {None, *properties["freq"]["enum"]}
        assert rule["byday"][-2:] in properties["wkst"]["enum"]
        assert all(isinstance(text, str) for text in rule.values())


@pytest.fixture(scope="session")
def hsds(shared_data):
    """Reads one of the schemas of HSDS 3.1."""
    folder = shared_data / "hsds" / "3.1" / "schema"
    schemas = {path.stem: json.loads(path.read_text()) for path in folder.glob("*.json")}
    return schemas.__getitem__
