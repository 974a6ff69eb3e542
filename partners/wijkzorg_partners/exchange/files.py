"""Opening a file of partners, whatever its format: heads, and rows one by one."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any, BinaryIO, NoReturn, Protocol

from django.utils.translation import gettext as _

from wijkzorg_home.importing import Fault, ImportRefused, kind_of

from .limits import CELL_LIMIT, COLUMNS_LIMIT, FILE_LIMIT, ROWS_LIMIT

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Ending > why such a file is not read.
FORMATS = ("csv", "tsv", "txt", "xlsx", "json")


@dataclass(kw_only=True)
class ReadRow:
    """One row with something in it. `faults` are those of cells, by the number of their column from 0."""

    number: int
    cells: list[str] = field(default_factory=list)
    faults: dict[int, str] = field(default_factory=dict)
    #: Of a JSON file: what stands in the list, in place of cells.
    raw: Any = None


class Table(Protocol):
    """A file that was opened. `heads` are empty for JSON, whose rows name their fields."""

    heads: list[str]
    read_as: str

    def rows(self) -> Iterator[ReadRow]: ...


def refuse(reason: str, place: str = "", column: str = "") -> NoReturn:
    """End the reading: the file as a whole can't be used."""
    raise ImportRefused([Fault(place, column, reason)])


def open_table(file: BinaryIO, name: str, *, sheet: str = "") -> Table:
    """The file as a table. Raises ImportRefused, with the reason in the language of now.

    What is in the file decides, and its name must fit that: nobody meant to send anything else.
    """
    from . import csv_files, json_files, xlsx_files

    file.seek(0, 2)
    size = file.tell()
    file.seek(0)
    if size == 0:
        refuse(_("The file is empty."))
    if size > FILE_LIMIT:
        refuse(
            _("The file is larger than %(limit)d MB. Split it.")
            % {"limit": FILE_LIMIT // 1024 // 1024}
        )
    start = file.read(512)
    file.seek(0)
    ending = PurePath(name).suffix.lower().lstrip(".")
    _must_be_a_list(start, ending)
    if ending == "xlsx":
        return xlsx_files.open_workbook(file, sheet)
    if ending == "json":
        return json_files.JsonTable(file)
    return csv_files.open_csv(file)


def _must_be_a_list(start: bytes, ending: str) -> None:
    is_zip = start.startswith(b"PK")
    if start.startswith(OLE):
        refuse(
            _(
                "This is a workbook with a password, or one of Excel 97-2003. Save it as .xlsx first."
            )
        )
    if ending in {"xlsm", "xltm", "xlsb"}:
        refuse(_("A workbook with macros is not opened. Save it as .xlsx first."))
    if ending in {"xls", "ods", "fods", "numbers"}:
        refuse(_("A file .%(ending)s is not read. Save it as .xlsx or .csv.") % {"ending": ending})
    if ending not in FORMATS:
        refuse(_("The file must be .csv, .xlsx or .json, by its name and by what is in it."))
    if is_zip != (ending == "xlsx"):
        refuse(
            _("The file is called .%(ending)s, but something else is in it. Save it anew.")
            % {"ending": ending}
        )


def checked_heads(cells: Sequence[str]) -> list[str]:
    """The heads without what is empty behind them. Raises ImportRefused."""
    heads = [" ".join(cell.split()) for cell in cells]
    while heads and not heads[-1]:
        heads.pop()
    if not heads:
        refuse(_("The first row has no heads."))
    if len(heads) > COLUMNS_LIMIT:
        refuse(
            _("The file has %(count)d columns; at most %(limit)d are read.")
            % {"count": len(heads), "limit": COLUMNS_LIMIT}
        )
    for number, head in enumerate(heads):
        if head and head.casefold() in (one.casefold() for one in heads[:number]):
            refuse(
                _("Two columns have this head; give each its own."),
                _("Row 1"),
                column_name(heads, number),
            )
        if fault := cell_fault(head):
            refuse(fault, _("Row 1"), letters(number))
    return heads


def cell_fault(text: str) -> str:
    """Why the text of a cell can't be used; empty when it can. Two marks that text_fault lets through."""
    if "\ufeff" in text:
        return _("has a mark in it (U+FEFF) that belongs at the beginning of a file")
    if len(text) > CELL_LIMIT:
        return _("is longer than %(limit)d characters") % {"limit": CELL_LIMIT}
    for character in text:
        if character not in "\n\r\t" and unicodedata.category(character) in {"Cc", "Cs"}:
            return _("has a character that can't be stored: %(character)s") % {
                "character": f"U+{ord(character):04X}"
            }
    return ""


def check_row(row: ReadRow, heads: Sequence[str]) -> ReadRow:
    """The row with as many cells as there are heads, and with the faults of its cells."""
    while row.cells and not row.cells[-1].strip():
        row.cells.pop()
    if len(row.cells) > len(heads):
        row.faults[len(heads)] = _("The row has more cells than there are heads.")
        row.cells = row.cells[: len(heads)]
    for number, cell in enumerate(row.cells):
        if number not in row.faults and (fault := cell_fault(cell)):
            row.faults[number] = fault
            row.cells[number] = "".join(c for c in cell[:100] if not cell_fault(c))
    return row


def count_rows(number: int) -> None:
    """Raises ImportRefused when the file has more rows than we take."""
    if number > ROWS_LIMIT:
        refuse(_("The file has more than %(limit)d rows. Split it.") % {"limit": ROWS_LIMIT})


def letters(number: int) -> str:
    """The name of a column in a spreadsheet: 0 > A, 26 > AA."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_name(heads: Sequence[str], number: int) -> str:
    """A column as people find it: by its letters, with its head."""
    head = heads[number] if number < len(heads) else ""
    return f"{letters(number)} ({head[:40]})" if head else letters(number)


def kind_fault(value: Any) -> str:
    return _("must be an object, not %(kind)s") % {"kind": kind_of(value)}
