"""What changed between two versions of a page, told in words."""

import sys
from datetime import date
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.factories import make_event, make_image, make_language, make_partner
from wijkzorg_events.models import AgendaPage, ProgrammeItem
from wijkzorg_partners.changes import changes_between
from wijkzorg_partners.models import ContactPerson, Location, PartnerPage, Service
from wijkzorg_partners.versions import versions_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def partner(network):
    partner = make_partner(
        network.directory,
        areas=[network.wijk],
        themes=network.themes[:1],
        phone="020 000 00 01",
        what_we_do="Koffie\nSamen eten\nWandelen",
    )
    partner.services = [Service(name="Koffie", access="walk_in", locale=partner.locale)]
    partner.locations = [Location(name="Achterzaal", address="Plein 1", locale=partner.locale)]
    partner.contact_persons = [ContactPerson(name="Noor", role="gastvrouw")]
    partner.save_revision().publish()
    return PartnerPage.objects.get(pk=partner.pk)


def draft(partner, **values):
    page = partner.get_latest_revision().as_object()
    for name, value in values.items():
        setattr(page, name, value)
    return page


def told(partner, page):
    """As a moderator reads it: the live version against the draft, both from their revisions."""
    revision = page.save_revision()
    before = partner.live_revision.as_object() if partner.live_revision else None
    slow = [str(change) for change in changes_between(before, revision.as_object())]
    live = [partner.live_revision] if partner.live_revision else []
    both = versions_of([*live, revision])
    quick = changes_between(both[live[0].pk] if live else None, both[revision.pk])
    assert [str(change) for change in quick] == slow
    return slow


def test_a_field_is_told_with_its_name_and_both_values(partner):
    page = draft(partner, phone="020 000 00 02")
    assert told(partner, page) == ["Telephone: 020 000 00 01 became 020 000 00 02"]


def test_the_words_are_in_the_language_of_the_reader(partner):
    page = draft(partner, phone="020 000 00 02")
    with translation.override("nl"):
        assert told(partner, page) == ["Telefoon: 020 000 00 01 werd 020 000 00 02"]


def test_in_a_language_from_right_to_left_each_value_runs_its_own_way(partner):
    page = draft(partner, phone="020 000 00 02")
    with translation.override("ar"):
        [change] = told(partner, page)
    assert "\u2068020 000 00 01\u2069" in change
    assert "\u2068020 000 00 02\u2069" in change


def test_nothing_changed_is_told_as_nothing(partner):
    assert told(partner, draft(partner)) == []


def test_what_is_new_and_what_is_gone(partner):
    assert told(partner, draft(partner, cost="Gratis", phone="")) == [
        "What it costs, new: Gratis",
        "Telephone, gone: 020 000 00 01",
    ]


def test_of_several_lines_only_those_that_differ(partner):
    page = draft(partner, what_we_do="Koffie\nSamen koken\nWandelen\nZingen")
    assert told(partner, page) == [
        "What we do: Samen eten became Samen koken",
        "What we do, new: Zingen",
    ]


def test_a_choice_is_told_by_its_label(partner):
    assert told(partner, draft(partner, kind="formal")) == ["Kind: Informal became Formal"]


def test_the_address_of_the_page_is_told(partner):
    page = draft(partner, slug="iets-anders")
    assert told(partner, page) == ["Slug: buurtkamer-de-kade became iets-anders"]


def test_areas_themes_and_languages(partner, network):
    page = draft(partner)
    page.areas = [network.other_wijk]
    page.themes = []
    page.languages = [make_language("tr", "Turks")]
    assert told(partner, page) == [
        "Areas, gone: Plasbuurt",
        "Areas, new: Molenwijk",
        "Themes, gone: Eenzaamheid",
        "Languages spoken, new: Turkish",
    ]


def test_a_photo_is_told_by_what_it_shows(partner):
    photo = make_image("DSC0001", name="een.png")
    photo.description = "Mensen aan een lange tafel"
    photo.save()
    assert told(partner, draft(partner, photo=photo)) == ["Photo, new: Mensen aan een lange tafel"]


def test_another_photo_of_the_same_thing_is_told(partner):
    partner.photo = make_image("Tafel", name="een.png")
    partner.save_revision().publish()
    partner.refresh_from_db()
    [line] = told(partner, draft(partner, photo=make_image("Tafel", name="twee.png")))
    assert line.endswith("Tafel (another one)")


def test_a_service_is_added_and_another_changed(partner):
    page = draft(partner)
    service = page.services.all()[0]
    service.name, service.access, service.theme_slugs = "Koffieuur", "appointment", ["geld"]
    service.is_closed, service.closed_until = True, date(2027, 8, 3)
    page.services = [service, Service(name="Zingen", cost="2 euro", locale=partner.locale)]
    assert told(partner, page) == [
        "Themes, new: Geld",  # a service's theme is the partner's too, so that filters find it
        "Service “Koffie”, name: Koffie became Koffieuur",
        "Service “Koffie”, how to come: You can just walk in became Call or mail first",
        "Service “Koffie”, themes, new: Geld",
        "Service “Koffie”, temporarily closed: no became yes",
        "Service “Koffie”, closed until, new: 3 August 2027",
        "Service, new: Zingen; what it costs: 2 euro; how to come: Call or mail first",
    ]


def test_a_service_that_is_gone_a_place_and_a_person(partner):
    page = draft(partner)
    page.services = []
    place = page.locations.all()[0]
    place.address = "Plein 2"
    page.locations = [place]
    person = page.contact_persons.all()[0]
    person.visibility = "public"
    page.contact_persons = [person]
    assert set(told(partner, page)) == {
        "Service, gone: Koffie; how to come: You can just walk in",
        "Place “Achterzaal”, street and number: Plein 1 became Plein 2",
        "Contact person “Noor”, who may see this: Moderators only became Everybody",
    }


def test_the_place_and_the_languages_of_a_service_are_told_by_name(partner):
    make_language("tr", "Turks")
    page = draft(partner)
    service = page.services.all()[0]
    service.location_key = page.locations.all()[0].translation_key
    service.language_codes = ["tr"]
    page.services = [service]
    assert told(partner, page) == [
        "Languages spoken, new: Turkish",
        "Service “Koffie”, languages spoken, new: Turkish",
        "Service “Koffie”, place, new: Achterzaal",
    ]


def test_the_order_of_the_same_services_is_told(partner):
    page = draft(partner)
    page.services.add(Service(name="Zingen", sort_order=1, locale=partner.locale))
    page.save_revision().publish()
    partner.refresh_from_db()
    page = draft(partner)
    first, second = page.services.all()
    first.sort_order, second.sort_order = 1, 0
    page.services = [second, first]
    assert told(partner, page) == ["Service, the order: Koffie, Zingen became Zingen, Koffie"]


def test_hours_are_told_as_lines(partner, monkeypatch):
    schedule = SimpleNamespace(
        format_schedule=lambda value: [
            f"{one['byday']} {one['opens_at']}" for one in value["weekly"]
        ]
    )
    monkeypatch.setitem(sys.modules, "wijkzorg_partners.schedule", schedule)
    monday = {"byday": "MO", "opens_at": "10:00", "closes_at": "17:00"}
    page = draft(partner, hours={"weekly": [monday]})
    assert told(partner, page) == ["When we are open, new: MO 10:00"]


def test_a_page_that_was_never_public_is_told_whole(network):
    partner = make_partner(network.directory, live=False, phone="020 000 00 01")
    found = told(partner, draft(partner))
    assert "Telephone, new: 020 000 00 01" in found
    assert "Title, new: Buurtkamer De Kade" in found
    assert not any(line.endswith(" no") for line in found)


def test_an_event_is_told_with_dates_and_rich_text(network, partner):
    agenda = network.district.add_child(instance=AgendaPage(title="Agenda", slug="agenda"))
    event = make_event(agenda, start="2027-05-21 12:00", description="<p>Over <b>eten</b></p>")
    page = draft(
        event, description="<p>Over <b>eten &amp; drinken</b></p><p>Kom ook.</p>", venue=partner
    )
    page.start_at, page.end_at = page.start_at.replace(day=22), page.end_at.replace(day=22)
    page.programme = [ProgrammeItem(title="Inloop", locale=event.locale)]
    assert told(event, page) == [
        "Begins: 21 May 2027 12:00 became 22 May 2027 12:00",
        "Ends: 21 May 2027 14:00 became 22 May 2027 14:00",
        "At which partner, new: Buurtkamer De Kade",
        "What is it about?: Over eten became Over eten & drinken\nKom ook.",
        "Part of the programme, new: Inloop",
    ]


def test_many_versions_take_as_many_queries_as_few(partner):
    def queries(number):
        revisions = [draft(partner, cost=f"{n} euro").save_revision() for n in range(number)]
        with CaptureQueriesContext(connection) as captured:
            versions = versions_of(revisions)
            for revision in revisions:
                changes_between(versions[revisions[0].pk], versions[revision.pk])
        return len(captured)

    assert queries(2) == queries(12)
