"""Wagtail's API v2: the public fields of every page type, of live public pages, and nothing else."""

import json

import pytest
from wagtail.models import PageViewRestriction, get_page_models

from tests.factories import make_language, make_many_partners, make_partner
from wijkzorg_home.models import NetworkPage, StandardPage
from wijkzorg_partners.models import (
    ContactPerson,
    FiguresPage,
    Location,
    MapPage,
    MatrixPage,
    Service,
)

pytestmark = pytest.mark.slow

URL = "/api/wagtail/v2/pages/"
COMMON = {"id", "meta", "title", "summary"}
#: Page type > its own fields besides those that every page has.
FIELDS = {
    "wijkzorg_home.HomePage": {"heading", "body"},
    "wijkzorg_home.DistrictPage": {"area_code", "body"},
    "wijkzorg_home.ThemeIndexPage": set(),
    "wijkzorg_home.StandardPage": {"body"},
    "wijkzorg_partners.PartnerIndexPage": set(),
    "wijkzorg_partners.MatrixPage": {"heading"},
    "wijkzorg_partners.FiguresPage": {"heading"},
    "wijkzorg_partners.MapPage": set(),
    "wijkzorg_partners.PartnerPage": {
        "kind", "area_codes", "theme_slugs", "language_codes", "what_we_do", "what_we_do_not",
        "when_professional", "for_whom", "asked_for_as", "cost", "hours", "opening_hours", "how_to_refer", "what_we_share",
        "accessibility", "phone", "email", "website", "services", "locations", "contacts", "works_with", "photo_rendition", "source_id",
    },
}  # fmt: skip
META = {
    "type", "detail_url", "html_url", "slug", "show_in_menus", "seo_title", "search_description",
    "first_published_at", "locale",
}  # fmt: skip


@pytest.fixture
def partner(network):
    network.home.add_child(instance=StandardPage(title="Over ons", slug="over-ons"))
    for page in (
        MapPage(title="Op de kaart", slug="kaart"),
        MatrixPage(title="Wie doet wat?", slug="matrix"),
        FiguresPage(title="Cijfers", slug="cijfers"),
    ):
        network.district.add_child(instance=page)
    partner = make_partner(
        network.directory,
        "Buurtkamer",
        areas=[network.wijk],
        themes=network.themes,
        languages=[make_language()],
        kind="formal",
    )
    Service.objects.create(partner=partner, name="Soep", access="walk_in")
    Location.objects.create(
        partner=partner, address="Kade 1", postcode="1901 AB", latitude=52.1, longitude=4.1
    )
    for name, visibility, consent in [
        ("Openbaar Persoon", "public", "2026-01-01"),
        ("Zonder Instemming", "public", None),
        ("Netwerk Persoon", "network", "2026-01-01"),
        ("Besloten Persoon", "moderators", "2026-01-01"),
    ]:
        ContactPerson.objects.create(
            partner=partner,
            name=name,
            phone="020 000 00 09",
            visibility=visibility,
            consent_on=consent,
        )
    return partner


def listing(client, **asked):
    answer = client.get(URL, asked)
    assert answer.status_code == 200, answer.content
    return answer.json()["items"]


def test_every_page_type_of_ours_has_its_fields_listed_here():
    ours = {model._meta.label for model in get_page_models() if issubclass(model, NetworkPage)}
    assert {
        label for label in ours if label.startswith(("wijkzorg_home", "wijkzorg_partners"))
    } == set(FIELDS)


@pytest.mark.parametrize("page_type", FIELDS)
def test_all_fields_of_a_page_type_are_exactly_its_public_ones(client, partner, page_type):
    items = listing(client, type=page_type, fields="*")
    assert items
    for item in items:
        assert set(item) == COMMON | FIELDS[page_type]
        assert set(item["meta"]) == META
        assert item["meta"]["type"] == page_type


@pytest.mark.parametrize("page_type", FIELDS)
def test_one_page_shows_the_same_fields_and_its_parent(client, partner, page_type):
    (first, *_others) = listing(client, type=page_type)
    answer = client.get(f"{URL}{first['id']}/", {"fields": "*"}).json()
    assert set(answer) == COMMON | FIELDS[page_type]
    assert set(answer["meta"]) == META | {"parent"}


def test_profile_tells_its_facts(client, partner):
    (item,) = listing(client, type="wijkzorg_partners.PartnerPage", fields="*")
    assert item["kind"] == "formal"
    assert item["area_codes"] == ["W1"]
    assert sorted(item["theme_slugs"]) == ["eenzaamheid", "geld"]
    assert item["language_codes"] == ["tr"]
    assert item["services"][0]["name"] == "Soep"
    assert item["services"][0]["walk_in"] is True
    assert item["locations"][0]["postcode"] == "1901 AB"


@pytest.mark.parametrize("user", [None, "member", "editor_a", "moderator", "administrator"])
def test_contact_persons_are_those_whom_everybody_may_see_whoever_asks(
    cast, as_user, partner, user
):
    browser = as_user(getattr(cast, user) if user else None)
    for address in (
        f"{URL}?type=wijkzorg_partners.PartnerPage&fields=*",
        f"{URL}{partner.pk}/?fields=*",
    ):
        text = browser.get(address).content.decode()
        assert "Openbaar Persoon" in text
        for name in ("Zonder Instemming", "Netwerk Persoon", "Besloten Persoon"):
            assert name not in text


@pytest.mark.parametrize(
    "field",
    ["contact_persons", "owner", "latest_revision", "draft_title", "members", "alias_of", "live"],
)
def test_fields_that_are_nobodys_business_cannot_be_asked_or_filtered(client, partner, field):
    for asked in ({"fields": field}, {field: "1"}, {"order": field}):
        answer = client.get(URL, {"type": "wijkzorg_partners.PartnerPage", **asked})
        assert answer.status_code == 400, asked


@pytest.mark.both_databases
@pytest.mark.parametrize("user", [None, "member", "editor_a", "moderator", "administrator"])
def test_drafts_and_private_pages_are_absent_whoever_asks(network, cast, as_user, user):
    draft = make_partner(network.directory, "Geheim concept", live=False)
    private = make_partner(network.directory, "Geheim besloten")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    gone = make_partner(network.directory, "Geheim weg")
    gone.unpublish()
    browser = as_user(getattr(cast, user) if user else None)
    for asked in (
        "limit=100",
        "search=geheim",
        "type=wijkzorg_partners.PartnerPage&fields=*",
        "slug=geheim-weg",
    ):
        assert b"Geheim" not in browser.get(f"{URL}?{asked}").content
    for page in (draft, private, gone):
        assert browser.get(f"{URL}{page.pk}/").status_code == 404
        assert browser.get(f"{URL}find/?id={page.pk}").status_code == 404
        assert (
            browser.get(f"{URL}find/?html_path=/westkant/partners/{page.slug}/").status_code == 404
        )
        assert browser.get(f"{URL}?translation_of={page.pk}").status_code == 400
        assert browser.get(f"{URL}?child_of={page.pk}").status_code == 400


def test_children_of_a_private_page_are_absent_and_do_not_name_it(client, network, partner):
    network.directory.title = "Geheime lijst"
    network.directory.save()
    PageViewRestriction.objects.create(
        page=network.directory, restriction_type="password", password="x"
    )
    assert listing(client, type="wijkzorg_partners.PartnerPage") == []
    assert b"Geheime" not in client.get(URL, {"limit": 100}).content


def test_unpublished_changes_are_not_told(client, partner):
    partner.title, partner.summary = "Nieuwe naam", "Nieuwe tekst"
    partner.save_revision()
    for address in (
        f"{URL}{partner.pk}/?fields=*",
        f"{URL}?type=wijkzorg_partners.PartnerPage&fields=*",
    ):
        text = client.get(address).content.decode()
        assert "Buurtkamer" in text
        assert "Nieuwe" not in text


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("words", "operator", "found"),
    [
        ("soep", "", ["Buurtkamer"]),
        ("soep plasbuurt", "and", ["Buurtkamer"]),
        ("soep watishetnou", "and", []),
        ("soep watishetnou", "", []),
        ("soep watishetnou", "or", ["Buurtkamer"]),
        ('"soep', "or", ["Buurtkamer"]),
    ],
)
def test_search_finds_all_words_or_any(client, partner, words, operator, found):
    partner.save_revision().publish()
    asked = {"search": words, **({"search_operator": operator} if operator else {})}
    assert [item["title"] for item in listing(client, **asked)] == found


@pytest.mark.both_databases
def test_search_can_be_ordered_filtered_and_cut(client, network):
    make_many_partners(network, 30)
    asked = {"search": "buurthuis", "type": "wijkzorg_partners.PartnerPage", "kind": "formal"}
    whole = listing(client, **asked, limit=100)
    assert len(whole) == 20
    parts = [listing(client, **asked, limit=8, offset=offset) for offset in (0, 8, 16, 24)]
    assert [item["id"] for part in parts for item in part] == [item["id"] for item in whole]
    titles = [item["title"] for item in listing(client, **asked, order="-title")]
    assert titles == sorted(titles, reverse=True)


@pytest.mark.parametrize("accept", ["text/html", "text/html,*/*;q=0.8", "application/json", "*/*"])
@pytest.mark.parametrize("path", [URL, f"{URL}?colour=red", f"{URL}999999/"])
def test_answer_is_json_and_never_a_page(client, network, accept, path):
    answer = client.get(path, headers={"Accept": accept})
    assert answer["Content-Type"] == "application/json"
    json.loads(answer.content)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client, network, method):
    assert getattr(client, method)(URL).status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "/api/wagtail/v2/images/",
        "/api/wagtail/v2/documents/",
        "/api/wagtail/v3/",
        "/api/wagtail/v2/pages",
    ],
)
def test_other_endpoints_are_absent(client, network, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", [URL, f"{URL}?colour=red"])
def test_answers_carry_the_headers_of_an_open_api(client, network, path):
    answer = client.get(path)
    assert answer["Cache-Control"] == "no-store"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_times_are_told_in_utc(client, partner):
    (item,) = listing(client, type="wijkzorg_partners.PartnerPage")
    assert item["meta"]["first_published_at"].endswith("Z")
