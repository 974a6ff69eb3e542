"""Headers of every kind of answer, the ways in, and where they lead to."""

import json
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse
from sectxt import Parser

from tests.conftest import ROOT
from tests.website.test_environment import PRODUCTION

PASSWORD = "een-lang-wachtwoord"


def policy_of(response):
    parts = (part.split() for part in response["Content-Security-Policy"].split(";"))
    return {words[0]: words[1:] for words in parts if words}


PUBLIC = [
    "/",
    "/westkant/",
    "/zoeken/",
    "/account/login/",
    "/niet/daar/",
    "/en/zoeken/",
    "/uitnodiging/onbekend/",
]


@pytest.mark.parametrize("path", PUBLIC)
def test_public_answers_carry_a_policy_that_internet_nl_calls_good(path, world, browser_of):
    response = browser_of("anonymous").get(path)
    policy = policy_of(response)
    assert policy["default-src"] == ["'none'"]
    assert policy["base-uri"] == ["'none'"]
    assert policy["form-action"] == ["'self'"]
    assert policy["frame-ancestors"] == ["'none'"]
    values = {value for values in policy.values() for value in values}
    assert values <= {"'self'", "'none'"}
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] in {"DENY", "SAMEORIGIN"}
    assert response["Referrer-Policy"] in {"same-origin", "no-referrer"}
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert "Cookie" in response["Vary"]
    assert not {"Server", "X-Powered-By"} & set(response.headers)


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages_hold_no_inline_script_style_or_handler(path, world, browser_of):
    text = browser_of("anonymous").get(path).content.decode()
    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", text) in (
        [],
        ['<script type="application/json">'],
    )
    assert re.findall(r"\s(?:style|on[a-z]+)=\"", text) == []
    assert "<style" not in text
    assert "javascript:" not in text


def test_the_policy_is_looser_below_the_cms_only(world, browser_of):
    browser = browser_of("administrator")
    loose = {
        path
        for path in (
            "/",
            "/cms/",
            "/cms/pages/",
            "/cmsx/",
            "/media/cms/",
            "/api/v1/search",
            "/zoeken/",
            "/westkant/",
        )
        if "unsafe-inline" in browser.get(path)["Content-Security-Policy"]
    }
    assert loose == {"/cms/", "/cms/pages/"}
    assert "'unsafe-eval'" not in browser.get("/cms/")["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path", ["/api/v1/search", "/api/v1/niets", "/api/wagtail/v2/pages/", "/api/v3-preview/pages/"]
)
def test_answers_for_machines_load_nothing_and_are_not_framed(path, world, browser_of):
    response = browser_of("anonymous").get(path)
    assert policy_of(response)["default-src"] == ["'none'"]
    assert policy_of(response)["frame-ancestors"] == ["'none'"]
    assert response["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("path", ["/", "/cms/", "/zoeken/", "/api/v1/search"])
def test_no_cache_keeps_what_somebody_who_is_logged_in_gets(path, world, browser_of):
    response = browser_of("editor_a").get(path)
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]


def test_security_txt_is_read_by_the_parser_of_internet_nl(db, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://wijkzorg.example.org"
    response = Client().get("/.well-known/security.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    parsed = Parser(response.content)
    assert parsed.errors == []
    assert parsed.is_valid()
    [expires] = re.findall(r"^Expires: (\S+)$", response.content.decode(), re.MULTILINE)
    left = datetime.fromisoformat(expires) - datetime.now(UTC)
    assert timedelta(days=30) < left < timedelta(days=366)


def test_production_answers_with_hsts_and_host_cookies(tmp_path):
    """In a process of its own, with the settings of production."""
    script = """
import json, django; django.setup()
from django.conf import settings; from django.test import Client
https = Client().get("/robots.txt", secure=True, headers={"host": "wijkzorg.example.org"})
http = Client().get("/robots.txt", headers={"host": "wijkzorg.example.org"})
names = [n for n in dir(settings) if n.startswith(("SESSION_COOKIE", "CSRF_COOKIE", "LANGUAGE_COOKIE"))]
print(json.dumps({"hsts": https.headers.get("Strict-Transport-Security"), "http": [http.status_code, http.headers.get("Location")],
  "hosts": settings.ALLOWED_HOSTS,
  **{n: getattr(settings, n) for n in names}}, default=str))
"""
    path = ":".join(
        str(ROOT / folder) for folder in ("site", "home", "partners", "events", "news", "search")
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        env={
            **PRODUCTION,
            "PYTHONPATH": path,
            "DJANGO_SETTINGS_MODULE": "website.settings",
            "PATH": "/usr/bin",
            "WIJKZORG_DATA_DIR": str(tmp_path),
        },
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert int(re.search(r"max-age=(\d+)", told["hsts"])[1]) >= 31_536_000
    assert "includeSubDomains" in told["hsts"]
    assert told["http"] == [301, "https://wijkzorg.example.org/robots.txt"]
    assert told["hosts"] == ["wijkzorg.example.org"]
    for kind in ("SESSION", "CSRF", "LANGUAGE"):
        assert told[f"{kind}_COOKIE_NAME"].startswith("__Host-")
        assert told[f"{kind}_COOKIE_SECURE"] is True
        assert told[f"{kind}_COOKIE_SAMESITE"] in {"Lax", "Strict"}
        assert told[f"{kind}_COOKIE_PATH"] == "/"
        assert told[f"{kind}_COOKIE_DOMAIN"] is None
    assert told["SESSION_COOKIE_HTTPONLY"] is True


# The ways in


def test_the_only_ways_to_a_session_are_ours(world, browser_of):
    """Wagtail's two log-in pages lead to ours; HTTP Basic and a token log nobody in."""
    import base64

    browser = browser_of("anonymous")
    for path in ("/cms/login/", "/_util/login/", "/en/_util/login/"):
        for method in (browser.get, browser.post):
            response = method(path, {"username": "beheer@example.org", "password": PASSWORD})
            assert response.status_code == 302, path
            assert "/account/login/" in response["Location"]
    basic = {
        "authorization": "Basic "
        + base64.b64encode(b"beheer@example.org:" + PASSWORD.encode()).decode()
    }
    wrong = {"authorization": "Basic " + base64.b64encode(b"beheer@example.org:mis").decode()}
    for path in ("/api/wagtail/v2/pages/", "/cms/api/main/pages/", "/api/v1/search", "/cms/"):
        right_answer, wrong_answer = (
            browser.get(path, headers=basic),
            browser.get(path, headers=wrong),
        )
        assert (right_answer.status_code, right_answer.content) == (
            wrong_answer.status_code,
            wrong_answer.content,
        )
        assert right_answer.status_code in {200, 302}
    assert "_auth_user_id" not in browser.session


def test_the_v3_api_is_absent(world, browser_of):
    browser = browser_of("administrator")
    for path in (
        "/api/v3/",
        "/api/v3/pages/",
        "/api/v3-preview/",
        "/api/v3-preview/openapi.json",
        "/cms/api/v3/pages/",
    ):
        assert browser.get(path).status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("wagtailapi_v3:pages_list")


@pytest.fixture
def people(world):
    """The characters as people who came by an invitation: their addresses are known to be theirs."""
    for user in (world.editor_a, world.editor_b, world.administrator):
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return world


def code_in(message):
    return re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", message.body, re.MULTILINE)[1]


def ask_for_a_code(browser, address):
    mail.outbox.clear()
    cache.clear()
    response = browser.post("/account/login/code/", {"email": address})
    assert response.status_code == 302
    return mail.outbox[0]


def test_five_wrong_codes_end_the_attempt_even_for_the_right_one(people):
    browser = Client()
    code = code_in(ask_for_a_code(browser, "a@example.org"))
    for number in range(5):
        browser.post(
            "/account/login/code/confirm/",
            {"code": f"XX{number}X-YYY"},
            headers={"x-forwarded-for": f"10.0.0.{number}"},
        )
    browser.post("/account/login/code/confirm/", {"code": code})
    assert "_auth_user_id" not in browser.session
    again = Client()
    again.post(
        "/account/login/code/confirm/", {"code": code_in(ask_for_a_code(again, "a@example.org"))}
    )
    assert "_auth_user_id" in again.session


def test_a_code_works_once_and_for_ten_minutes(people):
    with time_machine.travel("2026-11-22T10:00:00Z", tick=False) as clock:
        browser = Client()
        code = code_in(ask_for_a_code(browser, "a@example.org"))
        browser.post("/account/login/code/confirm/", {"code": code})
        assert "_auth_user_id" in browser.session
        second = Client()
        second.post("/account/login/code/confirm/", {"code": code})
        assert "_auth_user_id" not in second.session
        late = Client()
        code = code_in(ask_for_a_code(late, "b@example.org"))
        clock.shift(timedelta(minutes=11))
        late.post("/account/login/code/confirm/", {"code": code})
        assert "_auth_user_id" not in late.session


def test_many_wrong_passwords_lock_the_account_whatever_address_they_come_from(people):
    for number in range(12):
        Client().post(
            "/account/login/",
            {"login": "beheer@example.org", "password": "mis"},
            headers={"x-forwarded-for": f"10.1.0.{number}"},
        )
    browser = Client()
    browser.post("/account/login/", {"login": "beheer@example.org", "password": PASSWORD})
    assert "_auth_user_id" not in browser.session
    cache.clear()
    browser.post("/account/login/", {"login": "beheer@example.org", "password": PASSWORD})
    assert "_auth_user_id" in browser.session


def without_secrets(response, address):
    text = response.content.decode().replace(address, "")
    return re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]+', r"\1", text)


@pytest.mark.parametrize(
    ("path", "field", "more"),
    [
        ("/account/login/code/", "email", {}),
        ("/account/login/", "login", {"password": "mis"}),
        ("/account/password/reset/", "email", {}),
    ],
)
def test_a_known_and_an_unknown_address_get_the_same_answer(path, field, more, people):
    answers = []
    for address in ("a@example.org", "q@example.org"):
        cache.clear()
        mail.outbox.clear()
        browser = Client()
        first = browser.post(path, {field: address, **more})
        then = browser.get(first["Location"]) if first.status_code == 302 else first
        answers.append(
            (
                first.status_code,
                first.headers.get("Location"),
                without_secrets(then, address),
                len(mail.outbox),
                [message.to for message in mail.outbox] == [[address]] * len(mail.outbox),
            )
        )
    assert answers[0] == answers[1]


def test_nobody_makes_an_account_alone(world, django_user_model):
    before = django_user_model.objects.count()
    Client().post("/account/signup/", {"email": "zelf@example.org"})
    assert django_user_model.objects.count() == before


ELSEWHERE = [
    "https://evil.example/",
    "http://evil.example",
    "//evil.example",
    "///evil.example",
    "////evil.example/x",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "http:///evil.example",
    "\\\\evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "/\\/evil.example",
    "https:\\\\evil.example",
    "https:\\evil.example",
    "//evil.example%2f..",
    "/%09/evil.example",
    "/\t/evil.example",
    "\t//evil.example",
    " //evil.example",
    "//evil.example@localhost/",
    "//localhost@evil.example/",
    "https://localhost@evil.example/",
    "https://localhost.evil.example/",
    "https://evil.example#localhost",
    "https://evil.example?localhost",
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "data:text/html,x",
    "ftp://evil.example/",
    "//[::1]@evil.example",
    "\x00//evil.example",
    "/\r\nLocation: https://evil.example",
    "//evil%E3%80%82example",
    "https:%2f%2fevil.example",
]


def leads_away(place):
    from urllib.parse import urlsplit

    cleaned = re.sub(r"[\t\r\n]", "", place.strip()).replace("\\", "/")
    parts = urlsplit(cleaned)
    return bool(
        parts.netloc not in {"", "localhost", "testserver"}
        or parts.scheme not in {"", "http", "https"}
    ) or (cleaned.startswith("//") or (bool(parts.scheme) and not parts.netloc))


def test_no_door_leads_to_another_site(people, world, browser_of):
    """Each of the forms, at every door that takes `next`, for who is in and for who comes in."""
    inside = browser_of("administrator")
    away = []
    for place in ELSEWHERE:
        for path in (
            "/account/login/",
            "/cms/login/",
            "/_util/login/",
            "/account/login/code/",
            "/account/reauthenticate/",
        ):
            response = inside.get(path, {"next": place})
            if leads_away(response.headers.get("Location", "")):
                away.append((path, place, response["Location"]))
        cache.clear()
        outside = Client()
        response = outside.post(
            "/account/login/", {"login": "beheer@example.org", "password": PASSWORD, "next": place}
        )
        if leads_away(response.headers.get("Location", "")):
            away.append(("log-in", place, response["Location"]))
        if outside.session.get("_auth_user_id"):
            response = outside.post("/account/logout/", {"next": place})
            if leads_away(response.headers.get("Location", "")):
                away.append(("log-out", place, response["Location"]))
        response = inside.post(f"/cms/pages/{world.never.pk}/lock/", {"next": place})
        if leads_away(response.headers.get("Location", "")):
            away.append(("lock", place, response["Location"]))
    assert away == []
    assert len(ELSEWHERE) >= 30
    assert inside.get("/account/login/", {"next": "/zoeken/"})["Location"] == "/zoeken/"


def test_form_without_its_token_says_that_nothing_was_sent_and_what_to_do(world):
    """It was open too long, or came from elsewhere: no word about another organisation."""
    answer = Client(enforce_csrf_checks=True).post("/account/login/", {"login": "x@example.org"})
    assert answer.status_code == 403
    html = answer.content.decode()
    assert "Er is niets verstuurd" in html
    assert "andere organisatie" not in html
