"""Reminders, thanks, and what is deleted when its time is over."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.utils import timezone

from tests.factories import dutch_time, make_event, make_report, make_user
from wijkzorg_events import registering, registration_work
from wijkzorg_events.models import (
    EventMeeting,
    Registration,
    RegistrationNeeds,
    SeatBook,
    Substitute,
)
from wijkzorg_events.registering import Applicant
from wijkzorg_home.models import OutgoingMail
from wijkzorg_partners import own_data

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("today")]


@pytest.fixture
def event(agenda):
    return make_event(agenda, "Wijktafel", "2027-05-21 12:00")


@pytest.fixture
def book(event):
    return SeatBook.objects.create(event=event, is_open=True, capacity=9)


def come(book, name, **more):
    registering.register(book.pk, Applicant(name=name, email=f"{name.lower()}@example.org", **more))
    return registering.confirm(Registration.objects.get(name=name))


def do():
    return registration_work.do(timezone.now())


def sent(kind):
    return sorted(OutgoingMail.objects.filter(kind=kind).values_list("to", flat=True))


def test_who_has_a_place_is_reminded_once_two_days_before(book, today):
    come(book, "Amina")
    do()
    assert sent("registration-reminder") == []
    today.move_to(dutch_time("2027-05-19 12:00"))
    come(book, "Bert")
    for _again in range(2):
        do()
    assert sent("registration-reminder") == ["amina@example.org"]


def test_nobody_is_reminded_of_what_has_begun_or_is_cancelled(book, event, today):
    come(book, "Amina")
    today.move_to(dutch_time("2027-05-21 12:00"))
    do()
    today.move_to(dutch_time("2027-05-20 12:00"))
    event.status, event.status_reason = "cancelled", "Ziek"
    event.save_revision().publish()
    do()
    assert sent("registration-reminder") == []


def test_who_was_there_is_thanked_once_with_the_report_and_the_next_one(book, event, today, agenda):
    for name in ("Amina", "Bert"):
        come(book, name)
    Registration.objects.filter(name="Bert").update(attendance="absent")
    today.move_to(dutch_time("2027-05-22 03:00"))
    do()
    assert sent("registration-thanks") == []
    report = make_report(event)
    following = make_event(agenda, "Volgende", "2027-06-21 12:00", previous_event=event)
    today.move_to(dutch_time("2027-05-22 08:00"))
    for _again in range(2):
        do()
    assert sent("registration-thanks") == ["amina@example.org"]
    text = OutgoingMail.objects.get(kind="registration-thanks").text
    assert report.full_url in text
    assert following.full_url in text


def test_a_tick_that_was_missed_for_weeks_thanks_nobody_late(book, today):
    come(book, "Amina")
    today.move_to(dutch_time("2027-07-01 08:00"))
    do()
    assert sent("registration-thanks") == []


def test_needs_are_deleted_a_week_after_and_at_once_when_somebody_cancels(book, today):
    come(book, "Amina", diet="Zqnoten")
    registering.cancel(come(book, "Bert", access="Zqlift"))
    do()
    assert [one.diet for one in RegistrationNeeds.objects.all()] == ["Zqnoten"]
    today.move_to(dutch_time("2027-05-28 13:59"))
    do()
    assert RegistrationNeeds.objects.exists()
    today.move_to(dutch_time("2027-05-28 14:00"))
    do()
    assert not RegistrationNeeds.objects.exists()


def test_who_never_confirmed_is_forgotten_two_days_later(book, today):
    registering.register(book.pk, Applicant(name="Amina", email="amina@example.org"))
    today.shift(timedelta(hours=25))
    do()
    assert Registration.objects.get().status == "expired"
    today.shift(timedelta(hours=48))
    do()
    assert not Registration.objects.exists()


def test_who_never_confirmed_before_the_event_came_is_forgotten_too(book, today):
    today.move_to(dutch_time("2027-05-21 11:00"))
    registering.register(book.pk, Applicant(name="Amina", email="amina@example.org"))
    today.move_to(dutch_time("2027-05-23 13:59"))
    do()
    assert Registration.objects.exists()
    today.move_to(dutch_time("2027-05-23 14:00"))
    do()
    assert not Registration.objects.exists()


def test_after_two_years_nothing_tells_who_was_there_and_the_numbers_stay(book, today):
    come(book, "Zqamina", guests=["Zqzus"], role="Zqrol", diet="Zqnoten")
    today.move_to(dutch_time("2027-06-21 12:00"))
    do()
    assert "Zqzus" not in everything_held()
    assert Registration.objects.get().size == 2
    today.move_to(dutch_time("2029-06-01 12:00"))
    from wijkzorg_home.outbox import deliver, purge_texts

    deliver()
    purge_texts(timezone.now())
    do()
    assert "zqamina" not in everything_held().lower()
    assert "zq" not in everything_held().lower()
    assert list(book.registrations.values_list("status", flat=True)) == ["seated"]


def test_who_came_in_somebodys_place_is_forgotten_after_a_month(book, event, today):
    amina = come(book, "Amina")
    Substitute.objects.create(registration=amina, meeting_uid=uuid4(), name="Zqbert")
    registering.offer(amina, name="Zqchris", email="c@example.org")
    today.move_to(dutch_time("2027-06-20 13:59"))
    do()
    assert "Zqbert" in everything_held()
    today.move_to(dutch_time("2027-06-20 14:00"))
    OutgoingMail.objects.all().delete()
    do()
    assert "Zqbert" not in everything_held()
    assert "Zqchris" not in everything_held()


def test_person_with_an_account_sees_and_erases_what_they_signed_up_for(
    book, today, as_user, agenda, django_capture_on_commit_callbacks
):
    SeatBook.objects.update(capacity=1)
    come(book, "Zqamina", guests=[])
    come(book, "Bert")
    past = SeatBook.objects.create(event=make_event(agenda, "Eerder", "2027-04-01 12:00"))
    Registration.objects.create(
        book=past, status="seated", name="Zqamina", email="zqamina@example.org",
        email_key="zqamina@example.org",
    )  # fmt: skip
    user = make_user("ZQAmina@example.org")
    shown = as_user(user).get("/mijn/gegevens/").content.decode()
    assert "Wijktafel" in shown
    assert "Eerder" in shown
    taken = as_user(user).get("/mijn/gegevens/meenemen/").json()
    assert [row["title"] for row in taken["registrations"]] == ["Wijktafel", "Eerder"]
    with django_capture_on_commit_callbacks(execute=True):
        own_data.erase(user, language="nl")
    rows = Registration.objects.filter(name="")
    assert sorted(rows.values_list("status", flat=True)) == ["cancelled", "seated"]
    assert Registration.objects.get(name="Bert").status == "seated"
    assert not Registration.objects.filter(email_key__icontains="zqamina").exists()


def test_own_data_tells_of_offers_and_of_days_for_somebody_else(book, event, as_user):
    day = EventMeeting(start_at=event.start_at, end_at=event.end_at)
    event.meetings.add(day)
    event.save_revision().publish()
    one = come(book, "Amina")
    registering.offer(one, name="Zqchris", email="ZQchris@example.org")
    registering.send_substitute(one, day.uid, name="Zqdirk", email="zqdirk@example.org")

    def held(name):
        browser = as_user(make_user(f"{name}@example.org"))
        assert "Wijktafel" in browser.get("/mijn/gegevens/").content.decode()
        return browser.get("/mijn/gegevens/meenemen/").json()["registrations"]

    [own] = held("amina")
    assert own["offered_to"] == "Zqchris ZQchris@example.org"
    assert own["substitutes"] == [
        {"day": str(event.starts.date()), "name": "Zqdirk", "email": "zqdirk@example.org"}
    ]
    [offer] = held("zqchris")
    assert (offer["name"], offer["email"]) == ("Zqchris", "ZQchris@example.org")
    assert "aanbiedt" in offer["state"]
    [instead] = held("zqdirk")
    assert (instead["name"], instead["day"]) == ("Zqdirk", str(event.starts.date()))
    assert "Amina" not in str([offer, instead])


def test_who_is_erased_stands_in_no_offer_of_somebody_else(book):
    registering.offer(come(book, "Amina"), name="Zqchris", email="ZQchris@example.org")
    registering.offer(come(book, "Bert"), name="Dirk", email="dirk@example.org")
    own_data.erase(make_user("zqchris@example.org"), language="nl")
    offers = Registration.objects.order_by("pk").values_list("offered_to", "offered_name")
    assert list(offers) == [("", ""), ("dirk@example.org", "Dirk")]


def test_account_that_ends_by_itself_leaves_the_place_at_an_event(book):
    come(book, "Amina")
    own_data.erase(make_user("amina@example.org"), language="nl", asked=False)
    assert Registration.objects.get(name="Amina").status == "seated"


def everything_held():
    """Every value of every row of every table, as text."""
    return "\n".join(
        str(row) for model in apps.get_models() for row in model._default_manager.values_list()
    )
