"""Pictures of the pages, to look at: `make screenshots` puts them into screenshots/.

Every page at 360 and 1280 px, light and dark, in Dutch and Arabic; samples in English and Turkish, at
320 and 1600 px and in forced colours; the error pages; the volunteer's door; the CMS as four people see
it; and what prints, as A4. It makes a demo site of its own, or takes the one in `--demo FOLDER`.
`make screenshots ONLY=report` makes those with the word in their name.
"""

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUM_OPTIONS, find_chromium, log_in, running
from tests.browser.test_every_page import ALL, PAGES
from tests.conftest import ROOT, manage

TARGET = ROOT / "screenshots"
PHONE, DESK = 360, 1280
SAMPLES = ("home", "district", "directory", "partner informal", "agenda", "agenda month", "event")
SAMPLES += ("event cancelled", "report", "news", "news item", "theme", "area", "search", "log-in")
#: In every language the same addresses, behind its prefix, as far as they are translated.
TRANSLATED = ("home", "directory", "partner informal", "agenda", "agenda month", "news", "theme")
TRANSLATED += ("event", "report")
PRINTED = ("event", "event cancelled", "report", "report of 2019", "partner informal", "news item")
PRINTED += ("agenda", "directory")
#: Who logs in, and what they look at: addresses by a name.
BEHIND_THE_DOOR = {
    "volunteer": (
        "populier@example.org",
        {"mijn": "/mijn/", "mijn-people": "/mijn/buurtkamer-de-populier/mensen/"},
    ),
    "editor": ("linde@example.org", {"cms": "/cms/"}),
    "moderator": (
        "moderator@example.org",
        {"cms": "/cms/", "cms-moderation": "/cms/moderation/"},
    ),
    "communications": (
        "communicatie@example.org",
        {
            "cms": "/cms/",
            "cms-pages": "/cms/pages/",
            "cms-event": "/nieuw-west/agenda/van-zien-naar-bellen/",
            "cms-report": "/nieuw-west/agenda/wie-ziet-wie-er-alleen-is/verslag/",
        },
    ),
    "coordinator": ("coordinator@example.org", {"cms": "/cms/", "cms-calls": "/cms/call-list/"}),
}


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--only", default="", help="a word in the name of the picture")
    options.add_argument("--demo", type=Path, help="a data folder with the demo loaded")
    asked = options.parse_args()
    chromium = find_chromium()
    if chromium is None:
        print("No Chromium found: install the package chromium.", file=sys.stderr)
        return 1
    TARGET.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        demo = asked.demo or make_demo(Path(folder) / "demo")
        broken = manage(demo, "shell", "--verbosity", "0", "--command", RENDER_500)
        with running(demo, Path(folder) / "site") as site, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_OPTIONS)
            photographer = Photographer(browser, site.url, only=asked.only)
            photographer.every_page()
            photographer.samples()
            photographer.error_pages(broken)
            photographer.behind_the_door()
            photographer.on_paper()
            browser.close()
    print(f"{len(list(TARGET.iterdir()))} pictures in {TARGET.name}/")
    return 0


def make_demo(folder):
    print("Making a demo site ...", flush=True)
    folder.mkdir()
    manage(folder, "migrate", "--verbosity", "0")
    manage(folder, "load_demo")
    return folder


RENDER_500 = (
    "from django.template.loader import render_to_string; print(render_to_string('500.html'))"
)


class Photographer:
    def __init__(self, browser, url, *, only=""):
        self.browser = browser
        self.url = url
        self.only = only

    def window(self, width, **options):
        """A new window, with nobody logged in."""
        context = self.browser.new_context(
            base_url=self.url, viewport={"width": width, "height": 900}, locale="nl-NL", **options
        )
        return context.new_page()

    def fetch_pictures(self, page):
        """A picture far below is fetched when it comes near; nobody scrolls here."""
        # Not `wait_for_function`: a page's Content-Security-Policy forbids what that does.
        page.evaluate(
            """Promise.all([...document.images].map(one => {
                one.loading = "eager"
                return one.decode().catch(() => null)
            }))"""
        )

    def wanted(self, name):
        return self.only in name

    def visit(self, page, name, path, *, schemes=("light", "dark")):
        if self.wanted(name):
            page.goto(path)
            self.shoot(page, name, schemes=schemes)

    def shoot(self, page, name, *, schemes=("light", "dark")):
        """The page as it stands, from top to foot, in each colour scheme."""
        self.fetch_pictures(page)
        for scheme in schemes:
            page.emulate_media(color_scheme=scheme)
            target = TARGET / f"{name}-{page.viewport_size['width']}-{scheme}.png"
            page.screenshot(path=target, full_page=True)
        page.emulate_media(color_scheme="light")

    def every_page(self):
        for width in (PHONE, DESK):
            page = self.window(width)
            arabic = {f"ar {name}": f"/ar{PAGES[name]}" for name in ("event", "report")}
            for name, path in (ALL | arabic).items():
                self.visit(page, name.replace(" ", "-"), path)
            page.context.close()

    def samples(self):
        for width in (320, 1600):
            self._series(self.window(width), {name: PAGES[name] for name in SAMPLES}, "nl")
        for width in (PHONE, DESK):
            page = self.window(width, forced_colors="active")
            samples = {name: PAGES[name] for name in SAMPLES}
            self._series(page, samples, "forced", both=width == DESK)
            for language in ("en", "tr"):
                pages = {name: f"/{language}{PAGES[name]}" for name in TRANSLATED}
                self._series(self.window(width), pages, language)

    def _series(self, page, pages, prefix, *, both=False):
        for name, path in pages.items():
            schemes = ("light", "dark") if both else ("light",)
            self.visit(page, f"{prefix}-{name}".replace(" ", "-"), path, schemes=schemes)
        page.context.close()

    def error_pages(self, broken):
        """404 is among the pages; 403 is a form without its token; 500 as it stands in its template."""
        for width in (PHONE, DESK):
            if not self.wanted("error"):
                return
            page = self.window(width)
            page.goto("/?q=%00")
            self.shoot(page, "error-400")
            page.goto("/account/login/")
            page.evaluate(
                "document.querySelectorAll('[name=csrfmiddlewaretoken]').forEach(one => one.remove())"
            )
            page.locator("form[method=post] [type=email]").first.fill("iemand@example.org")
            page.locator("form[method=post] button[type=submit]").first.click()
            self.shoot(page, "error-403")
            page.route(
                "**/stuk/", lambda route: route.fulfill(body=broken, content_type="text/html")
            )
            page.goto("/stuk/")
            self.shoot(page, "error-500")
            page.context.close()

    def behind_the_door(self):
        for width in (PHONE, DESK):
            for role, (email, paths) in BEHIND_THE_DOOR.items():
                names = [name for name in paths if self.wanted(f"{name}-{role}")]
                if not names:
                    continue
                page = self.window(width)
                # The CMS scrolls inside itself, so what is below the window would be cut off.
                page.set_viewport_size({"width": width, "height": 2000})
                log_in(page, email, to=next(iter(paths.values())))
                for name in names:
                    page.goto(self._form_of(page, paths[name]))
                    self.shoot(page, f"{name}-{role}")
                page.context.close()

    def _form_of(self, page, path):
        """The address of a page of the site stands for its form in the CMS; the API knows its number."""
        if path.startswith(("/cms/", "/mijn/")):
            return path
        find = f"/api/wagtail/v2/pages/find/?html_path={path}"
        number = page.request.get(find, max_redirects=0).headers["location"].split("/")[-2]
        return f"/cms/pages/{number}/edit/"

    def on_paper(self):
        page = self.window(DESK)
        for name in PRINTED:
            if not self.wanted(f"print-{name}".replace(" ", "-")):
                continue
            page.goto(PAGES[name])
            self.fetch_pictures(page)
            target = TARGET / f"print-{name.replace(' ', '-')}.pdf"
            page.pdf(path=target, format="A4", prefer_css_page_size=True)
        page.context.close()


if __name__ == "__main__":
    sys.exit(main())
