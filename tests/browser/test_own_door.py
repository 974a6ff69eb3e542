"""The volunteer's own door on a small phone: from the invitation to what is sent in, and a passkey."""

import re

import pytest

from tests.browser.conftest import log_in
from tests.browser.test_every_page import COLOURS, violations

INVITE = """
from django.contrib.auth import get_user_model
from wijkzorg_partners.actions import invite_editor
from wijkzorg_partners.models import PartnerIndexPage, PartnerPage
directory = PartnerIndexPage.objects.get(locale__language_code="nl")
page = directory.add_child(instance=PartnerPage(title="Buurttuin", live=False, locale=directory.locale))
page.save_revision()
by = get_user_model().objects.get(email="communicatie@example.org")
invite_editor(page, "tuin@example.org", by=by)
"""
#: What the volunteer answers, question by question.
ANSWERS = [
    ("fill", "[name=summary]", "Een tuin voor de hele buurt."),
    ("fill", "[name=what_we_do]", "Samen tuinieren\nKoffie in het schuurtje"),
    ("fill", "[name=what_we_do_not]", "Tuinen van mensen thuis"),
    ("fill", "[name=when_professional]", "Als iemand niet meer komt"),
    ("fill", "[name=for_whom]", "Iedereen uit de buurt"),
    ("select_option", "[name=areas_1]", {"index": 3}),
    ("select_option", "[name=themes_1]", {"index": 1}),
    ("fill", "[name=phone]", "020 000 00 07"),
]
ANSWERS_IN_ARABIC = [
    ("fill", "[name=summary]", "حديقة لكل الحي."),
    ("fill", "[name=what_we_do]", "قهوة كل صباح\nزراعة معًا"),
    ("fill", "[name=what_we_do_not]", "العمل في حدائق البيوت"),
    ("fill", "[name=when_professional]", "إذا توقف أحد عن المجيء"),
    ("fill", "[name=for_whom]", "كل الجيران"),
    *ANSWERS[5:],
]
MOST_SCREENS = 12
MOST_CONTROLS = 8
CONTROLS = "main :is(a, button, input:not([type=hidden]), select, textarea, summary)"
KEY = "/mijn/buurtkamer-de-populier/"


@pytest.fixture
def invited(own_site):
    """A site on which a new organisation is invited; gives the path of the link in the mail."""
    own_site.run(INVITE)

    def link(page):
        page.goto("/postbus/")
        page.locator(".mails li").filter(has_text="tuin@example.org").first.get_by_role(
            "link"
        ).click()
        return re.search(r"/uitnodiging/\S+/", page.inner_text("main")).group(0)

    return link


class Screens:
    """Counts the pages that somebody sees, and looks whether each is whole."""

    def __init__(self, page):
        self.page, self.seen = page, []
        page.on("response", self.heard)

    def heard(self, response):
        shown = response.request.resource_type == "document" and response.status == 200
        if shown and response.frame == self.page.main_frame:
            self.seen.append(response.url)

    def is_whole(self):
        width = self.page.evaluate("document.documentElement.scrollWidth")
        assert width <= self.page.viewport_size["width"], self.page.url
        assert self.page.locator(CONTROLS).count() <= MOST_CONTROLS, self.page.url


def test_from_the_invitation_to_a_first_profile_in_twelve_screens_without_a_script(
    open_page, own_site, invited
):
    page = open_page(own_site, javascript=False, width=360, height=740)
    path = invited(page)
    screens = Screens(page)
    page.goto(path)
    screens.is_whole()
    page.locator("main form button").click()
    screens.is_whole()
    page.locator("main a.btn").first.click()
    for number, (how, field, value) in enumerate(ANSWERS, start=1):
        assert f"Vraag {number} van 8" in page.inner_text(".progress")
        screens.is_whole()
        getattr(page, how)(field, **value) if isinstance(value, dict) else page.fill(field, value)
        page.locator("button[value=next]").click()
    screens.is_whole()
    page.locator("main form button.btn").first.click()
    screens.is_whole()
    assert "ingestuurd" in page.inner_text("main")
    assert len(screens.seen) <= MOST_SCREENS, screens.seen
    print(f"{len(screens.seen)} screens")

    page.goto("/mijn/buurttuin/voorbeeld/")
    assert "Koffie in het schuurtje" in page.inner_text("main")
    page.goto("/cms/")
    assert page.url.endswith("/mijn/")


def test_the_same_in_arabic_from_the_log_in_to_what_is_sent_in(open_page, own_site, invited):
    """With a mailed code, from right to left on every screen, and in Arabic up to the last word."""
    page = open_page(own_site, javascript=False, width=360, height=740)
    page.goto("/ar" + invited(page))
    page.locator("main form button").click()
    page.goto("/ar/account/logout/")
    page.locator("main form button").first.click()
    log_in_with_a_code_in_arabic(page, "tuin@example.org")
    screens = Screens(page)
    is_arabic(page)
    screens.is_whole()
    page.locator("main a.btn").first.click()
    for number, (how, field, value) in enumerate(ANSWERS_IN_ARABIC, start=1):
        assert re.search(rf"\b{number} من 8", page.inner_text(".progress"))
        is_arabic(page)
        screens.is_whole()
        getattr(page, how)(field, **value) if isinstance(value, dict) else page.fill(field, value)
        page.locator("button[value=next]").click()
    assert page.url.endswith("/ar/mijn/buurttuin/insturen/")
    is_arabic(page)
    screens.is_whole()
    page.locator("main form button.btn").first.click()
    is_arabic(page)
    screens.is_whole()
    assert "تم الإرسال" in page.inner_text("main")
    page.goto("/ar/mijn/buurttuin/voorbeeld/")
    is_arabic(page)
    assert "قهوة كل صباح" in page.inner_text("main")


def log_in_with_a_code_in_arabic(page, email):
    page.goto("/ar/account/login/?next=/ar/mijn/")
    is_arabic(page)
    page.fill("#code-email", email)
    page.locator("form:has(#code-email) button[type=submit]").click()
    is_arabic(page)
    confirm = page.url
    page.goto("/postbus/")
    page.locator(".mails li").filter(has_text=email).first.get_by_role("link").click()
    code = re.search(r"\b([A-Z0-9]{3,4}-[A-Z0-9]{3,4})\b", page.inner_text("main")).group(1)
    page.goto(confirm)
    page.fill("input[name=code]", code)
    page.locator("form:has(input[name=code]) button[type=submit]").first.click()
    page.wait_for_url("**/ar/mijn/**")


def is_arabic(page):
    assert page.get_attribute("html", "dir") == "rtl"
    assert page.get_attribute("html", "lang") == "ar"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, page.url
    assert page.evaluate("scrollX") == 0


def pages_of_the_door():
    steps = ["wie", "wat", "voor-wie", "waar", "waarover", "bereik", "doorsturen", "verder", "foto"]
    yield "/mijn/"
    yield from (f"{KEY}vraag/{step}/" for step in steps)
    yield from (f"{KEY}{name}/" for name in ("insturen", "klopt", "vandaag", "voorbeeld"))
    yield from (f"{KEY}activiteiten/", f"{KEY}activiteiten/nieuw/")
    for kind in ("aanbod", "plekken", "contact"):
        yield from (f"{KEY}meer/{kind}/", f"{KEY}meer/{kind}/nieuw/")
    yield from ("/account/passkey/", "/account/passkey/erbij/")
    yield from ("/ar/mijn/", f"/ar{KEY}vraag/bereik/", f"/ar{KEY}klopt/")


def test_no_page_of_the_door_has_a_barrier_or_scrolls_sideways(open_page, demo_site):
    """One log-in and one window for all pages, and for what one has to mend."""
    page = open_page(demo_site, width=320)
    log_in(page, "populier@example.org", to="/mijn/")
    faults = []
    for path in pages_of_the_door():
        page.emulate_media(color_scheme="light")
        assert page.goto(path).status == 200, path
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            faults.append(f"{path}: scrolls sideways")
        faults += [f"{path}: {fault}" for fault in violations(page)]
        page.emulate_media(color_scheme="dark")
        faults += [f"{path}, dark: {fault}" for fault in violations(page, rules=COLOURS)]
    for kind, step in (("aanbod", "plek"), ("aanbod", "waarover"), ("contact", "foto")):
        page.goto(f"{KEY}meer/{kind}/")
        page.select_option("#wat", step)
        page.locator("main form button.btn:not(.quiet)").click()
        page.wait_for_url(f"**/{step}/")
        faults += [f"{kind}, {step}: {fault}" for fault in violations(page)]
    page.goto(f"{KEY}vraag/bereik/")
    page.fill("[name=email]", "geen adres")
    page.locator("button[value=next]").click()
    page.wait_for_selector(".error-summary")
    faults += [f"with a mistake: {fault}" for fault in violations(page)]
    assert not faults, "\n".join(faults)


def test_what_waits_is_taken_off_or_clashes_has_no_barrier(open_page, own_site):
    """Screens that come in between: the page waits, a thing is taken off, and two people at once."""
    page, colleague = open_page(own_site, width=320), open_page(own_site)
    log_in(page, "granaatappel@example.org", to="/mijn/")
    page.goto("/mijn/eettafel-de-granaatappel/vraag/wat/")
    assert "wacht op een moderator" in page.inner_text("h1")
    faults = seen_by_axe(page, "waits")
    page.goto("/account/logout/")
    with page.expect_navigation():
        page.locator("main form button").first.click()
    for window in (page, colleague):
        log_in(window, "populier@example.org", to="/mijn/")
        window.goto(f"{KEY}vraag/wat/")
    for window, words in ((colleague, "Soep op dinsdag"), (page, "Soep op woensdag")):
        window.fill("[name=what_we_do]", words)
        with window.expect_navigation():
            window.locator("button[value=next]").click()
    both = page.inner_text("main")
    assert "Soep op dinsdag" in both
    assert "Soep op woensdag" in both
    faults += seen_by_axe(page, "two at once")
    page.goto(f"{KEY}meer/aanbod/")
    with page.expect_navigation():
        page.locator("button[name=weg]").first.click()
    faults += seen_by_axe(page, "taken off")
    assert not faults, "\n".join(faults)


def seen_by_axe(page, name):
    """In both colour schemes, and whether it is inside the screen."""
    page.emulate_media(color_scheme="light")
    faults = violations(page)
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        faults.append("scrolls sideways")
    page.emulate_media(color_scheme="dark")
    faults += [f"dark: {fault}" for fault in violations(page, rules=COLOURS)]
    return [f"{name}: {fault}" for fault in faults]


def test_a_passkey_opens_the_door_without_a_code(open_page, own_site):
    page = open_page(own_site, width=360)
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    log_in(page, "populier@example.org", to="/mijn/")
    page.goto("/account/passkey/erbij/")
    page.fill("[name=name]", "Telefoon van Samira")
    page.locator("[data-passkey-button]").click()
    page.wait_for_url("**/account/passkey/")
    assert "Telefoon van Samira" in page.inner_text("main")
    page.goto("/account/logout/")
    page.locator("main form button").first.click()
    page.wait_for_url(lambda url: "logout" not in url)
    page.goto(f"/account/login/?next={KEY}vraag/wat/")
    page.locator("[data-passkey-button]").click()
    page.wait_for_url(lambda url: "login" not in url and url.endswith(f"{KEY}vraag/wat/"))
    page.goto("/account/passkey/")
    page.locator("a[href$='/weg/']").click()
    page.locator("main form button.btn").click()
    page.wait_for_url("**/account/passkey/")
    assert "Telefoon van Samira" not in page.inner_text("main")
