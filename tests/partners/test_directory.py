"""The directory: one form of filters, a count, removable filters, pages, and what is never in it."""

import itertools
import re

import pytest
from wagtail.models import Locale, PageViewRestriction

from tests.factories import make_area, make_language, make_many_partners, make_partner

pytestmark = pytest.mark.slow

URL = "/westkant/partners/"


def ask(client, query=""):
    answer = client.get(f"{URL}?{query}")
    assert answer.status_code == 200
    return answer


def names(answer):
    return [partner.title for partner in answer.context["results"]]


@pytest.fixture(scope="module")
def standing_partners(standing):
    network = standing.network
    turkish, arabic = make_language("tr", "Turks"), make_language("ar", "Arabisch")
    loneliness, money = network.themes
    for title, kind, area, themes, languages in [
        ("Buurtkamer", "informal", network.wijk, [loneliness], [turkish]),
        ("Geldloket", "formal", network.wijk, [money], [turkish, arabic]),
        ("Klusclub", "informal", network.other_wijk, [loneliness, money], []),
        ("Wijkteam", "formal", network.gebied, [loneliness], [arabic]),
        ("Stadsbank", "formal", network.town, [money], []),
    ]:
        make_partner(
            network.directory,
            title,
            kind=kind,
            areas=[area],
            themes=themes,
            languages=languages,
            summary=f"Hulp van {title}.",
        )


@pytest.fixture
def partners(standing_partners, copied):
    """Five of every kind, area, theme and language: see FACTS."""


#: What each partner above is, to work out by hand what a combination must give.
FACTS = {
    "Buurtkamer": {"kind": "informal", "area": {"W1", "GW1", "W"}, "theme": {"eenzaamheid"}, "language": {"tr"}},
    "Geldloket": {"kind": "formal", "area": {"W1", "GW1", "W"}, "theme": {"geld"}, "language": {"tr", "ar"}},
    "Klusclub": {"kind": "informal", "area": {"W2", "GW1", "W"}, "theme": {"eenzaamheid", "geld"}, "language": set()},
    "Wijkteam": {"kind": "formal", "area": {"GW1", "W"}, "theme": {"eenzaamheid"}, "language": {"ar"}},
    "Stadsbank": {"kind": "formal", "area": set(), "theme": {"geld"}, "language": set()},
}  # fmt: skip


def expected(*, kind, theme, area, language, q):
    return {
        name
        for name, facts in FACTS.items()
        if (not kind or facts["kind"] == kind)
        and (not theme or theme in facts["theme"])
        and (not area or area in facts["area"])
        and (not language or language in facts["language"])
        and (not q or name in {"Buurtkamer", "Wijkteam"})
    }


@pytest.mark.slow
def test_filters_together_give_who_fits_all_of_them(client, partners):
    """Every fifth of the 216 combinations: every pair of values of any two filters is among them."""
    choices = {
        "kind": ["", "formal", "informal"],
        "theme": ["", "eenzaamheid", "geld"],
        "area": ["", "W", "GW1", "W1"],
        "language": ["", "tr", "ar"],
        "q": ["", "buurtkamer wijkteam"],
    }
    wrong = {}
    for values in list(itertools.product(*choices.values()))[::5]:
        asked = dict(zip(choices, values, strict=True))
        answer = client.get(URL, asked)
        found = set(names(answer))
        if found != expected(**asked) or answer.context["total"] != len(found):
            wrong[values] = found
    assert wrong == {}


def test_both_kinds_together_are_everybody(client, partners):
    assert len(names(ask(client, "kind=formal&kind=informal"))) == 5


@pytest.mark.both_databases
def test_without_words_partners_stand_by_name(client, partners):
    assert names(ask(client)) == sorted(FACTS)


def test_one_get_form_holds_every_filter_without_a_script(client, partners):
    html = ask(client).content.decode()
    form = re.search(r"<form[^>]*class=\"filters\".*?</form>", html, re.S).group(0)
    assert re.search(r'method="get"', form)
    assert set(re.findall(r'name="(\w+)"', form)) == {
        "q",
        "kind",
        "theme",
        "area",
        "language",
        "unconfirmed",
    }
    assert 'type="submit"' in form


def test_area_filter_offers_the_district_and_what_lies_below_it(client, network, partners):
    make_area("Elders", level="district", code="E", parent=network.town)
    codes = [code for code, _label in ask(client).context["form"].fields["area"].choices]
    assert codes == ["", "W", "GW1", "W1", "W2"]


def test_count_is_said_in_words(client, partners):
    assert re.search(r"data-count>\s*2\s+\w+", ask(client, "kind=informal").content.decode())


def test_each_filter_that_is_on_can_be_removed(client, partners):
    answer = ask(client, "q=hulp&kind=formal&kind=informal&theme=geld&area=W1&language=tr&page=1")
    removals = {one["label"]: one["remove_url"] for one in answer.context["active_filters"]}
    assert len(removals) == 6
    for url in removals.values():
        without = client.get(url)
        assert len(without.context["active_filters"]) == 5
        assert "page=" not in url
        assert url.replace("&", "&amp;") in answer.content.decode()
    assert client.get(answer.context["clear_url"]).context["total"] == 5


@pytest.mark.both_databases
def test_pages_hold_twenty_and_together_everybody_once(client, network):
    make_many_partners(network, 45)
    for question in ("", "q=buurthuis&"):
        pages = [names(ask(client, f"{question}page={number}")) for number in (1, 2, 3)]
        assert [len(page) for page in pages] == [20, 20, 5]
        assert len({name for page in pages for name in page}) == 45


def test_link_to_the_next_page_keeps_the_filters(client, network):
    make_many_partners(network, 45)
    html = ask(client, "q=buurthuis&kind=formal").content.decode()
    link = re.search(r'rel="next"\s+href="([^"]+)"', html).group(1).replace("&amp;", "&")
    following = client.get(URL + link)
    assert following.context["page_obj"].number == 2
    assert following.context["total"] == 30


def test_nobody_found_offers_the_way_back_and_the_telephone(client, partners):
    answer = ask(client, "q=watishetnou&theme=geld")
    html = answer.content.decode()
    assert answer.context["total"] == 0
    assert "020 000 00 01" in html
    assert f'href="{URL}"' in html


@pytest.mark.parametrize("name", ["kind", "theme", "area", "language"])
def test_unknown_value_is_told_at_its_field_and_filters_nothing(client, partners, name):
    answer = ask(client, f"q=hulp&{name}=onzin")
    assert answer.context["total"] == 5
    assert list(answer.context["form"].errors) == [name]
    error = str(answer.context["form"].errors[name][0])
    assert "onzin" in error
    html = answer.content.decode()
    assert error in html
    assert 'href="#id_' + name in html
    assert f'id="id_{name}' in html


def test_other_filters_keep_working_beside_an_unknown_value(client, partners):
    assert names(ask(client, "theme=onzin&kind=informal")) == ["Buurtkamer", "Klusclub"]


def test_area_outside_the_district_is_an_unknown_value(client, network, partners):
    make_area("Elders", level="district", code="E", parent=network.town)
    assert list(ask(client, "area=E").context["form"].errors) == ["area"]


def test_parameters_that_are_no_filter_are_left_alone(client, partners):
    assert ask(client, "utm_source=mail").context["total"] == 5


@pytest.mark.both_databases
@pytest.mark.parametrize("question", ["", "q=geheim", "kind=informal"])
def test_drafts_private_and_unpublished_partners_are_never_listed(
    client, network, partners, question
):
    make_partner(network.directory, "Geheim concept", live=False)
    private = make_partner(network.directory, "Geheim besloten")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    make_partner(network.directory, "Geheim weg").unpublish()
    assert "Geheim" not in ask(client, question).content.decode()


@pytest.mark.both_databases
def test_draft_text_of_a_live_partner_is_not_shown_and_not_found(client, network):
    partner = make_partner(network.directory, "Buurtkamer", summary="Koffie.")
    partner.summary = "Nu met harmonica."
    partner.save_revision()
    assert "harmonica" not in ask(client).content.decode()
    assert ask(client, "q=harmonica").context["total"] == 0


@pytest.mark.both_databases
def test_each_partner_stands_once_in_a_language_with_some_translations(client, network):
    translated = make_partner(network.directory, "Buurtkamer")
    make_partner(network.directory, "Alleen Nederlands")
    english = Locale.objects.get_or_create(language_code="en")[0]
    for page in (network.home, network.district, network.directory):
        page.copy_for_translation(english).save_revision().publish()
    copy = translated.copy_for_translation(english)
    copy.title = "Living room"
    copy.save_revision().publish()
    assert names(ask(client)) == ["Alleen Nederlands", "Buurtkamer"]
    directory = network.directory.get_translation(english)
    answer = client.get(directory.get_url())
    assert answer.status_code == 200
    assert names(answer) == ["Alleen Nederlands", "Living room"]
