"""The Dutch API Design Rules on `/api/v1`: addresses, errors, headers, the OpenAPI document."""

import pytest
from django.test import Client
from openapi_spec_validator import validate

from wijkzorg_home.api import API_VERSION, problem

ERRORS = {
    404: ("get", "/api/v1/nothing"),
    400: ("get", "/api/v1/search?limit=many"),
    405: ("post", "/api/v1/search"),
}


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/search/",
        "/api/v1/search/x",
        "/api/v1/",
        "/api/v1",
        "/api/x",
        "/api/v1/openapi.json/",
    ],
)
def test_unknown_address_and_one_with_a_slash_are_404_and_never_redirect(client, network, address):
    answer = client.get(address)
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("status", ERRORS)
def test_every_error_is_told_as_problem_details(client, network, status):
    method, address = ERRORS[status]
    answer = getattr(client, method)(address)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == status
    assert told["title"]
    assert told["detail"]


@pytest.mark.parametrize("debug", [False, True])
def test_failure_of_ours_is_a_problem_without_its_reason(network, monkeypatch, settings, debug):
    def fail(*args, **kwargs):
        raise RuntimeError("secret reason")

    settings.DEBUG = debug
    monkeypatch.setattr("wijkzorg_search.api.find", fail)
    answer = Client(raise_request_exception=False).get("/api/v1/search")
    assert answer.status_code == 500
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 500
    assert b"secret reason" not in answer.content
    assert answer["API-Version"] == API_VERSION


def test_405_names_the_methods_that_work(client, network):
    assert client.delete("/api/v1/search")["Allow"] == "GET"


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("application/json", 200),
        ("*/*", 200),
        ("application/*;q=0.3", 200),
        ("text/html,application/xhtml+xml,*/*;q=0.8", 200),
        ("text/html", 406),
        ("application/xml", 406),
        (";;;//,=", 406),
    ],
)
def test_only_who_takes_json_is_answered(client, network, accept, status):
    answer = client.get("/api/v1/search", headers={"Accept": accept})
    assert answer.status_code == status
    expected = "application/json" if status == 200 else "application/problem+json"
    assert answer["Content-Type"].startswith(expected)


def test_all_faults_of_a_question_are_told_at_once(client, network):
    answer = client.get(
        "/api/v1/search?limit=0&offset=-1&theme=x&area=x&kind=x&language=x&type=x&colour=red&page=2"
    )
    assert answer.status_code == 400
    faults = {fault["name"]: fault for fault in answer.json()["errors"]}
    names = {"limit", "offset", "theme", "area", "kind", "language", "type", "colour", "page"}
    assert set(faults) == names
    assert faults["theme"] == {
        "in": "query",
        "name": "theme",
        "message": "There is no theme with this slug.",
    }
    assert faults["colour"]["message"] == "There is no parameter of this name."


@pytest.mark.parametrize(
    "asked",
    [
        "limit=101",
        "limit=0",
        "limit=-5",
        "limit=1.5",
        "limit=",
        "limit=" + "9" * 5000,
        "offset=-1",
        "offset=100001",
        "offset=1e3",
        "limit=0x10",
        "kind=Formal",
        "q=a&Q=b",
    ],
)
def test_value_that_is_out_of_bounds_is_a_400(client, network, asked):
    assert client.get(f"/api/v1/search?{asked}").status_code == 400


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("get", "/api/v1/search", 200),
        ("get", "/api/v1/openapi.json", 200),
        ("get", "/api/v1/search?q=%00", 400),
        *((method, address, status) for status, (method, address) in ERRORS.items()),
    ],
)
def test_every_answer_carries_the_headers_of_an_open_api(client, network, method, address, status):
    answer = getattr(client, method)(address)
    assert answer.status_code == status
    assert answer["API-Version"] == API_VERSION
    assert answer["Cache-Control"] == "no-store"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        (None, "nl"),
        ("", "nl"),
        ("tr", "tr"),
        ("en-US,en;q=0.9", "en"),
        ("fr,ar;q=0.8,en;q=0.5", "ar"),
        ("fr", "nl"),
        ("*", "nl"),
        ("x" * 5000, "nl"),
        ("en;q=nonsense", "nl"),
        ("../../etc,;;", "nl"),
    ],
)
def test_language_follows_accept_language_and_nothing_else(client, network, wanted, language):
    client.cookies["django_language"] = "ar"
    headers = {} if wanted is None else {"Accept-Language": wanted}
    answer = client.get("/api/v1/search", headers=headers)
    assert answer["Content-Language"] == language
    assert "Accept-Language" in answer["Vary"]


def test_page_language_of_the_site_does_not_leak_out_of_an_api_call(client, network):
    client.get("/api/v1/search", headers={"Accept-Language": "ar"})
    assert 'lang="nl"' in client.get("/zoeken/").content.decode()


@pytest.fixture
def document(client, network):
    return client.get("/api/v1/openapi.json").json()


def test_openapi_document_is_valid(document):
    validate(document)
    assert document["openapi"].startswith("3.")


def test_openapi_document_says_version_server_and_contact(document):
    assert document["info"]["version"] == API_VERSION
    assert document["servers"][0]["url"].endswith("/v1")
    assert set(document["info"]["contact"]) == {"name", "email", "url"}


def test_openapi_paths_stand_without_prefix_and_slash(document):
    assert set(document["paths"]) == {"/search", "/suggest", "/events/{id}/registrations"}


def test_openapi_document_declares_parameters_errors_and_version_header(document):
    operation = document["paths"]["/search"]["get"]
    names = {parameter["name"] for parameter in operation["parameters"]}
    assert names == {"q", "type", "theme", "area", "kind", "language", "limit", "offset"}
    assert list(operation["responses"]["400"]["content"]) == ["application/problem+json"]
    assert "API-Version" in operation["responses"]["200"]["headers"]


@pytest.mark.usefixtures("search_follows")
def test_answer_has_the_fields_that_the_document_declares(client, cast):
    document = client.get("/api/v1/openapi.json").json()
    shapes = document["components"]["schemas"]
    answer = client.get("/api/v1/search").json()
    assert set(answer) == set(shapes["SearchAnswer"]["properties"])
    assert answer["results"]
    assert all(set(one) == set(shapes["Result"]["properties"]) for one in answer["results"])


def test_problem_holds_every_fault_it_was_given(rf):
    answer = problem(
        rf.get("/api/v1/x"), 409, "Taken.", [{"in": "body", "name": "a", "message": "b"}]
    )
    assert answer.status_code == 409
    assert b'"errors"' in answer.content
