"""Lighthouse's four scores for the pages that matter most: `make lighthouse`. Needs npm; `make test` does not.

It makes a demo site of its own, and fails when a score is below 100. Performance is told for each of
RUNS runs and judged by the median: it depends on what else the machine does meanwhile.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.browser.conftest import CHROMIUM_NAMES, find_chromium, running
from tests.conftest import manage

VERSION = "12.8"
RUNS = 3
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
    # Lighthouse starts a whole browser.
    chromium, npx = find_chromium(CHROMIUM_NAMES[1:]), shutil.which("npx")
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
                target = Path(folder) / f"{name}.json"
                reports = [measure(npx, chromium, site.url + path, target) for _ in range(RUNS)]
                scores = {one: [score(report, one) for report in reports] for one in CATEGORIES}
                speeds = " ".join(str(one) for one in scores["performance"])
                rest = "  ".join(f"{one} {min(scores[one])}" for one in CATEGORIES[1:])
                print(f"{name:10} performance {speeds}  {rest}", flush=True)
                for one in CATEGORIES:
                    judge = statistics.median if one == "performance" else min
                    if judge(scores[one]) < 100:
                        low += 1
                        print_faults(min(reports, key=lambda report: score(report, one)), one)
    return 1 if low else 0


def measure(npx, chromium, url, target):
    """The report of one page, after one visit that makes the small pictures."""
    with urllib.request.urlopen(url, timeout=60):
        pass
    command = [npx, "--yes", f"lighthouse@{VERSION}", url, "--quiet", "--output=json"]
    flags = "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-quic"
    for _attempt in range(3):
        target.unlink(missing_ok=True)
        done = subprocess.run(
            [*command, f"--output-path={target}", flags],
            env={**os.environ, "CHROME_PATH": chromium},
            capture_output=True,
            text=True,
            check=False,
        )
        report = json.loads(target.read_text(encoding="utf-8")) if target.exists() else None
        # Now and then Chromium keeps no trace of the page (NO_NAVSTART): there is nothing to judge.
        if report and "runtimeError" not in report:
            return report
    raise SystemExit(done.stdout + done.stderr)


def score(report, category):
    return round(report["categories"][category]["score"] * 100)


def print_faults(report, category):
    for part in report["categories"][category]["auditRefs"]:
        audit = report["audits"][part["id"]]
        if audit["score"] is not None and audit["score"] < 1 and part["weight"]:
            print(f"    {part['id']}: {audit['score']} {audit.get('displayValue', '')}")


if __name__ == "__main__":
    sys.exit(main())
