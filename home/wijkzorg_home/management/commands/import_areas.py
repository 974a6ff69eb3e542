"""`manage.py import_areas FILE`: fills the tree of areas. Safe to run twice."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wijkzorg_home.area_import import import_areas
from wijkzorg_home.area_rows import LEVELS, AreaFileOptions
from wijkzorg_home.importing import ImportRefused

PROPERTIES = ("name", "code", "parent", "level", "postcodes")


class Command(BaseCommand):
    help = (
        "Adds and changes areas from a JSON file with a list of areas, or from a GeoJSON"
        " FeatureCollection in WGS 84. All of the file or nothing; twice is harmless."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")
        for name in PROPERTIES:
            parser.add_argument(
                f"--{name}-property",
                default=name,
                metavar="NAME",
                help=f"GeoJSON: the property with the {name} (default: {name})",
            )
        parser.add_argument(
            "--level",
            default="",
            choices=list(LEVELS),
            help="the level of areas that have none in the file",
        )
        parser.add_argument(
            "--parent",
            default="",
            metavar="CODE",
            help="the area above those that have none in the file",
        )
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")

    def handle(self, *args: Any, **options: Any) -> None:
        file_options = AreaFileOptions(
            **{f"{name}_property": options[f"{name}_property"] for name in PROPERTIES},
            level=options["level"],
            parent=options["parent"],
        )
        try:
            report = import_areas(options["file"], file_options, dry_run=options["dry_run"])
        except ImportRefused as refused:
            raise CommandError(str(refused)) from refused
        for line in report.lines(dry_run=options["dry_run"]):
            self.stdout.write(line)
