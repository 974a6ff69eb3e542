"""Who does what, and where not: the table, what its cells count, where they lead, and the same as a sheet."""

import csv
import io
import re

import pytest
from django.core.cache import cache
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.factories import make_partner, make_theme, make_translation
from wijkzorg_partners import confirmation
from wijkzorg_partners.models import MatrixPage, PartnerPage
from wijkzorg_partners.overview.counting import count_cells, levels_below, listed_partners
from wijkzorg_partners.overview.matrix import (
    Column,
    Line,
    counts_of,
    largest_gaps,
    make_grid,
)

URL = "/westkant/matrix/"
GREEN, RED = Line("groen", "Groen"), Line("rood", "Rood")
NORTH, SOUTH = Column("N", "Noord", "0001", below=3), Column("Z", "Zuid", "0002")


# --- pure -------------------------------------------------------------------------------------------


def grid_of(counts, **more):
    return make_grid([GREEN, RED], [NORTH, SOUTH], counts, **more)


def test_a_cell_without_anybody_is_a_gap_and_one_with_one_kind_is_half():
    grid = grid_of({("groen", "0001", "informal"): 2, ("groen", "0002", "formal"): 1})
    ((north, south), (red, _red)) = grid.rows
    assert (north.is_gap, north.is_half, north.total) == (False, True, 2)
    assert (south.is_gap, south.is_half) == (False, True)
    assert (red.is_gap, red.is_half) == (True, False)
    assert (grid.empty, grid.half) == (2, 2)


def test_who_asks_for_one_kind_sees_a_gap_where_only_the_other_is():
    counts = {("groen", "0001", "formal"): 1, ("groen", "0002", "informal"): 1}
    (north, south), _red = grid_of(counts, asked=("informal",)).rows
    assert (north.is_gap, north.is_half) == (True, False)
    assert (south.is_gap, south.is_half) == (False, False)


def test_the_largest_gap_is_a_theme_many_work_on_in_a_large_area_without_anybody():
    grid = grid_of(
        {
            ("groen", "0002", "informal"): 5,
            ("rood", "0001", "formal"): 1,
            ("rood", "0002", "formal"): 1,
        }
    )
    gaps = largest_gaps(grid, known={"groen": 5, "rood": 2})
    assert [(gap.cell.line.slug, gap.cell.column.code, gap.size) for gap in gaps] == [
        ("groen", "N", (1 + 5) * (1 + 3) * 2),
        ("rood", "N", (1 + 1) * (1 + 3)),
        ("rood", "Z", (1 + 1)),
    ]
    assert [gap.is_empty for gap in gaps] == [True, False, False]


places = st.lists(st.sampled_from(["0001", "00010001", "00010002", "0002", "0003"]), max_size=4)


@given(
    st.lists(
        st.tuples(
            st.integers(),
            st.sampled_from(["formal", "informal"]),
            st.sets(st.sampled_from(["groen", "rood"])),
            places,
        ),
        max_size=12,
    )
)
def test_an_organisation_counts_at_most_once_in_a_cell(partners):
    counts = counts_of(partners, [NORTH, SOUTH])
    grid = make_grid([GREEN, RED], [NORTH, SOUTH], counts)
    for cell in grid.cells:
        there = [
            kind
            for _key, kind, themes, paths in partners
            if cell.line.slug in themes and any(p.startswith(cell.column.path) for p in paths)
        ]
        assert (cell.informal, cell.formal) == (there.count("informal"), there.count("formal"))


# --- through the door ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def standing_matrix(standing, django_db_blocker):
    """Each way to be counted, or not, once."""
    network = standing.network
    with django_db_blocker.unblock():
        alone, money = network.themes
        standing.matrix = network.district.add_child(
            instance=MatrixPage(
                title="Wie doet wat?", slug="matrix", heading="Wie doet wat, en waar niet?"
            )
        )
        wijk, other = network.wijk, network.other_wijk

        def add(title, kind, areas, themes, **more):
            return make_partner(
                network.directory, title, kind=kind, areas=areas, themes=themes, **more
            )

        add("Beide wijken", "informal", [wijk, other], [alone])
        add("Buurtkamer", "informal", [wijk], [alone, money])
        add("Wijkteam", "formal", [wijk], [alone])
        add("Zonder thema", "formal", [other], [])
        add("Hele stad", "formal", [network.town], [money])
        add("Nergens in het bijzonder", "formal", [], [money])
        add("Concept", "formal", [other], [money], live=False)
        standing.silent = add("Lang niets gehoord", "formal", [other], [money])
        confirmation.record_of(standing.silent)
        standing.silent.record.stage = "unlisted"
        standing.silent.record.save()


@pytest.fixture
def matrix(standing_matrix, copied):
    cache.clear()
    return copied


def cells(html):
    """{(theme, area): (address, words)} of the table as it stands."""
    head = re.findall(r'<th scope="col"><a href="[^"]*">(.*?)</a>', html)
    found = {}
    for row in re.findall(
        r"<tr>\s*<th scope=\"row\">.*?</tr>", html.split("<tfoot>")[0], re.DOTALL
    ):
        theme = re.search(r'<th scope="row">(?:<a[^>]*>)?(.*?)<', row)[1]
        for area, cell in zip(head, re.findall(r"<td.*?</td>", row, re.DOTALL), strict=True):
            url = re.search(r'href="([^"]*)"', cell)[1].replace("&amp;", "&")
            words = re.search(r'class="vh">(.*?)<', cell)
            found[theme, area] = (url, words[1] if words else "")
    return found


def test_every_filled_cell_counts_what_the_directory_shows_that_it_leads_to(matrix, client):
    answer = client.get(URL)
    shown = cells(answer.content.decode())
    assert {place: words for place, (_url, words) in shown.items()} == {
        ("Ik ben vaak alleen", "Plasbuurt"): "2 informeel, 1 formeel",
        ("Ik ben vaak alleen", "Molenwijk"): "1 informeel, 0 formeel",
        ("Ik zoek geld", "Plasbuurt"): "1 informeel, 0 formeel",
        ("Ik zoek geld", "Molenwijk"): "",
    }
    for url, words in shown.values():
        if words:
            total = client.get(url).context["total"]
            assert total == sum(map(int, re.findall(r"\d+", words))), url


def test_an_empty_cell_leads_the_public_to_joining_with_the_area_filled_in(matrix, client):
    url, _words = cells(client.get(URL).content.decode())["Ik zoek geld", "Molenwijk"]
    assert url == "/meedoen/?theme=geld&area=W2"
    assert '<option value="W2" selected>' in client.get(url).content.decode()


def test_an_empty_cell_leads_who_may_invite_to_that_gap(matrix, cast, as_user):
    answer = as_user(cast.coordinator).get(URL)
    url, _words = cells(answer.content.decode())["Ik zoek geld", "Molenwijk"]
    assert url == "/cms/coordination/gaps/?theme=geld&area=W2"
    assert "no-cache" in answer.headers["Cache-Control"]
    assert "Ik zoek geld in Molenwijk" in as_user(cast.coordinator).get(url).content.decode()


def test_one_kind_is_counted_alone_and_the_cell_leads_to_that_kind(matrix, client):
    shown = cells(client.get(URL + "?kind=formal").content.decode())
    url, words = shown["Ik ben vaak alleen", "Plasbuurt"]
    assert words == "1 formeel"
    assert url.endswith("?theme=eenzaamheid&area=W1&kind=formal")
    assert shown["Ik ben vaak alleen", "Molenwijk"] == ("/meedoen/?theme=eenzaamheid&area=W2", "")


def test_a_larger_area_counts_each_organisation_once(matrix, client):
    shown = cells(client.get(URL + "?level=gebied").content.decode())
    assert shown["Ik ben vaak alleen", "Plaszijde"][1] == "2 informeel, 1 formeel"


def test_who_works_for_a_larger_area_is_told_beside_the_table(matrix, client):
    assert "2 organisaties werken voor een groter gebied" in client.get(URL).content.decode()


def test_what_can_not_be_read_is_told_and_filters_nothing(matrix, client):
    answer = client.get(URL + "?level=straat&kind=iedereen")
    assert answer.status_code == 200
    assert len(cells(answer.content.decode())) == 4
    assert "error-summary" in answer.content.decode()


def test_what_goes_offline_is_gone_from_the_table_at_once(matrix, client):
    before = cells(client.get(URL).content.decode())
    PartnerPage.objects.get(title="Wijkteam").unpublish()
    after = cells(client.get(URL).content.decode())
    assert before["Ik ben vaak alleen", "Plasbuurt"][1] == "2 informeel, 1 formeel"
    assert after["Ik ben vaak alleen", "Plasbuurt"][1] == "2 informeel, 0 formeel"


def test_a_translated_profile_counts_once_in_each_language(matrix, client):
    make_translation(matrix.matrix, "en", title="Who does what?")
    make_translation(PartnerPage.objects.get(title="Wijkteam"), "en", title="Care team")
    page = MatrixPage.objects.get(locale__language_code="en")
    shown = cells(client.get(page.url).content.decode())
    assert shown["Ik ben vaak alleen", "Plasbuurt"][1] == "2 informal, 1 formal"


@pytest.mark.both_databases
def test_the_database_counts_what_python_counts(matrix):
    make_theme("rouw")
    partners = listed_partners("nl", matrix.network.area)
    for columns in levels_below([matrix.network.area]).values():
        rows = [
            (
                partner.pk,
                partner.kind,
                partner.theme_slugs,
                [area.path for area in partner.areas.all()],
            )
            for partner in partners
        ]
        assert count_cells(partners, columns) == counts_of(rows, columns)


def test_the_sheet_has_the_same_numbers_and_no_formula(matrix, client):
    matrix.network.wijk.name = "=1+1"
    matrix.network.wijk.save()
    answer = client.get(URL + "csv/?kind=informal")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="matrix.csv"'
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[:2] == [
        ["Onderwerp", "Gebied", "Code", "Informeel"],
        ["Ik ben vaak alleen", "'=1+1", "W1", "2"],
    ]
    sheet = load_workbook(io.BytesIO(client.get(URL + "xlsx/").content)).active
    first, second = list(sheet.iter_rows(max_row=2))
    assert [cell.value for cell in first][3:] == ["Informeel", "Formeel"]
    assert [(cell.value, cell.data_type) for cell in second] == [
        ("Ik ben vaak alleen", "s"), ("=1+1", "s"), ("W1", "s"), (2, "n"), (1, "n"),
    ]  # fmt: skip


def test_a_district_without_neighbourhoods_says_so(matrix, client):
    matrix.network.gebied.delete()
    assert "nog geen onderwerpen of buurten" in client.get(URL).content.decode()
