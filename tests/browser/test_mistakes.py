"""What is not right on a profile: a visitor tells it on a phone without a script, and hears what came of it."""

from tests.browser.conftest import log_in
from tests.browser.test_every_page import COLOURS, violations

PROFILE, OWN = "/nieuw-west/partners/buurtkamer-de-populier/", "/mijn/buurtkamer-de-populier/"
WORDS, REMARK = "De deur was dicht.", "Het was een feestdag."


def test_a_visitor_tells_it_the_organisation_answers_and_no_page_has_a_barrier(open_page, own_site):
    page = open_page(own_site, javascript=False, width=360, height=740)
    looks = open_page(own_site, width=320)
    faults = []

    def look(name, seen=looks):
        width = seen.viewport_size["width"]
        if seen.evaluate("document.documentElement.scrollWidth") > width:
            faults.append(f"{name}: scrolls sideways")
        faults.extend(f"{name}: {fault}" for fault in violations(seen))
        seen.emulate_media(color_scheme="dark")
        faults.extend(f"{name}, dark: {fault}" for fault in violations(seen, rules=COLOURS))
        seen.emulate_media(color_scheme="light")

    page.goto(PROFILE)
    page.locator("main a[href*='/melden/']").click()
    form = page.url
    page.locator("main form button").click()
    assert page.locator(".error-summary").count() == 1
    page.check("[name=topic][value=hours]")
    page.fill("[name=text]", WORDS)
    page.fill("[name=email]", "buurvrouw@example.org")
    while page.locator("main form [name=email]").count():
        with page.expect_navigation():  # who is quick is asked to look once more
            page.locator("main form button").click()
    assert page.url == f"{form}verstuurd/"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for name, path in (("form", form), ("thanks", page.url)):
        looks.goto(path)
        look(name)

    owner = open_page(own_site, width=360)
    log_in(owner, "populier@example.org", to=OWN)
    look("overview", owner)
    owner.locator(".notice a[href$='/meldingen/']").click()
    look("reports", owner)
    report = owner.locator("article").filter(has_text=WORDS)
    report.locator("[name=remark]").fill(REMARK)
    report.locator("button[value=right]").click()
    assert owner.locator("article").filter(has_text=WORDS).count() == 0
    look("handled", owner)

    page.goto("/postbus/")
    mail = page.locator(".mails li").filter(has_text="buurvrouw@example.org").first
    mail.get_by_role("link").click()
    assert REMARK in page.inner_text("main")
    assert not faults, "\n".join(faults)
