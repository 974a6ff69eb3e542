"""Signing up for a Wijktafel on a small phone without a script: from the form to a chair that is passed on."""

import re
import time

import pytest

from tests.browser.test_every_page import COLOURS, violations
from wijkzorg_home.spam_guard import AT_LEAST

#: One chair at the last Wijktafel, and where it is.
ONE_CHAIR = """
from wijkzorg_events.models import SeatBook
book = SeatBook.objects.select_related("event").order_by("event__start_at").last()
SeatBook.objects.filter(pk=book.pk).update(capacity=1)
print(book.event.url)
"""
#: What the pages behind the links look like, for somebody with a place and for somebody who must still say yes.
LINKS = """
from urllib.parse import urlsplit
from wijkzorg_events.models import Registration
from wijkzorg_events.registration_links import manage_url
for status in ("seated", "held", "waiting"):
    found = Registration.objects.filter(status=status, book__event__live=True).first()
    print(urlsplit(manage_url(found)).path)
    if status == "seated":
        print(found.book.event.url)
"""


class Visitor:
    """Somebody with a phone and a mail address."""

    def __init__(self, page, name):
        self.page, self.name, self.email = page, name, f"{name.lower()}@example.org"

    def signs_up(self, path):
        self.page.goto(path)
        began = time.monotonic()
        self.is_whole()
        self.page.fill("#meedoen [name=name]", self.name)
        self.page.fill("#meedoen [name=email]", self.email)
        self.page.check("#meedoen [name=kind][value=informal]")
        # Nobody fills it in within the seconds that the form asks of a robot.
        left = AT_LEAST.total_seconds() + 0.1 - (time.monotonic() - began)
        self.page.wait_for_timeout(max(0, left * 1000))
        self.page.locator("#meedoen button[type=submit]").click()
        self.is_whole()

    def opens_the_newest_mail(self, door="aanmelding"):
        self.page.goto("/postbus/")
        self.page.locator(".mails li").filter(has_text=self.email).first.get_by_role("link").click()
        link = re.search(rf"(/ar)?/{door}/[\w-]+/", self.page.inner_text("main"))
        self.page.goto(link.group(0))
        self.is_whole()

    def presses(self, what):
        self.page.locator(f"button[name=go][value={what}]").first.click()
        self.is_whole()

    def is_whole(self):
        width = self.page.evaluate("document.documentElement.scrollWidth")
        assert width <= self.page.viewport_size["width"], self.page.url

    @property
    def reads(self):
        return self.page.inner_text("main")


@pytest.fixture
def one_chair(own_site):
    return own_site.run(ONE_CHAIR).strip()


def test_one_signs_up_another_waits_moves_up_and_passes_the_place_on(
    open_page, own_site, one_chair
):
    def visitor(name):
        return Visitor(open_page(own_site, javascript=False, width=360, height=740), name)

    noor, bert, chris = visitor("Noor"), visitor("Bert"), visitor("Chris")
    noor.signs_up(one_chair)
    noor.opens_the_newest_mail()
    noor.presses("confirm")
    assert "Je hebt een plek" in noor.reads

    bert.signs_up(one_chair)
    bert.opens_the_newest_mail()
    bert.presses("confirm")
    assert "nummer 1" in bert.reads

    noor.presses("cancel")
    assert noor.page.locator("button[name=go]").count() == 0
    bert.opens_the_newest_mail()
    assert "Je hebt een plek" in bert.reads

    bert.page.locator("summary").nth(1).click()
    bert.page.fill("[name=to-name]", "Chris")
    bert.page.fill("[name=to-email]", chris.email)
    bert.presses("offer")
    chris.opens_the_newest_mail("overnemen")
    chris.page.locator("main form button").first.click()
    assert "Je hebt een plek" in chris.reads


def test_the_same_begins_in_arabic_from_right_to_left(open_page, own_site, one_chair):
    page = open_page(own_site, javascript=False, width=360, height=740)
    page.goto(one_chair)
    page.goto("/ar" + page.get_attribute("#meedoen", "action"))
    samira = Visitor(page, "Samira")
    samira.signs_up(page.url)
    assert page.get_attribute("html", "dir") == "rtl"
    samira.opens_the_newest_mail()
    assert page.get_attribute("html", "dir") == "rtl"
    samira.presses("confirm")
    assert page.locator("button[value=cancel]").count() == 1


def test_no_page_or_mail_of_registration_has_a_barrier(open_page, demo_site):
    page = open_page(demo_site, width=320)
    seated, event, held, waiting = demo_site.run(LINKS).split()
    page.goto(event)
    form = page.get_attribute("#meedoen", "action")
    faults = []

    def look(name):
        page.wait_for_load_state()
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            faults.append(f"{name}: scrolls sideways")
        page.emulate_media(color_scheme="light")
        faults.extend(f"{name}: {fault}" for fault in violations(page))
        page.emulate_media(color_scheme="dark")
        faults.extend(f"{name}, dark: {fault}" for fault in violations(page, rules=COLOURS))

    look("the event")
    page.goto(form)
    page.locator("#meedoen button[type=submit]").click()
    look("the form with what is wrong")
    page.goto(form.replace("aanmelden", "aangemeld"))
    look("after sending")
    for path in (seated, held, waiting, "/ar" + seated):
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        look(path.split("/")[1])
    assert not faults, "\n".join(faults)


def test_the_mail_about_a_registration_has_no_barrier(open_page, own_site, one_chair):
    page = open_page(own_site, width=360)
    Visitor(page, "Noor").signs_up(one_chair)
    html = own_site.run(
        "from wijkzorg_events.models import Registration, SeatLogEntry\n"
        "from wijkzorg_events.registration_mails import about\n"
        "from wijkzorg_home.outbox import _drawn\n"
        "entry = SeatLogEntry.objects.exclude(registration=None).last()\n"
        "print(_drawn(about(entry, entry.registration, 0)[0])['html'])",
    )  # fmt: skip
    page.set_content(html)
    assert violations(page) == []
