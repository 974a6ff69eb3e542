"""Signing up on the page of an event, and the page behind the link: as a browser does it."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar
from wagtail.models import PageViewRestriction

from tests.factories import dutch_time, make_event, make_partner
from wijkzorg_events import registering
from wijkzorg_events import registration_links as links
from wijkzorg_events.models import EventMeeting, EventPage, Registration, SeatBook
from wijkzorg_events.registering import Applicant
from wijkzorg_home.models import OutgoingMail
from wijkzorg_home.spam_guard import signed_now

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("today")]


@pytest.fixture
def event(agenda):
    return make_event(agenda, "Wijktafel", "2027-05-21 12:00")


@pytest.fixture
def book(event):
    return SeatBook.objects.create(event=event, is_open=True, capacity=2)


@pytest.fixture(autouse=True)
def no_limits(settings):
    settings.WIJKZORG_EVENTS_RATE_LIMIT = {}


def answers(**changes):
    with time_machine.travel(timezone.now() - timedelta(minutes=1)):
        shown = signed_now("registration")
    return {
        "name": "Amina",
        "email": "amina@example.org",
        "kind": "neighbour",
        "organisation": "",
        "shown_at": shown,
        **changes,
    }


def send(client, event, **changes):
    return client.post(f"/aanmelden/{event.pk}/", answers(**changes))


def registration(**wanted):
    return Registration.objects.get(**wanted)


# --- the form -----------------------------------------------------------------------------------------


def test_visitor_signs_up_from_the_page_says_yes_behind_the_link_and_has_a_chair(
    client, event, book
):
    html = client.get(event.url).content.decode()
    assert f'action="/aanmelden/{event.pk}/"' in html
    response = send(client, event)
    assert response["Location"] == f"/aangemeld/{event.pk}/?w=held"
    assert "mail" in client.get(response["Location"]).content.decode()
    path = f"/aanmelding/{links.token_of(registration())}/"
    assert path in OutgoingMail.objects.get().text
    for _scanner in range(2):
        assert client.get(path).status_code == 200
    assert registration().status == "held"
    assert client.post(path, {"go": "confirm"})["Location"] == path
    assert registration().status == "seated"
    shown = client.get(path)
    assert shown["X-Robots-Tag"] == "noindex"
    assert shown["Referrer-Policy"] == "no-referrer"


def test_search_engines_read_how_many_places_there_are(client, event, book):
    assert '"maximumAttendeeCapacity": 2' in client.get(event.url).content.decode()


def test_form_works_without_cookies_and_from_another_client(event, book):
    from django.test import Client

    assert send(Client(enforce_csrf_checks=True), event).status_code == 302


def test_name_of_a_partner_becomes_its_profile_and_another_name_stays_a_name(
    client, event, book, network
):
    partner = make_partner(network.directory, "Buurtkamer De Kade")
    make_partner(network.directory, "Nog niet openbaar", live=False)
    send(client, event, organisation=" buurtkamer de kade ", kind="informal")
    send(client, event, email="b@example.org", organisation="Nog niet openbaar", name="B")
    assert registration(name="Amina").partner == partner
    assert registration(name="Amina").organisation == ""
    assert registration(name="B").partner is None
    assert registration(name="B").organisation == "Nog niet openbaar"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"email": ""}, "email"),
        ({"email": "geen adres"}, "email"),
        ({"kind": ""}, "kind"),
        ({"kind": "baas"}, "kind"),
        ({"guests": "Een\nTwee\nDrie\nVier"}, "guests"),
        ({"guests": "x" * 81}, "guests"),
        ({"name": "x" * 121}, "name"),
        ({"name": "Win een prijs op www.example.org"}, "name"),
        ({"name": "Win nu op example.org/prijs"}, "name"),
        ({"guests": "https://example.org"}, "guests"),
        ({"website_address": "https://example.org/"}, "__all__"),
        ({"shown_at": "vervalst"}, "__all__"),
    ],
)
def test_what_is_wrong_is_told_at_the_field_and_the_rest_stays(client, event, book, wrong, field):
    response = send(client, event, organisation="Zqclub", **wrong)
    assert response.status_code == 200
    assert list(response.context["registration_form"].errors) == [field]
    assert "Zqclub" in response.content.decode()
    assert not Registration.objects.exists()


@pytest.mark.parametrize(
    "typed", ["https://koop.example", "Koop op example.org", "wij@example.org", "www.koop.example"]
)
def test_organisation_with_an_address_in_it_is_refused_as_a_name_is(client, event, book, typed):
    response = send(client, event, organisation=typed)
    assert list(response.context["registration_form"].errors) == ["organisation"]
    assert not Registration.objects.exists()


def test_partner_that_is_called_after_its_address_can_be_named(client, event, book, network):
    partner = make_partner(network.directory, "Buren.nl")
    send(client, event, organisation="buren.nl")
    assert registration().partner == partner


def test_name_is_one_line_so_that_no_mail_of_ours_says_more(client, event, book):
    send(client, event, name="Amina\r\n\r\nKlik hier")
    assert registration().name == "Amina Klik hier"


def test_guests_are_names_on_lines(client, event, book):
    send(client, event, guests=" Zus \r\n\r\n Broer  Jan ")
    assert registration().guests == ["Zus", "Broer Jan"]


def test_who_sends_too_often_is_told_so_and_nothing_is_lost(client, event, book, settings):
    settings.WIJKZORG_EVENTS_RATE_LIMIT = {"client": "1/h"}
    assert send(client, event).status_code == 302
    response = send(client, event, email="b@example.org", name="Zqbert")
    assert response.status_code == 429
    assert "Zqbert" in response.content.decode()
    assert Registration.objects.count() == 1


def test_screen_says_the_same_of_a_known_and_an_unknown_address(client, event, book):
    send(client, event)
    registering.confirm(registration())
    known = send(client, event)
    unknown = send(client, event, email="nieuw@example.org")
    assert known["Location"] == unknown["Location"]


def test_page_reads_the_same_after_a_known_and_an_unknown_address(client, event, book, agenda):
    SeatBook.objects.update(capacity=9)
    for number in range(4):
        send(client, event, email=f"{number}@example.org")
    other = SeatBook.objects.create(event=make_event(agenda, "Ander", "2027-05-20 12:00"))
    Registration.objects.create(
        book=other, status="seated", email_key="ooit@example.org", confirmed_at=timezone.now()
    )
    pages = []
    for address in ("ooit@example.org", "nooit@example.org"):
        send(client, event, email=address, is_visible="on", organisation="Zqclub", kind="informal")
        newest = Registration.objects.order_by("-pk").first()
        pages.append((newest.status, shown_of_seats(client, event)))
        newest.delete()
    (known, after_known), (unknown, after_unknown) = pages
    assert (known, unknown) == ("seated", "held")
    assert "5 stoelen bezet" in after_known
    assert "1 informeel" in after_known
    assert "Zqclub" not in after_known
    assert after_known == after_unknown


def shown_of_seats(client, event):
    """The page without what differs at each request."""
    html = client.get(event.url).content.decode()
    return re.sub(r'value="[^"]*"|nonce="[^"]*"', "", html)


def test_full_event_offers_to_wait_or_says_that_it_is_full(client, event, book):
    for name in ("a", "b"):
        registering.register(book.pk, Applicant(name=name, email=f"{name}@example.org"))
    assert 'name="email"' in client.get(event.url).content.decode()
    assert send(client, event)["Location"].endswith("?w=waiting")
    SeatBook.objects.update(has_waiting_list=False)
    assert 'name="email"' not in client.get(event.url).content.decode()
    response = send(client, event, email="c@example.org")
    assert response.status_code == 200
    assert Registration.objects.filter(email="c@example.org").count() == 0


@pytest.mark.parametrize("why", ["no book", "cancelled", "offline", "restricted", "unknown"])
def test_where_nobody_can_sign_up_there_is_no_form(client, event, book, why):
    if why == "no book":
        book.delete()
    if why == "cancelled":
        event.status, event.status_reason = "cancelled", "Ziek"
        event.save_revision().publish()
    if why == "offline":
        event.unpublish()
    if why == "restricted":
        PageViewRestriction.objects.create(page=event, restriction_type="login")
    path = "/aanmelden/999999/" if why == "unknown" else f"/aanmelden/{event.pk}/"
    assert client.get(path).status_code == 404
    assert client.post(path, answers()).status_code == 404
    assert not Registration.objects.exists()


def test_closed_registration_says_so(client, event, book):
    SeatBook.objects.update(is_open=False)
    response = send(client, event)
    assert response.status_code == 200
    assert not Registration.objects.exists()
    assert 'name="email"' not in client.get(event.url).content.decode()


def test_page_asks_the_database_the_same_at_any_number_of_people(client, event, book, network):
    partner = make_partner(network.directory, "Buurtkamer De Kade")

    def queries():
        client.get(event.url)
        with CaptureQueriesContext(connection) as asked:
            client.get(event.url)
        return len(asked)

    def fill(first, last):
        Registration.objects.bulk_create(
            Registration(
                book=book,
                status="seated",
                name=f"Gast {number}",
                email_key=f"{number}@example.org",
                partner=partner,
                is_visible=True,
            )
            for number in range(first, last)
        )

    fill(0, 6)
    few = queries()
    fill(6, 200)
    assert queries() == few


# --- who comes ----------------------------------------------------------------------------------------


def test_only_who_agreed_is_named_and_only_to_those_who_come(client, event, book, network, today):
    SeatBook.objects.update(capacity=9)
    partner = make_partner(network.directory, "Buurtkamer De Kade")
    for number in range(6):
        registering.register(
            book.pk,
            Applicant(
                name=f"Zqnaam{number}",
                email=f"{number}@example.org",
                partner=partner if number == 0 else None,
                organisation="" if number == 0 else f"Zqclub{number}",
                is_visible=number < 2,
            ),
        )
    for one in Registration.objects.all():
        registering.confirm(one)
    assert "Zqclub1" not in client.get(event.url).content.decode()
    today.shift(timedelta(days=1))
    public = client.get(event.url).content.decode()
    assert "Buurtkamer De Kade" in public
    assert "Zqclub1" in public
    assert "Zqclub2" not in public
    assert "Zqnaam" not in public
    inside = client.get(f"/aanmelding/{links.token_of(registration(name='Zqnaam5'))}/")
    names = inside.content.decode()
    assert "Zqnaam0" in names
    assert "Zqnaam1" in names
    assert "Zqnaam2" not in names


def test_numbers_of_a_few_are_not_told(client, event, book, today):
    registering.register(
        book.pk, Applicant(name="A", email="a@example.org", organisation="Zqclub", is_visible=True)
    )
    registering.confirm(registration())
    today.shift(timedelta(days=1))
    assert "Zqclub" not in client.get(event.url).content.decode()


def test_who_waits_sees_nobody(client, event, book):
    SeatBook.objects.update(capacity=1)
    for name in ("Zqeen", "Zqtwee"):
        registering.register(
            book.pk, Applicant(name=name, email=f"{name}@example.org", is_visible=True)
        )
        registering.confirm(registration(name=name))
    waits = client.get(f"/aanmelding/{links.token_of(registration(name='Zqtwee'))}/")
    assert "Zqeen" not in waits.content.decode()


# --- behind the link ------------------------------------------------------------------------------------


@pytest.fixture
def amina(book):
    registering.register(book.pk, Applicant(name="Amina", email="amina@example.org"))
    return registering.confirm(registration())


def path_of(found):
    return f"/aanmelding/{links.token_of(found)}/"


def test_change(client, amina):
    path = path_of(amina)
    sent = {"go": "change", "name": "Amina B.", "kind": "formal", "organisation": "Zqclub"}
    assert client.post(path, sent).status_code == 302
    assert (registration().name, registration().organisation) == ("Amina B.", "Zqclub")
    wrong = client.post(path, {**sent, "name": ""})
    assert wrong.status_code == 200
    assert list(wrong.context["change_form"].errors) == ["name"]
    too_many = client.post(path, {**sent, "guests": "Een\nTwee"})
    assert too_many.status_code == 200
    assert too_many.context["change_form"].errors


@pytest.mark.parametrize("most", [0, 1])
def test_who_brings_more_than_is_allowed_by_now_keeps_them_and_changes_the_rest(
    client, book, amina, most
):
    Registration.objects.update(guests=["Een", "Twee"])
    SeatBook.objects.update(most_guests=most)
    sent = {"go": "change", "name": "Amina B.", "kind": "formal", "guests": "Een\nTwee"}
    assert client.post(path_of(amina), sent).status_code == 302
    assert (registration().name, registration().guests) == ("Amina B.", ["Een", "Twee"])
    more = client.post(path_of(amina), {**sent, "guests": "Een\nTwee\nDrie"})
    assert list(more.context["change_form"].errors) == ["guests"]
    client.post(path_of(amina), {**sent, "guests": ""})
    assert registration().guests == []


def test_cancel_and_the_link_says_so_afterwards(client, amina):
    path = path_of(amina)
    client.post(path, {"go": "cancel"})
    assert registration().status == "cancelled"
    assert "Je bent afgemeld" in client.get(path).content.decode()
    client.post(path, {"go": "confirm"})
    assert registration().status == "cancelled"


def test_pass_on(client, amina):
    response = client.post(
        path_of(amina), {"go": "offer", "to-name": "Collega", "to-email": "c@example.org"}
    )
    assert response.status_code == 302
    path = f"/overnemen/{links.offer_token_of(registration())}/"
    assert 'href=""' not in client.get(path).content.decode()
    assert registration().name == "Amina"
    client.post(path)
    assert registration().name == "Collega"
    assert client.get(path).status_code == 404
    assert client.get(path_of(amina)).status_code == 404


# --- a series ---------------------------------------------------------------------------------------


@pytest.fixture
def series(agenda):
    event = make_event(agenda, "Ontwikkeltraject", "2027-06-01 09:00", kind="development_programme")
    event.meetings = [
        EventMeeting(
            start_at=dutch_time(f"2027-06-{day:02} 09:00"),
            end_at=dutch_time(f"2027-06-{day:02} 12:00"),
            title=f"Dag {number}",
        )
        for number, day in enumerate((1, 8, 15), start=1)
    ]
    event.save_revision().publish()
    return event


def test_series_is_one_registration_with_a_calendar_entry_for_each_day(client, series):
    book = SeatBook.objects.create(event=series, is_open=True, capacity=2)
    assert "Dag 3" in client.get(series.url).content.decode()
    registering.register(book.pk, Applicant(name="Amina", email="amina@example.org"))
    found = registering.confirm(registration())
    series = type(series).objects.get(pk=series.pk)
    assert series.end_at == dutch_time("2027-06-15 12:00")
    feed = client.get(urlsplit(links.feed_url(found)).path)
    calendar = Calendar.from_ical(feed.content)
    days = list(calendar.walk("VEVENT"))
    assert [str(day["SUMMARY"]) for day in days] == [
        f"Ontwikkeltraject: Dag {number}" for number in (1, 2, 3)
    ]
    assert len({str(day["UID"]) for day in days}) == 3
    assert not any("DESCRIPTION" in day for day in days)


def test_days_keep_their_uid_when_the_page_is_published_again(series):
    before = {day.uid for day in series.days}
    series.get_latest_revision_as_object().save_revision().publish()
    assert {day.uid for day in type(series).objects.get(pk=series.pk).days} == before


def test_joining_closes_after_the_day_that_the_organiser_chose(series, today):
    book = SeatBook.objects.create(event=series, is_open=True, closes_after_meeting=2)
    today.move_to(dutch_time("2027-06-08 11:59"))
    assert registering.why_not(book, timezone.now()) == ""
    today.move_to(dutch_time("2027-06-08 12:00"))
    assert registering.why_not(book, timezone.now()) == "closed"
    SeatBook.objects.update(closes_after_meeting=None)
    today.move_to(dutch_time("2027-06-01 09:00"))
    assert registering.why_not(SeatBook.objects.get(), timezone.now()) == "closed"


def test_somebody_else_comes_on_one_day(client, series):
    book = SeatBook.objects.create(event=series, is_open=True)
    registering.register(book.pk, Applicant(name="Amina", email="amina@example.org"))
    found = registering.confirm(registration())
    path, day = path_of(found), series.days[1]
    sent = {"go": "substitute", "for-meeting_uid": str(day.uid)}
    client.post(path, {**sent, "for-name": "Zqbert", "for-email": "bert@example.org"})
    assert "Zqbert" in client.get(path).content.decode()
    [mail] = OutgoingMail.objects.filter(to="bert@example.org")
    assert "8 juni" in mail.text
    client.post(path, {**sent, "for-name": ""})
    assert "Zqbert" not in client.get(path).content.decode()
    wrong = client.post(path, {"go": "substitute", "for-meeting_uid": "x", "for-name": "B"})
    assert wrong.status_code == 200


def test_personal_feed_opens_with_its_own_token_only(client, amina, event):
    url = urlsplit(links.feed_url(amina)).path
    assert b"Wijktafel" in client.get(url).content
    assert client.get(f"/agenda/mijn/{links.token_of(amina)}.ics").status_code == 404
    registering.cancel(amina)
    assert b"Wijktafel" not in client.get(url).content


# --- what changes about the event ----------------------------------------------------------------------


def test_who_signed_up_is_told_of_another_hour_with_the_reason(event, amina):
    event.start_at = dutch_time("2027-05-21 13:00")
    with pytest.raises(ValidationError) as refused:
        event.clean()
    assert list(refused.value.message_dict) == ["status_reason"]
    event.status, event.status_reason = "rescheduled", "De zaal is bezet."
    event.previous_start_at = dutch_time("2027-05-21 12:00")
    event.clean()
    event.save_revision().publish()
    event.get_latest_revision_as_object().save_revision().publish()
    [mail] = OutgoingMail.objects.filter(kind="registration-event-changed")
    assert "De zaal is bezet." in mail.text
    assert "13.00" in mail.text
    assert [one["name"] for one in mail.attachments] == ["wijktafel.ics"]


def test_who_signed_up_is_told_once_that_it_does_not_go_ahead(event, amina):
    event.status, event.status_reason = "cancelled", "De kok is ziek."
    event.save_revision().publish()
    event.save_revision().publish()
    [mail] = OutgoingMail.objects.filter(kind="registration-event-cancelled")
    assert "De kok is ziek." in mail.text


@pytest.mark.parametrize(
    "how", ["delete", "unpublish", "of the agenda", "in bulk", "hide all", "hide all in bulk"]
)
def test_what_people_come_to_is_cancelled_before_it_goes(event, agenda, amina, cast, as_user, how):
    officer = as_user(cast.administrator)
    path = {
        "delete": f"/cms/pages/{event.pk}/delete/",
        "unpublish": f"/cms/pages/{event.pk}/unpublish/",
        "of the agenda": f"/cms/pages/{agenda.pk}/delete/",
        "in bulk": f"/cms/bulk/wagtailcore/page/delete/?id={event.pk}&next=/cms/",
        "hide all": f"/cms/pages/{agenda.pk}/unpublish/",
        "hide all in bulk": f"/cms/bulk/wagtailcore/page/unpublish/?id={agenda.pk}&next=/cms/",
    }[how]
    ticked = {"include_descendants": "on"} if how.startswith("hide") else {}
    answer = officer.post(path, ticked)
    assert answer["Location"] == f"/cms/pages/{event.pk}/edit/"
    assert EventPage.objects.filter(pk=event.pk, live=True).exists()
    registering.cancel(amina)
    assert officer.post(path, ticked).status_code == 302
    assert not EventPage.objects.filter(pk=event.pk, live=True).exists()


@pytest.mark.parametrize(
    ("what", "sent"),
    [("delete", {}), ("unpublish", {}), ("delete all", {}), ("unpublish all", {"recursive": True})],
)
def test_api_of_the_cms_does_not_take_away_what_people_come_to(
    event, agenda, amina, cast, as_user, what, sent
):
    name, _space, of_all = what.partition(" ")
    path = f"/cms/api/main/pages/{(agenda if of_all else event).pk}/action/{name}/"
    officer = as_user(cast.administrator)
    refused = officer.post(path, sent, content_type="application/json")
    assert refused.status_code == 409
    assert "Wijktafel" in refused.json()["detail"]
    assert EventPage.objects.filter(pk=event.pk, live=True).exists()
    registering.cancel(amina)
    assert officer.post(path, sent, content_type="application/json").status_code in {200, 204}
    assert not EventPage.objects.filter(pk=event.pk, live=True).exists()


def test_api_of_the_cms_still_asks_who_it_is(event, amina, cast, as_user):
    path = f"/cms/api/main/pages/{event.pk}/action/delete/"
    assert as_user(cast.editor_a).post(path).status_code in {403, 404}
    registering.cancel(amina)
    assert as_user(cast.editor_a).post(path).status_code in {403, 404}


def test_the_link_says_that_it_does_not_go_ahead_and_why(client, event, amina):
    registering.offer(amina, name="Collega", email="c@example.org")
    event.status, event.status_reason = "cancelled", "De kok is ziek."
    event.save_revision().publish()
    for path in (path_of(amina), f"/overnemen/{links.offer_token_of(registration())}/"):
        shown = client.get(path).content.decode()
        assert "Gaat niet door" in shown
        assert "De kok is ziek." in shown
        assert "Er is een stoel voor je" not in shown
        assert '<form method="post"' not in shown
        client.post(path, {"go": "confirm"})
    assert registration().name == "Amina"


def test_what_people_come_to_is_not_moved_into_the_past(event, amina):
    event.start_at, event.end_at = dutch_time("2027-05-11 12:00"), dutch_time("2027-05-11 14:00")
    event.status_reason = "Vergissing"
    with pytest.raises(ValidationError) as refused:
        event.clean()
    assert list(refused.value.message_dict) == ["end_at"]


def test_name_with_an_initial_is_a_name(client, event, book):
    assert send(client, event, name="J.R. van den Berg-St. Jean").status_code == 302


def test_a_new_summary_is_told_nobody(event, amina):
    event.summary = "Anders"
    event.clean()
    event.save_revision().publish()
    assert not OutgoingMail.objects.filter(kind__startswith="registration-event").exists()


def test_nobody_mails_strangers_through_us(client, amina, settings):
    settings.WIJKZORG_EVENTS_RATE_LIMIT = {"mail": "2/d"}
    sent = {"go": "offer", "to-name": "Collega", "to-email": "c@example.org"}
    answers = [client.post(path_of(amina), sent) for _time in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 200]
    assert OutgoingMail.objects.filter(to="c@example.org").count() == 2
    advertises = {**sent, "to-name": "Koop op https://example.org"}
    refused = client.post(path_of(amina), advertises)
    assert list(refused.context["offer_form"].errors) == ["name"]


@pytest.mark.parametrize("token", ["x", "0" * 32 + "-" + "0" * 40, "é", "a" * 500])
def test_unknown_token_gets_a_helpful_page(client, book, token):
    for door in ("aanmelding", "overnemen"):
        response = client.get(f"/{door}/{token}/")
        assert response.status_code == 404
        assert "nieuwere" in response.content.decode()


def test_after_the_event_the_link_changes_nothing(client, amina, today):
    today.shift(timedelta(days=30))
    assert "Dit is geweest" in client.get(path_of(amina)).content.decode()
    client.post(path_of(amina), {"go": "cancel"})
    assert registration().status == "seated"


# --- deleted meanwhile ----------------------------------------------------------------------------------


@pytest.fixture
def deleted_before_the_lock(monkeypatch):
    """The event goes at the last moment: when all was read, and the lock was not yet taken."""
    real = registering.locked

    def locked(book_id):
        EventPage.objects.filter(seat_book=book_id).get().delete()
        return real(book_id)

    return lambda: monkeypatch.setattr(registering, "locked", locked)


@pytest.mark.parametrize("go", ["confirm", "cancel", "change", "offer"])
def test_link_of_an_event_that_is_deleted_meanwhile_is_an_unknown_link(
    client, book, deleted_before_the_lock, go
):
    registering.register(book.pk, Applicant(name="Amina", email="amina@example.org"))
    path = path_of(registration())
    deleted_before_the_lock()
    sent = {"name": "A", "kind": "formal", "to-name": "C", "to-email": "c@example.org"}
    response = client.post(path, {**sent, "go": go}, follow=True)
    assert response.status_code == 404
    assert "nieuwere" in response.content.decode()
    assert not Registration.objects.exists()


def test_place_at_an_event_that_is_deleted_meanwhile_is_not_taken_over(
    client, amina, deleted_before_the_lock
):
    registering.offer(amina, name="Collega", email="c@example.org")
    path = f"/overnemen/{links.offer_token_of(registration())}/"
    deleted_before_the_lock()
    response = client.post(path)
    assert response.status_code == 404
    assert "nieuwere" in response.content.decode()


def test_nobody_signs_up_for_what_is_deleted_meanwhile(
    client, event, book, deleted_before_the_lock
):
    deleted_before_the_lock()
    assert send(client, event).status_code == 404
    assert not OutgoingMail.objects.exists()


def test_tick_passes_over_what_is_deleted_meanwhile(amina, book, deleted_before_the_lock):
    deleted_before_the_lock()
    assert registering.settle_books([book.pk], timezone.now()) == 0


# --- when it is busy ------------------------------------------------------------------------------------


@pytest.fixture
def busy(monkeypatch):
    """From now on others are at it for too long."""

    def locked(book_id):
        raise registering.Busy

    return lambda: monkeypatch.setattr(registering, "locked", locked)


def test_who_meets_a_crowd_keeps_what_was_typed(client, event, book, busy):
    busy()
    answer = send(client, event, organisation="Zqclub")
    assert answer.status_code == 503
    html = answer.content.decode()
    assert "Zqclub" in html
    assert "over een minuut" in html
    assert not Registration.objects.exists()


@pytest.mark.parametrize("go", ["cancel", "change", "offer"])
def test_who_meets_a_crowd_behind_the_link_keeps_what_was_typed(client, amina, busy, go):
    busy()
    sent = {"name": "Zqwoord", "kind": "formal", "to-name": "Zqwoord", "to-email": "c@example.org"}
    answer = client.post(path_of(amina), {**sent, "go": go})
    assert answer.status_code == 503
    html = answer.content.decode()
    assert "over een minuut" in html
    assert ("Zqwoord" in html) is (go != "cancel")
    assert registration().name == "Amina"


def test_who_meets_a_crowd_takes_no_place_over_yet(client, amina, busy):
    registering.offer(amina, name="Collega", email="c@example.org")
    path = f"/overnemen/{links.offer_token_of(registration())}/"
    busy()
    answer = client.post(path)
    assert answer.status_code == 503
    assert "over een minuut" in answer.content.decode()
    assert registration().name == "Amina"


@pytest.mark.parametrize("door", ["aanmelden", "aangemeld"])
def test_a_number_that_no_database_has_is_absent(client, event, door):
    assert client.get(f"/{door}/{'9' * 31}/").status_code == 404
