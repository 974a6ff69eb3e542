"""Pictures of the pages, to look at: 360 and 1280 px, light and dark, Dutch and Arabic.

`make screenshots` runs it; the pictures come into screenshots/. It makes a demo site of its own.
"""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUM_OPTIONS, find_chromium, running
from tests.browser.test_every_page import ALL
from tests.conftest import ROOT, manage


def main() -> int:
    chromium = find_chromium()
    if chromium is None:
        print("No Chromium found: install the package chromium.", file=sys.stderr)
        return 1
    target = ROOT / "screenshots"
    target.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        demo = Path(folder) / "demo"
        demo.mkdir()
        print("Making a demo site ...")
        manage(demo, "migrate", "--verbosity", "0")
        manage(demo, "load_demo")
        with running(demo, Path(folder) / "site") as site, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_OPTIONS)
            for width in (360, 1280):
                for scheme in ("light", "dark"):
                    context = browser.new_context(
                        base_url=site.url,
                        viewport={"width": width, "height": 900},
                        color_scheme=scheme,
                        locale="nl-NL",
                    )
                    page = context.new_page()
                    for name, path in ALL.items():
                        page.goto(path)
                        page.screenshot(
                            path=target / f"{name.replace(' ', '-')}-{width}-{scheme}.png",
                            full_page=True,
                        )
                    context.close()
            browser.close()
    print(f"{len(list(target.glob('*.png')))} pictures in {target.name}/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
