"""How long listings take as the network grows; run by hand, no test: times differ between machines.

    python tests/load/benchmark_listing.py [--small 200] [--large 2000] [--times 15]

Fills a throw-away SQLite database in two steps and asks each address a number of times. What to look at
is the last column: how much longer the large network takes than the small one, in one and the same run.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [
    str(ROOT),
    *(str(ROOT / folder) for folder in ("site", "home", "partners", "events", "news", "search")),
]

PAGES = {
    "directory": "/westkant/partners/",
    "directory, last page": "/westkant/partners/?page=99999999",
    "directory, filters": "/westkant/partners/?kind=formal&theme=geld&area=W&language=ar",
    "directory, common word": "/westkant/partners/?q=buurthuis",
    "directory, rare word": "/westkant/partners/?q=nummer17",
    "search page": "/zoeken/",
    "search page, common word": "/zoeken/?q=buurthuis",
    "search page, six words": "/zoeken/?q=wie+helpt+mij+in+het+buurthuis",
    "API": "/api/v1/search",
    "API, common word": "/api/v1/search?q=buurthuis",
    "API, rare word": "/api/v1/search?q=nummer17",
    "suggestions": "/zoeken/suggesties/?q=partner",
    "Wagtail API, common word": "/api/wagtail/v2/pages/?search=buurthuis",
}


def make_network() -> SimpleNamespace:
    """What the fixture `network` of the tests makes, as far as the listings need it."""
    from django.core.management import call_command
    from wagtail.models import Page, Site

    from tests.factories import make_area, make_theme
    from wijkzorg_home.models import DistrictPage, HomePage, ThemeIndexPage
    from wijkzorg_partners.models import PartnerIndexPage

    call_command("migrate", verbosity=0)
    call_command("setup_network", verbosity=0)
    town = make_area("Teststad", level="town", code="GM1")
    area = make_area("Westkant", level="district", code="W", parent=town)
    wijk, other_wijk = (make_area(f"Wijk {n}", code=f"W{n}", parent=area) for n in (1, 2))
    themes = [make_theme("eenzaamheid"), make_theme("geld")]
    Page.objects.filter(depth=2).delete()
    root = Page.get_first_root_node()
    home = root.add_child(instance=HomePage(title="Wijkzorg", slug="home", heading="Welkom"))
    district = home.add_child(instance=DistrictPage(title="Westkant", slug="westkant", area=area))
    directory = district.add_child(instance=PartnerIndexPage(title="Partners", slug="partners"))
    district.add_child(instance=ThemeIndexPage(title="Thema's", slug="themas"))
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    return SimpleNamespace(directory=directory, wijk=wijk, other_wijk=other_wijk, themes=themes)


def measure(times: int) -> dict[str, tuple[float, float]]:
    """Address > median and 95th percentile in milliseconds."""
    from django.test import Client

    client = Client()
    measured = {}
    for name, url in PAGES.items():
        if client.get(url).status_code != 200:
            raise SystemExit(f"{url} did not answer with 200")
        taken = []
        for _ in range(times):
            start = time.perf_counter()
            client.get(url)
            taken.append((time.perf_counter() - start) * 1000)
        measured[name] = statistics.median(taken), statistics.quantiles(taken, n=20)[-1]
    return measured


def main() -> None:
    arguments = argparse.ArgumentParser(description="How long listings take as the network grows.")
    arguments.add_argument("--small", type=int, default=200)
    arguments.add_argument("--large", type=int, default=2_000)
    arguments.add_argument("--times", type=int, default=15)
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["WIJKZORG_DATA_DIR"] = folder
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/benchmark.sqlite3"
        os.environ["DJANGO_SETTINGS_MODULE"] = "website.settings_for_tests"
        import django

        django.setup()
        from tests.factories import make_many_partners

        network = make_network()
        results = []
        for size in (asked.small, asked.large):
            make_many_partners(network, size - network.directory.get_children_count())
            results.append(measure(asked.times))
    small, large = results
    print(
        f"{'milliseconds':28}{asked.small:>8} p50     p95{asked.large:>8} p50     p95   ratio p50"
    )
    for name in PAGES:
        (s50, s95), (l50, l95) = small[name], large[name]
        print(f"{name:28}{s50:12.1f}{s95:8.1f}{l50:12.1f}{l95:8.1f}{l50 / s50:12.1f}")


if __name__ == "__main__":
    main()
