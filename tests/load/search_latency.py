"""How long the search takes on a large network; run by hand, no test: times differ between machines.

    python tests/load/search_latency.py [--partners 2300] [--events 100] [--here] [--by-meaning]
    python tests/postgres.py python tests/load/search_latency.py --partners 47000 --events 3000

Fills a throw-away database of the configured kind with `make_network` (or takes the present one, with
`--here`), and asks the questions of tests/search/benchmark: of `find` in process, and as requests without a
network between. On PostgreSQL both ways are measured in one run, all in memory and with candidates, and how many
of the first twenty answers are the same in the same order.
"""

import argparse
import json
import os
import resource
import statistics
import sys
import time
from contextlib import nullcontext
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("site", "home", "partners", "events", "news", "search")
sys.path[:0] = [str(ROOT), *(str(ROOT / folder) for folder in FOLDERS)]
LANGUAGE, FIRST = "nl", 20


def memory():
    """Megabytes of this process at this moment."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1024**2


def row(name, seconds):
    thousand = sorted(one * 1000 for one in seconds)
    p95 = thousand[int(len(thousand) * 0.95)]
    print(f"{name:44}{statistics.median(thousand):9.1f}{p95:9.1f}{thousand[-1]:9.1f}", flush=True)


def timed(work, things):
    taken, answers = [], []
    for one in things:
        start = time.perf_counter()
        answers.append(work(one))
        taken.append(time.perf_counter() - start)
    return taken, answers


def add_vectors():
    """One of the whole and eight of parts, for every document."""
    import numpy

    from wijkzorg_search.makers import maker_now
    from wijkzorg_search.models import SearchDocument, SearchVector
    from wijkzorg_search.vectors import name_of

    maker = maker_now()
    if maker is None:
        raise SystemExit("--by-meaning needs the extra wijkzorg[semantic]")
    lot = numpy.random.default_rng(0)

    def numbers():
        rows = lot.normal(size=(9, maker.size))
        rows /= numpy.linalg.norm(rows, axis=1, keepdims=True)
        return rows.astype("<f4").tobytes()

    documents = SearchDocument.objects.values_list("source", "object_id", "source_hash")
    made = (
        SearchVector(
            source=source,
            object_id=key,
            source_hash=digest,
            maker=name_of(maker),
            numbers=numbers(),
        )
        for source, key, digest in documents.distinct().iterator()
    )
    SearchVector.objects.bulk_create(made, batch_size=500)


def in_process(name, most, questions):
    """Answers, with the index read anew; `most` is the number of documents kept in memory."""
    from django.core.cache import cache

    from wijkzorg_search import knowing
    from wijkzorg_search.finding import Question, find

    knowing.IN_MEMORY = most
    knowing.forget()
    before, start = memory(), time.perf_counter()
    index = knowing.index_now()
    if index.in_memory:
        index.corpus(LANGUAGE)
    read = time.perf_counter() - start
    way = "in memory" if index.in_memory else "candidates"
    print(f"{name}, {way}: read in {read:.2f} s, {memory() - before:.0f} MB more", flush=True)
    cache.clear()  # the vectors of questions that were asked before
    taken, answers = timed(
        lambda words: find(Question(words=words), page_language=LANGUAGE), questions
    )
    row(f"  find, {way}", taken)
    lists = [Question(), Question(type="partner"), Question(kind="informal", language="tr")]
    taken, _answers = timed(lambda one: find(one, page_language=LANGUAGE).hits[:FIRST], lists * 5)
    row(f"  lists without words, {way}", taken)
    return [[hit.pk for hit in answer.hits[:FIRST]] for answer in answers]


def by_http(questions):
    from urllib.parse import quote

    from django.test import Client

    client = Client(headers={"host": "localhost"})
    for path in ("/api/v1/search?q=", "/zoeken/?q=", "/zoeken/suggesties/?q="):
        addresses = [path + quote(words[:200]) for words in questions]
        taken, answers = timed(client.get, addresses)
        if {answer.status_code for answer in answers} != {200}:
            raise SystemExit(f"{path} did not answer with 200")
        row(f"  {path}", taken)


def main() -> None:
    arguments = argparse.ArgumentParser(description="How long the search takes.")
    arguments.add_argument("--partners", type=int, default=2300)
    arguments.add_argument("--events", type=int, default=100)
    arguments.add_argument("--here", action="store_true")
    arguments.add_argument("--by-meaning", action="store_true")
    asked = arguments.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "website.settings_for_tests")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from website.benchmark.throw_away import throw_away_database

    folder = ROOT / "tests" / "search" / "benchmark"
    rows = json.loads((folder / "queries.json").read_text(encoding="utf-8"))
    questions = [one["query"] for one in rows]
    with nullcontext() if asked.here else throw_away_database():
        if not asked.here:
            call_command("make_network", partners=asked.partners, events=asked.events, seed=1)
        settings.WIJKZORG_SEARCH_MEANING = "auto" if asked.by_meaning else "off"
        if asked.by_meaning and not asked.here:
            add_vectors()
        print(f"{connection.vendor}; milliseconds{'':21}      p50      p95  slowest")
        whole = in_process("all", 10**9, questions)
        if connection.vendor == "postgresql":
            picked = in_process("picked", 0, questions)
            same = sum(one == other for one, other in zip(whole, picked, strict=True))
            share = same / len(questions)
            print(f"the first {FIRST} are the same for {share:.1%} of {len(questions)} questions")
        by_http(questions[:40])
        print(f"memory of this process: {memory():.0f} MB")


if __name__ == "__main__":
    main()
