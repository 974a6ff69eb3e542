"""The communications officer's half of the job: a Wijktafel announced, reported, told, found, cancelled."""

import json
import urllib.request
from contextlib import contextmanager
from datetime import date, timedelta

import feedparser
import pytest

from tests.browser.conftest import log_in

TITLE = "Wie past er op de kantklosser?"
DAY = date.today() + timedelta(days=40)
AREA, AREA_ADDRESS = "Slotermeer-West", "slotermeer-west"
PARTNER = "Buurtkamer De Populier"
PARTNER_ADDRESS = "/nieuw-west/partners/buurtkamer-de-populier/"
THEME_ADDRESS = "/nieuw-west/themas/eenzaamheid/"
SEARCH = "/zoeken/?q=kantklosser"
#: Where the public finds what concerns one theme, one area and one partner, whatever it is.
GATHERING = (THEME_ADDRESS, f"/nieuw-west/buurten/{AREA_ADDRESS}/", PARTNER_ADDRESS, SEARCH)
#: Where an event that is coming is found, and where what is told about it.
LISTS = ("/nieuw-west/agenda/", *GATHERING)
NEWS_LISTS = ("/nieuw-west/nieuws/", *GATHERING)


def fetch(site, path):
    with urllib.request.urlopen(site.url + path, timeout=30) as answer:
        return answer.read().decode()


def key_of(site, page_type, **more):
    query = "&".join(f"{name}={value}" for name, value in {"locale": "nl", **more}.items())
    found = json.loads(fetch(site, f"/api/wagtail/v2/pages/?type={page_type}&{query}"))
    return found["items"][0]["id"]


def press_publish(page):
    """The button in the foot of Wagtail's form that makes a page public."""
    button = page.locator("footer button[name=action-publish]").first
    if not button.is_visible():
        page.locator("footer [data-w-dropdown-target=toggle]").first.click()
    button.click()


def publish(page):
    press_publish(page)
    page.wait_for_selector(".messages .success")


@contextmanager
def a_draft_on_its_way(page):
    """What the form saves by itself is made, and its answer arrives after a button was pressed."""
    held = []

    def hold(route):
        answer = route.fetch()
        by_itself = route.request.headers.get("accept") == "application/json"
        if by_itself and answer.ok and not held:
            held.append((route, answer))
        else:
            route.fulfill(response=answer)

    page.route("**/cms/pages/add/**", hold)
    yield held
    route, answer = held[0]
    route.fulfill(response=answer)


def choose_partner(page, name):
    """Through Wagtail's chooser of pages, by searching."""
    page.locator("#id_hosts-OPEN_MODAL").click()
    page.locator(".modal-dialog input[name=q]").fill(name)
    row = page.locator(".modal-dialog tr").filter(has_text=name).first
    row.locator("input[type=checkbox]").check()
    page.locator(".modal-dialog [data-multiple-choice-submit]").click()
    page.wait_for_selector("#id_hosts-0-partner", state="attached")
    page.locator(".modal").wait_for(state="hidden")


@pytest.fixture
def officer(open_page, own_site):
    page = open_page(own_site, height=1400)
    log_in(page, "communicatie@example.org")
    return page


def test_a_wijktafel_is_announced_reported_found_and_cancelled(officer, open_page, own_site):
    page, public = officer, open_page(own_site)
    agenda = key_of(own_site, "wijkzorg_events.AgendaPage")
    page.goto(f"/cms/pages/add/wijkzorg_events/eventpage/{agenda}/")
    with a_draft_on_its_way(page) as held:
        page.locator("[name=title]").press_sequentially(TITLE)  # the address follows what is typed
        page.fill("[name=summary]", "Een lunch over oud handwerk en nieuwe buren.")
        page.fill("[name=start_at]", f"{DAY} 12:00")
        page.fill("[name=end_at]", f"{DAY} 14:00")
        page.keyboard.press("Escape")
        page.get_by_label("Ik ben vaak alleen").check()
        page.get_by_label(AREA, exact=False).first.check()
        choose_partner(page, PARTNER)
        while not held:  # the form looks for changes some time after it came up
            page.locator("[name=summary]").press_sequentially("!")
            page.wait_for_timeout(500)
        press_publish(page)
    page.wait_for_selector(".messages .success")
    for path in LISTS:
        public.goto(path)
        assert public.get_by_role("link", name=TITLE).first.is_visible(), path
    public.get_by_role("link", name=TITLE).first.click()
    assert "12.00" in public.inner_text("main")

    event = key_of(own_site, "wijkzorg_events.EventPage", slug="wie-past-er-op-de-kantklosser")
    page.goto(f"/cms/pages/add/wijkzorg_events/eventreportpage/{event}/")
    assert TITLE in page.input_value("[name=title]")
    assert page.get_by_label("Ik ben vaak alleen").is_checked()
    page.fill("[name=number_present]", "23")
    publish(page)
    for path in NEWS_LISTS:
        public.goto(path)
        assert public.get_by_role("link", name=f"Verslag: {TITLE}").first.is_visible(), path
    feed = feedparser.parse(fetch(own_site, "/nieuw-west/nieuws/feed/?theme=eenzaamheid"))
    assert f"Verslag: {TITLE}" in [entry.title for entry in feed.entries]

    page.goto(f"/cms/pages/{event}/edit/")
    page.select_option("[name=status]", "cancelled")
    page.fill("[name=status_reason]", "De klosser is ziek.")
    publish(page)
    for path in LISTS:
        public.goto(path)
        # The report stands there too: its title has more before it.
        title = public.get_by_role("link", name=TITLE, exact=True)
        line = public.locator("article").filter(has=title).first
        assert "Gaat niet door" in line.inner_text(), path
    public.goto("/nieuw-west/agenda/wie-past-er-op-de-kantklosser/")
    assert "De klosser is ziek." in public.inner_text("main")
