"""On paper, what people pin on a wall tells where it stands on the site: in words, and as a QR code."""

import re

import pytest
import segno

from tests.factories import make_event, make_news, make_partner, make_report
from wijkzorg_events.models import AgendaPage
from wijkzorg_home.qr import qr_svg
from wijkzorg_news.models import NewsIndexPage


def modules_of(svg):
    """What a reader would see: for each row whether each module is dark, from the path that draws it."""
    size = int(re.search(r'viewBox="0 0 (\d+) \1"', svg).group(1))
    dark = [[False] * size for _row in range(size)]
    for row in re.findall(r"M[^M]+", re.search(r'd="([^"]+)"', svg).group(1)):
        column, line = re.match(r"M(\d+) (\d+)\.5", row).groups()
        at = int(column)
        for gap, length in re.findall(r"(?:m(\d+) 0)?h(\d+)", row):
            at += int(gap or 0)
            dark[int(line)][at : at + int(length)] = [True] * int(length)
            at += int(length)
    return dark


def code_of(address):
    code = segno.make(address, error="m", micro=False, boost_error=False)
    return [[bool(module) for module in row] for row in code.matrix_iter(border=4)]


@pytest.mark.parametrize("address", ["https://example.org/", "https://example.org/ar/ملتقى/" * 5])
def test_the_drawing_has_every_module_of_the_code(address):
    assert modules_of(qr_svg(address)) == code_of(address)


def test_around_the_code_is_the_empty_edge_that_a_reader_needs():
    dark = modules_of(qr_svg("https://example.org/"))
    edge = [*dark[:4], *dark[-4:], *([*row[:4], *row[-4:]] for row in dark)]
    assert not any(module for row in edge for module in row)
    assert dark[4][4:11] == [True] * 7


def test_an_address_that_no_code_holds_is_left_to_the_words():
    assert qr_svg("https://example.org/" + "x" * 3000) == ""


@pytest.fixture
def printed(network):
    """Every page that prints, by a name for it."""
    agenda = network.district.add_child(instance=AgendaPage(title="Agenda", slug="agenda"))
    news_list = network.district.add_child(instance=NewsIndexPage(title="Nieuws", slug="nieuws"))
    event = make_event(agenda, "Wijktafel")
    return {
        "event": event,
        "report": make_report(event, "Verslag"),
        "news item": make_news(news_list, "Nieuws"),
        "partner": make_partner(network.directory),
    }


@pytest.mark.slow
def test_what_prints_ends_with_its_canonical_address_as_a_code_and_in_words(client, printed):
    for name, page in printed.items():
        html = client.get(page.url).content.decode()
        [canonical] = re.findall(r'rel="canonical"\s+href="([^"]+)"', html)
        [foot] = re.findall(r'<div class="print-only">.*?</div>', html, re.S)
        assert modules_of(foot) == code_of(page.full_url), name
        assert f">{page.full_url}<" in foot, name
        assert canonical.partition("://")[2].partition("/")[2] == page.full_url.split("/", 3)[3]


@pytest.mark.slow
def test_partners_side_by_side_print_with_the_address_of_this_choice(client, network):
    one, other = make_partner(network.directory), make_partner(network.directory, "De Hamer")
    url = f"/westkant/partners/vergelijk/?p={one.slug}&p={other.slug}"
    html = client.get(f"{url}&p=niemand&q=iets").content.decode()
    [foot] = re.findall(r'<div class="print-only">.*?</div>', html, re.S)
    address = f"{network.directory.full_url}vergelijk/?p={one.slug}&p={other.slug}"
    assert modules_of(foot) == code_of(address)
    assert address.replace("&", "&amp;") in foot
    assert "print-only" not in client.get("/westkant/partners/vergelijk/").content.decode()
