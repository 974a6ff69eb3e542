"""The public profile: what it says of hours, places and services, to whom it shows people, what is missing."""

import json
import re
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone
from wagtail.models import Locale

from tests.factories import make_language, make_partner, make_theme, make_translation
from wijkzorg_partners.gaps import profile_gaps
from wijkzorg_partners.models import (
    ContactPerson,
    Location,
    PartnerPage,
    Service,
    UrgentChange,
)
from wijkzorg_partners.schedule import parse_schedule

THURSDAY = datetime(2026, 11, 26, 11, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
WEEK = "ma-vr 10-17"


def hours(text):
    return parse_schedule(text, THURSDAY.date())


@pytest.fixture
def at_eleven():
    with time_machine.travel(THURSDAY, tick=False):
        yield


def page_of(client, partner, **more):
    answer = client.get(partner.get_url(), **more)
    assert answer.status_code == 200
    return answer.content.decode()


def with_children(partner, **children):
    for name, rows in children.items():
        setattr(partner, name, rows)
    partner.save_revision().publish()
    return PartnerPage.objects.get(pk=partner.pk)


# --- open now -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        (WEEK, "open", ["10", "17.00"]),
        ("do 13-17", "closed", ["13.00"]),
        ("vr 10-12", "closed", ["10.00"]),
        ("ma 10-12", "closed", ["Maandag", "10.00"]),
        ("eerste ma van de maand 10-12", "closed", ["7 december", "10.00"]),
    ],
)
def test_the_head_tells_until_when_or_from_when(network, client, at_eleven, text, kind, words):
    partner = make_partner(network.directory, hours=hours(text))
    assert partner.opening.kind == kind
    html = page_of(client, partner)
    assert partner.opening.words in html
    assert all(word in partner.opening.words for word in words[-1:])


def test_without_own_hours_the_services_where_one_walks_in_count(network, client, at_eleven):
    partner = with_children(
        make_partner(network.directory),
        services=[
            Service(name="Inloop", access="walk_in", hours=hours("do 10-12")),
            Service(name="Maaltijd", access="walk_in", hours=hours("do 11.30-14")),
            Service(name="Op afspraak", access="appointment", hours=hours("ma-zo 0-24")),
            Service(name="Dicht", access="walk_in", is_closed=True, hours=hours("do 9-22")),
        ],
    )
    assert partner.opening.is_open
    assert "12.00" in partner.opening.words
    assert [row.times for row in partner.week if row.is_today] == ["10.00 tot 14.00 uur"]


def test_a_closed_period_goes_before_the_hours_in_every_language(network, client, at_eleven):
    partner = make_partner(network.directory, hours=hours(WEEK))
    english = make_translation(partner, hours=hours(WEEK))
    UrgentChange.objects.create(
        partner=partner, kind="closed", starts_on=date(2026, 11, 25), ends_on=date(2026, 12, 3)
    )
    for page, last_day in ((partner, "3 december"), (english, "3 December")):
        assert PartnerPage.objects.get(pk=page.pk).opening.is_shut
        html = page_of(client, page)
        assert last_day in html
        assert 'class="now"' not in html


def test_a_withdrawn_or_past_closure_closes_nothing(network, at_eleven):
    partner = make_partner(network.directory, hours=hours(WEEK))
    yesterday = date(2026, 11, 25)
    UrgentChange.objects.create(
        partner=partner, kind="closed", starts_on=yesterday, withdrawn_at=timezone.now()
    )
    UrgentChange.objects.create(
        partner=partner, kind="closed", starts_on=yesterday, ends_on=yesterday
    )
    assert partner.opening.is_open


def test_open_now_is_never_on_paper(network, client, at_eleven):
    partner = make_partner(network.directory, hours=hours(WEEK))
    html = page_of(client, partner)
    for live in (partner.opening.words, 'class="open'):
        start = html.index(live)
        assert "no-print" in html[max(0, start - 500) : start + 40]


def test_the_week_stands_in_a_table_with_today_marked_and_exceptions_below(
    network, client, at_eleven
):
    partner = make_partner(
        network.directory,
        hours=hours(f"{WEEK}\n24 december: 10-13 (kerst)"),
        opening_hours="Niet in de schoolvakanties.",
    )
    html = page_of(client, partner)
    today = re.search(r'<tr class="now">.*?</tr>', html, re.S).group(0)
    assert "Donderdag" in today
    assert "10.00 tot 17.00 uur" in today
    assert "Donderdag 24 december: 10.00 tot 13.00 uur (kerst)" in html
    assert "Niet in de schoolvakanties." in html


def test_a_turkish_page_names_turkish_days(network, client, at_eleven):
    partner = make_partner(network.directory, hours=hours(WEEK))
    html = page_of(client, make_translation(partner, "tr", hours=hours(WEEK)))
    assert "Perşembe" in html
    assert "Donderdag" not in html


# --- services and places ------------------------------------------------------------------------


def test_a_service_tells_what_is_its_own(network, client, at_eleven):
    turkish, arabic = make_language("tr", "Turks"), make_language("ar", "Arabisch")
    place = Location(name="De Kelder", address="Kade 2", postcode="1901 AB", city="Teststad")
    partner = with_children(
        make_partner(network.directory, languages=[turkish], themes=network.themes[:1]),
        locations=[place],
        services=[
            Service(
                name="Soep",
                for_whom="Voor wie trek heeft",
                hours=hours("di 12-14"),
                cost="2 euro",
                access="referral",
                language_codes=["ar"],
                theme_slugs=["geld"],
                location_key=place.translation_key,
                is_closed=True,
                closed_until=date(2026, 12, 3),
            )
        ],
    )
    html = page_of(client, partner)
    for text in (
        "Voor wie trek heeft",
        "Dinsdag: 12.00 tot 14.00 uur",
        "2 euro",
        str(arabic.translated_name),
        "De Kelder",
        "3 december",
        str(Service.Access.REFERRAL.label),
    ):
        assert text in html, text


def test_what_a_service_is_about_and_speaks_is_the_partners_too(network, client):
    make_language("ar", "Arabisch")
    partner = with_children(
        make_partner(network.directory, themes=network.themes[:1]),
        services=[Service(name="Soep", theme_slugs=["geld", "onbekend"], language_codes=["ar"])],
    )
    assert sorted(partner.theme_slugs) == ["eenzaamheid", "geld"]
    assert partner.language_codes == ["ar"]
    found = client.get(network.directory.get_url(), {"theme": "geld", "language": "ar"})
    assert [one.title for one in found.context["results"]] == [partner.title]


def test_a_draft_adds_nothing_to_what_filters_find(network, client):
    partner = make_partner(network.directory)
    partner.services = [Service(name="Soep", theme_slugs=["geld"])]
    partner.save_revision()
    assert client.get(network.directory.get_url(), {"theme": "geld"}).context["total"] == 0


@pytest.fixture
def hidden(network):
    make_theme("veilig")
    return with_children(
        make_partner(network.directory, "Veilig Huis"),
        locations=[
            Location(
                address="Geheimstraat 7",
                postcode="1901 XY",
                city="Teststad",
                address_hidden=True,
                accessibility_facts=["lift"],
                latitude=52.123456,
                longitude=4.654321,
            )
        ],
    )


def test_a_hidden_address_is_told_nowhere(network, client, hidden):
    from tests.factories import make_event
    from wijkzorg_events.models import AgendaPage

    agenda = network.district.add_child(instance=AgendaPage(title="Agenda", slug="agenda"))
    event = make_event(agenda, "Open dag", "2027-05-21 12:00", venue=hidden)
    addresses = [
        hidden.get_url(),
        network.directory.get_url(),
        f"{network.directory.get_url()}vergelijk/?p=veilig-huis&p=veilig-huis",
        f"{network.directory.get_url()}?q=geheimstraat",
        "/zoeken/?q=1901",
        "/zoeken/?q=geheimstraat",
        "/api/v1/search?q=geheimstraat",
        f"/api/wagtail/v2/pages/{hidden.pk}/?fields=*",
        "/api/wagtail/v2/pages/?type=wijkzorg_partners.PartnerPage&fields=*",
        "/api/wagtail/v2/pages/?type=wijkzorg_events.EventPage&fields=*",
        event.get_url(),
        f"{event.get_url()}ics/",
    ]
    for address in addresses:
        text = client.get(address).content.decode()
        without_question = text.replace("geheimstraat", "").replace("1901 XY", "<found>")
        for secret in ("Geheimstraat", "<found>", "52.123456", "4.654321"):
            assert secret not in without_question, (address, secret)
    assert client.get(f"{network.directory.get_url()}?q=geheimstraat").context["total"] == 0


def test_a_hidden_address_leaves_four_digits_and_the_town(client, hidden):
    html = page_of(client, hidden)
    assert "1901 Teststad" in html
    (place,) = client.get(f"/api/wagtail/v2/pages/{hidden.pk}/?fields=*").json()["locations"]
    assert (place["postcode"], place["city"], place["address"]) == ("1901", "Teststad", "")
    assert (place["latitude"], place["longitude"]) == (None, None)


def test_accessibility_is_told_with_words(client, hidden):
    assert str(Location.AccessibilityFact.LIFT.label) in page_of(client, hidden)


def test_every_fact_of_accessibility_has_an_icon():
    import lucide

    for fact in Location.AccessibilityFact:
        assert lucide._render_icon(Location.FACT_ICONS[fact], None)


def test_the_role_card_has_five_rows(network, client):
    rows = {
        "what_we_do": "Koffie zetten",
        "what_we_do_not": "Wassen",
        "when_professional": "Je bent in de war",
        "how_to_refer": "Bel ons samen",
        "what_we_share": "Alleen een voornaam",
    }
    html = page_of(client, make_partner(network.directory, **rows))
    assert re.findall(r'<section class="(role-\w+)"', html) == [
        "role-do",
        "role-not",
        "role-call",
        "role-refer",
        "role-share",
    ]
    assert all(text in html for text in rows.values())


def test_search_engines_are_told_what_the_page_tells(network, client):
    partner = with_children(
        make_partner(network.directory, "Kade </script>", phone="020 000 00 07", hours=hours(WEEK)),
        locations=[
            Location(
                address="Kade 1",
                postcode="1901 AB",
                city="Teststad",
                latitude=52.5,
                longitude=4.5,
            )
        ],
    )
    html = page_of(client, partner)
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    organisation = json.loads(block)
    assert organisation["name"] == "Kade </script>"
    assert organisation["telephone"] == "020 000 00 07"
    (place,) = organisation["location"]
    assert place["address"]["streetAddress"] == "Kade 1"
    assert (place["geo"]["latitude"], place["geo"]["longitude"]) == (52.5, 4.5)
    assert place["openingHoursSpecification"][0]["opens"] == "10:00"


# --- people -------------------------------------------------------------------------------------


@pytest.fixture
def people(cast):
    agreed = date(2026, 1, 1)
    return with_children(
        cast.partner_b,
        contact_persons=[
            ContactPerson(name="Openbaar", visibility="public", consent_on=agreed),
            ContactPerson(name="Netwerk", visibility="network", consent_on=agreed),
            ContactPerson(name="Moderator", visibility="moderators", consent_on=agreed),
            ContactPerson(name="Zonder", visibility="public"),
            ContactPerson(name="Netzonder", visibility="network"),
        ],
    )


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        (None, {"Openbaar"}),
        ("member", {"Openbaar"}),
        ("editor_a", {"Openbaar", "Netwerk"}),
        ("editor_b", {"Openbaar", "Netwerk"}),
        ("coordinator", {"Openbaar", "Netwerk"}),
        ("moderator", {"Openbaar", "Netwerk"}),
    ],
)
def test_people_are_shown_to_those_they_agreed_to(cast, as_user, people, who, seen):
    browser = as_user(getattr(cast, who) if who else None)
    answer = browser.get(people.get_url())
    html = answer.content.decode()
    names = {"Openbaar", "Netwerk", "Moderator", "Zonder", "Netzonder"}
    assert {name for name in names if f"<bdi>{name}</bdi>" in html} == seen
    assert ("no-store" in answer.get("Cache-Control", "")) is (who is not None)


def test_whose_membership_has_ended_sees_what_the_public_sees(cast, as_user, people):
    cast.editor_a.partner_memberships.update(ends_on=timezone.localdate() - timedelta(days=1))
    assert "Netwerk</bdi>" not in as_user(cast.editor_a).get(people.get_url()).content.decode()


# --- what is missing ----------------------------------------------------------------------------


def a_profile(**fields):
    whole = {
        "title": "Buurtkamer",
        "summary": "Koffie",
        "what_we_do": "",
        "for_whom": "Buren",
        "phone": "020 000 00 03",
        "email": "",
        "areas": ["Plasbuurt"],
        "contact_persons": [],
    } | fields
    for name in ("areas", "contact_persons"):
        rows = whole[name]
        whole[name] = SimpleNamespace(all=lambda rows=rows: rows)
    return SimpleNamespace(**whole)


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({}, []),
        ({"summary": "", "what_we_do": "Koffie"}, []),
        ({"phone": "", "email": "a@example.org"}, []),
        ({"phone": "", "contact_persons": ["Samira"]}, []),
        ({"title": ""}, ["title"]),
        ({"summary": ""}, ["summary"]),
        ({"for_whom": ""}, ["for_whom"]),
        ({"areas": []}, ["areas"]),
        ({"phone": ""}, ["phone"]),
    ],
)
def test_five_things_are_enough(fields, missing):
    assert [gap.fields[0] for gap in profile_gaps(a_profile(**fields))] == missing


@pytest.mark.parametrize("kind", ["formal", "informal"])
def test_formal_and_informal_need_the_same(network, kind):
    partner = make_partner(
        network.directory,
        kind=kind,
        areas=[network.wijk],
        for_whom="Buren",
        phone="020 000 00 03",
    )
    assert partner.missing == []


def test_a_new_locale_shares_the_hours(network):
    """Hours are facts: a translation takes over what is published of its source."""
    partner = make_partner(network.directory)
    english = make_translation(partner)
    partner.hours = hours(WEEK)
    partner.save_revision().publish()
    english = PartnerPage.objects.get(pk=english.pk)
    assert english.locale == Locale.objects.get(language_code="en")
    assert english.hours == hours(WEEK)
