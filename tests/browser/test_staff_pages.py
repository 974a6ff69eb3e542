"""Pages that a link in a mail or a log-in of staff opens: no barrier, and inside a phone's screen."""

import re

import pytest

from tests.browser.conftest import log_in
from tests.browser.test_every_page import violations

#: Who opens which of our own pages in the CMS, and what of it is ours.
IN_THE_CMS = {
    "coordinator@example.org": [
        ("/cms/coordination/", ".wijkzorg-work"),
        ("/cms/coordination/mistakes/", ".wijkzorg-moderation"),
        ("/cms/call-list/", ".wijkzorg-calls"),
        ("/cms/call-list/?show=offline", ".wijkzorg-calls"),
        ("/cms/coordination/gaps/", ".wijkzorg-calls"),
    ],
    "moderator@example.org": [("/cms/moderation/", ".wijkzorg-moderation")],
    "communicatie@example.org": [
        (f"registrations/{page}", ".wijkzorg-desk")
        for page in ("", "door/", "rules/", "message/", "log/")
    ],
    "linde@example.org": [("own contact persons", ".wijkzorg-calls")],
}


@pytest.mark.parametrize("email", IN_THE_CMS)
def test_our_pages_in_the_cms_have_no_barrier_on_a_phone(open_page, demo_site, email):
    page = open_page(demo_site, width=360)
    log_in(page, email)
    faults = []
    for path, ours in IN_THE_CMS[email]:
        if path == "own contact persons":
            page.locator(".wijkzorg-own__actions a[href*='/edit/']").first.click()
            path = page.url.split("/pages/")[1].split("/")[0]
            path = f"/cms/partners/{path}/contact-persons/"
        if path.startswith("registrations/"):
            page.goto("/cms/")
            desk = page.locator(".wijkzorg-work a[href*='/registrations/']").first
            path = desk.get_attribute("href") + path.removeprefix("registrations/")
        assert page.goto(path).status == 200
        page.wait_for_selector(ours)
        if page.evaluate("document.documentElement.scrollWidth") > 360:
            faults.append(f"{path} scrolls sideways")
        faults += [f"{path}: {fault}" for fault in violations(page, within=f"'{ours}'")]
    assert not faults, "\n".join(faults)


#: What an administrator opens one after the other: an address, or a link on the page before it.
ARRANGING = (
    ("the list of partners", "/cms/partners/?q=Populier"),
    ("those who edit one", "td.title a"),
    ("one of them", "td.title a"),
    ("merging", "/cms/partners/{partner}/merge/?q=linde"),
    ("two to merge", ".nice-padding a[href*='/merge/']"),
    ("how one is moderated", "/cms/moderation/partners/{partner}/"),
    ("who reads which area", "/cms/moderation/areas/"),
    ("the areas of one", "td.title a"),
    ("what waits", "/cms/moderation/"),
    ("sending back", "a[href*='/send-back/']"),
    ("mail", "/cms/mail/"),
)


def test_where_staff_arranges_things_there_is_no_barrier_on_a_phone(open_page, demo_site):
    page = open_page(demo_site, width=360)
    log_in(page, "beheer@example.org", to="/cms/partners/")
    faults, partner = [], ""
    for name, where in ARRANGING:
        if where.startswith("/"):
            page.goto(where.format(partner=partner))
        else:
            page.goto(page.locator(f"main {where}").first.get_attribute("href"))
        if found := re.search(r"/cms/partners/(\d+)/members/", page.url):
            partner = found.group(1)
        page.wait_for_selector("main .nice-padding")
        if page.evaluate("document.documentElement.scrollWidth") > 360:
            faults.append(f"{name} scrolls sideways")
        faults += [f"{name}: {fault}" for fault in violations(page, within="'main .nice-padding'")]
    assert not faults, "\n".join(faults)


def test_the_links_of_a_mail_have_no_barrier_on_a_phone(open_page, demo_site):
    """The demo's mailbox holds one mail that asks whether a page is still right."""
    page = open_page(demo_site, width=360)
    page.goto("/postbus/")
    page.get_by_role("link", name=re.compile("Klopt de pagina")).first.click()
    links = list(dict.fromkeys(re.findall(r"/klopt/[\w-]+/", page.content())))
    assert len(links) == 3
    faults = []
    for link in links:
        assert page.goto(link).status == 200
        if page.evaluate("document.documentElement.scrollWidth") > 360:
            faults.append("scrolls sideways")
        faults += violations(page)
    page.goto(links[0])  # "it is all right" stands first
    page.locator("main form button[type=submit]").first.click()
    faults += [f"after: {fault}" for fault in violations(page)]
    assert not faults, "\n".join(faults)
