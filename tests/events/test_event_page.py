"""An event: what its form refuses, its page and chain, and whom it never names."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from wagtail.models import PageViewRestriction

from tests.events.reading import entry_of, page_of
from tests.factories import (
    dutch_time,
    make_event,
    make_image,
    make_partner,
    make_report,
    make_translation,
)
from wijkzorg_events.models import Agreement
from wijkzorg_partners.models import Location, PartnerPage

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("today")]


# What the form refuses


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"end_at": dutch_time("2027-05-21 11:00")}, "end_at"),
        ({"end_at": dutch_time("2027-05-21 12:00")}, "end_at"),
        ({"status": "cancelled"}, "status_reason"),
        ({"status": "rescheduled", "previous_start_at": datetime(2027, 5, 1, tzinfo=UTC)}, "status_reason"),
        ({"status": "rescheduled", "status_reason": "De zaal lekt."}, "previous_start_at"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_at_its_field(agenda, values, field):
    event = make_event(agenda)
    for name, value in values.items():
        setattr(event, name, value)
    with pytest.raises(ValidationError) as refused:
        event.full_clean()
    assert list(refused.value.message_dict) == [field]


def test_event_does_not_follow_on_itself(agenda):
    event = make_event(agenda)
    event.previous_event = event
    with pytest.raises(ValidationError) as refused:
        event.full_clean()
    assert list(refused.value.message_dict) == ["previous_event"]


def test_photo_of_which_nobody_told_what_is_to_be_seen_is_refused(agenda):
    event = make_event(agenda, photo=make_image())
    event.full_clean()
    event.photo.description = " "
    with pytest.raises(ValidationError) as refused:
        event.full_clean()
    assert list(refused.value.message_dict) == ["photo"]


def test_event_as_it_should_be_is_taken(agenda):
    make_event(agenda, status="cancelled", status_reason="De zaal lekt.").full_clean()


# The page


def test_page_tells_day_hour_place_programme_and_who_holds_it(client, cast, agenda):
    event = make_event(
        agenda,
        "Wijktafel",
        venue_name="Vrouw en Vaart",
        address="Plein 2",
        audience="Iedereen",
        hosts=[cast.partner_b],
        programme=[("Lunch", ""), ("De drie O's", "Onderzoeker, hogeschool")],
    )
    html = page_of(client, event)
    for words in ("21 mei 2027", "Vrouw en Vaart", "Plein 2", "Lunch", "Onderzoeker, hogeschool", "Iedereen", "Klusclub De Hamer"):  # fmt: skip
        assert words in html


def test_place_is_the_venues_first_one(client, cast, agenda):
    cast.partner_a.locations = [
        Location(
            address="Kade 1",
            postcode="1901 AA",
            city="Teststad",
            accessibility="Zonder drempel",
            locale=cast.partner_a.locale,
        )
    ]
    cast.partner_a.save_revision().publish()
    event = make_event(agenda, venue=cast.partner_a)
    html = page_of(client, event)
    for words in ("Buurtkamer De Kade", "Kade 1", "1901 AA", "Zonder drempel"):
        assert words in html
    assert (
        str(entry_of(client, event)["location"]) == "Buurtkamer De Kade, Kade 1, 1901 AA Teststad"
    )


def test_address_of_the_event_goes_before_that_of_the_venue(cast, agenda):
    event = make_event(agenda, venue=cast.partner_a, venue_name="De tuin erachter")
    assert event.place["name"] == "De tuin erachter"
    assert event.short_place.startswith("De tuin erachter")


def test_venue_keeps_its_name_when_the_event_has_an_address_of_its_own(client, cast, agenda):
    event = make_event(agenda, venue=cast.partner_a, address="Tuinpad 3", city="Teststad")
    assert str(entry_of(client, event)["location"]) == "Buurtkamer De Kade, Tuinpad 3, Teststad"
    assert event.short_place.startswith("Buurtkamer De Kade")


def test_open_table_elsewhere_is_not_told_to_be_at_the_partner(cast):
    event = make_event(cast.partner_a, "Open tafel", address="Tuinpad 3")
    assert event.place["name"] == ""
    assert event.short_place == "Tuinpad 3"


def test_event_below_a_partner_is_there_and_held_by_it(cast):
    event = make_event(cast.partner_a, "Open tafel")
    assert event.own_partner == cast.partner_a
    assert event.place["name"] == "Buurtkamer De Kade"
    assert event.organisers == ["Buurtkamer De Kade"]


def test_partner_that_is_host_of_its_own_event_is_named_once(cast):
    event = make_event(cast.partner_a, hosts=[cast.partner_b, cast.partner_a])
    assert sorted(event.organisers) == ["Buurtkamer De Kade", "Klusclub De Hamer"]


def test_previous_and_next_event_show_on_each_other(client, agenda):
    first = make_event(agenda, "Eerste tafel", "2027-04-09 12:00")
    second = make_event(agenda, "Tweede tafel", "2027-05-21 12:00", previous_event=first)
    draft = make_event(agenda, "Concepttafel", "2027-05-20 12:00", previous_event=first, live=False)
    assert f'href="{second.url}"' in page_of(client, first)
    assert f'href="{first.url}"' in page_of(client, second)
    assert draft.title not in page_of(client, first)


def test_previous_event_that_is_not_public_is_not_named(client, agenda):
    first = make_event(agenda, "Geheime tafel", "2027-04-09 12:00", live=False)
    assert "Geheime tafel" not in page_of(
        client, make_event(agenda, "Tweede", previous_event=first)
    )


def test_next_event_of_a_translation_is_the_one_in_its_language(agenda):
    first = make_event(agenda, "Eerste tafel", "2027-04-09 12:00")
    second = make_event(agenda, "Tweede tafel", previous_event=first)
    english = make_translation(first, title="First table")
    assert english.public_next == second


def test_agreements_of_the_event_before_return_with_the_open_ones_first(client, agenda):
    first = make_event(agenda, "Eerste tafel", "2027-04-09 12:00")
    make_report(
        first,
        agreements=[
            Agreement(what="Sleutels geregeld", state="done"),
            Agreement(what="Folders rondbrengen", who="Buurtvrouwen"),
        ],
    )
    html = page_of(client, make_event(agenda, "Tweede tafel", previous_event=first))
    assert 0 < html.index("Folders rondbrengen") < html.index("Sleutels geregeld")
    assert "Buurtvrouwen" in html


def test_agreements_of_a_report_that_is_a_draft_do_not_show(client, agenda):
    first = make_event(agenda, "Eerste tafel", "2027-04-09 12:00")
    make_report(first, live=False, agreements=[Agreement(what="Nog geheim")])
    assert "Nog geheim" not in page_of(client, make_event(agenda, previous_event=first))


def test_report_behind_a_log_in_shows_nothing_on_the_events_around_it(client, agenda):
    first = make_event(agenda, "Eerste tafel", "2027-04-09 12:00")
    report = make_report(first, agreements=[Agreement(what="Nog geheim")])
    PageViewRestriction.objects.create(page=report, restriction_type="login")
    second = make_event(agenda, "Tweede tafel", previous_event=first)
    assert "Nog geheim" not in page_of(client, second)
    assert report.url not in page_of(client, first)


def test_agreements_return_on_the_next_event_in_another_language(agenda):
    """Where the report is not translated, what was agreed is still of use."""
    first = make_event(agenda, "Eerste tafel", "2027-04-09 12:00")
    make_report(first, agreements=[Agreement(what="Folders rondbrengen")])
    second = make_event(agenda, "Tweede tafel", previous_event=first)
    make_translation(first, title="First table")
    english = make_translation(second, title="Second table")
    with translation.override("en"):
        assert [one.what for one in english.agreements_before] == ["Folders rondbrengen"]


# Whom it never names


def everything_about(client, agenda, event):
    """What each door tells of an event, by door."""
    api = f"/api/wagtail/v2/pages/{event.pk}/"
    doors = {
        "page": event.url,
        "calendar file": f"{event.url}ics/",
        "agenda": agenda.url,
        "month": f"{agenda.url}?view=month&month=2027-05",
        "API": api,
        "API, list": "/api/wagtail/v2/pages/?type=wijkzorg_events.EventPage&fields=*",
        "search": "/zoeken/?q=wijktafel",
        "search API": "/api/v1/search?q=wijktafel",
        "home": "/",
        "district": "/westkant/",
    }
    told = {}
    for door, url in doors.items():
        answer = client.get(url)
        assert answer.status_code == 200, door
        told[door] = answer.content.decode().replace("\r\n ", "")
    assert event.title in told["agenda"]
    return told


@pytest.fixture
def hidden_partner(request, network):
    partner = make_partner(network.directory, "Geheime kamer", live=request.param != "draft")
    partner.locations = [Location(address="Schuilpad 7", locale=partner.locale)]
    if request.param == "draft":
        partner.save()
    else:
        partner.save_revision().publish()
    if request.param == "private":
        PageViewRestriction.objects.create(page=partner, restriction_type="login")
    if request.param == "unpublished":
        partner.unpublish()
    return partner


@pytest.mark.parametrize("hidden_partner", ["draft", "private", "unpublished"], indirect=True)
@pytest.mark.parametrize("role", ["venue", "host"])
def test_partner_that_nobody_may_see_is_named_nowhere(
    client, network, agenda, hidden_partner, role
):
    fields = {"venue": hidden_partner} if role == "venue" else {"hosts": [hidden_partner]}
    event = make_event(agenda, "Wijktafel", areas=[network.wijk], **fields)
    told = everything_about(client, agenda, event)
    wrong = [
        door
        for door, text in told.items()
        if "Geheime kamer" in text or "geheime-kamer" in text or "Schuilpad" in text
    ]
    assert wrong == []


def test_partner_that_everybody_may_see_is_named_at_the_same_doors(client, network, cast, agenda):
    """The control of the test above."""
    event = make_event(agenda, "Wijktafel", areas=[network.wijk], venue=cast.partner_b)
    told = everything_about(client, agenda, event)
    for door in ("page", "calendar file", "agenda", "month", "API", "API, list"):
        assert "Klusclub De Hamer" in told[door], door


@pytest.mark.parametrize("hidden_partner", ["draft", "private"], indirect=True)
def test_search_does_not_find_an_event_by_a_partner_that_nobody_may_see(
    client, agenda, hidden_partner
):
    """Who searches for the secret name must not learn that it has to do with this event."""
    make_event(agenda, "Wijktafel", venue=hidden_partner)
    assert client.get("/api/v1/search?q=geheime").json()["results"] == []


def found_by(client, word):
    results = client.get(f"/api/v1/search?q={word}&type=event").json()["results"]
    return [one["title"] for one in results]


@pytest.mark.both_databases
@pytest.mark.usefixtures("search_follows")
def test_search_finds_an_event_by_its_venue_as_soon_as_that_is_public(client, network, agenda):
    partner = make_partner(network.directory, "Buurthuis Zonneroos", live=False)
    make_event(agenda, "Wijktafel", venue=partner)
    assert found_by(client, "zonneroos") == []
    partner.save_revision().publish()
    assert found_by(client, "zonneroos") == ["Wijktafel"]
    PartnerPage.objects.get(pk=partner.pk).unpublish()
    assert found_by(client, "zonneroos") == []


@pytest.mark.both_databases
@pytest.mark.usefixtures("search_follows")
def test_search_finds_an_event_by_the_new_name_of_its_venue_only(client, network, agenda):
    partner = make_partner(network.directory, "Buurthuis Zonneroos")
    make_event(agenda, "Wijktafel", venue=partner)
    partner.title = "Buurthuis Korenbloem"
    partner.save_revision().publish()
    assert found_by(client, "korenbloem") == ["Wijktafel"]
    assert found_by(client, "zonneroos") == []


@pytest.mark.both_databases
@pytest.mark.usefixtures("search_follows")
def test_search_finds_an_event_by_programme_place_and_theme(client, network, agenda):
    event = make_event(
        agenda,
        "Wijktafel",
        venue_name="Vaartzicht",
        themes=network.themes[:1],
        programme=[("Kantklossen", "")],
    )
    for word in ("kantklossen", "vaartzicht", "alleen"):
        found = client.get(f"/api/v1/search?q={word}&type=event").json()["results"]
        assert [one["id"] for one in found] == [event.pk], word
    assert client.get("/api/v1/search?q=harmonica&type=event").json()["results"] == []
