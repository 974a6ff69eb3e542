"""Searching as people do it: on a phone without a script, with the keyboard alone, in Arabic; and no barrier."""

import re

import pytest

from tests.browser.test_every_page import COLOURS, violations

QUESTION = "samen eten in osdorp gratis"
GROUPS = ["Beste resultaten", "Misschien ook"]


def headings(page):
    return page.locator("main h3").filter(visible=True).all_inner_texts()


def chips(page, title="We begrepen:"):
    row = page.locator("main .chips").filter(has_text=title)
    return row.get_by_role("link")


def test_on_a_phone_without_a_script_one_sees_what_was_understood_and_takes_it_away(
    open_page, demo_site
):
    page = open_page(demo_site, javascript=False, width=360, height=740)

    def fits():
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, page.url

    page.goto("/")
    page.fill("[name=q]", QUESTION)
    page.locator("search button[type=submit]").first.click()
    fits()
    assert [title for title in headings(page) if title in GROUPS] == GROUPS
    assert page.locator(".card mark").count() > 0
    assert "Past bij: Samen eten" in page.inner_text("main")
    total = page.inner_text("[data-count]")

    chips(page).filter(has_text="in Osdorp").click()
    fits()
    assert page.url.endswith("&zonder=area")
    assert "in Osdorp" not in page.inner_text("main .result-head")
    chips(page, "We letten niet op").click()
    assert "zonder" not in page.url
    assert page.inner_text("[data-count]") == total

    page.goto("/zoeken/?q=eenzaamhijd")
    fits()
    page.get_by_role("link", name="eenzaamheid", exact=True).click()
    assert page.input_value("[name=q]") == "eenzaamheid"
    assert "Bedoelde je" not in page.inner_text("main")

    page.goto("/zoeken/?q=zeppelin+osdorp&type=news&language=tr&kind=formal")
    fits()
    assert "0 resultaten" in page.inner_text("[data-count]")
    assert page.locator(".nothing .themes li").count() == 6
    assert page.locator(".nothing a[href^='tel:']").count() == 1
    assert "Wegwijzer Osdorp" in page.inner_text("main .navigator")


def test_with_the_keyboard_alone_one_searches_and_takes_away(open_page, demo_site):
    page = open_page(demo_site)
    page.goto("/zoeken/")
    page.focus("[name=q]")
    page.keyboard.type("buurtk")
    options = page.locator("[role=listbox] [role=option]")
    options.first.wait_for()
    assert "Buurtkamer De Populier" in options.all_inner_texts()
    page.keyboard.press("Escape")

    page.evaluate("window.same = true")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    chips(page).first.wait_for()
    assert page.evaluate("window.same"), "the page was loaded anew"
    assert page.evaluate("document.activeElement.matches('[data-count]')")
    said = page.locator("[data-announce]")
    page.wait_for_function("document.querySelector('[data-announce]').textContent !== ''")
    assert said.inner_text().strip() == page.inner_text("[data-count]").strip()

    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.textContent").strip()
    assert re.sub(r"\s+", " ", focused) == "Haal weg: in Osdorp"
    page.keyboard.press("Enter")
    chips(page, "We letten niet op").wait_for()
    assert "zonder=area" in page.url
    assert page.evaluate("document.activeElement.matches('[data-count]')")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    chips(page).filter(has_text="in Osdorp").wait_for()
    assert "zonder" not in page.url


def test_a_suggestion_is_followed_with_the_keyboard(open_page, demo_site):
    page = open_page(demo_site)
    page.goto("/")
    page.focus("[name=q]")
    page.keyboard.type("huur")
    page.locator("[role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    label = page.locator("[role=option][aria-selected=true]").inner_text()
    assert "huur" in label.lower()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("main .card").count() > 0


def test_in_arabic_the_page_runs_from_right_to_left_and_names_in_dutch_say_so(open_page, demo_site):
    page = open_page(demo_site, width=360, height=740)
    page.goto("/ar/zoeken/")
    page.fill("[name=q]", "طعام osdorp مجاني")
    page.keyboard.press("Enter")
    chips(page, "فهمنا:").first.wait_for()
    assert page.get_attribute("html", "dir") == "rtl"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert headings(page)[0] == "أفضل النتائج"
    assert page.locator(".card-why [lang=nl]").count() > 0
    assert violations(page) == []


@pytest.mark.parametrize(
    "path",
    [
        f"/zoeken/?q={QUESTION}&zonder=free&kind=informal",
        "/zoeken/?q=eenzaamhijd",
        "/zoeken/?q=zeppelin+osdorp&type=news&language=tr",
        "/zoeken/?q=is+over+me",
    ],
)
def test_no_state_of_the_page_has_a_barrier(open_page, demo_site, path):
    page = open_page(demo_site, width=320)
    page.goto(path)
    faults = violations(page)
    page.emulate_media(color_scheme="dark")
    faults += violations(page, rules=COLOURS)
    if page.evaluate("document.documentElement.scrollWidth") > 320:
        faults.append("scrolls sideways")
    assert not faults, "\n".join(faults)
