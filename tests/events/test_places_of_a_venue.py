"""Which of the places of a partner an event is at."""

import uuid

import pytest

from tests.events.forms import add, change
from tests.events.reading import entry_of, page_of
from tests.factories import make_event, make_translation
from wijkzorg_events.models import EventPage
from wijkzorg_partners.models import Location, PartnerPage


def place(partner, name, address, **more):
    return Location(
        name=name, address=address, city="Teststad", locale=partner.locale, sort_order=0, **more
    )


@pytest.fixture(scope="module")
def standing_places(standing, standing_lists, standing_cast):
    partner = standing.cast.partner_a
    partner.locations = [
        place(partner, "Huiskamer", "Kade 1", postcode="1901 AA"),
        place(partner, "Werkplaats", "Loods 7", accessibility="Zonder drempel"),
        place(partner, "Thuis", "Stille Laan 9", postcode="1902 BB", address_hidden=True),
    ]
    partner.save_revision().publish()
    standing.event = make_event(standing.agenda, "Tafel", venue=partner)


@pytest.fixture
def partner(standing_places, cast):
    return PartnerPage.objects.get(pk=cast.partner_a.pk)


@pytest.fixture
def event(partner, copied):
    return copied.event


@pytest.fixture
def officer(as_user, cast):
    return as_user(cast.communications)


def key_of(partner, name):
    return partner.locations.get(name=name).translation_key


def choose(officer, partner, event, name):
    """The officer chooses a place by its name and publishes."""
    sent = {"location_key": str(key_of(partner, name)), "action-publish": "1"}
    assert change(officer, event, **sent).status_code == 302


def fresh(event):
    return EventPage.objects.get(pk=event.pk)


def test_without_a_choice_it_is_the_first_place(client, event):
    assert fresh(event).place["address"] == "Kade 1"


def test_officer_chooses_another_place_and_everybody_is_told(client, officer, partner, event):
    choose(officer, partner, event, "Werkplaats")
    html = page_of(client, event)
    for words in ("Buurtkamer De Kade", "Loods 7", "Zonder drempel"):
        assert words in html
    assert "Kade 1" not in html
    assert str(entry_of(client, event)["location"]) == "Buurtkamer De Kade, Loods 7, Teststad"


def test_a_new_event_gets_its_place_when_the_venue_is_there(officer, agenda, partner):
    answer = add(officer, EventPage, agenda, title="Nieuw", slug="nieuw", summary="Soep.", start_at="2037-05-21 12:00", end_at="2037-05-21 14:00", venue=partner.pk, location_key=str(key_of(partner, "Werkplaats")))  # fmt: skip
    assert answer.status_code == 302
    assert EventPage.objects.get(slug="nieuw").place["address"] == "Loods 7"


def test_a_hidden_address_stays_hidden_in_the_form_too(client, officer, partner, event):
    choose(officer, partner, event, "Thuis")
    form = officer.get(f"/cms/pages/{event.pk}/edit/").content.decode()
    for html in (page_of(client, event), form):
        assert "1902" in html
        for hidden in ("Stille Laan", "1902 BB"):
            assert hidden not in html


@pytest.mark.parametrize("whose", ["another partner", "nobody"])
def test_a_place_that_is_not_of_the_venue_is_refused(officer, cast, event, whose):
    other = cast.partner_b
    other.locations = [place(other, "Elders", "Verweg 3")]
    other.save_revision().publish()
    key = key_of(other, "Elders") if whose == "another partner" else uuid.uuid4()
    answer = change(officer, event, location_key=str(key), title="Toch getypt")
    assert list(answer.context["form"].errors) == ["location_key"]
    assert "Toch getypt" in answer.content.decode()


def test_a_place_that_only_a_draft_of_the_partner_has_is_refused(officer, partner, event):
    partner.locations.add(place(partner, "Straks", "Toekomstweg 1"))
    partner.save_revision()
    key = list(partner.locations.all())[-1].translation_key
    assert "location_key" in change(officer, event, location_key=str(key)).context["form"].errors


def test_the_choice_survives_what_the_partner_publishes(officer, partner, event):
    """Also when the rows of the places are made anew, in another order."""
    choose(officer, partner, event, "Werkplaats")
    places = list(partner.locations.all())
    for row in places:
        row.pk = None
    partner.locations = [places[1], places[2], places[0]]
    partner.save_revision().publish()
    assert fresh(event).place["address"] == "Loods 7"


def test_a_place_that_is_gone_leaves_the_first_one(officer, partner, event):
    choose(officer, partner, event, "Werkplaats")
    partner.locations = [one for one in partner.locations.all() if one.name != "Werkplaats"]
    partner.save_revision().publish()
    assert fresh(event).place["address"] == "Kade 1"
    assert change(officer, event, location_key="").status_code == 302


def test_a_translation_is_at_the_same_place(client, officer, partner, event):
    english = make_translation(event, "en")
    make_translation(partner, "en")
    choose(officer, partner, event, "Werkplaats")
    assert "Loods 7" in page_of(client, english)


def test_an_editor_of_the_partner_is_not_asked(as_user, cast, partner):
    event = make_event(partner, "Open tafel", kind="open_table")
    answer = change(as_user(cast.editor_a), event, location_key=str(key_of(partner, "Werkplaats")))
    assert answer.status_code == 302
    newest = fresh(event).get_latest_revision_as_object()
    assert newest.location_key is None
