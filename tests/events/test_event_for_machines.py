"""An event for machines: its calendar file (RFC 5545), and its JSON-LD (schema.org)."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from icalendar import Calendar
from wagtail.models import PageViewRestriction

from tests.events.reading import calendar_file, entry_of, json_ld, page_of
from tests.factories import (
    dutch_time,
    make_event,
    make_image,
    make_translation,
)
from wijkzorg_events.ical import attachment_of, calendar_of

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("today")]


# The calendar file


def test_calendar_file_tells_a_calendar_what_it_needs(client, network, agenda):
    event = make_event(
        agenda,
        "Wijktafel: één café 🥧, samen; beter",
        venue_name="Vrouw en Vaart",
        address="Plein 2",
        postcode="1901 AB",
        city="Teststad",
        themes=network.themes[:1],
        description="<p>Over <b>eenzaamheid</b></p>",
    )
    answer = calendar_file(client, event)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="{event.slug}.ics"'
    entry = entry_of(client, event)
    assert str(entry["uid"]) == str(event.translation_key)
    assert str(entry["summary"]) == "Wijktafel: één café 🥧, samen; beter"
    assert str(entry["location"]) == "Vrouw en Vaart, Plein 2, 1901 AB Teststad"
    assert urlsplit(str(entry["url"])).path == event.url
    assert str(entry["status"]) == "CONFIRMED"
    assert entry["categories"].cats == ["Eenzaamheid"]
    assert "Over eenzaamheid" in str(entry["description"])
    assert entry["dtstamp"].dt.utcoffset() == timedelta(0)
    assert entry["sequence"] == 0
    assert "organizer" not in entry


@pytest.mark.parametrize("start", ["2027-03-27 14:00", "2027-03-28 14:00", "2026-10-25 14:00"])
def test_hours_in_the_calendar_file_are_dutch_with_the_rules_of_the_zone(client, agenda, start):
    event = make_event(agenda, "Klokwissel", start)
    calendar = Calendar.from_ical(calendar_file(client, event).content)
    [entry] = calendar.events
    for name, moment in (("dtstart", event.start_at), ("dtend", event.end_at)):
        assert entry[name].params["TZID"] == "Europe/Amsterdam"
        assert entry[name].dt == moment
    assert entry["dtstart"].dt.hour == 14
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Amsterdam"]


def test_lines_of_the_calendar_file_are_short_and_end_as_they_must(client, agenda):
    event = make_event(agenda, "Één lange naam met een 🥧 " * 6, summary="Zé" * 120)
    content = calendar_file(client, event).content
    lines = content.split(b"\r\n")
    assert lines[-1] == b""
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    assert str(entry_of(client, event)["summary"]).strip() == event.title.strip()


def test_calendar_file_names_the_first_host_that_everybody_may_mail(client, cast, agenda):
    cast.partner_b.email = "hamer@example.org"
    cast.partner_b.save_revision().publish()
    event = make_event(agenda, hosts=[cast.partner_a, cast.partner_b])
    organizer = entry_of(client, event)["organizer"]
    assert str(organizer) == "mailto:hamer@example.org"
    assert organizer.params["CN"] == "Klusclub De Hamer"


def test_file_for_a_mail_is_that_of_the_page(agenda, cast):
    event = make_event(agenda, venue=cast.partner_a)
    [entry] = Calendar.from_ical(attachment_of(event)).events
    assert str(entry["uid"]) == str(event.translation_key)
    assert str(entry["url"]).endswith(event.url)
    assert str(entry["location"]) == "Buurtkamer De Kade"


def test_calendar_with_only_when_and_where_tells_nothing_else(agenda):
    event = make_event(
        agenda, address="Plein 2", description="<p>Over schulden</p>", summary="Over schulden"
    )
    text = calendar_of([event], only_when_and_where=True).decode()
    [entry] = Calendar.from_ical(text).events
    assert set(entry) == {
        "UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "STATUS", "LOCATION",
    }  # fmt: skip
    assert "schulden" not in text


def test_translation_has_the_same_uid(client, agenda):
    event = make_event(agenda)
    english = make_translation(event, title="Neighbourhood table")
    assert entry_of(client, english)["uid"] == entry_of(client, event)["uid"]
    assert str(entry_of(client, english)["summary"]) == "Neighbourhood table"


def test_cancelled_event_is_cancelled_in_the_calendar_too_with_the_reason(client, agenda):
    event = make_event(agenda, status="cancelled", status_reason="De zaal lekt.")
    entry = entry_of(client, event)
    assert str(entry["status"]) == "CANCELLED"
    assert str(entry["description"]).startswith("De zaal lekt.")


def test_online_link_is_the_place_of_an_event_without_one(client, agenda):
    event = make_event(agenda, online_url="https://example.org/mee")
    assert str(entry_of(client, event)["location"]) == "https://example.org/mee"


def test_new_lines_in_a_text_add_nothing_to_the_calendar(client, agenda):
    evil = "Tafel\r\nSTATUS:CANCELLED\r\nEND:VEVENT\nBEGIN:VEVENT"
    event = make_event(agenda, evil, slug="tafel", venue_name=evil, summary=evil)
    text = calendar_file(client, event).content.decode()
    assert text.count("\r\nBEGIN:VEVENT") == 1
    entry = entry_of(client, event)
    assert str(entry["status"]) == "CONFIRMED"
    for name in ("summary", "location"):
        assert "STATUS:CANCELLED" in str(entry[name])


def test_draft_or_private_event_has_no_calendar_file(client, agenda):
    draft = make_event(agenda, "Concept", live=False)
    assert client.get(f"{agenda.url}{draft.slug}/ics/").status_code == 404
    private = make_event(agenda, "Besloten")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    assert client.get(f"{private.url}ics/").status_code == 302


# JSON-LD


def test_json_ld_has_what_schema_org_asks(client, cast, agenda):
    event = make_event(
        agenda, "Wijktafel", venue_name="Vrouw en Vaart", address="Plein 2", hosts=[cast.partner_b]
    )
    data = json_ld(page_of(client, event))
    assert data["@type"] == "Event"
    assert data["name"] == "Wijktafel"
    assert data["startDate"] == "2027-05-21T12:00:00+02:00"
    assert data["endDate"] == "2027-05-21T14:00:00+02:00"
    assert data["eventStatus"] == "https://schema.org/EventScheduled"
    assert data["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    [place] = data["location"]
    assert place["name"] == "Vrouw en Vaart"
    assert place["address"]["streetAddress"] == "Plein 2"
    [organizer] = data["organizer"]
    assert organizer["name"] == "Klusclub De Hamer"
    assert urlsplit(organizer["url"]).path == cast.partner_b.url
    assert "previousStartDate" not in data


def test_json_ld_of_a_cancelled_event(client, agenda):
    event = make_event(agenda, status="cancelled", status_reason="De zaal lekt.")
    assert json_ld(page_of(client, event))["eventStatus"] == "https://schema.org/EventCancelled"


def test_json_ld_of_a_moved_event_tells_when_it_was_to_begin(client, agenda):
    was = dutch_time("2027-05-20 12:00")
    event = make_event(
        agenda, status="rescheduled", status_reason="De zaal lekt.", previous_start_at=was
    )
    data = json_ld(page_of(client, event))
    assert data["eventStatus"] == "https://schema.org/EventRescheduled"
    assert datetime.fromisoformat(data["previousStartDate"]) == was


def test_json_ld_without_hosts_names_the_network(client, agenda):
    assert json_ld(page_of(client, make_event(agenda)))["organizer"]["name"] == "Wijkzorg Westkant"


def test_json_ld_shows_the_photo_that_the_page_shows_and_claims_no_price(client, agenda):
    event = make_event(agenda, photo=make_image("Zaal"))
    data = json_ld(page_of(client, event))
    assert client.get(urlsplit(data["image"]).path).status_code == 200
    assert "isAccessibleForFree" not in data
    assert "image" not in json_ld(page_of(client, make_event(agenda, "Zonder foto")))


def test_json_ld_of_an_online_event(client, agenda):
    data = json_ld(page_of(client, make_event(agenda, online_url="https://example.org/mee")))
    assert data["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"
    assert data["location"] == [{"@type": "VirtualLocation", "url": "https://example.org/mee"}]


def test_title_does_not_break_out_of_the_script(client, agenda):
    evil = "</script><script>alert(1)</script>"
    html = page_of(client, make_event(agenda, evil, slug="tafel"))
    assert "<script>alert(1)" not in html
    assert json_ld(html)["name"] == evil
