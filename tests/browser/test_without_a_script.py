"""On a small phone without JavaScript: joining by oneself, the links of a mail, and a moderator's work."""

import re

import pytest

from tests.browser.conftest import log_in, running
from tests.browser.test_main_job import (
    change_answer,
    mail_list,
    open_newest_mail,
    send_in_at_the_own_door,
)

PHONE = {"javascript": False, "width": 360, "height": 740}
REMARK = "Noem ook de dag."


@pytest.fixture(scope="module")
def site(demo_folder, tmp_path_factory):
    """The journeys change different things, so that one site does for all."""
    with running(demo_folder, tmp_path_factory.mktemp("without-a-script")) as site:
        yield site


def fits(page):
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, page.url
    return page.inner_text("main")


def press(page, button="main form button.btn"):
    with page.expect_navigation():
        page.locator(button).first.click()
    return fits(page)


def test_an_organisation_joins_and_is_asked_whether_it_is_there_already(open_page, site):
    page, email = open_page(site, **PHONE), "nieuw@example.org"
    page.goto("/meedoen/")
    fits(page)
    page.fill("[name=name]", "Buurtkamer De Populieren")
    page.fill("[name=summary]", "Koffie onder de bomen.")
    page.fill("[name=for_whom]", "Iedereen uit de buurt.")
    page.select_option("[name=area]", index=2)
    assert "Bedoel je een van deze" in press(page)
    assert page.locator(".orgs a").all_inner_texts() == ["Buurtkamer De Populier"]
    page.fill("[name=website]", "https://example.org/wijkteam-de-linde")
    page.fill("[name=email]", email)
    press(page)
    while "heel snel" in fits(page):  # who is quicker than people are is asked to look once more
        press(page)
    assert "Bedoel je een van deze" in page.inner_text("h1")
    assert "Wijkteam De Linde" in page.locator(".orgs").inner_text()
    press(page)
    assert page.url.endswith("/meedoen/verstuurd/")
    link = re.search(r"/meedoen/bevestigen/\S+/", open_newest_mail(page, email)).group(0)
    page.goto(link)
    fits(page)
    press(page)
    assert page.url.endswith("/mijn/buurtkamer-de-populieren/")
    assert "Buurtkamer De Populieren" in page.inner_text("main")


def test_the_links_of_a_mail_are_opened_and_pressed(open_page, site):
    page = open_page(site, **PHONE)
    mails = mail_list(page).filter(has_text="Klopt de pagina van Wijkteam De Linde")
    with page.expect_navigation():
        mails.get_by_role("link").click()
    right, change, gone = re.findall(r"/klopt/[\w-]+/", fits(page))
    page.goto(change)
    assert "Log eerst in" in fits(page)
    press(page, "main a.btn")
    assert "/account/login/" in page.url
    page.goto(right)
    assert "Wijkteam De Linde" in fits(page)
    assert "Dank je" in press(page)
    assert page.request.get(right).status == 410
    page.goto("/nieuw-west/partners/wijkteam-de-linde/")
    assert re.search(r"bevestigd op \d+ \w+ \d{4}", fits(page), re.IGNORECASE), fits(page)
    page.goto(gone)
    assert "eerst" in fits(page)
    assert "bellen" in press(page)


def test_a_moderator_reads_approves_and_sends_back(open_page, site):
    editor, moderator = open_page(site, **PHONE), open_page(site, **PHONE)
    log_in(editor, "populier@example.org", to="/mijn/")
    change_answer(editor, "wat", "Kantklossen")
    send_in_at_the_own_door(editor)

    log_in(moderator, "moderator@example.org", to="/cms/moderation/")
    assert "Zondag: 13.00 tot 16.00 uur" in fits(moderator)
    waiting = moderator.locator(".wijkzorg-item")
    approved = waiting.filter(has_text="Eettafel De Granaatappel").filter(has_text="In het kort")
    with moderator.expect_navigation():
        approved.get_by_role("button", name="Goedkeuren").click()
    fits(moderator)
    assert approved.count() == 0
    sent_in = waiting.filter(has_text="Kantklossen")
    with moderator.expect_navigation():
        sent_in.get_by_role("link", name="Terugsturen").click()
    assert "Kantklossen" in fits(moderator)
    assert "Schrijf in" in press(moderator, "main form button")
    moderator.fill("[name=comment]", REMARK)
    press(moderator, "main form button")
    assert moderator.url.endswith("/cms/moderation/")
    assert sent_in.count() == 0

    editor.goto("/mijn/buurtkamer-de-populier/")
    assert REMARK in fits(editor)
    editor.goto("/nieuw-west/partners/eettafel-de-granaatappel/")
    assert "koken we ook op zondag" in fits(editor)
