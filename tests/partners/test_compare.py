"""Partners side by side: chosen without a script, a real table, a helpful word for too few or too many."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from tests.factories import make_many_partners, make_partner
from wijkzorg_partners.models import Service, UrgentChange
from wijkzorg_partners.schedule import parse_schedule

pytestmark = pytest.mark.slow

LIST = "/westkant/partners/"
URL = f"{LIST}vergelijk/"


@pytest.fixture
def partners(network):
    return [
        make_partner(
            network.directory,
            f"Partner {letter}",
            what_we_do=f"Doet {letter}",
            what_we_do_not=f"Doet niet {letter}",
            when_professional=f"Belt {letter}",
            how_to_refer=f"Stuur {letter}",
            what_we_share=f"Deelt {letter}",
            for_whom=f"Voor {letter}",
            cost=f"{letter} euro",
            phone=f"020 000 00 0{number}",
            areas=[network.wijk],
        )
        for number, letter in enumerate("abcde")
    ]


def ask(client, *slugs):
    answer = client.get(URL, {"p": slugs})
    assert answer.status_code == 200
    return answer


def test_the_table_has_a_column_for_each_and_a_row_for_each_question(client, partners):
    html = ask(client, "partner-a", "partner-b", "partner-c").content.decode()
    assert len(re.findall(r'scope="col"', html)) == 4
    assert len(re.findall(r'scope="row"', html)) == 11
    for text in (
        "Doet {}",
        "Doet niet {}",
        "Belt {}",
        "Stuur {}",
        "Deelt {}",
        "Voor {}",
        "{} euro",
    ):
        assert all(text.format(letter) in html for letter in "abc"), text
    assert "Plasbuurt" in html
    assert "020 000 00 01" in html


def test_columns_stand_in_the_order_asked_each_once(client, partners):
    found = ask(client, "partner-c", "partner-a", "partner-c").context["partners"]
    assert [partner.slug for partner in found] == ["partner-c", "partner-a"]


@pytest.mark.parametrize("number", [0, 1, 5])
def test_too_few_or_too_many_get_no_table_but_a_way_on(client, partners, number):
    answer = ask(client, *(partner.slug for partner in partners[:number]))
    html = answer.content.decode()
    assert "<table" not in html
    assert answer.context["directory_url"].replace("&", "&amp;") in html
    assert len(re.findall(r'type="checkbox"', html)) == (5 if number == 5 else 0)
    assert len(re.findall(r"checked", html)) == (4 if number == 5 else 0)


@pytest.mark.parametrize("number", [2, 4])
def test_two_to_four_fit(client, partners, number):
    assert len(ask(client, *(one.slug for one in partners[:number])).context["rows"]) == 10


def test_what_is_not_public_is_left_out(client, network, partners):
    make_partner(network.directory, "Geheim concept", live=False)
    private = make_partner(network.directory, "Geheim besloten")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    answer = ask(client, "partner-a", "geheim-concept", "geheim-besloten", "niemand", "partner-b")
    assert [one.slug for one in answer.context["partners"]] == ["partner-a", "partner-b"]
    assert "Geheim" not in answer.content.decode()


def test_any_question_is_answered(client, partners):
    for query in (
        "p=",
        "p=%00"[:2],
        "p=../..",
        "p=" + "x" * 3000,
        "q=1&p[]=a",
        "&".join(["p=a"] * 500),
    ):
        assert client.get(f"{URL}?{query}").status_code == 200


def test_the_list_is_a_form_with_a_box_for_each_and_a_button(client, partners):
    html = client.get(LIST).content.decode()
    form = re.search(r'<form class="choose".*?</form>', html, re.S).group(0)
    assert f'action="{URL}"' in form
    assert 'method="get"' in form
    assert sorted(re.findall(r'value="(partner-\w)"', form)) == [one.slug for one in partners]
    assert 'type="submit"' in form


def test_what_was_ticked_stays_ticked_on_the_way_back_and_on_other_pages(client, network):
    make_many_partners(network, 25)
    first, last = "partner-1", "partner-25"
    html = client.get(LIST, {"p": [first, last]}).content.decode()
    form = re.search(r'<form class="choose".*?</form>', html, re.S).group(0)
    assert re.search(rf'value="{first}"\s+checked', form)
    assert f'<input type="hidden" name="p" value="{last}">' in form


def count(client, url):
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_two_and_four_partners_take_the_same_number_of_queries(client, network):
    made = make_many_partners(network, 4)
    for number, partner in enumerate(made):
        Service.objects.create(
            partner=partner,
            name="Inloop",
            access="walk_in",
            hours=parse_schedule("ma-zo 10-12", partner.first_published_at.date()),
            locale=partner.locale,
        )
        UrgentChange.objects.create(partner=partner, kind="closed", note=str(number))
    slugs = [partner.slug for partner in made]
    counts = {
        number: count(client, f"{URL}?" + "&".join(f"p={slug}" for slug in slugs[:number]))
        for number in (2, 4)
    }
    assert len(set(counts.values())) == 1, counts


def test_cards_with_hours_and_closures_take_the_same_number_of_queries(client, network):
    """Each partner of the second page of twenty has what the first has: hours by a service, a closure."""
    counts = []
    for size in (3, 20):
        made = make_many_partners(network, size - network.directory.get_children_count())
        for partner in made:
            Service.objects.create(
                partner=partner,
                name="Inloop",
                access="walk_in",
                hours=parse_schedule("ma-zo 0-24", partner.first_published_at.date()),
                locale=partner.locale,
            )
        UrgentChange.objects.create(partner=made[0], kind="closed")
        network.directory.refresh_from_db()
        counts.append(count(client, LIST))
    html = client.get(LIST).content.decode()
    assert html.count('class="open with-icon') == 18
    assert html.count('class="stale with-icon') == 2
    assert len(set(counts)) == 1, counts
