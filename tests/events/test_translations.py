"""When, where and whether an event goes ahead is that of the source page in every language."""

from datetime import timedelta

import pytest
from wagtail.models import Locale

from tests.factories import dutch_time, make_event, make_report, make_translation
from wijkzorg_events.models import Agreement, EventHost, EventPage

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("today")]


@pytest.fixture
def event(agenda):
    return make_event(agenda, "Wijktafel")


@pytest.fixture
def english(event):
    return make_translation(event, title="Neighbourhood table")


def publish(event, **values):
    for name, value in values.items():
        setattr(event, name, value)
    event.save_revision().publish()


def test_event_that_moves_moves_in_every_language(client, event, english):
    was, now = event.start_at, dutch_time("2027-05-28 15:00")
    publish(
        event,
        status="rescheduled",
        status_reason="De zaal lekt.",
        previous_start_at=was,
        start_at=now,
        end_at=now + timedelta(hours=2),
    )
    english.refresh_from_db()
    assert (english.start_at, english.end_at) == (now, now + timedelta(hours=2))
    assert english.previous_start_at == was
    assert english.is_moved
    assert "Neighbourhood table" in client.get(english.url).content.decode()


def test_event_that_is_cancelled_is_cancelled_in_every_language(client, event, english):
    publish(event, status="cancelled", status_reason="De zaal lekt.")
    english.refresh_from_db()
    assert english.is_cancelled
    assert b"STATUS:CANCELLED" in client.get(f"{english.url}ics/").content
    assert "EventCancelled" in client.get(english.url).content.decode()


def test_draft_of_a_change_moves_nothing(event, english):
    start = event.start_at
    event.start_at += timedelta(days=1)
    event.end_at += timedelta(days=1)
    event.save_revision()
    english.refresh_from_db()
    assert english.start_at == start


def test_own_words_of_a_translation_stay(event, english):
    publish(event, title="Andere naam", venue_name="De tuin")
    english.refresh_from_db()
    assert english.title == "Neighbourhood table"


@pytest.mark.parametrize("live", [True, False])
def test_words_that_wait_in_a_draft_of_a_translation_stay_and_get_the_new_facts(
    event, english, live
):
    if not live:
        english.unpublish()
    english.title = "Better words"
    english.save_revision()
    now = event.start_at + timedelta(days=1)
    publish(event, start_at=now, end_at=now + timedelta(hours=2))
    english = EventPage.objects.get(pk=english.pk)
    assert (english.title, english.start_at) == ("Neighbourhood table", now)
    draft = english.get_latest_revision_as_object()
    assert (draft.title, draft.start_at) == ("Better words", now)
    assert english.has_unpublished_changes
    assert english.live is live


def test_venue_hosts_areas_themes_and_languages_follow(network, cast, event, english):
    event.areas.set([network.wijk])
    event.themes.set(network.themes)
    event.hosts = [EventHost(partner=cast.partner_b)]
    publish(event, venue=cast.partner_a)
    english = EventPage.objects.get(pk=english.pk)
    assert english.venue == cast.partner_a
    assert list(english.areas.all()) == [network.wijk]
    assert english.theme_slugs == event.theme_slugs
    assert english.organisers == ["Klusclub De Hamer"]


def test_event_that_is_taken_offline_is_gone_in_every_language(client, event, english):
    event.unpublish()
    english.refresh_from_db()
    assert not english.live
    assert client.get(english.get_url()).status_code == 404


def test_translation_that_is_a_draft_stays_one_with_the_right_hour(event):
    english = event.copy_for_translation(
        Locale.objects.get_or_create(language_code="en")[0], copy_parents=True
    )
    english.save_revision()
    now = dutch_time("2027-05-28 15:00")
    publish(event, start_at=now, end_at=now + timedelta(hours=1))
    english = EventPage.objects.get(pk=english.pk)
    assert not english.live
    assert english.get_latest_revision_as_object().start_at == now


def test_translation_with_an_older_cancelled_reason_is_still_published(event, english):
    """The reason is a text of each language: without one, the facts go before the words."""
    assert english.status_reason == ""
    publish(event, status="cancelled", status_reason="De zaal lekt.")
    english.refresh_from_db()
    assert english.live
    assert english.is_cancelled


def test_partner_of_an_event_below_a_translated_profile(cast):
    event = make_event(cast.partner_a, "Open tafel")
    english = make_translation(event, title="Open table")
    assert english.own_partner == english.get_parent().specific
    assert list(EventPage.objects.of_partner(cast.partner_a).order_by("pk")) == [event, english]


def test_state_of_an_agreement_is_that_of_the_source(event):
    """Whether something is done is a fact: a translation must not keep it open."""
    report = make_report(event, agreements=[Agreement(what="Folders brengen")])
    english = make_translation(report, title="Report")
    [agreement] = report.agreements.all()
    agreement.state = "done"
    report.agreements = [agreement]
    publish(report, number_present=40)
    english = type(report).objects.get(pk=english.pk)
    assert english.number_present == 40
    assert [one.state for one in english.agreements_to_show] == ["done"]
