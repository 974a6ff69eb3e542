"""The organiser's page in the CMS: who may open it, the settings, the list, a cancellation, a message."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import dutch_time, make_event, make_translation, make_user
from wijkzorg_events import registering
from wijkzorg_events.models import EventPage, Registration, RegistrationNeeds, SeatBook
from wijkzorg_events.registering import Applicant
from wijkzorg_home.models import OutgoingMail

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("today")]


@pytest.fixture(scope="module")
def standing_events(standing, standing_cast, standing_lists):
    standing.event = make_event(standing.agenda, "Wijktafel", "2027-05-21 12:00")
    standing.own_event = make_event(standing.cast.partner_a, "Open tafel", "2027-05-21 12:00")


@pytest.fixture
def event(standing_events, copied):
    return EventPage.objects.get(pk=copied.event.pk)


@pytest.fixture
def own_event(standing_events, copied):
    return EventPage.objects.get(pk=copied.own_event.pk)


@pytest.fixture
def book(event):
    return SeatBook.objects.create(event=event, is_open=True, capacity=2)


@pytest.fixture
def officer(cast, as_user):
    return as_user(cast.communications)


def at(event, what=""):
    return f"/cms/events/{event.pk}/registrations/{what}"


def sign_up(book, name, **more):
    applicant = Applicant(name=name, email=f"{name.lower()}@example.org", **more)
    registering.register(book.pk, applicant)
    return Registration.objects.filter(name=name).latest("pk")


def come(book, name, **more):
    registering.confirm(sign_up(book, name, **more))
    return Registration.objects.filter(name=name).latest("pk")


def names_in(answer):
    return [line.registration.name for line in answer.context["page_obj"]]


def text_of(answer):
    """The words of the page, without its markup."""
    main = answer.content.decode().split('class="nice-padding wijkzorg-desk"')[1]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


# --- who may ----------------------------------------------------------------------------------------

PAGES = ["", "door/", "needs/", "log/", "rules/", "message/"]
ALLOWED = ["communications", "moderator", "administrator", "editor_a"]


@pytest.mark.parametrize("who", ALLOWED)
def test_who_may_change_the_event_opens_each_of_its_pages(own_event, cast, as_user, who):
    SeatBook.objects.create(event=own_event)
    browser = as_user(getattr(cast, who))
    assert [browser.get(at(own_event, page)).status_code for page in PAGES] == [200] * 6


@pytest.mark.parametrize("who", ["editor_b", "coordinator"])
def test_for_others_it_is_as_if_it_were_not_there(own_event, cast, as_user, who):
    book = SeatBook.objects.create(event=own_event, is_open=True)
    one = come(book, "Amina")
    browser = as_user(getattr(cast, who))
    pages = [*PAGES, f"{one.pk}/cancel/"]
    assert {browser.get(at(own_event, page)).status_code for page in pages} == {404}
    for page in [*pages, "walk-in/", "export/"]:
        answer = browser.post(at(own_event, page), {"is_open": "", "new-name": "Bert"})
        assert answer.status_code == 404, page
    book.refresh_from_db()
    assert book.is_open
    assert [(row.name, row.status) for row in book.registrations.all()] == [("Amina", "seated")]


def test_editor_meets_nothing_of_an_event_of_the_network(event, book, cast, as_user):
    assert as_user(cast.editor_a).get(at(event)).status_code == 404


def test_who_is_not_in_the_cms_does_not_come_in(own_event, cast, as_user):
    assert as_user(cast.member).get(at(own_event)).status_code == 403
    assert "/login/" in as_user(None).get(at(own_event)).headers["Location"]


def test_registration_of_another_event_is_not_there(event, book, own_event, cast, as_user):
    """An editor can't cancel a registration of somebody else's event by its number."""
    SeatBook.objects.create(event=own_event)
    one = come(book, "Amina")
    answer = as_user(cast.editor_a).post(at(own_event, f"{one.pk}/cancel/"))
    assert answer.status_code == 404
    one.refresh_from_db()
    assert one.status == "seated"


def test_page_of_a_translation_shows_the_same_list(event, book, officer):
    come(book, "Amina")
    english = make_translation(event)
    assert names_in(officer.get(at(english))) == ["Amina"]


def test_button_leads_there_from_the_event_only_for_who_may(own_event, cast, as_user):
    edit = f"/cms/pages/{own_event.pk}/edit/"
    assert at(own_event) in as_user(cast.editor_a).get(edit).content.decode()
    home = as_user(cast.editor_a).get("/cms/").content.decode()
    assert at(own_event) in home
    assert at(own_event) not in as_user(cast.editor_b).get("/cms/").content.decode()


def test_start_page_of_the_officer_tells_how_many_come(event, book, officer):
    come(book, "Amina", guests=["Bert"])
    book.capacity = 38
    registering.set_rules(book, by=_superuser(officer))
    page = officer.get("/cms/").content.decode()
    assert "2 van 38" in page
    assert at(event) in page


def _superuser(officer):
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(email="beheer@example.org")


# --- settings -----------------------------------------------------------------------------------------

RULES = {
    "is_open": "on",
    "opens_at": "",
    "closes_at": "",
    "asks_needs": "on",
    "capacity": "38",
    "most_guests": "3",
    "has_waiting_list": "on",
    "cut_off_at": "2027-05-20T12:00",
    "kept_for_new": "0",
    "kept_for_informal": "0",
    "kept_until": "",
    "priority_until": "",
}


def test_settings_open_closed_with_the_cut_off_at_noon_the_day_before(event, officer):
    form = officer.get(at(event, "rules/")).context["form"]
    assert form["is_open"].value() is False
    assert 'value="2027-05-20T12:00"' in str(form["cut_off_at"])
    assert not SeatBook.objects.exists()


def test_what_is_kept_opens_the_event(event, officer):
    answer = officer.post(at(event, "rules/"), RULES)
    assert answer.status_code == 302
    book = SeatBook.objects.get()
    assert (book.event, book.is_open, book.capacity) == (event, True, 38)
    assert book.cut_off_at == dutch_time("2027-05-20 12:00")


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(event, officer):
    wrong = {"kept_for_new": "30", "kept_for_informal": "9", "opens_at": "2027-05-15T09:30"}
    answer = officer.post(at(event, "rules/"), {**RULES, **wrong})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["kept_for_informal"]
    assert 'value="2027-05-15T09:30"' in answer.content.decode()
    assert not SeatBook.objects.exists()


def test_more_places_go_to_those_who_wait_and_the_log_tells_it(event, book, officer):
    for name in ("Amina", "Bert", "Chris"):
        come(book, name)
    officer.post(at(event, "rules/"), {**RULES, "capacity": "3"})
    assert Registration.objects.get(name="Chris").status == "seated"
    text = text_of(officer.get(at(event, "log/")))
    assert "het aantal plekken ging van 2 naar 3" in text
    assert "deze ging naar nummer 1 van wie wacht ( Chris )" in text


def test_settings_of_an_event_that_is_deleted_meanwhile_are_not_there(
    event, book, officer, monkeypatch
):
    real = registering.set_rules

    def set_rules(kept, **who):
        SeatBook.objects.get(pk=kept.pk).delete()
        real(kept, **who)

    monkeypatch.setattr(registering, "set_rules", set_rules)
    assert officer.post(at(event, "rules/"), RULES).status_code == 404


def test_crowd_leaves_the_settings_that_were_typed(event, book, officer, monkeypatch):
    def set_rules(kept, **who):
        raise registering.Busy

    monkeypatch.setattr(registering, "set_rules", set_rules)
    answer = officer.post(at(event, "rules/"), {**RULES, "capacity": "37"})
    assert answer.status_code == 503
    assert 'value="37"' in answer.content.decode()
    assert "over een minuut" in answer.content.decode()


# --- the list -----------------------------------------------------------------------------------------


def test_who_sits_comes_first_then_who_waits_with_the_place_in_the_queue(event, book, officer):
    first = come(book, "Amina")
    come(book, "Bert", guests=["Bo"])
    come(book, "Chris", guests=["Cas"])
    come(book, "Dirk")
    assert registering.cancel(first) is None
    come(book, "Elif")
    answer = officer.get(at(event))
    assert names_in(answer) == ["Dirk", "Elif", "Bert", "Chris"]
    assert [line.place for line in answer.context["page_obj"]] == [0, 0, 1, 2]


def test_numbers_count_people_with_who_comes_along(event, book, officer):
    book.capacity = 5
    book.save()
    come(book, "Amina", guests=["Bert", "Chris"])
    sign_up(book, "Dirk")
    come(book, "Elif", guests=["Fatma"])
    seats = officer.get(at(event)).context["seats"]
    assert (seats.taken, seats.held, seats.free, seats.waiting) == (3, 1, 1, 2)


@pytest.mark.parametrize("words", ["ÖZGÜR", "kade özg", "ozan", "ÖZGÜR@example"])
def test_somebody_is_found_by_name_organisation_companion_or_address(event, book, officer, words):
    come(book, "Özgür", organisation="De Kade", guests=["Ozan"])
    come(book, "Bert")
    assert names_in(officer.get(at(event), {"q": words})) == ["Özgür"]


def test_organisation_leads_to_its_profile(event, book, officer, cast):
    come(book, "Amina", partner=cast.partner_b, kind="informal", role="vrijwilliger")
    page = officer.get(at(event))
    assert f'href="{cast.partner_b.get_url()}"' in page.content.decode()
    assert "vrijwilliger" in text_of(page)


@pytest.mark.parametrize(
    ("state", "attempts", "shown"),
    [("failed", 9, True), ("waiting", 3, True), ("waiting", 1, False), ("sent", 3, False)],
)
def test_address_that_no_mail_reaches_is_shown(event, book, officer, state, attempts, shown):
    come(book, "Amina")
    come(book, "Bert")
    newest = OutgoingMail.objects.filter(to="amina@example.org").latest("pk")
    OutgoingMail.objects.filter(pk=newest.pk).update(
        state=state, attempts=attempts, last_error="550 unknown"
    )
    answer = officer.get(at(event))
    failing = [line.registration.name for line in answer.context["page_obj"] if line.mail_fails]
    assert failing == (["Amina"] if shown else [])
    assert names_in(officer.get(at(event), {"show": "mail"})) == failing


def test_address_that_a_later_mail_reached_is_well_again(event, book, officer):
    come(book, "Amina")
    first = OutgoingMail.objects.filter(to="amina@example.org").earliest("pk")
    OutgoingMail.objects.filter(pk=first.pk).update(state="failed", attempts=9)
    assert not any(line.mail_fails for line in officer.get(at(event)).context["page_obj"])


def fill(book, size):
    """So many registrations, each with needs, an organisation and a mail; a third of them waits."""
    now = timezone.now()
    Registration.objects.bulk_create(
        Registration(
            book=book,
            name=f"Naam {number}",
            email=f"n{number}@example.org",
            email_key=f"n{number}@example.org",
            status="waiting" if number % 3 == 0 else "seated",
            confirmed_at=now,
            partner_id=book.partner_key,
            guests=["Iemand"],
        )
        for number in range(book.registrations.count(), size)
    )
    rows = list(book.registrations.all())
    known = set(RegistrationNeeds.objects.values_list("registration", flat=True))
    RegistrationNeeds.objects.bulk_create(
        RegistrationNeeds(registration=row, diet="geen vlees")
        for row in rows
        if row.pk not in known
    )
    OutgoingMail.objects.bulk_create(
        [
            OutgoingMail(key=f"n{row.pk}", kind="registration-seated", to=row.email, subject="x")
            for row in rows
        ],
        ignore_conflicts=True,
    )
    for row in rows:
        registering._log(book, "promoted", row, now, size=2, place=1)


def test_no_page_asks_more_of_the_database_for_200_than_for_3(event, book, officer, cast, today):
    book.partner_key = cast.partner_a.pk
    today.move_to(dutch_time("2027-05-21 11:00"))
    counts = {page: [] for page in ["", "door/", "needs/", "log/"]}
    for size in (3, 200):
        fill(book, size)
        for page, numbers in counts.items():
            officer.get(at(event, page))
            with CaptureQueriesContext(connection) as asked:
                assert officer.get(at(event, page)).status_code == 200
            numbers.append(len(asked))
    print(counts)
    assert {page: numbers for page, numbers in counts.items() if len(set(numbers)) > 1} == {}
    assert len(names_in(officer.get(at(event)))) == 50
    assert names_in(officer.get(at(event), {"q": "naam 199"})) == ["Naam 199"]


# --- cancelling for somebody ------------------------------------------------------------------------


def test_cancelling_for_somebody_asks_first_and_lets_the_next_one_up(event, book, officer):
    one = come(book, "Amina")
    come(book, "Bert")
    come(book, "Chris")
    path = at(event, f"{one.pk}/cancel/")
    assert "Amina" in text_of(officer.get(path))
    one.refresh_from_db()
    assert one.status == "seated"
    officer.post(path)
    states = dict(book.registrations.values_list("name", "status"))
    assert states == {"Amina": "cancelled", "Bert": "seated", "Chris": "seated"}
    assert OutgoingMail.objects.filter(
        to="amina@example.org", kind="registration-cancelled"
    ).exists()
    text = text_of(officer.get(at(event, "log/")))
    assert "er kwam een plaats vrij: de organisator meldde iemand af ( Amina )" in text
    assert officer.post(path).status_code == 404


# --- the log ------------------------------------------------------------------------------------------


def test_log_tells_in_plain_words_why_a_place_went_where(event, book, officer):
    one = come(book, "Amina")
    come(book, "Bert")
    come(book, "Chris")
    registering.cancel(one)
    lines = officer.get(at(event, "log/")).context["lines"]
    assert [(line.sentence, line.name) for line in lines[:2]] == [
        ("deze ging naar nummer 1 van wie wacht", "Chris"),
        ("er kwam een plaats vrij door een afmelding", "Amina"),
    ]


def test_log_names_nobody_whose_registration_is_gone(event, book, officer):
    come(book, "Amina").delete()
    text = text_of(officer.get(at(event, "log/")))
    assert "iemand zei ja" in text
    assert "Amina" not in text


def test_log_does_not_give_what_somebody_did_to_the_colleague_after_them(event, book, officer):
    one = come(book, "Amina")
    registering.offer(one, name="Bert", email="bert@example.org")
    registering.take_over(Registration.objects.get(pk=one.pk))
    lines = officer.get(at(event, "log/")).context["lines"]
    assert [line.name for line in lines] == ["Bert", "", ""]


# --- a message ----------------------------------------------------------------------------------------


def messages_to(name):
    mails = OutgoingMail.objects.filter(kind="registration-message")
    return list(mails.filter(to=f"{name.lower()}@example.org"))


@pytest.fixture
def three(book):
    come(book, "Amina")
    come(book, "Bert")
    come(book, "Chris")


WRITTEN = {"subject": "Andere ingang", "text": "Neem de ingang\n\nin de tuin. <b>Tot dan!</b>"}


def test_message_is_looked_at_before_it_goes(event, three, officer):
    sent = {**WRITTEN, "key": uuid.uuid4(), "go": "look"}
    page = officer.post(at(event, "message/"), sent)
    assert page.context["number"] == 2
    assert "&lt;b&gt;Tot dan!&lt;/b&gt;" in page.content.decode()
    assert messages_to("Amina") == []


def test_message_goes_once_to_those_with_a_place_also_on_a_double_press(event, three, officer):
    sent = {**WRITTEN, "key": uuid.uuid4(), "go": "send"}
    for _press in range(2):
        assert officer.post(at(event, "message/"), sent).status_code == 302
    [mail] = messages_to("Amina")
    assert mail.subject == "Andere ingang"
    assert "in de tuin." in mail.text
    assert "/aanmelding/" in mail.text
    assert "&lt;b&gt;" in mail.html
    assert len(messages_to("Bert")) == 1
    assert messages_to("Chris") == []
    officer.post(at(event, "message/"), {**sent, "key": uuid.uuid4(), "also_waiting": "on"})
    assert [len(messages_to(name)) for name in ("Amina", "Bert", "Chris")] == [2, 2, 1]


def test_message_without_a_text_stays_a_form(event, three, officer):
    sent = {"subject": "Andere ingang", "text": " ", "key": uuid.uuid4(), "go": "send"}
    answer = officer.post(at(event, "message/"), sent)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["text"]
    assert messages_to("Amina") == []


# --- at the own door --------------------------------------------------------------------------------


@pytest.fixture
def volunteer(cast, as_user):
    """Changes the profile of A and its activities, without a way into the CMS."""
    return as_user(make_user("vrijwilliger@example.org", partner=cast.partner_a, cms_access=False))


@pytest.fixture
def own_book(own_event):
    return SeatBook.objects.create(event=own_event, is_open=True, capacity=2)


OWN_PAGES = ("", "deur/", "keuken/", "bericht/", "logboek/", "instellingen/")


def own(event, what="", key="buurtkamer-de-kade"):
    return f"/mijn/{key}/activiteiten/{event.pk}/wie-komen/{what}"


def words_of(answer):
    html = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(html.split())


def test_volunteer_reads_who_comes_who_waits_and_what_they_eat(own_event, own_book, volunteer):
    assert (
        own(own_event)
        in volunteer.get(f"/mijn/buurtkamer-de-kade/activiteiten/{own_event.pk}/").content.decode()
    )
    come(own_book, "Amina", diet="Geen vlees")
    sign_up(own_book, "Bert", guests=[])
    come(own_book, "Chris")
    text = words_of(volunteer.get(own(own_event)))
    assert "Amina" in text
    assert "nummer 1 in de rij" in text
    assert "1 × Geen vlees" in words_of(volunteer.get(own(own_event, "keuken/")))
    assert "Amina" in words_of(volunteer.get(own(own_event, "logboek/")))


def test_volunteer_opens_an_activity_cancels_for_somebody_writes_and_takes_the_list(
    own_event, volunteer
):
    assert "instellingen" in volunteer.get(own(own_event)).content.decode()
    kept = volunteer.post(own(own_event, "instellingen/"), {**RULES, "capacity": "1"})
    assert kept["Location"] == own(own_event)
    book = SeatBook.objects.get()
    one = come(book, "Amina")
    come(book, "Bert")
    assert "Amina" in words_of(volunteer.get(own(own_event, f"{one.pk}/afmelden/")))
    volunteer.post(own(own_event, f"{one.pk}/afmelden/"))
    assert dict(book.registrations.values_list("name", "status")) == {
        "Amina": "cancelled",
        "Bert": "seated",
    }
    message = {"key": str(uuid.uuid4()), "subject": "Zqsoep", "text": "Neem een kom mee."}
    assert "Neem een kom mee." in words_of(
        volunteer.post(own(own_event, "bericht/"), {**message, "go": "look"})
    )
    volunteer.post(own(own_event, "bericht/"), {**message, "go": "send"})
    assert OutgoingMail.objects.filter(subject="Zqsoep").count() == 1
    listed = volunteer.post(own(own_event, "lijst/"), {"format": "csv"})
    assert "Bert" in listed.content.decode("utf-8-sig")


def test_volunteer_notes_at_the_door_who_is_there_and_who_came_too(
    own_event, own_book, volunteer, today
):
    one = come(own_book, "Amina")
    today.move_to(own_event.start_at)
    assert "Amina" in words_of(volunteer.get(own(own_event, "deur/")))
    volunteer.post(own(own_event, "deur/"), {f"was-{one.pk}": "present"})
    nameless = {"new-uid": str(uuid.uuid4()), "new-name": "", "new-kind": "neighbour"}
    assert volunteer.post(own(own_event, "deur/erbij/"), nameless).status_code == 422
    volunteer.post(own(own_event, "deur/erbij/"), {**nameless, "new-name": "Zqgast"})
    assert dict(own_book.registrations.values_list("name", "attendance")) == {
        "Amina": "present",
        "Zqgast": "present",
    }


def test_own_door_opens_for_the_own_event_below_the_own_partner_only(
    event, book, own_event, own_book, cast, volunteer, as_user, client
):
    for page in OWN_PAGES:
        assert volunteer.get(own(own_event, page)).status_code == 200
        assert volunteer.get(own(event, page)).status_code == 404
        other = as_user(cast.editor_b)
        assert other.get(own(own_event, page)).status_code == 404
        assert other.get(own(own_event, page, key=cast.partner_b.slug)).status_code == 404
        assert "login" in client.get(own(own_event, page))["Location"]


def test_no_page_of_the_own_door_asks_more_for_200_than_for_3(own_event, own_book, volunteer):
    counts = {page: [] for page in OWN_PAGES}
    own_book.partner_key = own_event.get_parent().pk
    for size in (3, 200):
        fill(own_book, size)
        for page, numbers in counts.items():
            volunteer.get(own(own_event, page))
            with CaptureQueriesContext(connection) as asked:
                assert volunteer.get(own(own_event, page)).status_code == 200
            numbers.append(len(asked))
    assert {page: numbers for page, numbers in counts.items() if len(set(numbers)) > 1} == {}
