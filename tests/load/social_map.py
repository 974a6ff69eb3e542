"""How long the social map takes as the network grows; run by hand, no test: times differ between machines.

    python tests/load/social_map.py [--sizes 100,1000,10000] [--times 25]
    python tests/postgres.py python tests/load/social_map.py

Fills a throw-away database of the configured kind with `make_network`, step by step, and asks every page that
shows all partners of a district (those of PAGES that this installation has) in process, as a visitor who is not
the first: counts that are kept are kept. Ends with an error when one takes more than twice as long at the
largest size as at the smallest. On SQLite, which works in this process, that is compared in the time that the
process worked ("work", the least of all times), since it hangs less on what else the machine does; on
PostgreSQL in the median of the clock. The table has both.
"""

import argparse
import os
import statistics
import sys
import time
from io import StringIO
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("site", "home", "partners", "events", "news", "search")
sys.path[:0] = [str(ROOT), *(str(ROOT / folder) for folder in FOLDERS)]

#: Page types that show all partners, by name: what an installation has not is left out.
PAGES = ("PartnerIndexPage", "MatrixPage", "MapPage", "FiguresPage")
#: Besides the bare page.
ASKED = {
    "PartnerIndexPage": ["?kind=formal&theme=geld&area=F", "?page=99999999"],
    "MatrixPage": ["?level=wijk", "?level=buurt"],
}
MOST = 2.0


def addresses() -> list[str]:
    """Of each page type the page in the language that pages are written in, and what is asked of it."""
    from django.apps import apps
    from wagtail.models import Locale

    found = []
    for name in PAGES:
        try:
            page_type = apps.get_model("wijkzorg_partners", name)
        except LookupError:
            continue
        page = page_type.objects.live().filter(locale=Locale.get_default()).first()
        if page is None:
            raise SystemExit(f"make_network made no {name}")
        found += [page.url + query for query in ["", *ASKED.get(name, [])]]
    return found


def measure(paths: list[str], times: int) -> dict[str, dict[str, float]]:
    """Address > median and 95th percentile of the clock, and least work, in milliseconds."""
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    measured = {}
    for path in paths:
        if client.get(path).status_code != 200:
            raise SystemExit(f"{path} did not answer with 200")
        clock, work = [], []
        for _ in range(times):
            began, worked = time.perf_counter(), time.process_time()
            client.get(path)
            work.append((time.process_time() - worked) * 1000)
            clock.append((time.perf_counter() - began) * 1000)
        measured[path] = {
            "p50": statistics.median(clock),
            "p95": statistics.quantiles(clock, n=20)[-1],
            "work": min(work),
        }
    return measured


def told(sizes: list[int], results: list[dict[str, dict[str, float]]], compared: str) -> list[str]:
    """Print the table; the addresses that take too long, in what is compared."""
    heads = "".join(f"{f'{size:,}':>9} p50    p95   work" for size in sizes)
    print(f"{'milliseconds':50}{heads}   ratio")
    slow = []
    for path in results[0]:
        rows = [result[path] for result in results]
        ratio = rows[-1][compared] / rows[0][compared]
        cells = "".join(f"{row['p50']:13.1f}{row['p95']:7.1f}{row['work']:7.1f}" for row in rows)
        print(f"{path:50}{cells}{ratio:8.2f}")
        if ratio > MOST:
            slow.append(path)
    return slow


def main() -> None:
    arguments = argparse.ArgumentParser(description="How long the social map takes.")
    arguments.add_argument("--sizes", default="100,1000,10000")
    arguments.add_argument("--times", type=int, default=25)
    asked = arguments.parse_args()
    sizes = sorted(int(size) for size in asked.sizes.split(","))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "website.settings_for_tests")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from website.benchmark.throw_away import throw_away_database

    with throw_away_database():
        results = []
        for size in sizes:
            call_command("make_network", partners=size, events=20, seed=1, stdout=StringIO())
            results.append(measure(addresses(), asked.times))
        print(f"{connection.vendor}, {asked.times} times each")
        compared = "work" if connection.vendor == "sqlite" else "p50"
    if slow := told(sizes, results, compared):
        raise SystemExit(f"More than {MOST} times as long: {', '.join(slow)}")


if __name__ == "__main__":
    main()
