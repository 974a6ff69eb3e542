"""Lighthouse's four scores for the pages that matter most: `make lighthouse`. Needs npm; `make test` does not.

It makes a demo site of its own, and fails when a score is below 100.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.browser.conftest import find_chromium, running
from tests.conftest import manage

VERSION = "12.8"
PAGES = {
    "home": "/",
    "directory": "/nieuw-west/partners/",
    "profile": "/nieuw-west/partners/buurtkamer-de-populier/",
    "agenda": "/nieuw-west/agenda/",
    "event": "/nieuw-west/agenda/van-zien-naar-bellen/",
    "report": "/nieuw-west/agenda/wie-ziet-wie-er-alleen-is/verslag/",
}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


def main() -> int:
    chromium, npx = find_chromium(), shutil.which("npx")
    if chromium is None or npx is None:
        print("Lighthouse needs Chromium and npm: install chromium and npm.", file=sys.stderr)
        return 1
    low = 0
    with tempfile.TemporaryDirectory() as folder:
        demo = Path(folder) / "demo"
        demo.mkdir()
        print("Making a demo site ...", flush=True)
        manage(demo, "migrate", "--verbosity", "0")
        manage(demo, "load_demo")
        with running(demo, Path(folder) / "site") as site:
            for name, path in PAGES.items():
                report = measure(npx, chromium, site.url + path, Path(folder) / f"{name}.json")
                scores = {
                    one: round(report["categories"][one]["score"] * 100) for one in CATEGORIES
                }
                print(
                    f"{name:10}",
                    "  ".join(f"{one} {scores[one]}" for one in CATEGORIES),
                    flush=True,
                )
                for one in CATEGORIES:
                    if scores[one] < 100:
                        low += 1
                        print_faults(report, one)
    return 1 if low else 0


def measure(npx, chromium, url, target):
    """The report of one page, after one visit that makes the small pictures."""
    with urllib.request.urlopen(url, timeout=60):
        pass
    command = [npx, "--yes", f"lighthouse@{VERSION}", url, "--quiet", "--output=json"]
    flags = "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-quic"
    done = subprocess.run(
        [*command, f"--output-path={target}", flags],
        env={**os.environ, "CHROME_PATH": chromium},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode or not target.exists():
        raise SystemExit(done.stdout + done.stderr)
    return json.loads(target.read_text(encoding="utf-8"))


def print_faults(report, category):
    for part in report["categories"][category]["auditRefs"]:
        audit = report["audits"][part["id"]]
        if audit["score"] is not None and audit["score"] < 1 and part["weight"]:
            print(f"    {part['id']}: {audit['score']} {audit.get('displayValue', '')}")


if __name__ == "__main__":
    sys.exit(main())
