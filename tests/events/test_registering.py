"""Signing up, confirming, cancelling, changing, passing on: through the actions, with the mails they put."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from tests.factories import dutch_time, make_event
from wijkzorg_events import registering
from wijkzorg_events import registration_links as links
from wijkzorg_events.models import (
    EventPage,
    Registration,
    RegistrationNeeds,
    SeatBook,
    SeatLogEntry,
)
from wijkzorg_events.registering import Applicant, Ended, NotOpen
from wijkzorg_home.models import OutgoingMail

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("today")]


@pytest.fixture
def event(agenda):
    return make_event(agenda, "Wijktafel", "2027-05-21 12:00")


@pytest.fixture
def book(event):
    return SeatBook.objects.create(event=event, is_open=True, capacity=2)


def sign_up(book, name, **more):
    return registering.register(
        book.pk, Applicant(name=name, email=f"{name.lower()}@example.org", **more)
    )


def of(name, **more):
    return Registration.objects.filter(name=name, **more).latest("pk")


def come(book, name, **more):
    """Sign up and say yes."""
    sign_up(book, name, **more)
    return registering.confirm(of(name))


def states(book):
    return {one.name: one.status for one in book.registrations.all()}


def mails_to(name):
    found = OutgoingMail.objects.filter(to=f"{name.lower()}@example.org").order_by("pk")
    return [mail.kind for mail in found]


# --- signing up -----------------------------------------------------------------------------------


def test_seat_is_held_from_the_moment_of_signing_up(book):
    assert sign_up(book, "Amina") == "held"
    assert states(book) == {"Amina": "held"}
    assert mails_to("Amina") == ["registration-confirm"]
    assert of("Amina").confirm_by == timezone.now() + timedelta(hours=24)


def test_who_says_yes_has_the_seat_with_the_calendar_file(book):
    come(book, "Amina")
    assert states(book) == {"Amina": "seated"}
    assert mails_to("Amina") == ["registration-confirm", "registration-seated"]
    mail = OutgoingMail.objects.get(kind="registration-seated")
    assert [one["name"] for one in mail.attachments] == ["wijktafel.ics"]
    assert links.token_of(of("Amina")) in mail.text
    assert links.token_of(of("Amina")) in mail.html


def test_when_it_is_full_one_waits(book):
    for name in ("Amina", "Bert"):
        come(book, name)
    assert sign_up(book, "Chris") == "waiting"
    registering.confirm(of("Chris"))
    assert states(book)["Chris"] == "waiting"
    assert mails_to("Chris") == ["registration-confirm", "registration-waiting"]
    assert "nummer 1" in OutgoingMail.objects.get(kind="registration-waiting").text


def test_known_address_is_seated_at_once_and_the_screen_says_the_same(book, agenda):
    come(book, "Amina")
    other = make_event(agenda, "Volgende", "2027-06-21 12:00")
    later = SeatBook.objects.create(event=other, is_open=True, capacity=2)
    assert sign_up(later, "Amina") == "held"
    assert states(later) == {"Amina": "seated"}
    assert mails_to("Amina")[-1] == "registration-seated"


def test_twice_is_once_and_gives_the_same_answer(book):
    assert sign_up(book, "Amina") == "held"
    assert registering.register(book.pk, Applicant("A.", " AMINA@example.org ")) == "held"
    assert states(book) == {"Amina": "held"}
    assert mails_to("Amina") == ["registration-confirm", "registration-again"]


def test_who_has_a_seat_hears_what_a_stranger_hears_when_it_is_full(book):
    for name in ("Amina", "Bert"):
        come(book, name)
    assert sign_up(book, "Amina") == "waiting"
    assert sign_up(book, "Chris") == "waiting"
    book.has_waiting_list = False
    book.save()
    for name in ("Amina", "Dirk"):
        with pytest.raises(NotOpen, match="full"):
            sign_up(book, name)
    assert "Dirk" not in states(book)
    assert mails_to("Dirk") == []


def test_known_one_who_gets_no_kept_place_is_told_so_by_mail_only(book, agenda):
    past = make_event(agenda, "Eerder", "2027-05-01 12:00")
    earlier = SeatBook.objects.create(event=past)
    Registration.objects.create(
        book=earlier,
        status="seated",
        name="Amina",
        email="amina@example.org",
        email_key="amina@example.org",
        confirmed_at=timezone.now(),
    )
    book.capacity, book.kept_for_new, book.has_waiting_list = 1, 1, False
    book.save()
    assert sign_up(book, "Amina") == "held"
    assert "Amina" not in states(book)
    assert mails_to("Amina") == ["registration-full"]
    assert sign_up(book, "Bert") == "held"
    assert states(book) == {"Bert": "held"}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"is_open": False}, "closed"),
        ({"opens_at": dutch_time("2027-05-12 12:01")}, "not_yet"),
        ({"opens_at": dutch_time("2027-05-12 12:00")}, ""),
        ({"closes_at": dutch_time("2027-05-12 12:00")}, "closed"),
        ({"closes_at": dutch_time("2027-05-12 12:01")}, ""),
    ],
)
def test_window(book, change, reason):
    SeatBook.objects.filter(pk=book.pk).update(**change)
    if not reason:
        assert sign_up(book, "Amina") == "held"
        return
    with pytest.raises(NotOpen, match=reason):
        sign_up(book, "Amina")
    assert states(book) == {}


@pytest.mark.parametrize("what", ["begun", "cancelled", "offline"])
def test_what_is_over_cancelled_or_offline_takes_nobody(book, event, today, what):
    if what == "begun":
        today.move_to(dutch_time("2027-05-21 12:00"))
    if what == "cancelled":
        event.status, event.status_reason = "cancelled", "Ziek"
        event.save_revision().publish()
    if what == "offline":
        event.unpublish()
    with pytest.raises(NotOpen, match="closed"):
        sign_up(book, "Amina")


def test_needs_stand_apart(book):
    sign_up(book, "Amina", diet="Geen vlees")
    sign_up(book, "Bert")
    assert [str(one) for one in RegistrationNeeds.objects.all()] == ["Geen vlees"]


def test_who_was_there_last_time_goes_first_while_the_organiser_wants_it(book, event, agenda):
    before = make_event(agenda, "Vorige", "2027-05-01 12:00")
    last = SeatBook.objects.create(event=before)
    for name, attendance in (("Amina", "present"), ("Bert", "absent")):
        Registration.objects.create(
            book=last,
            status="seated",
            attendance=attendance,
            name=name,
            email=f"{name.lower()}@example.org",
            email_key=f"{name.lower()}@example.org",
            confirmed_at=timezone.now(),
        )
    event.previous_event = before
    event.save_revision().publish()
    book.priority_until = timezone.now() + timedelta(hours=72)
    book.save()
    for name in ("Bert", "Amina", "Chris"):
        sign_up(book, name)
    assert states(book) == {"Bert": "waiting", "Amina": "seated", "Chris": "waiting"}


# --- time, and the cut-off ---------------------------------------------------------------------------


def test_who_does_not_confirm_gives_the_seat_back_and_hears_no_more(book, today):
    sign_up(book, "Amina")
    come(book, "Bert")
    come(book, "Chris")
    today.shift(timedelta(hours=24))
    assert registering.settle_what_is_due(timezone.now()) == 1
    assert registering.settle_what_is_due(timezone.now()) == 0
    assert states(book) == {"Amina": "expired", "Bert": "seated", "Chris": "seated"}
    assert mails_to("Amina") == ["registration-confirm"]
    assert mails_to("Chris")[-1] == "registration-promoted"
    with pytest.raises(Ended):
        registering.confirm(of("Amina"))


def test_time_to_confirm_is_shorter_when_the_cut_off_is_near(book):
    now = timezone.now()
    for hours, expected in ((48, 24), (10, 8), (2, 1), (-1, 1)):
        book.cut_off_at = now + timedelta(hours=hours)
        assert registering.confirm_by(book, now) == now + timedelta(hours=expected)


def test_nobody_moves_up_after_the_cut_off(book, today):
    for name in ("Amina", "Bert", "Chris"):
        come(book, name)
    book.cut_off_at = timezone.now()
    book.save()
    registering.cancel(of("Amina"))
    assert states(book)["Chris"] == "waiting"


# --- with the link ------------------------------------------------------------------------------------


def test_cancelling_lets_the_first_who_waits_up_and_mails_each_once(book):
    for name in ("Amina", "Bert", "Chris", "Dirk"):
        come(book, name)
    registering.cancel(of("Amina"))
    assert states(book) == {
        "Amina": "cancelled",
        "Bert": "seated",
        "Chris": "seated",
        "Dirk": "waiting",
    }
    assert mails_to("Amina")[-1] == "registration-cancelled"
    assert mails_to("Chris")[-1] == "registration-promoted"
    with pytest.raises(Ended):
        registering.cancel(of("Amina"))
    assert sign_up(book, "Amina") == "waiting"


@pytest.mark.parametrize("what", ["cancelled", "over"])
def test_nobody_moves_up_for_what_is_cancelled_or_over(book, event, today, cast, what):
    for name in ("Amina", "Bert", "Chris"):
        come(book, name)
    if what == "cancelled":
        event.status, event.status_reason = "cancelled", "De kok is ziek."
        event.save_revision().publish()
    else:
        today.move_to(dutch_time("2027-05-22 12:00"))
    registering.cancel(of("Amina"), by=cast.moderator)
    registering.settle_what_is_due(timezone.now())
    assert states(book)["Chris"] == "waiting"
    assert "registration-promoted" not in mails_to("Chris")


def test_confirming_twice_is_once(book):
    come(book, "Amina")
    assert registering.confirm(of("Amina")).status == "seated"
    assert mails_to("Amina") == ["registration-confirm", "registration-seated"]


def test_fewer_guests_give_a_seat_back_and_more_need_a_free_one(book):
    book.capacity = 3
    book.save()
    come(book, "Amina", guests=["Zus"])
    come(book, "Bert")
    come(book, "Chris")
    with pytest.raises(ValidationError):
        registering.change(of("Amina"), {"guests": ["Zus", "Broer"]})
    assert of("Amina").guests == ["Zus"]
    registering.change(of("Amina"), {"guests": [], "diet": "Geen noten"})
    assert states(book)["Chris"] == "seated"
    assert of("Amina").needs.diet == "Geen noten"
    registering.cancel(of("Chris"))
    registering.change(of("Bert"), {"guests": ["Vriend"], "is_visible": True})
    assert of("Bert").size == 2


def test_more_guests_than_the_organiser_allows_are_refused(book):
    book.capacity, book.most_guests = 9, 1
    book.save()
    come(book, "Amina")
    with pytest.raises(ValidationError):
        registering.change(of("Amina"), {"guests": ["Een", "Twee"]})


def test_passing_on_leaves_the_seat_until_the_colleague_takes_it(book):
    amina = come(book, "Amina", diet="Geen vlees", is_visible=True)
    registering.offer(amina, name="Collega", email="collega@example.org")
    assert states(book) == {"Amina": "seated"}
    [offered] = OutgoingMail.objects.filter(to="collega@example.org")
    row = of("Amina")
    assert links.offer_token_of(row) in offered.text
    taken = registering.take_over(links.find(links.offer_token_of(row), links.TAKE_OVER))
    assert (taken.name, taken.email, taken.status) == ("Collega", "collega@example.org", "seated")
    assert not taken.is_visible
    assert not RegistrationNeeds.objects.exists()
    assert mails_to("Amina")[-1] == "registration-passed-on"
    assert mails_to("Collega") == ["registration-offered", "registration-seated"]
    with pytest.raises(Ended):
        registering.cancel(amina)


def test_colleague_who_takes_a_held_place_hears_once_that_it_is_theirs(book):
    sign_up(book, "Amina")
    registering.offer(of("Amina"), name="Collega", email="collega@example.org")
    registering.take_over(of("Amina"))
    assert states(book) == {"Collega": "seated"}
    assert mails_to("Collega") == ["registration-offered", "registration-seated"]


def test_colleague_who_has_a_seat_already_takes_no_second_one(book):
    amina = come(book, "Amina")
    come(book, "Bert")
    registering.offer(amina, name="Bert", email="BERT@example.org")
    with pytest.raises(ValidationError):
        registering.take_over(of("Amina"))
    assert states(book) == {"Amina": "seated", "Bert": "seated"}


def test_another_offer_ends_the_one_before(book):
    amina = come(book, "Amina")
    registering.offer(amina, name="Een", email="een@example.org")
    first = links.offer_token_of(of("Amina"))
    registering.offer(amina, name="Twee", email="twee@example.org")
    assert links.find(first, links.TAKE_OVER) is None


def test_token_opens_its_own_registration_only(book):
    come(book, "Amina")
    come(book, "Bert")
    token, other = links.token_of(of("Amina")), links.token_of(of("Bert"))
    assert links.find(token) == of("Amina")
    assert links.find(token.split("-")[0] + "-" + other.split("-")[1]) is None
    assert links.find(token[:-1] + ("0" if token[-1] != "0" else "1")) is None
    assert links.find(token, links.TAKE_OVER) is None
    for nonsense in ("", "x", "-", "0" * 32, "é" * 32 + "-0"):
        assert links.find(nonsense) is None


# --- the organiser -------------------------------------------------------------------------------------


def test_more_places_let_the_next_ones_up_and_fewer_unseat_nobody(book, cast):
    for name in ("Amina", "Bert", "Chris", "Dirk"):
        come(book, name)
    book.capacity = 3
    registering.set_rules(book, by=cast.moderator)
    assert states(book)["Chris"] == "seated"
    book.capacity = 1
    registering.set_rules(book, by=cast.moderator)
    assert sorted(states(book).values()) == ["seated", "seated", "seated", "waiting"]
    logged = book.log.filter(code="settings").values_list("values", flat=True)
    assert list(logged) == [{"before": 2, "capacity": 3}, {"before": 3, "capacity": 1}]


def test_organiser_cancels_for_somebody_and_the_mail_says_so(book, cast):
    registering.cancel(come(book, "Amina"), by=cast.moderator)
    assert "organisator" in OutgoingMail.objects.get(kind="registration-cancelled").text


def test_walk_in_sits_beyond_the_places_and_gets_no_mail(book, cast):
    for name in ("Amina", "Bert"):
        come(book, name)
    before = OutgoingMail.objects.count()
    registering.add_walk_in(book, by=cast.moderator, name="Zomaar")
    assert states(book)["Zomaar"] == "seated"
    assert of("Zomaar").attendance == "present"
    assert OutgoingMail.objects.count() == before


def test_who_may_not_change_the_event_organises_nothing(book, cast, event):
    amina = come(book, "Amina")
    for by in (cast.editor_a, cast.member, cast.coordinator):
        for deed in (
            lambda by: registering.book_for(event, by=by),
            lambda by: registering.set_rules(book, by=by),
            lambda by: registering.add_walk_in(book, by=by, name="X"),
            lambda by: registering.cancel(amina, by=by),
        ):
            with pytest.raises(PermissionDenied):
                deed(by)
    assert states(book) == {"Amina": "seated"}
    assert registering.book_for(event, by=cast.moderator) == book


def test_each_seat_has_a_line_in_the_log_and_no_name_in_it(book):
    for name in ("Amina", "Bert", "Chris"):
        come(book, name)
    registering.cancel(of("Amina"))
    codes = list(book.log.values_list("code", flat=True))
    assert codes == [
        "held", "confirmed", "held", "confirmed", "waiting", "confirmed", "cancelled", "promoted",
    ]  # fmt: skip
    assert not any("Amina" in str(entry) for entry in SeatLogEntry.objects.all())


def test_mails_are_as_many_as_changes(book):
    for name in ("Amina", "Bert", "Chris", "Dirk"):
        come(book, name)
    registering.cancel(of("Amina"))
    registering.cancel(of("Dirk"))
    assert OutgoingMail.objects.filter(key__startswith="seat:").count() == book.log.count()


# --- rows beside the page --------------------------------------------------------------------------------


def test_publishing_an_older_draft_of_the_page_changes_no_seat_sequence_or_status(book, event):
    older = event.save_revision()
    for name in ("Amina", "Bert", "Chris"):
        come(book, name)
    page = EventPage.objects.get(pk=event.pk)
    page.status, page.status_reason = "cancelled", "Ziek"
    page.save_revision().publish()

    def stands():
        book.refresh_from_db()
        page = EventPage.objects.get(pk=event.pk)
        told = (page.status, page.status_reason, page.calendar_entry.sequence)
        return list(book.registrations.values()), book.capacity, told

    before = stands()
    assert before[2] == ("cancelled", "Ziek", 1)
    for _time in range(2):
        older.publish()
        assert stands() == before


def test_mail_comes_in_the_language_of_who_signed_up(book):
    sign_up(book, "Amina", language="ar")
    mail = OutgoingMail.objects.get(to="amina@example.org")
    assert 'lang="ar" dir="rtl"' in mail.html
    assert "/ar/" in mail.text
