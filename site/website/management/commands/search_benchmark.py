"""`manage.py search_benchmark PROFILES QUERIES`: how good is the search, on judged questions?

It never touches the site's own content, unless it is told to: everything happens in a database that is
made beside it, of the same kind, and thrown away.
"""

import json
import logging
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import translation

from website.benchmark.questions import Questions, read_questions
from website.benchmark.running import LANGUAGE, Run, ask_all, build_index, figures, set_up
from website.benchmark.throw_away import throw_away_database
from wijkzorg_home.importing import ImportRefused, read_json

COLUMNS = {
    "n": "n",
    "ndcg": "nDCG@10",
    "recall": "recall@10",
    "strict_recall": "strict",
    "hit": "hit@3",
    "nothing": "nothing",
}


class Command(BaseCommand):
    help = (
        "Loads the profiles into a throw-away database, asks every question of the search, and prints"
        " how well it answered. The site's own content is never touched."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("profiles", help="profiles, as import_partners reads them")
        parser.add_argument(
            "queries", help="a JSON list of {id, type, query, relevance: {profile: 2 or 1}}"
        )
        parser.add_argument("--json", metavar="FILE", help="write all figures and rankings there")
        parser.add_argument("--by-type", action="store_true", help="a line for each type too")
        parser.add_argument("--seed", type=int, default=1, help="of the two random halves")
        parser.add_argument(
            "--here",
            action="store_true",
            help="add the profiles to the present database, for good, and ask that",
        )
        parser.add_argument(
            "--under",
            default="",
            metavar="SLUG_OR_ID",
            help="with --here: the directory to add them to, where there are several",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            questions = read_questions(options["queries"], _ids(options["profiles"]))
        except ImportRefused as refused:
            lines = str(refused).splitlines()[1:]
            raise CommandError("\n".join(["The files can't be used:", *lines])) from refused
        target = Path(options["json"]) if options["json"] else None
        if target and not target.absolute().parent.is_dir():
            raise CommandError(f"{target} can't be written: there is no such folder.")
        for line in questions.warnings:
            self.stdout.write(f"Warning: {line}")
        logging.disable(logging.INFO)
        try:
            with nullcontext() if options["here"] else throw_away_database():
                run = self._run(options, questions)
        finally:
            logging.disable(logging.NOTSET)
        found = figures(questions.judged, run, options["seed"])
        self._print(found, run, by_type=options["by_type"], seed=options["seed"])
        if target:
            target.write_text(_as_json(found, run), encoding="utf-8")
            self.stdout.write(f"Written to {target}.")

    def _run(self, options: dict[str, Any], questions: Questions) -> Run:
        with translation.override(LANGUAGE):
            set_up(options["under"])
        call_command(
            "import_partners",
            options["profiles"],
            publish=True,
            under=options["under"],
            create_themes=True,
            stdout=self.stdout,
        )
        return ask_all(questions.judged, build_index(self.stdout.write))

    def _print(self, found: dict[str, Any], run: Run, *, by_type: bool, seed: int) -> None:
        overall = found["all"]
        write = self.stdout.write
        write("")
        write(f"The search that ran: {run.search} ({connection.vendor})")
        write(f"{'':14}" + "".join(f"{name:>11}" for name in COLUMNS.values()))
        write(_line("all", overall))
        for number, half in enumerate(found["halves"], start=1):
            write(_line(f"half {number}", half))
        if by_type:
            for name, row in found["types"].items():
                write(_line(name, row))
        first, second = (half.get("ndcg", 0.0) for half in found["halves"])
        write("")
        write(f"gap between two random halves (seed {seed}): {abs(first - second):.3f} nDCG@10")
        write(
            f'group "best": {found["best"]["precision"]:.3f} of it fits, and it holds'
            f" {found['best']['recall']:.3f} of what fits exactly"
        )
        write(
            f"in process: p50 {overall['p50_ms']} ms, p95 {overall['p95_ms']} ms;"
            f" {run.documents} documents read into memory in {run.reading * 1000:.0f} ms"
        )


def _ids(path: str) -> set[str]:
    """Ids of the profiles; what else is wrong with them, the import tells."""
    rows = read_json(path)
    return {str(row.get("id")) for row in rows if isinstance(row, dict)} if rows else set()


def _line(name: str, row: dict[str, float]) -> str:
    cells = (f"{row.get(key, 0):>11}" for key in COLUMNS)
    return f"{name:14}" + "".join(cells)


def _as_json(found: dict[str, Any], run: Run) -> str:
    value = {
        "search": run.search,
        "database": connection.vendor,
        "documents": run.documents,
        **found,
        "run": {**run.ranked, "_latency_ms": run.milliseconds},
        "best_of": run.best,
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
