"""The map by keyboard on a small phone without JavaScript, and one level down by a click with it."""

import re

from tests.browser.test_every_page import violations


def test_by_keyboard_one_goes_down_the_map_and_into_the_list(open_page, demo_site):
    page = open_page(demo_site, javascript=False, width=360, height=740)
    page.goto("/nieuw-west/kaart/?kind=informal")
    area = page.get_by_role("link", name=re.compile(r"^Osdorp: \d+ organisaties$"))
    number = re.search(r"\d+", area.get_attribute("aria-label")).group(0)
    assert area.locator("text:visible").text_content().endswith(number)
    area.focus()
    assert (
        area.locator("path").evaluate("path => getComputedStyle(path).fill") == "rgb(244, 183, 64)"
    )
    page.keyboard.press("Enter")
    page.wait_for_url("**/kaart/?kind=informal&area=GF08")
    assert page.inner_text("#uitkomst").startswith(f"Osdorp: {number}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("link", name="Bekijk ze allemaal in de lijst").click()
    page.wait_for_url("**/partners/?kind=informal&area=GF08")
    assert page.inner_text("#uitkomst").startswith(number)


def test_a_filter_changes_the_numbers_at_once_and_a_postcode_leads_to_its_area(
    open_page, demo_site
):
    page = open_page(demo_site)
    page.goto("/nieuw-west/kaart/")
    before = page.inner_text("#uitkomst")
    page.locator("[name=kind][value=formal]").check()
    page.wait_for_url("**/kaart/?kind=formal")
    page.wait_for_function(
        "before => document.querySelector('#uitkomst').innerText != before", arg=before
    )
    page.fill("[name=postcode]", "1067ab")
    page.get_by_role("button", name="Naar mijn wijk").click()
    page.wait_for_url("**/kaart/?kind=formal&area=FB")
    assert page.inner_text("#uitkomst").startswith("Geuzenveld: ")
    page.fill("[name=postcode]", "9999")
    page.get_by_role("button", name="Naar mijn wijk").click()
    page.wait_for_url("**postcode=9999")
    assert "9999" in page.inner_text(".error-summary")
    assert page.input_value("[name=postcode]") == "9999"
    assert violations(page) == []
