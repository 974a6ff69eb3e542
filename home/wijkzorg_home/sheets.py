"""Tables as a spreadsheet: XLSX and CSV in which a text is a text, since people typed what stands there."""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from .exports import harmless

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def as_xlsx(rows: Iterable[Sequence[str | int]]) -> bytes:
    """Each text is a text, also one that begins as a formula; a number is a number."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
    for row in rows:
        cells = []
        for value in row:
            if isinstance(value, int):
                cells.append(WriteOnlyCell(sheet, value))
                continue
            cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
            cell.data_type, cell.number_format, cell.quotePrefix = "s", "@", True
            cells.append(cell)
        sheet.append(cells)
    output = BytesIO()
    workbook.save(output)
    return output.getvalue()


def as_csv(rows: Iterable[Sequence[str | int]]) -> bytes:
    """With the mark and the semicolons by which Dutch spreadsheets open it right."""
    output = StringIO(newline="")
    writer = csv.writer(output, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([harmless(value) for value in row] for row in rows)
    return output.getvalue().encode("utf-8-sig")
