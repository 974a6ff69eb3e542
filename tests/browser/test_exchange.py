"""Import and export in the CMS on a phone: from a list that is wrong to one that is in, without a barrier."""

import re

from tests.browser.conftest import log_in
from tests.browser.test_every_page import violations

START = "/cms/partners/import/"
RIGHT = "Naam;Soort;Telefoon;Interne code\nHet Anker;informeel;020 000 00 07;x1\n"
WRONG = RIGHT + "De Boei;misschien;;x2\n"


def faults_of(page, name):
    page.wait_for_selector(".wijkzorg-exchange")
    found = violations(page, within="'.wijkzorg-exchange'")
    if page.evaluate("document.documentElement.scrollWidth") > 360:
        found.append("scrolls sideways")
    return [f"{name}: {fault}" for fault in found]


def send(page, content):
    page.goto(START)
    file = {"name": "lijst.csv", "mimeType": "text/csv", "buffer": content.encode()}
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Lees het bestand").click()


def test_a_list_goes_in_on_a_phone_with_and_without_a_script(open_page, own_site):
    page = open_page(own_site, width=360)
    log_in(page, "communicatie@example.org", to=START)
    faults = faults_of(page, "the beginning")
    send(page, WRONG)
    faults += faults_of(page, "the columns")
    page.get_by_role("button", name="Laat zien wat er zou gebeuren").click()
    page.get_by_text("1 rij is fout").wait_for()
    faults += faults_of(page, "what is wrong")
    page.goto("/cms/partners/export/")
    faults += faults_of(page, "the export")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download de lijst").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    assert not faults, "\n".join(faults)

    plain = open_page(own_site, width=360, javascript=False)
    plain.context.add_cookies(page.context.cookies())
    send(plain, RIGHT)
    plain.get_by_role("button", name="Laat zien wat er zou gebeuren").click()
    plain.get_by_role("button", name=re.compile("Importeer 1 rij")).click()
    plain.get_by_text("Wat nieuw of veranderd is, staat klaar als concept").wait_for()
