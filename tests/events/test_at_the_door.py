"""On the day: who is there, who came without signing up, what the kitchen knows, and the list to take along."""

import csv
import uuid
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from wagtail.models import PageLogEntry

from tests.events.test_organiser import at, come, sign_up
from tests.factories import dutch_time, make_event
from wijkzorg_events.models import EventPage, Registration, RegistrationNeeds, SeatBook

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("today")]


@pytest.fixture(scope="module")
def standing_event(standing, standing_cast, standing_lists):
    standing.event = make_event(standing.agenda, "Wijktafel", "2027-05-21 12:00")


@pytest.fixture
def event(standing_event, copied):
    return EventPage.objects.get(pk=copied.event.pk)


@pytest.fixture
def book(event):
    return SeatBook.objects.create(event=event, is_open=True, capacity=20)


@pytest.fixture
def officer(cast, as_user):
    return as_user(cast.communications)


@pytest.fixture
def people(book, today):
    """Amina and Bert have a place, Chris did not say yes yet; it is the day itself."""
    found = {name: come(book, name) for name in ("Amina", "Bert")}
    today.move_to(dutch_time("2027-05-21 11:30"))
    found["Chris"] = sign_up(book, "Chris")
    return found


def attendance(book):
    return dict(book.registrations.values_list("name", "attendance"))


def marks(people, **values):
    return {f"was-{people[name].pk}": value for name, value in values.items()}


# --- who was there --------------------------------------------------------------------------------


def test_one_press_keeps_the_whole_list(event, book, people, officer):
    answer = officer.post(at(event, "door/"), marks(people, Amina="present", Bert="absent"))
    assert answer.status_code == 302
    assert attendance(book) == {"Amina": "present", "Bert": "absent", "Chris": ""}
    officer.post(at(event, "door/"), marks(people, Amina="", Bert="present"))
    assert attendance(book) == {"Amina": "", "Bert": "present", "Chris": ""}


def test_who_had_not_said_yes_and_is_there_has_a_place(event, book, people, officer):
    officer.post(at(event, "door/"), marks(people, Chris="present"))
    one = Registration.objects.get(name="Chris")
    assert (one.status, one.attendance) == ("seated", "present")


def test_two_at_the_door_do_not_undo_what_the_other_noted(event, book, people, officer):
    key, other = people["Amina"].pk, people["Bert"].pk
    page = officer.get(at(event, "door/")).content.decode()
    assert f'name="had-{key}" value=""' in page
    officer.post(at(event, "door/"), {f"had-{key}": "", f"was-{key}": "present"})
    older = {f"had-{key}": "", f"was-{key}": "", f"had-{other}": "", f"was-{other}": "present"}
    officer.post(at(event, "door/"), older)
    assert attendance(book) == {"Amina": "present", "Bert": "present", "Chris": ""}


def test_everybody_was_there_leaves_the_absent_ones(event, book, people, officer):
    officer.post(at(event, "door/"), {**marks(people, Bert="absent"), "go": "everybody"})
    assert attendance(book) == {"Amina": "present", "Bert": "absent", "Chris": ""}


def test_marks_for_people_of_another_event_are_not_taken(event, book, people, officer, agenda):
    other = SeatBook.objects.create(event=make_event(agenda, "Andere", "2027-05-21 12:00"))
    stranger = Registration.objects.create(book=other, name="Dirk", status="seated")
    nonsense = {"was-x": "present", f"was-{10**30}": "present", f"was-{people['Amina'].pk}": "x"}
    answer = officer.post(at(event, "door/"), {f"was-{stranger.pk}": "present", **nonsense})
    assert answer.status_code == 302
    assert set(attendance(book).values()) == {""}
    stranger.refresh_from_db()
    assert stranger.attendance == ""


@pytest.mark.parametrize(
    ("when", "is_kept"),
    [
        ("2027-05-20 23:59", False),
        ("2027-05-21 00:00", True),
        ("2027-06-04 14:00", True),
        ("2027-06-04 14:01", False),
    ],
)
def test_attendance_is_noted_from_the_day_itself_until_two_weeks_after(
    event, book, officer, today, when, is_kept
):
    one = come(book, "Amina")
    today.move_to(dutch_time(when))
    officer.post(at(event, "door/"), {f"was-{one.pk}": "present"})
    added = {"new-uid": uuid.uuid4(), "new-name": "Dirk", "new-kind": "neighbour"}
    officer.post(at(event, "walk-in/"), added)
    present = {"Amina": "present", "Dirk": "present"}
    assert attendance(book) == (present if is_kept else {"Amina": ""})


def test_list_at_the_door_finds_somebody_by_the_name_of_a_companion(event, book, officer):
    come(book, "Amina", guests=["Zeynep"])
    come(book, "Bert")
    page = officer.get(at(event, "door/"), {"q": "zeyn"})
    assert [line.registration.name for line in page.context["page_obj"]] == ["Amina"]


# --- walk-ins -----------------------------------------------------------------------------------------


def test_somebody_at_the_door_is_added_once_and_is_there(event, book, people, officer, cast):
    sent = {
        "new-uid": uuid.uuid4(),
        "new-name": "Dirk",
        "new-kind": "informal",
        "new-organisation": cast.partner_b.title,
    }
    for _press in range(2):
        assert officer.post(at(event, "walk-in/"), sent).status_code == 302
    one = Registration.objects.get(name="Dirk")
    assert (one.status, one.source, one.attendance) == ("seated", "walk_in", "present")
    assert (one.kind, one.partner, one.organisation) == ("informal", cast.partner_b, "")


def test_somebody_at_the_door_without_a_name_is_asked_for_it(event, book, people, officer):
    sent = {"new-uid": uuid.uuid4(), "new-kind": "informal", "new-organisation": "De Hoek"}
    answer = officer.post(at(event, "walk-in/"), sent)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["name"]
    assert "De Hoek" in answer.content.decode()


def test_somebody_at_the_door_of_an_event_without_registration_is_added(event, officer, today):
    today.move_to(dutch_time("2027-05-21 12:30"))
    sent = {"new-uid": uuid.uuid4(), "new-name": "Dirk", "new-kind": "neighbour"}
    officer.post(at(event, "walk-in/"), sent)
    assert Registration.objects.get().book.event == event


# --- the kitchen --------------------------------------------------------------------------------------


def test_kitchen_reads_totals_and_who(event, book, officer):
    come(book, "Amina", diet="Geen vlees", access="Rolstoel")
    come(book, "Bert", diet=" geen vlees. ")
    come(book, "Chris", diet="Noten")
    needs = officer.get(at(event, "needs/")).context["needs"]
    assert needs.diets == [("Geen vlees", 2), ("Noten", 1)]
    assert needs.accesses == [("Rolstoel", 1)]
    assert [one.registration.name for one in needs.rows] == ["Amina", "Bert", "Chris"]


def test_kitchen_reads_nothing_of_who_waits_or_cancelled(event, book, officer):
    one = come(book, "Amina", diet="Geen vlees")
    book.registrations.filter(pk=one.pk).update(status="cancelled")
    assert RegistrationNeeds.objects.exists()
    assert officer.get(at(event, "needs/")).context["needs"].rows == []


def test_kitchen_reads_nothing_a_week_after(event, book, officer, today):
    come(book, "Amina", diet="Geen vlees")
    today.move_to(dutch_time("2027-05-28 13:59"))
    assert len(officer.get(at(event, "needs/")).context["needs"].rows) == 1
    today.move_to(dutch_time("2027-05-28 14:00"))
    page = officer.get(at(event, "needs/"))
    assert page.context["needs"].rows == []
    assert "Geen vlees" not in page.content.decode()


# --- the list to take along ---------------------------------------------------------------------------

NASTY = ["=1+1", "+31 6", "-2", "@SUM(A1)", "\tTab", 'Ze zei "hoi"; en ging', "Öz\x01gür"]


@pytest.fixture
def nasty(book):
    for number, name in enumerate(NASTY):
        Registration.objects.create(
            book=book,
            name=name,
            organisation=name,
            guests=[name],
            status="seated",
            email=f"n{number}@example.org",
            email_key=f"n{number}@example.org",
        )


def test_spreadsheet_holds_text_in_every_cell(event, nasty, officer):
    answer = officer.post(at(event, "export/"), {"format": "xlsx"})
    assert answer.headers["Content-Disposition"] == 'attachment; filename="wijktafel.xlsx"'
    sheet = load_workbook(BytesIO(answer.content)).active
    rows = list(sheet.iter_rows())
    assert len(rows) == 1 + len(NASTY)
    cells = [cell for row in rows for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [row[0].value for row in rows[1:5]] == NASTY[:4]
    assert rows[7][0].value == "Özgür"


def test_csv_begins_no_cell_as_a_formula(event, nasty, officer):
    answer = officer.post(at(event, "export/"), {"format": "csv"})
    assert answer.content.startswith(b"\xef\xbb\xbf")
    text = answer.content.decode("utf-8-sig")
    rows = list(csv.reader(StringIO(text), delimiter=";"))
    assert len(rows) == 1 + len(NASTY)
    assert {len(row) for row in rows} == {10}
    starts = {cell[0] for row in rows for cell in row if cell}
    assert starts.isdisjoint("=+-@\t\r")
    assert rows[1][0] == "'=1+1"
    assert rows[6][0] == NASTY[5]


def test_list_holds_nothing_of_what_people_eat(event, book, officer):
    come(book, "Amina", diet="Geen vlees")
    text = officer.post(at(event, "export/"), {"format": "csv"}).content.decode()
    assert "Amina" in text
    assert "vlees" not in text


def test_history_tells_who_took_the_list_along(event, book, officer, cast):
    come(book, "Amina")
    assert officer.get(at(event, "export/")).status_code == 405
    officer.post(at(event, "export/"), {"format": "csv"})
    [entry] = PageLogEntry.objects.filter(action="wijkzorg.registrations.export")
    assert (entry.user, entry.page_id) == (cast.communications, event.pk)
    assert entry.data == {"format": "csv", "rows": 1}
    history = officer.get(f"/cms/pages/{event.pk}/history/").content.decode()
    assert "Lijst van wie komt meegenomen" in history
