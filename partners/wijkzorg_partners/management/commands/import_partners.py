"""`manage.py import_partners FILE`: fills the directory. Safe to run twice."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wijkzorg_home.importing import ImportRefused
from wijkzorg_partners.partner_import import import_partners


class Command(BaseCommand):
    help = (
        "Adds and changes partners from a list in CSV, XLSX or JSON, matched by their key, id or name."
        " All of the file or nothing; twice is harmless."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")
        parser.add_argument(
            "--publish", action="store_true", help="make the partners public; otherwise drafts"
        )
        parser.add_argument(
            "--under",
            default="",
            metavar="SLUG_OR_ID",
            help="the directory to add them to, where there are several",
        )
        parser.add_argument(
            "--create-themes", action="store_true", help="make the themes that are not there yet"
        )
        parser.add_argument(
            "--column",
            action="append",
            default=[],
            metavar="KEY=HEAD",
            help='the head of a column that can\'t be guessed, such as name="Wie"; may be repeated',
        )
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = import_partners(
                options["file"],
                publish=options["publish"],
                dry_run=options["dry_run"],
                under=options["under"],
                create_themes=options["create_themes"],
                columns=_columns(options["column"]),
                tell=self.stdout.write if options["dry_run"] else None,
            )
        except ImportRefused as refused:
            raise CommandError(str(refused)) from refused
        for line in report.lines(dry_run=options["dry_run"]):
            self.stdout.write(line)


def _columns(told: list[str]) -> dict[str, str]:
    pairs = [one.partition("=") for one in told]
    if any(not mark for _key, mark, _head in pairs):
        raise CommandError('--column wants KEY=HEAD, such as name="Wie"')
    return {key.strip(): head for key, _mark, head in pairs}
