"""Pictures of the pages, to look at: `make screenshots` puts them into screenshots/.

Every page at 360 and 1280 px, light and dark, in Dutch and Arabic; samples in English and Turkish, at
320 and 1600 px and in forced colours; the error pages; the volunteer's door, question by question; the
links of a mail; the CMS as four people see it, once in Arabic; and what prints, as A4. It makes a demo site of its own, or takes the one in `--demo FOLDER`.
`make screenshots ONLY=report` makes those with the word in their name.
"""

import argparse
import re
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUM_OPTIONS, find_chromium, log_in, running
from tests.browser.test_every_page import ALL, PAGES
from tests.browser.test_main_job import change_answer, open_newest_mail
from tests.conftest import ROOT, manage

TARGET = ROOT / "screenshots"
PHONE, DESK = 360, 1280
SAMPLES = ("home", "district", "directory", "partner informal", "agenda", "agenda month", "event")
SAMPLES += (
    "matrix",
    "figures",
    "event cancelled",
    "report",
    "news",
    "news item",
    "theme",
    "area",
    "search",
    "log-in",
)
#: In every language the same addresses, behind its prefix, as far as they are translated.
TRANSLATED = ("home", "directory", "partner informal", "agenda", "agenda month", "news", "theme")
TRANSLATED += ("event", "report", "matrix", "figures")
PRINTED = ("event", "event cancelled", "report", "report of 2019", "partner informal", "news item")
PRINTED += ("agenda", "directory", "matrix", "figures")
WAITS = "/mijn/eettafel-de-granaatappel/vraag/wat/"
OWN = "/mijn/buurtkamer-de-populier/"
QUESTIONS = ("wie", "wat", "wat-niet", "beroepskracht", "voor-wie", "waar", "waarover", "bereik")
OWN_DOOR = {
    "mijn": "/mijn/",
    "mijn-people": f"{OWN}mensen/",
    "mijn-invite": f"{OWN}mensen/uitnodigen/",
    **{f"mijn-question-{slug}": f"{OWN}vraag/{slug}/" for slug in QUESTIONS},
    "mijn-services": f"{OWN}meer/aanbod/",
    "mijn-service": f"{OWN}meer/aanbod/nieuw/",
    "mijn-right": f"{OWN}klopt/",
    "mijn-today": f"{OWN}vandaag/",
    "mijn-events": f"{OWN}activiteiten/",
    "mijn-event-new": f"{OWN}activiteiten/nieuw/",
    "mijn-preview": f"{OWN}voorbeeld/",
    "mijn-data": "/mijn/gegevens/",
    "mijn-erase": "/mijn/gegevens/wissen/",
}
#: Who logs in, and what they look at: addresses by a name.
BEHIND_THE_DOOR = {
    "volunteer": (
        "populier@example.org",
        OWN_DOOR | {f"ar-{name}": f"/ar{path}" for name, path in OWN_DOOR.items()},
    ),
    "waiting": ("granaatappel@example.org", {"mijn": "/mijn/", "mijn-waits": WAITS}),
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
            "cms-partners": "/cms/partners/",
            "cms-members": "/cms/partners/{partner}/members/",
            "cms-merge": "/cms/partners/{partner}/merge/?q=linde",
            "cms-merge-two": "/cms/partners/{partner}/merge/{other}/",
            "cms-areas": "/cms/moderation/areas/",
            "cms-mail": "/cms/mail/",
            "cms-event": "/nieuw-west/agenda/van-zien-naar-bellen/",
            "cms-report": "/nieuw-west/agenda/wie-ziet-wie-er-alleen-is/verslag/",
        },
    ),
    "coordinator": (
        "coordinator@example.org",
        {
            "cms": "/cms/",
            "cms-coordination": "/cms/coordination/",
            "cms-calls": "/cms/call-list/",
        },
    ),
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
        broken = {
            language: manage(demo, "shell", "--verbosity", "0", "--command", command)
            for language, command in RENDER_500.items()
        }
        with running(demo, Path(folder) / "site") as site, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_OPTIONS)
            photographer = Photographer(browser, site.url, only=asked.only)
            photographer.every_page()
            photographer.samples()
            photographer.error_pages(broken)
            photographer.behind_the_door()
            photographer.links_of_a_mail()
            photographer.sending_in()
            photographer.the_cms_in_arabic(site.data_dir)
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


RENDER_500 = {
    language: "from django.template.loader import render_to_string as render; "
    "from django.utils.translation import activate; "
    f"activate('{language}'); print(render('500.html'))"
    for language in ("nl", "ar")
}
ARABIC_CMS = """
from django.contrib.auth import get_user_model
from wagtail.users.models import UserProfile
user = get_user_model().objects.get(email="linde@example.org")
UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "ar"})
"""


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
            for language, prefix, name in (("nl", "", "error"), ("ar", "/ar", "ar-error")):
                if self.wanted(name):
                    page = self.window(width)
                    self._errors(page, prefix, name, broken[language])
                    page.context.close()

    def _errors(self, page, prefix, name, broken):
        page.goto(f"{prefix}/?q=%00")
        self.shoot(page, f"{name}-400")
        page.goto(f"{prefix}/account/login/")
        page.evaluate(
            "document.querySelectorAll('[name=csrfmiddlewaretoken]').forEach(one => one.remove())"
        )
        page.locator("form[method=post] [type=email]").first.fill("iemand@example.org")
        page.locator("form[method=post] button[type=submit]").first.click()
        self.shoot(page, f"{name}-403")
        page.route("**/stuk/", lambda route: route.fulfill(body=broken, content_type="text/html"))
        page.goto("/stuk/")
        self.shoot(page, f"{name}-500")

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
        if path.startswith(("/cms/", "/mijn/", "/ar/mijn/")):
            numbers = {"partner": PAGES["partner informal"], "other": PAGES["partner formal"]}
            used = {name: self._number(page, at) for name, at in numbers.items() if name in path}
            return path.format(**used)
        return f"/cms/pages/{self._number(page, path)}/edit/"

    def _number(self, page, path):
        find = f"/api/wagtail/v2/pages/find/?html_path={path}"
        return page.request.get(find, max_redirects=0).headers["location"].split("/")[-2]

    def links_of_a_mail(self):
        for width in (PHONE, DESK):
            if not self.wanted("link"):
                return
            page = self.window(width)
            found = re.findall(r"/klopt/[\w-]+/", open_newest_mail(page, "linde@example.org"))
            for name, path in zip(("right", "change", "gone"), found[:3], strict=True):
                self.visit(page, f"link-{name}", path)
                self.visit(page, f"ar-link-{name}", f"/ar{path}")
            page.context.close()

    def sending_in(self):
        """What one sees after a change: sent in at the last width only, since it is one page."""
        for width in (PHONE, DESK):
            if not self.wanted("sending"):
                return
            page = self.window(width)
            log_in(page, "populier@example.org", to="/mijn/")
            change_answer(page, "wat-niet", "Koken voor mensen thuis")
            for prefix, name in (("", "sending"), ("/ar", "ar-sending")):
                self.visit(page, f"{name}-overview", prefix + OWN)
                self.visit(page, f"{name}-in", f"{prefix}{OWN}insturen/")
            if width == DESK:
                page.locator("main form button.btn").first.click()
                page.wait_for_url(lambda url: "/insturen/" not in url)
                self.shoot(page, "sending-done")
            page.context.close()

    def the_cms_in_arabic(self, data_dir):
        if self.wanted("ar-cms"):
            manage(data_dir, "shell", "--verbosity", "0", "--command", ARABIC_CMS)
        for width in (PHONE, DESK):
            if self.wanted("ar-cms"):
                page = self.window(width)
                page.set_viewport_size({"width": width, "height": 2000})
                log_in(page, "linde@example.org")
                self.shoot(page, "ar-cms-editor")
                page.context.close()

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
