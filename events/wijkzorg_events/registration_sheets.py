"""Who comes as a spreadsheet: XLSX and CSV in which every cell is text, since people typed what stands there.

What people eat and need is left out: it is deleted a week after the event, and a file is not.
"""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from wijkzorg_home.exports import harmless

from .models import Registration, SeatBook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def rows_of(book: SeatBook) -> list[list[str]]:
    """The head, and a row for each registration that was not ended. One query."""
    head = [
        _("Name"),
        _("Mail"),
        _("Organisation"),
        _("Comes as"),
        _("Role"),
        _("State"),
        _("People"),
        _("Who comes along"),
        _("Signed up"),
        _("Was there"),
    ]
    people = book.registrations.active().select_related("partner").in_order()
    return [head, *([str(value) for value in _row(one)] for one in people)]


def _row(one: Registration) -> Sequence[object]:
    return (
        one.name,
        one.email,
        one.organisation_name,
        one.get_kind_display(),
        one.role,
        one.get_status_display(),
        one.size,
        ", ".join(one.guests),
        timezone.localtime(one.created_at).strftime("%Y-%m-%d %H:%M"),
        one.get_attendance_display(),
    )


def as_xlsx(rows: Iterable[Sequence[str]]) -> bytes:
    """Each cell is a text, also one that begins as a formula."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
    for row in rows:
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
            cell.data_type, cell.number_format, cell.quotePrefix = "s", "@", True
            cells.append(cell)
        sheet.append(cells)
    output = BytesIO()
    workbook.save(output)
    return output.getvalue()


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """With the mark and the semicolons by which Dutch spreadsheets open it right."""
    output = StringIO(newline="")
    writer = csv.writer(output, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([harmless(value) for value in row] for row in rows)
    return output.getvalue().encode("utf-8-sig")
