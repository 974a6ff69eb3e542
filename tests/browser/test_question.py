"""A question to a partner on a small phone without a script, and what axe says of each of its pages."""

import re
import time

from tests.browser.test_every_page import COLOURS, violations
from wijkzorg_home.spam_guard import AT_LEAST

PROFILE = "/nieuw-west/partners/buurtkamer-de-populier/"
#: The pages behind the links of what stands in the demo: of the sender, and of the partner.
LINKS = """
from urllib.parse import urlsplit
from wijkzorg_partners.contact import links
from wijkzorg_partners.contact.receivers import mark_of, receivers_at
from wijkzorg_partners.models import ContactRequest
for state in ("answered", "escalated"):
    one = ContactRequest.objects.get(state=state)
    mark = mark_of(receivers_at(one.partner)[0], one.partner)
    print(urlsplit(links.address_of(one, links.SENDER, language="nl")).path)
    print(urlsplit(links.address_of(one, links.PARTNER, language="nl", mark=mark)).path)
"""
MAIL = """
from wijkzorg_home.outbox import _drawn
from wijkzorg_partners.contact import mails
from wijkzorg_partners.models import ContactRequest
one = ContactRequest.objects.get(state="delivered")
[letter] = mails._to_partner(one, one.entries.first(), "", "unconfirmed")
print(_drawn(letter)["html"])
"""


def is_whole(page):
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"], page.url


def fill_in(page, text):
    page.fill("[name=name]", "Noor")
    page.fill("[name=email]", "noor@example.org")
    page.fill("[name=text]", text)
    # Nobody fills it in within the seconds that the form asks of a robot.
    page.wait_for_timeout(AT_LEAST.total_seconds() * 1000 + 100)
    page.get_by_role("button", name="Versturen", exact=True).click()
    is_whole(page)


def open_newest_mail(page, to, door):
    page.goto("/postbus/")
    page.locator(".mails li").filter(has_text=to).first.get_by_role("link").click()
    page.goto(re.search(rf"/vraag/{door}/[\w-]+/", page.inner_text("main")).group(0))
    is_whole(page)


def test_a_question_is_asked_answered_and_seen_on_a_phone_without_a_script(open_page, own_site):
    page = open_page(own_site, javascript=False, width=360, height=740)
    page.goto(PROFILE)
    page.get_by_role("link", name="Stel een vraag").click()
    fill_in(page, "Mag mevrouw, geboren op 3 mei 1950, komen eten?")
    assert "3 mei 1950" in page.inner_text(".error-summary")
    page.fill("[name=text]", "Mag een buurvrouw komen eten?")
    page.get_by_role("button", name="Versturen", exact=True).click()
    page.wait_for_url("**/vraag/verstuurd/")
    open_newest_mail(page, "noor@example.org", "bevestigen")
    page.get_by_role("button", name="Stuur mijn vraag").click()
    page.wait_for_url("**/vraag/stand/**")
    state = page.url
    open_newest_mail(page, "populier@example.org", "antwoord")
    page.fill("[name=text]", "Ja, kom gerust.")
    page.get_by_role("button", name="Versturen", exact=True).click()
    page.goto(state)
    is_whole(page)
    assert "Ja, kom gerust." in page.inner_text("main")
    page.get_by_role("button", name="Ja, dank je").click()
    assert "De vraag is klaar." in page.inner_text("main")


def test_no_page_or_mail_of_a_question_has_a_barrier(open_page, demo_site):
    page = open_page(demo_site, width=320)
    faults = []

    def look(name):
        page.wait_for_load_state()
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            faults.append(f"{name}: scrolls sideways")
        page.emulate_media(color_scheme="light")
        faults.extend(f"{name}: {fault}" for fault in violations(page))
        page.emulate_media(color_scheme="dark")
        faults.extend(f"{name}, dark: {fault}" for fault in violations(page, rules=COLOURS))

    page.goto(PROFILE)
    form = page.get_by_role("link", name="Stel een vraag").get_attribute("href")
    page.goto(form)
    began = time.monotonic()
    page.get_by_role("button", name="Versturen", exact=True).click()
    look("the form with what is wrong")
    page.wait_for_timeout(
        max(0, (AT_LEAST.total_seconds() + 0.1 - time.monotonic() + began) * 1000)
    )
    page.fill("[name=name]", "Noor")
    page.fill("[name=email]", "noor@example.org")
    page.fill("[name=text]", "Geboren op 3 mei 1950")
    page.get_by_role("button", name="Versturen", exact=True).click()
    look("the warning")
    own = demo_site.run(LINKS).split()
    for path in (f"/ar{form}", "/vraag/verstuurd/", *own, f"/ar{own[0]}"):
        page.goto(path)
        look(path.rsplit("/", 2)[0])
    page.emulate_media(color_scheme="light")
    page.set_content(demo_site.run(MAIL))
    faults.extend(f"mail: {fault}" for fault in violations(page))
    assert not faults, "\n".join(faults)
