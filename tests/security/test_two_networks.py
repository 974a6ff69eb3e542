"""Two networks in one installation: the lists of each hold what is its own, at every door."""

from datetime import date
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from tests.factories import make_event, make_news, make_partner, make_report
from wijkzorg_events.models import AgendaPage, EventPage, SeatBook
from wijkzorg_home import remembered
from wijkzorg_home.models import DistrictPage, HomePage, ThemeIndexPage
from wijkzorg_news.models import NewsIndexPage
from wijkzorg_partners.models import PartnerIndexPage, PartnerPage
from wijkzorg_search import indexing

#: Host of each network > a word that stands in everything of it, and in nothing of the other.
NETWORKS = {"localhost": "Dichtbij", "elders.example.org": "Verderop"}
#: Every address that lists, counts or suggests things of others.
LISTS = (
    "/",
    "/westkant/",
    "/westkant/buurten/plasbuurt/",
    "/westkant/partners/",
    "/westkant/partners/?q=soep",
    "/westkant/partners/?theme=eenzaamheid&area=W1",
    "/westkant/agenda/",
    "/westkant/agenda/?month=2037-05",
    "/westkant/nieuws/",
    "/westkant/nieuws/?theme=eenzaamheid",
    "/westkant/nieuws/feed/",
    "/westkant/themas/eenzaamheid/",
    "/zoeken/",
    "/zoeken/?q=soep",
    "/zoeken/suggesties/?q=er",
    "/api/v1/search?limit=100",
    "/api/v1/search?q=soep",
    "/api/v1/suggest?q=er",
    "/api/wagtail/v2/pages/?limit=100",
    "/sitemap.xml",
)


@pytest.fixture(scope="module")
def standing_two(standing):
    """The second network has the same areas, themes and addresses: nothing but its site tells it apart."""
    network = standing.network
    home = Page.get_first_root_node().add_child(
        instance=HomePage(title="Elders", slug="elders", heading="Elders")
    )
    district = home.add_child(
        instance=DistrictPage(title="Westkant", slug="westkant", area=network.area)
    )
    directory = district.add_child(instance=PartnerIndexPage(title="Lijst", slug="partners"))
    district.add_child(instance=ThemeIndexPage(title="Thema's", slug="themas"))
    Site.objects.create(hostname="elders.example.org", root_page=home)
    standing.partners = [
        filled(network, *one)
        for one in (
            (network.district, network.directory, "Dichtbij"),
            (district, directory, "Verderop"),
        )
    ]


def filled(network, district, directory, word):
    """One of everything that is listed, with the word in its title and in its slug."""
    things = {"areas": [network.wijk], "themes": network.themes[:1], "summary": "Soep."}
    agenda = district.add_child(instance=AgendaPage(title="Agenda", slug="agenda"))
    news_list = district.add_child(instance=NewsIndexPage(title="Nieuws", slug="nieuws"))
    event = make_event(agenda, f"Tafel er {word}", "2037-05-21 12:00", **things)
    make_report(event, f"Verslag er {word}", date=date(2026, 5, 22), **things)
    make_news(news_list, f"Bericht er {word}", date=date(2026, 5, 1), **things)
    return make_partner(directory, f"Groep er {word}", **things)


@pytest.fixture
def two(standing_two, copied):
    indexing.rebuild()
    return SimpleNamespace(partners=copied.partners)


def asked(host, path):
    return Client().get(path, headers={"host": host})


@pytest.mark.parametrize("path", LISTS)
def test_a_list_holds_what_is_of_its_own_network_and_nothing_of_the_other(two, path):
    for host, own in NETWORKS.items():
        response = asked(host, path)
        assert response.status_code == 200
        text = response.content.decode().lower()
        [other] = set(NETWORKS.values()) - {own}
        assert own.lower() in text
        assert other.lower() not in text


def test_one_signs_up_at_the_own_network_only(two):
    event = EventPage.objects.get(title="Tafel er Verderop")
    SeatBook.objects.create(event=event, is_open=True)
    answers = [asked(host, f"/aanmelden/{event.pk}/").status_code for host in NETWORKS]
    assert sorted(answers) == [200, 404]


def test_search_counts_what_is_of_its_own_network(two):
    for host in NETWORKS:
        found = asked(host, "/api/v1/search").json()
        assert found["count"] == 4
        assert found["facets"]["theme"] == {"eenzaamheid": 4}
        assert {urlsplit(one["url"]).hostname for one in found["results"]} == {host}


def test_the_other_networks_pages_are_not_compared_and_not_opened(two):
    near, far = two.partners
    path = f"/westkant/partners/vergelijk/?p={near.pk}&p={far.pk}"
    assert "Verderop" not in asked("localhost", path).content.decode()
    assert asked("localhost", f"/westkant/partners/{far.slug}/").status_code == 404
    assert asked("elders.example.org", f"/westkant/partners/{far.slug}/").status_code == 200
    assert asked("localhost", f"/api/wagtail/v2/pages/{far.pk}/").status_code == 404


def test_outside_a_request_all_networks_count(two):
    titles = set(PartnerPage.objects.open_to_the_public().values_list("title", flat=True))
    assert titles == {"Groep er Dichtbij", "Groep er Verderop"}


def test_a_server_of_asgi_is_asked_for_the_same_network(two):
    for host, own in NETWORKS.items():
        headers = [(b"accept", b"*/*"), (b"host", host.encode())]
        remembered.begin(scope={"headers": headers, "server": ("127.0.0.1", 8000)})
        titles = list(PartnerPage.objects.open_to_the_public().values_list("title", flat=True))
        remembered.end()
        assert titles == [f"Groep er {own}"]


def test_where_one_network_stands_alone_no_query_has_to_tell_them_apart(two):
    told_apart = []
    for _number in range(2):
        with CaptureQueriesContext(connection) as queries:
            asked("localhost", "/zoeken/suggesties/?q=er")
        told_apart.append(any('"url_path" LIKE' in one["sql"] for one in queries))
        Site.objects.exclude(hostname="localhost").delete()
    assert told_apart == [True, False]
