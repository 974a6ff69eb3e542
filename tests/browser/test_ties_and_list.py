"""On a small phone without JavaScript: two say that they work together, and a visitor takes both along on a list."""

from tests.browser.conftest import log_in
from tests.browser.test_every_page import violations

PHONE = {"javascript": False, "width": 360, "height": 740}
POPULIER = "/nieuw-west/partners/buurtkamer-de-populier/"
HUISARTSEN = "/nieuw-west/partners/huisartsen-aan-de-sloterbrug/"


def fits(page):
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, page.url
    return page.inner_text("main")


def press(page, name):
    page.get_by_role("button", name=name).first.click()
    return fits(page)


def test_two_say_that_they_work_together_and_a_visitor_takes_both_along(open_page, own_site):
    editor, visitor = open_page(own_site, **PHONE), open_page(own_site, **PHONE)
    log_in(editor, "populier@example.org", to="/mijn/")
    editor.get_by_role("link", name="Met wie je samenwerkt (1)").click()
    assert "Zij vragen het jou" in fits(editor)
    scripted = open_page(own_site, width=360, storage_state=editor.context.storage_state())
    scripted.goto(editor.url)
    assert violations(scripted) == []
    editor.get_by_role("link", name="Antwoord").first.click()
    assert "Werk je samen met Huisartsen aan de Sloterbrug?" in fits(editor)
    press(editor, "Ja, we werken samen")
    assert editor.url.endswith("/samen/")
    editor.fill("[name=q]", "schouder")
    press(editor, "Zoek")
    editor.get_by_role("link", name="Kies").first.click()
    press(editor, "We werken samen: verstuur het")
    assert "Steunpunt Mantelzorg De Schouder" in fits(editor)

    visitor.goto(POPULIER)
    assert "Op mijn lijst" in fits(visitor)
    press(visitor, "Op mijn lijst")
    assert visitor.url.split("#")[0].endswith(POPULIER)
    visitor.locator("#samen ~ ul").get_by_role("link", name="Huisartsen").click()
    press(visitor, "Op mijn lijst")
    visitor.goto("/lijst/")
    assert visitor.locator("h2").all_inner_texts()[:2] == [
        "Buurtkamer De Populier",
        "Huisartsen aan de Sloterbrug",
    ]
    press(visitor, "Omlaag")
    assert visitor.locator("h2").first.inner_text() == "Huisartsen aan de Sloterbrug"
    shared = visitor.locator("main a[href*='/lijst/']").first.get_attribute("href")
    assert shared in visitor.locator("a[href^='https://wa.me/']").get_attribute("href").replace(
        "%3A", ":"
    ).replace("%2F", "/")

    friend = open_page(own_site, width=360)
    faults = []
    for scheme, prefix in (("light", ""), ("dark", "/ar")):
        friend.emulate_media(color_scheme=scheme)
        friend.goto(shared.replace("/lijst/", f"{prefix}/lijst/"))
        fits(friend)
        faults += violations(friend)
    friend.goto(shared)
    press(friend, "Bewaar als mijn lijst")
    assert friend.url.endswith("/lijst/")
    faults += violations(friend)
    press(friend, "Maak mijn lijst leeg")
    assert "Er staat nog niets op" in fits(friend)
    assert faults == []
