"""The map: numbers that follow the filters, links down and into the list, a postcode, and who is never counted."""

import json
import re
from io import StringIO

import pytest
from django.core.management import call_command
from wagtail.models import PageViewRestriction

from tests.factories import (
    make_area,
    make_language,
    make_partner,
    make_translation,
)
from tests.home.test_map_drawing import square
from wijkzorg_home.area_points import AreaMap
from wijkzorg_home.models import Area
from wijkzorg_partners.models import Location, MapPage, PartnerPage, PartnerRecord

URL = "/westkant/kaart/"
LIST = "/westkant/partners/"


@pytest.fixture(scope="module")
def standing_map(standing):
    """Two wijken in one gebied, and a gebied of one buurt without anybody; five partners."""
    network = standing.network
    network.map = MapPage(title="Op de kaart", slug="kaart")
    network.district.add_child(instance=network.map)
    network.far = make_area("Verweg", level="gebied", code="GW2", parent=network.area)
    network.buurt = make_area("Achteraf", level="buurt", code="B1", parent=network.far)
    loneliness, money = network.themes
    turkish = make_language("tr", "Turks")
    for title, kind, areas, theme in [
        ("Buurtkamer", "informal", [network.wijk], loneliness),
        ("Geldloket", "formal", [network.wijk, network.other_wijk], money),
        ("Klusclub", "informal", [network.other_wijk], loneliness),
        ("Wijkteam", "formal", [network.gebied], loneliness),
        ("Stadsbank", "formal", [network.area], money),
    ]:
        make_partner(
            network.directory,
            title,
            kind=kind,
            areas=areas,
            themes=[theme],
            languages=[turkish] if kind == "formal" else [],
        )


@pytest.fixture
def network(standing_map, copied):
    return copied.network


def ask(client, query=""):
    answer = client.get(f"{URL}?{query}")
    assert answer.status_code == 200
    return answer


def numbers(answer):
    return {area.name: area.number for area in answer.context["areas"]}


def urls(answer):
    return {area.name: area.url for area in answer.context["areas"]}


def place(partner, **fields):
    return Location.objects.create(partner=partner, **fields)


@pytest.mark.both_databases
def test_numbers_are_of_an_area_and_all_below_it_each_partner_once(client, network):
    answer = ask(client)
    assert numbers(answer) == {"Plaszijde": 4, "Verweg": 0}
    assert (answer.context["total"], answer.context["for_all"]) == (5, 1)
    below = ask(client, "area=GW1")
    assert numbers(below) == {"Plasbuurt": 2, "Molenwijk": 2}
    assert (below.context["total"], below.context["for_all"]) == (4, 1)


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("query", "of_plasbuurt", "of_molenwijk"),
    [
        ("kind=informal", 1, 1),
        ("theme=geld", 1, 1),
        ("language=tr", 1, 1),
        ("kind=informal&theme=geld", 0, 0),
        ("kind=formal&kind=informal", 2, 2),
        ("q=buurtkamer+wijkteam", 1, 0),
        ("q=geldloket&kind=informal", 0, 0),
    ],
)
def test_numbers_follow_the_filters_and_are_those_of_the_list(
    client, network, query, of_plasbuurt, of_molenwijk
):
    answer = ask(client, f"area=GW1&{query}")
    assert numbers(answer) == {"Plasbuurt": of_plasbuurt, "Molenwijk": of_molenwijk}
    for url in [*urls(answer).values(), answer.context["directory_url"]]:
        assert url.startswith(LIST)
    in_list = client.get(answer.context["directory_url"]).context["total"]
    assert answer.context["total"] == in_list
    assert client.get(urls(answer)["Plasbuurt"]).context["total"] == of_plasbuurt


def test_a_click_leads_one_level_down_and_from_the_lowest_into_the_list(client, network):
    down = urls(ask(client, "kind=formal&page=2"))["Plaszijde"]
    assert down == f"{URL}?kind=formal&area=GW1"
    lowest = urls(client.get(down))["Plasbuurt"]
    assert lowest == f"{LIST}?kind=formal&area=W1"
    assert [p.title for p in client.get(lowest).context["results"]] == ["Geldloket"]


def test_the_way_up_keeps_the_filters(client, network):
    answer = ask(client, "area=W1&theme=geld")
    assert [(area.name, url) for area, url in answer.context["way"]][:2] == [
        ("Westkant", f"{URL}?theme=geld"),
        ("Plaszijde", f"{URL}?theme=geld&area=GW1"),
    ]


def test_a_lowest_area_stands_marked_among_its_neighbours(client, network):
    answer = ask(client, "area=W1")
    assert {a.name: a.is_here for a in answer.context["areas"]} == {
        "Plasbuurt": True,
        "Molenwijk": False,
    }
    assert answer.context["for_all"] == 0
    assert answer.content.decode().count('aria-current="location"') >= 2


def test_areas_without_a_place_are_in_the_list_and_there_is_no_drawing(client, network):
    html = ask(client).content.decode()
    assert '<svg class="map"' not in html
    assert re.search(r'class="map-list".*Plaszijde.*Verweg', html, re.S)


def test_each_area_of_the_drawing_is_a_link_that_says_name_and_number(client, network):
    Area.objects.filter(pk=network.gebied.pk).update(outline=square(4.0, 52.0))
    Area.objects.filter(pk=network.far.pk).update(outline=square(4.01, 52.0))
    html = ask(client, "kind=formal").content.decode()
    svg = re.search(r'<svg class="map".*?</svg>', html, re.S).group(0)
    links = re.findall(r'<a href="([^"]+)"[^>]* aria-label="([^"]+)"', svg)
    assert links == [
        (f"{URL}?kind=formal&amp;area=GW1", "Plaszijde: 2 organisaties"),
        (f"{URL}?kind=formal&amp;area=GW2", "Verweg: 0 organisaties"),
    ]
    assert "style=" not in svg
    Area.objects.filter(pk=network.far.pk).update(outline=None)
    assert ask(client).content.decode().count("<path d=") < html.count("<path d=")


def test_an_unknown_area_or_one_elsewhere_is_told_at_its_field(client, network):
    make_area("Elders", level="district", code="E", parent=network.town)
    for code in ("onzin", "E"):
        answer = ask(client, f"area={code}&kind=informal")
        assert list(answer.context["form"].errors) == ["area"]
        assert numbers(answer) == {"Plaszijde": 2, "Verweg": 0}


@pytest.mark.both_databases
@pytest.mark.parametrize("query", ["area=GW2", "area=GW2&q=geheim"])
def test_who_is_in_no_list_is_not_counted(client, network, query):
    make_partner(network.directory, "Geheim concept", live=False, areas=[network.buurt])
    private = make_partner(network.directory, "Geheim besloten", areas=[network.buurt])
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    make_partner(network.directory, "Geheim weg", areas=[network.buurt]).unpublish()
    silent = make_partner(network.directory, "Geheim stil", areas=[network.buurt])
    PartnerRecord.objects.update_or_create(partner=silent, defaults={"stage": "unlisted"})
    answer = ask(client, query)
    assert (numbers(answer), answer.context["total"]) == ({"Achteraf": 0}, 0)
    assert numbers(ask(client, f"{query}&unconfirmed=on")) == {"Achteraf": 1}


def test_in_another_language_each_partner_counts_once(client, network):
    partner = network.directory.get_children().get(title="Buurtkamer").specific
    make_translation(partner, "en", title="Living room")
    english = make_translation(network.map, "en")
    answer = client.get(f"{english.get_url()}?area=GW1")
    assert numbers(answer) == {"Plasbuurt": 2, "Molenwijk": 2}


def test_nobody_found_offers_the_way_back_and_the_telephone(client, network):
    html = ask(client, "kind=informal&theme=geld&area=W1").content.decode()
    assert "020 000 00 01" in html
    assert f'href="{URL}?area=W1"' in html


# --- your postcode


@pytest.mark.parametrize("written", ["1901", "1901ab", " 1901  AB "])
def test_a_postcode_leads_to_its_area_and_keeps_the_filters(client, network, written):
    answer = client.get(URL, {"postcode": written, "kind": "formal"})
    assert (answer.status_code, answer.url) == (302, f"{URL}?kind=formal&area=W1")


def test_an_unknown_postcode_is_said_to_be_so_and_stays_in_its_field(client, network):
    answer = ask(client, "postcode=1999XX&kind=formal")
    html = answer.content.decode()
    assert "1999 XX" in str(answer.context["postcode_form"].errors["postcode"])
    assert 'value="1999XX"' in html
    assert '<input type="hidden" name="kind" value="formal">' in html


@pytest.mark.parametrize("written", ["", "waar", "0123", "1901 A", "1901 <b>"])
def test_what_is_no_postcode_is_told(client, network, written):
    answer = ask(client, f"postcode={written}")
    assert list(answer.context["postcode_form"].errors) == ["postcode"]
    assert "1901 <b>" not in answer.content.decode()


def test_a_postcode_of_several_areas_leaves_the_choice(client, network):
    Area.objects.filter(pk=network.other_wijk.pk).update(postcodes=["1901", "1902"])
    answer = client.get(f"{URL}?postcode=1901", follow=True)
    assert answer.redirect_chain == [(f"{URL}?area=GW1&postcode=1901", 302)]
    assert [area.name for area, _url in answer.context["found"]] == ["Plasbuurt", "Molenwijk"]


@pytest.mark.both_databases
def test_a_postcode_that_no_area_names_is_found_by_the_places_that_have_it(client, network):
    Area.objects.filter(pk=network.buurt.pk).update(outline=square(4.0, 52.0))
    partner = network.directory.get_children().get(title="Klusclub").specific
    place(partner, postcode="1950AB", latitude=52.005, longitude=4.005)
    assert client.get(f"{URL}?postcode=1950+AB").url == f"{URL}?area=B1"
    assert client.get(f"{URL}?postcode=1950").url == f"{URL}?area=B1"
    assert "postcode" in ask(client, "postcode=1950XY").context["postcode_form"].errors


def test_hidden_addresses_and_partners_that_are_not_public_tell_nobody_where_they_are(
    client, network
):
    Area.objects.filter(pk=network.buurt.pk).update(outline=square(4.0, 52.0))
    where = {"postcode": "1950 AB", "latitude": 52.005, "longitude": 4.005}
    partner = network.directory.get_children().get(title="Klusclub").specific
    place(partner, **where, address_hidden=True)
    place(make_partner(network.directory, "Concept", live=False), **where)
    assert "postcode" in ask(client, "postcode=1950+AB").context["postcode_form"].errors
    assert "postcode" in ask(client, "postcode=1950").context["postcode_form"].errors


# --- at home where its place is


def new_partner(network, *, areas=(), **where):
    page = (
        network.directory.get_children()
        .first()
        .specific_class(title="Nieuw", locale=network.directory.locale)
    )
    page.locations = [Location(locale=network.directory.locale, **where)]
    page.areas.set(areas)
    network.directory.add_child(instance=page)
    page.refresh_from_db()
    return page


def test_a_new_partner_without_an_area_gets_the_smallest_around_its_point(network):
    Area.objects.filter(pk=network.buurt.pk).update(outline=square(4.0, 52.0))
    assert new_partner(network, latitude=52.005, longitude=4.005).area_codes == ["B1"]


def test_without_a_point_the_postcode_tells_the_area(network):
    assert new_partner(network, postcode="1902 XY").area_codes == ["W2"]


def test_an_import_without_areas_puts_new_partners_where_their_postcode_is(network, tmp_path):
    row = {"id": "nieuw", "name": "Nieuw", "kind": "informeel", "postcode": "1902 XY"}
    file = tmp_path / "partners.json"
    file.write_text(json.dumps([row, {**row, "id": "ver", "postcode": "3511 AA"}]), "utf-8")
    for _again in range(2):
        call_command("import_partners", str(file), "--publish", stdout=StringIO())
    found = PartnerPage.objects.exclude(source_id="")
    assert {page.source_id: page.area_codes for page in found} == {"nieuw": ["W2"], "ver": []}


def test_the_point_of_a_hidden_address_does_not_tell_the_area(network):
    Area.objects.filter(pk=network.buurt.pk).update(outline=square(4.0, 52.0))
    hidden = {"latitude": 52.005, "longitude": 4.005, "address_hidden": True}
    assert new_partner(network, postcode="1902 XY", **hidden).area_codes == ["W2"]


def test_who_names_an_area_keeps_it_and_who_drops_it_later_has_none(network):
    page = new_partner(network, areas=[network.wijk], postcode="1902 XY")
    assert page.area_codes == ["W1"]
    page.areas.clear()
    page.save()
    assert list(type(page).objects.get(pk=page.pk).areas.all()) == []


def test_a_postcode_of_two_areas_fills_in_neither(network):
    Area.objects.filter(pk=network.wijk.pk).update(postcodes=["1901", "1902"])
    assert AreaMap.of().with_postcode("1902") != []
    assert new_partner(network, postcode="1902 XY").area_codes == []


# --- views of the directory


def test_list_and_map_lead_to_one_another_with_the_filters(client, network):
    html = client.get(f"{LIST}?kind=formal&page=1&p=x").content.decode()
    assert f'href="{URL}?kind=formal"' in html
    html = ask(client, "kind=formal&area=GW1").content.decode()
    assert f'href="{LIST}?kind=formal&amp;area=GW1"' in html


def test_without_a_second_view_there_is_no_choice_of_views(client, network):
    network.map.unpublish()
    assert 'class="tabs' not in client.get(LIST).content.decode()
