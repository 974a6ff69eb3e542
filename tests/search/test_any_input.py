"""Input of any kind gives an answer, never a failure, at every door that takes a question."""

from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import make_partner
from tests.search.nasty import BROKEN, FEW, RAW
from wijkzorg_home.searching import MAX_WORDS, safe_words

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SEARCH = "/zoeken/"
SUGGESTIONS = "/zoeken/suggesties/"
DIRECTORY = "/westkant/partners/"
API = "/api/v1/search"
SUGGEST_API = "/api/v1/suggest"
WAGTAIL = "/api/wagtail/v2/pages/"

WORDS = [
    SEARCH + "?q=",
    SUGGESTIONS + "?q=",
    DIRECTORY + "?q=",
    API + "?q=",
    SUGGEST_API + "?q=",
    WAGTAIL + "?search=",
]
#: Doors with a value that is not in a list: a page tells it at the field, an API refuses it.
FILTERS = ["theme", "area", "kind", "language"]
NUMBERS = [
    SEARCH + "?page=", DIRECTORY + "?page=", DIRECTORY + "?q=buurt&page=", API + "?limit=", API + "?offset=",
    *(WAGTAIL + f"?{name}=" for name in
      ("limit", "offset", "child_of", "ancestor_of", "descendant_of", "translation_of", "id")),
    WAGTAIL + "find/?id=",
]  # fmt: skip
OTHERS = [
    *(WAGTAIL + f"?{name}=" for name in
      ("type", "fields", "order", "locale", "site", "search_operator", "rich_text_format", "slug",
       "show_in_menus", "first_published_at", "format", "colour")),
    WAGTAIL + "?search=a&order=", WAGTAIL + "?search=a&search_operator=or&slug=",
    WAGTAIL + "find/?html_path=", WAGTAIL + "?type=wijkzorg_partners.PartnerPage&services=",
    WAGTAIL + "?type=wijkzorg_home.StandardPage&body=",
]  # fmt: skip
DOORS = [
    *NUMBERS, *OTHERS, SEARCH + "?type=", API + "?type=",
    *(f"{door}?{name}=" for door in (SEARCH, DIRECTORY, API) for name in FILTERS),
]  # fmt: skip


@pytest.fixture(scope="module")
def standing_place(standing):
    network = standing.network
    standing.place = make_partner(network.directory, areas=[network.wijk], themes=network.themes)


@pytest.fixture
def place(standing_place, copied):
    return copied.place


@pytest.fixture
def browser(place):
    """Gives the status of an address, exactly as it is written; a failure of ours is a 500."""
    client = Client(raise_request_exception=False)

    def status(address):
        path, _, query = address.partition("?")
        return client.get(path, QUERY_STRING=query).status_code

    return status


@pytest.mark.both_databases
@pytest.mark.parametrize("door", WORDS)
def test_any_words_are_answered_with_200(browser, door):
    assert {raw: status for raw in RAW if (status := browser(door + raw)) != 200} == {}


@pytest.mark.both_databases
@pytest.mark.parametrize("door", WORDS)
def test_broken_encoding_never_fails(browser, door):
    assert {raw: status for raw in BROKEN if (status := browser(door + raw)) >= 500} == {}


@pytest.mark.parametrize("door", DOORS)
def test_nasty_value_never_fails_wherever_it_stands(browser, door):
    assert {raw: status for raw in FEW if (status := browser(door + raw)) >= 500} == {}


@pytest.mark.both_databases
@pytest.mark.parametrize("door", [SEARCH, SUGGESTIONS, DIRECTORY, API, WAGTAIL])
def test_nul_is_a_bad_request_wherever_it_stands(browser, door):
    assert browser(f"{door}?q=a%00b") == 400
    assert browser(f"{door}?a%00b=1") == 400


@pytest.mark.parametrize("door", [SEARCH, DIRECTORY])
@pytest.mark.parametrize(
    ("number", "shown"),
    [("0", "1"), ("-3", "1"), ("abc", "1"), ("999999999999999999999", "1"), ("9" * 5000, "1")],
)
def test_page_number_that_is_not_there_shows_one_that_is(client, place, door, number, shown):
    page = client.get(door, {"page": number}).context["page_obj"]
    assert str(page.number) == shown
    assert page.paginator.count == 1


@pytest.mark.parametrize("door", [SEARCH, DIRECTORY])
@pytest.mark.parametrize(
    "query", ["q=a&q=%22&q=", "theme=x&theme=geld", "kind=formal&kind=x&kind=", "page=1&page=x"]
)
def test_repeated_parameters_are_answered(browser, door, query):
    assert browser(f"{door}?{query}") == 200


def test_repeated_parameter_of_the_api_is_answered(browser):
    assert browser(f"{API}?theme=x&theme=geld") == 200
    assert browser(f"{API}?theme=geld&theme=x") == 400


@pytest.mark.parametrize(
    "path", ["/api/wagtail/v2/pages/99999999999999999999999/", "/api/wagtail/v2/pages/0/"]
)
def test_page_that_cannot_exist_is_not_found(browser, path):
    assert browser(path) == 404


@pytest.mark.parametrize(
    "fields",
    [
        "(" * 3000,
        "parent(" * 3000,
        "parent(" * 50 + ")" * 50,
        "*,-*",
        "a,,b",
        "-_",
        "_,-id",
        "*(id)",
        "title(x)",
    ],
)
def test_fields_that_cannot_be_read_are_refused(browser, place, fields):
    for address in (WAGTAIL, f"{WAGTAIL}{place.pk}/"):
        assert browser(f"{address}?fields={quote(fields)}") == 400


@pytest.mark.parametrize(
    "query",
    ["id=x", "limit=x", "limit=101", "offset=-1", "offset=99999999999999999999", "type=x", "colour=red",
     "type=wijkzorg_home.Area", "type=wijkzorg_partners.Membership", "order=colour", "child_of=x",
     "child_of=999999999999999999999", "first_published_at=x", "search=a&search_operator=x",
     "show_in_menus=maybe", "site=nowhere.example.org", "locale=xx", "rich_text_format=x"],
)  # fmt: skip
def test_wagtail_api_refuses_what_it_cannot_read(browser, query):
    assert browser(f"{WAGTAIL}?{query}") == 400


anything = st.text(max_size=120)
addressed = anything.filter(lambda text: not any("\ud800" <= one <= "\udfff" for one in text))
by_hand = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.both_databases
@by_hand
@given(text=addressed)
def test_generated_words_never_fail(browser, text):
    answers = {door: browser(door + quote(text, safe="")) for door in WORDS}
    allowed = {200, 400} if "\x00" in text else {200}
    assert {door: status for door, status in answers.items() if status not in allowed} == {}


@pytest.mark.both_databases
@by_hand
@given(raw=st.binary(max_size=60))
def test_generated_bytes_never_fail(browser, raw):
    encoded = "".join(f"%{byte:02x}" for byte in raw)
    assert {door: status for door in WORDS if (status := browser(door + encoded)) >= 500} == {}


@given(text=st.text(alphabet=st.characters(), max_size=300))
def test_safe_words_hold_nothing_but_words(text):
    words = safe_words(text).split(" ")
    assert len(words) <= MAX_WORDS
    assert all(word == "" or word.replace("_", "a").isprintable() for word in words)
    assert not set(safe_words(text)) & set("\"'*():^&|!<>-+\\\x00\u202e")


def test_safe_words_keep_letters_of_every_script_and_fold_to_one_form():
    assert safe_words("cafe\u0301 مساعدة İstanbul") == "café مساعدة İstanbul"


def test_safe_words_cut_a_long_text():
    assert len(safe_words("woord " * 5_000).split()) == MAX_WORDS
