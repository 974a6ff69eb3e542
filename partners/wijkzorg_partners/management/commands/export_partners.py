"""`manage.py export_partners FILE`: the directory as a list, which `import_partners` reads again."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wijkzorg_home.importing import ImportRefused
from wijkzorg_home.models import Area
from wijkzorg_partners.exchange import exporting
from wijkzorg_partners.exchange.columns import BY_KEY
from wijkzorg_partners.exchange.planning import find_directory


class Command(BaseCommand):
    help = "Writes the partners of a directory into a file: CSV, XLSX or JSON. Every export is written down."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")
        parser.add_argument(
            "--format", choices=list(exporting.FORMATS), help="as the file's name says"
        )
        parser.add_argument("--under", default="", metavar="SLUG_OR_ID", help="which directory")
        parser.add_argument("--kind", choices=["formal", "informal"], default="")
        parser.add_argument("--area", default="", metavar="CODE")
        parser.add_argument("--theme", default="", metavar="SLUG")
        parser.add_argument("--state", choices=exporting.STATES, default="")
        parser.add_argument(
            "--columns", default="", metavar="KEY,KEY", help=f"of: {', '.join(BY_KEY)}"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"])
        file_format = options["format"] or path.suffix.lower().lstrip(".")
        columns = [key.strip() for key in options["columns"].split(",") if key.strip()]
        columns = columns or exporting.usual_columns()
        if file_format not in exporting.FORMATS:
            raise CommandError("--format must be csv, xlsx or json")
        if unknown := [key for key in columns if key not in BY_KEY]:
            raise CommandError(f"there is no column {', '.join(unknown)}")
        if options["area"] and not Area.objects.filter(code=options["area"]).exists():
            raise CommandError(f"no area has the code {options['area']}")
        filters = {name: options[name] for name in ("kind", "area", "theme", "state")}
        try:
            pages = exporting.found(find_directory(options["under"]), filters)
        except ImportRefused as refused:
            raise CommandError(str(refused)) from refused
        log = exporting.write_down(pages, columns, filters, file_format, by=None)
        rows = exporting.records(pages, columns)
        with path.open("wb") as file:
            if file_format == "xlsx":
                exporting.write_xlsx(file, rows, columns)
            else:
                file.writelines(exporting.pieces(file_format, rows, columns))
        self.stdout.write(f"{log.rows} partners written to {path.name}.")
