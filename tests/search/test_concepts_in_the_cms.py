"""Concepts in the CMS: who keeps them, what the form tells, and that the search listens at once."""

import pytest

from tests.factories import make_partner
from wijkzorg_search.knowing import index_now, lexicon_now
from wijkzorg_search.models import Concept, SearchStatistics
from wijkzorg_search.starter import load_concepts, starter_concepts

LIST, ADD = "/cms/snippets/wijkzorg_search/concept/", "/cms/snippets/wijkzorg_search/concept/add/"
KEEPERS = ["communications", "administrator"]
OTHERS = ["moderator", "coordinator", "editor_a"]
EMPTY = dict.fromkeys(
    ["code", "offered", "asked_nl", "asked_en", "asked_tr", "asked_ar", "asked_elsewhere"], ""
)


@pytest.fixture
def keeper(cast, as_user):
    return as_user(cast.communications)


def edit(concept):
    return f"{LIST}edit/{concept.pk}/"


def messages_of(answer):
    return [str(one) for one in answer.context["messages"]]


@pytest.mark.parametrize("role", KEEPERS)
def test_keeper_makes_a_concept(role, cast, as_user):
    as_user(getattr(cast, role)).post(ADD, {**EMPTY, "name": "Hulp bij schulden"})
    assert Concept.objects.get().code == "hulp-bij-schulden"


@pytest.mark.parametrize("role", OTHERS)
def test_others_neither_see_nor_make_nor_change_concepts(role, cast, as_user):
    concept = Concept.objects.create(code="geld", name="Zqgeldzaken")
    browser = as_user(getattr(cast, role))
    for path in (LIST, ADD, edit(concept)):
        assert "Zqgeldzaken" not in browser.get(path, follow=True).content.decode()
    browser.post(ADD, {**EMPTY, "name": "Nieuw"})
    browser.post(edit(concept), {**EMPTY, "name": "Anders"})
    browser.post(f"{LIST}delete/{concept.pk}/")
    assert list(Concept.objects.values_list("name", flat=True)) == ["Zqgeldzaken"]


def test_code_is_made_from_the_name_and_never_twice_the_same(keeper):
    for _time in range(3):
        keeper.post(ADD, {**EMPTY, "name": "Hulp & geld"})
    keeper.post(ADD, {**EMPTY, "name": "مساعدة"})
    codes = set(Concept.objects.values_list("code", flat=True))
    assert codes == {"hulp-geld", "hulp-geld-2", "hulp-geld-3", "begrip"}


def test_code_that_is_there_already_is_refused(keeper):
    Concept.objects.create(code="geld", name="Geld")
    answer = keeper.post(ADD, {**EMPTY, "name": "Ook geld", "code": "geld"})
    assert "code" in answer.context["form"].errors
    assert Concept.objects.count() == 1


def test_code_of_a_concept_stays_when_its_name_changes(keeper):
    concept = Concept.objects.create(code="geld", name="Geld")
    keeper.post(edit(concept), {**EMPTY, "name": "Geldzorgen", "code": "geld"})
    concept.refresh_from_db()
    assert (concept.code, concept.name) == ("geld", "Geldzorgen")


def test_keeper_tells_what_else_helps_and_how_much(keeper):
    codes = ["alone", "visit", "coffee", "walk"]
    alone, *others = [Concept.objects.create(code=code, name=code) for code in codes]
    told = dict(zip(["closest", "related", "further"], others, strict=True))
    fields = {field: [one.pk] for field, one in told.items()}
    keeper.post(edit(alone), {**EMPTY, "name": "Alleen", "code": "alone", **fields})
    assert lexicon_now().meanings["alone"].helps == {"coffee": 2, "visit": 3, "walk": 1}
    form = keeper.get(edit(alone)).context["form"]
    offered = {field: [one.code for one in form.fields[field].queryset] for field in told}
    assert offered == {
        "closest": ["visit", "coffee", "walk"],
        "related": ["coffee", "visit", "walk"],
        "further": ["walk", "coffee", "visit"],
    }


def test_what_is_told_twice_helps_as_much_as_the_most(keeper):
    alone, visit = [Concept.objects.create(code=code, name=code) for code in ("alone", "visit")]
    fields = {"closest": [visit.pk], "further": [visit.pk]}
    keeper.post(edit(alone), {**EMPTY, "name": "Alleen", "code": "alone", **fields})
    assert Concept.objects.get(code="alone").helps == {"visit": 3}


@pytest.mark.django_db
def test_what_else_helps_in_the_starter_is_there_and_no_concept_helps_itself():
    load_concepts()
    rows = {row["code"]: row for row in starter_concepts()}
    for code, meaning in lexicon_now().meanings.items():
        assert meaning.helps == rows[code]["helps"]
        assert set(meaning.helps) <= rows.keys() - {code}
        assert len(meaning.helps) >= 3, code


@pytest.mark.both_databases
def test_saved_concept_finds_at_once_and_says_so(keeper, client, network):
    make_partner(network.directory, "Geldloket", summary="Schuldhulpverlening voor iedereen.")
    assert client.get("/zoeken/?q=zqblut").context["total"] == 0
    answer = keeper.post(
        ADD,
        {**EMPTY, "name": "Schulden", "offered": "schuldhulpverlening", "asked_nl": "zqblut"},
        follow=True,
    )
    assert "De zoekfunctie weet het zo." in messages_of(answer)
    assert [one.title for one in client.get("/zoeken/?q=zqblut").context["results"]] == [
        "Geldloket"
    ]


def test_list_tells_themes_and_ways_and_can_be_searched_and_filtered(keeper, network):
    theme = network.themes[0]
    debts = Concept.objects.create(
        code="schulden", name="Schulden", asked_nl="blut\nrood staan", asked_elsewhere="pl: dług"
    )
    debts.themes.add(theme)
    Concept.objects.create(code="eten", name="Eten", offered="zqmaaltijd")
    listed = keeper.get(LIST).content.decode()
    assert theme.name in listed
    assert ">3<" in "".join(listed.split())

    def names(query):
        return {one.name for one in keeper.get(LIST + query).context["page_obj"]}

    assert names("") == {"Schulden", "Eten"}
    assert names("?q=rood") == {"Schulden"}
    assert names("?q=zqmaaltijd") == {"Eten"}
    assert names(f"?themes={theme.pk}") == {"Schulden"}


def test_list_asks_no_more_for_more_concepts(keeper, network, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries(size):
        for number in range(Concept.objects.count(), size):
            one = Concept.objects.create(code=f"c{number}", name=f"Begrip {number}")
            one.themes.set(network.themes[:2])
        keeper.get(LIST)
        with CaptureQueriesContext(connection) as asked:
            keeper.get(LIST)
        return len(asked)

    assert queries(2) == queries(15)


# --- advice -----------------------------------------------------------------------------------------


def test_line_of_small_words_only_gets_a_warning_and_is_saved(keeper):
    answer = keeper.post(
        ADD, {**EMPTY, "name": "Iets", "asked_nl": "waar is het\nblut"}, follow=True
    )
    [warning] = [one for one in messages_of(answer) if "waar is het" in one]
    assert "kleine woorden" in warning
    concept = Concept.objects.get()
    assert concept.asked_nl.split("\n")[0].strip() == "waar is het"
    shown = keeper.get(edit(concept)).content.decode()
    assert "“waar is het” bevat alleen kleine woorden" in shown
    assert "“blut”" not in shown


def test_single_word_that_most_pages_hold_gets_a_warning_with_their_number(keeper, network):
    for number in range(12):
        make_partner(network.directory, f"Club {number}", summary="Wij geven zqsteun.")
    make_partner(network.directory, "Andere club", summary="Wij fietsen samen.")
    answer = keeper.post(
        ADD, {**EMPTY, "name": "Iets", "asked_nl": "zqsteun\nzqsteun fiets\nfietsen"}, follow=True
    )
    [warning] = [one for one in messages_of(answer) if "“zqsteun”" in one]
    assert "12 pagina" in warning
    assert "“fietsen”" not in "".join(messages_of(answer))
    assert SearchStatistics.objects.get(language="nl").documents > 12


def test_single_word_that_many_concepts_use_gets_a_warning(keeper):
    for number in range(13):
        Concept.objects.create(code=f"c{number}", name=f"C{number}", asked_nl="zqles\nzqanders")
    assert index_now().knowledge.lexicon.uses["zqles"] == 13
    concept = Concept.objects.get(code="c0")
    answer = keeper.post(
        edit(concept), {**EMPTY, "code": "c0", "name": "C0", "asked_nl": "zqles"}, follow=True
    )
    assert any("“zqles”" in one and "13 begrippen" in one for one in messages_of(answer))


def test_line_without_the_code_of_its_language_is_refused_at_the_field(keeper):
    answer = keeper.post(ADD, {**EMPTY, "name": "Iets", "asked_elsewhere": "dług"})
    assert "asked_elsewhere" in answer.context["form"].errors
    assert not Concept.objects.exists()
