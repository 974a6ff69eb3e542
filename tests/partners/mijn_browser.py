"""What a browser does at /mijn/: open a screen, and send what it shows with some answers changed."""

import re
from html.parser import HTMLParser

from wijkzorg_partners.models import PartnerPage

#: Where the own door of De Kade begins.
KEY = "/mijn/buurtkamer-de-kade/"
#: What one can press or fill in. Hidden fields are none.
CONTROLS = ("a", "button", "input", "select", "textarea", "summary")


class _Main(HTMLParser):
    """The form fields and the controls within <main>."""

    def __init__(self):
        super().__init__()
        self.inside, self.controls, self.fields = False, [], {}
        self.area = self.select = None

    def handle_starttag(self, tag, attributes):
        a = dict(attributes)
        if tag == "main":
            self.inside = True
        if not self.inside:
            return
        if tag in CONTROLS and a.get("type") != "hidden":
            self.controls.append((tag, a.get("name") or a.get("href") or a.get("value")))
        name = a.get("name")
        if tag == "input" and name and a.get("type") not in {"submit", "file"}:
            is_choice = a.get("type") in {"radio", "checkbox"}
            if not is_choice or "checked" in a:
                self.fields[name] = a.get("value", "on" if is_choice else "")
        elif tag == "textarea":
            self.area, self.fields[name] = name, ""
        elif tag == "select":
            self.select, self.fields[name] = name, None
        elif (
            tag == "option"
            and self.select
            and ("selected" in a or self.fields[self.select] is None)
        ):
            self.fields[self.select] = a.get("value", "")

    def handle_endtag(self, tag):
        if tag == "main":
            self.inside = False
        elif tag == "textarea":
            self.area = None
        elif tag == "select":
            self.select = None

    def handle_data(self, data):
        if self.area:
            self.fields[self.area] += data


def read(response):
    parser = _Main()
    parser.feed(response.content.decode())
    return parser


def fields_of(response):
    """What the form would send as it stands; a browser leaves out the newline that begins a text."""
    return {
        name: re.sub(r"^\r?\n", "", value or "")
        for name, value in read(response).fields.items()
        if name != "csrfmiddlewaretoken"
    }


def controls_of(response):
    return read(response).controls


def answer(browser, path, go="next", **answers):
    """Open a screen, fill in, press a button."""
    shown = browser.get(path)
    assert shown.status_code == 200, (path, shown.status_code)
    return browser.post(path, {**fields_of(shown), **answers, "go": go})


def draft_of(page):
    return PartnerPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def public_of(page):
    return PartnerPage.objects.get(pk=page.pk)
