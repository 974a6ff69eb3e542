"""What calendars are told of an event: SEQUENCE rises when it must, and no older draft turns it back."""

from datetime import timedelta

import pytest
from wagtail.models import Revision

from tests.events.forms import approve, change, sent_by
from tests.events.reading import entry_of
from tests.factories import dutch_time, make_event, make_many_events, make_translation
from wijkzorg_events.models import CalendarEntry, EventPage
from wijkzorg_partners.models import Location

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("today")]

LATER = dutch_time("2027-05-28 15:00")
CANCELLED = {"status": "cancelled", "status_reason": "De zaal lekt."}


@pytest.fixture
def event(agenda):
    return make_event(agenda, "Wijktafel", address="Plein 2")


def now(event):
    return EventPage.objects.get(pk=event.pk)


def draft(event, **values):
    """A revision made from how the event stands now, not yet published."""
    page = now(event)
    for name, value in values.items():
        setattr(page, name, value)
    return page.save_revision()


def publish(event, **values):
    draft(event, **values).publish()


def sequence(event):
    return CalendarEntry.objects.get(uid=event.translation_key).sequence


def move(event, start=LATER):
    publish(event, start_at=start, end_at=start + timedelta(hours=2))


# When it rises


@pytest.mark.parametrize(
    "change",
    [
        {"start_at": dutch_time("2027-05-21 11:00")},
        {"end_at": dutch_time("2027-05-21 15:00")},
        {"address": "Plein 3"},
        {"venue_name": "De tuin"},
        {"city": "Teststad"},
        {"online_url": "https://example.org/mee"},
        CANCELLED,
    ],
    ids=lambda change: next(iter(change)),
)
def test_sequence_rises_by_one_with_time_place_or_cancellation(client, event, change):
    before = entry_of(client, event)
    assert before["sequence"] == 0
    publish(event, **change)
    after = entry_of(client, event)
    assert after["sequence"] == 1
    assert after["uid"] == before["uid"]


def test_sequence_stays_with_other_words_and_with_nothing_new(event):
    publish(event, title="Andere naam", summary="Ander verhaal", description="<p>Meer</p>")
    publish(event)
    now(event).save()
    assert sequence(event) == 0


def test_draft_tells_calendars_nothing(event):
    draft(event, start_at=LATER, end_at=LATER + timedelta(hours=2))
    assert sequence(event) == 0


def test_last_modified_is_when_it_last_changed(client, event, today):
    today.shift(timedelta(days=1))
    move(event)
    entry = entry_of(client, event)
    assert entry["last-modified"].dt == entry["dtstamp"].dt == dutch_time("2027-05-13 12:00")
    today.shift(timedelta(days=1))
    assert entry_of(client, event)["dtstamp"].dt == dutch_time("2027-05-13 12:00")


def test_event_that_was_public_before_this_was_kept_rises_when_it_moves(network, agenda):
    """Such as rows that are older than the table, or that were written past the model."""
    [event] = make_many_events(network, agenda, 1)
    assert not CalendarEntry.objects.filter(uid=event.translation_key).exists()
    move(event)
    assert sequence(event) == 1


def test_event_that_moves_while_it_is_offline_rises_when_it_is_public_again(event):
    now(event).unpublish()
    assert sequence(event) == 0
    move(event)
    assert sequence(event) == 1


def test_move_of_a_row_without_a_revision_is_told_too(event):
    """As an import or a command may do."""
    row = now(event)
    row.start_at, row.title = row.start_at - timedelta(hours=1), "Niet opgeslagen"
    row.save(update_fields=["start_at"])
    assert sequence(event) == 1


def test_event_that_was_never_public_has_no_entry(agenda):
    event = make_event(agenda, "Concept", live=False)
    publish(make_event(agenda, "Openbaar"))
    draft(event, address="Plein 3")
    now(event).save()
    assert not CalendarEntry.objects.filter(uid=event.translation_key).exists()


def test_translations_share_the_entry_of_their_source(client, event):
    english = make_translation(event, title="Neighbourhood table")
    publish(english, title="Other words")
    assert entry_of(client, english)["sequence"] == 0
    move(event)
    for page in (event, english):
        assert entry_of(client, now(page))["sequence"] == 1
    assert english.translation_key == event.translation_key
    assert CalendarEntry.objects.filter(uid=event.translation_key).count() == 1


def test_event_in_another_language_only_is_told_of_as_well(agenda):
    english = make_event(make_translation(agenda), "Only in English")
    move(english)
    assert sequence(english) == 1


def test_event_at_a_partner_moves_with_it(agenda, cast):
    partner = cast.partner_b
    partner.locations = [Location(address="Oude weg 1", postcode="1901 AB", city="Teststad")]
    partner.save_revision().publish()
    coming = make_event(agenda, "Komt", venue=partner)
    been = make_event(agenda, "Geweest", "2027-05-01 12:00", venue=partner)
    elsewhere = make_event(agenda, "Elders", address="Plein 2")
    partner.locations = [Location(address="Nieuwe weg 9", postcode="1901 AB", city="Teststad")]
    partner.save_revision().publish()
    assert [sequence(one) for one in (coming, been, elsewhere)] == [1, 0, 0]


# An older draft


def test_older_draft_does_not_bring_a_cancelled_event_back(client, event):
    older = draft(event, title="Betere naam")
    publish(event, **CANCELLED)
    older.publish()
    shown = now(event)
    assert (shown.title, shown.status, shown.status_reason) == (
        "Betere naam",
        "cancelled",
        "De zaal lekt.",
    )
    entry = entry_of(client, shown)
    assert (entry["sequence"], str(entry["status"])) == (1, "CANCELLED")


def test_older_draft_with_the_same_hours_does_not_lower_the_sequence(event):
    move(event)
    older = draft(event, title="Betere naam")
    publish(event, address="Plein 3")
    publish(event, address="Plein 2")
    assert sequence(event) == 3
    older.publish()
    assert sequence(event) == 3


def test_older_draft_does_not_move_back_what_was_announced_as_moved(event):
    older = draft(event, title="Betere naam")
    moved = {
        "status": "rescheduled",
        "status_reason": "De zaal lekt.",
        "previous_start_at": event.start_at,
        "start_at": LATER,
        "end_at": LATER + timedelta(hours=2),
    }
    publish(event, **moved)
    older.publish()
    shown = now(event)
    assert {name: getattr(shown, name) for name in moved} == moved
    assert sequence(event) == 1


def test_editor_who_opens_the_older_draft_sees_that_it_is_cancelled(event):
    older = draft(event, title="Betere naam")
    publish(event, **CANCELLED)
    opened = Revision.objects.get(pk=older.pk).as_object()
    assert (opened.title, opened.status) == ("Betere naam", "cancelled")


def test_new_draft_takes_the_cancellation_back_and_raises_the_sequence(client, event):
    publish(event, **CANCELLED)
    publish(event, status="scheduled", status_reason="")
    shown = now(event)
    assert not shown.is_cancelled
    entry = entry_of(client, shown)
    assert (entry["sequence"], str(entry["status"])) == (2, "CONFIRMED")


def test_older_draft_of_what_goes_on_again_does_not_cancel_it_again(event):
    publish(event, **CANCELLED)
    older = draft(event, title="Betere naam")
    publish(event, status="scheduled", status_reason="")
    older.publish()
    assert (now(event).title, now(event).status) == ("Betere naam", "scheduled")


def test_page_that_was_read_before_the_cancellation_does_not_undo_it(event):
    read_before = now(event)
    publish(event, **CANCELLED)
    read_before.title = "Betere naam"
    read_before.save()
    assert (now(event).title, now(event).status) == ("Betere naam", "cancelled")


def test_proposal_that_waited_does_not_bring_back_what_was_cancelled_meanwhile(
    cast, agenda, as_user
):
    event = make_event(cast.partner_a, "Samen soep eten", kind="open_table")
    editor = as_user(cast.editor_a)
    change(editor, event, title="Samen pap eten", **{"action-submit": "1"})
    row = now(event)
    row.status, row.status_reason = "cancelled", "De kok is ziek."
    row.save()
    approve(as_user(cast.moderator), event)
    assert (now(event).title, now(event).status) == ("Samen pap eten", "cancelled")
    assert sequence(event) == 1


# A form that was opened before


@pytest.mark.parametrize("button", [{}, {"action-publish": "1"}])
@pytest.mark.parametrize(
    "meanwhile",
    [CANCELLED, {"start_at": LATER, "end_at": LATER + timedelta(hours=2)}],
    ids=["cancelled", "moved"],
)
def test_form_that_was_opened_before_does_not_take_back_what_was_announced(
    event, cast, as_user, button, meanwhile
):
    officer, path = as_user(cast.administrator), f"/cms/pages/{event.pk}/edit/"
    opened = sent_by(officer.get(path))
    publish(event, **meanwhile)
    revisions = Revision.objects.count()
    refused = officer.post(path, {**opened, "title": "Betere naam", **button})
    assert refused.status_code == 200
    assert list(refused.context["form"].errors) == ["status"]
    assert Revision.objects.count() == revisions
    assert refused.context["form"]["title"].value() == "Betere naam"
    again = officer.post(path, {**sent_by(refused), "action-publish": "1"})
    assert again.status_code == 302
    shown = now(event)
    assert shown.title == "Betere naam"
    assert {name: getattr(shown, name) for name in meanwhile} == meanwhile
    assert sequence(event) == 1


def test_whoever_read_that_it_is_cancelled_can_let_it_go_ahead(event, cast, as_user):
    publish(event, **CANCELLED)
    sent = {"status": "scheduled", "status_reason": "", "action-publish": "1"}
    assert change(as_user(cast.administrator), event, **sent).status_code == 302
    assert not now(event).is_cancelled


def test_form_that_was_opened_before_another_word_changed_is_taken(event, cast, as_user):
    officer, path = as_user(cast.administrator), f"/cms/pages/{event.pk}/edit/"
    opened = sent_by(officer.get(path))
    publish(event, summary="Anders")
    sent = {**opened, "title": "Betere naam", "action-publish": "1"}
    assert officer.post(path, sent).status_code == 302
    assert now(event).title == "Betere naam"


def test_older_draft_of_a_translation_does_not_bring_it_back(event):
    english = make_translation(event, title="Neighbourhood table")
    older = draft(english, title="Better words")
    publish(event, **CANCELLED)
    older.publish()
    assert (now(english).title, now(english).status) == ("Better words", "cancelled")


def test_translated_reason_is_published(event):
    english = make_translation(event, title="Neighbourhood table")
    publish(event, **CANCELLED)
    publish(english, status_reason="The hall leaks.")
    publish(event, summary="Jammer.")
    assert (now(english).status, now(english).status_reason) == ("cancelled", "The hall leaks.")
