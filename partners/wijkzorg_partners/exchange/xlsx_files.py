"""Workbooks of Excel 2007 and later: looked through before they are opened, and then read row by row.

A workbook is a zip file of XML, so it can be a bomb in both ways. Nothing in it is run: a formula is told,
and what it once gave is not read.
"""

import math
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from .files import ReadRow, check_row, checked_heads, count_rows, letters, refuse
from .limits import COLUMNS_LIMIT, LAST_ROW, MEMBERS_LIMIT, UNPACKED_LIMIT

BLOCK = 256 * 1024
#: Read again at the next block, so that nothing hides on the border of two.
OVERLAP = 200
MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*ref=[\"']([A-Z0-9:]{2,30})[\"']")
#: Whole numbers above this are not exact in a spreadsheet.
LARGEST = 10**15


class WorkbookTable:
    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet
        self.read_as = _("XLSX, sheet “%(sheet)s”") % {"sheet": sheet.title[:100]}
        self.heads: list[str] = []
        self.first_row = 0
        for row in self._filled_rows(checked=False):
            self.heads, self.first_row = _heads(row), row.number
            break
        if not self.heads:
            refuse(_("The sheet is empty."))

    def rows(self) -> Iterator[ReadRow]:
        for found, row in enumerate(self._filled_rows(checked=True)):
            count_rows(found)
            if row.number > self.first_row:
                yield check_row(row, self.heads)

    def _filled_rows(self, *, checked: bool) -> Iterator[ReadRow]:
        """`checked` is for rows below the heads: those are not read further than the heads go."""
        most = len(self.heads) + 1 if checked else COLUMNS_LIMIT * 200
        for number, cells in enumerate(_safely(self.sheet.iter_rows()), start=1):
            if number > LAST_ROW:
                refuse(_("The sheet has more rows than a sheet can have."))
            row = ReadRow(number=number)
            for at, cell in enumerate(cells[:most]):
                text, fault = text_of(cell)
                row.cells.append(text)
                if fault:
                    row.faults[at] = fault
            if row.faults or any(cell.strip() for cell in row.cells):
                yield row


def _heads(row: ReadRow) -> list[str]:
    for at, fault in row.faults.items():
        refuse(fault, _("Row %(number)d") % {"number": row.number}, letters(at))
    return checked_heads(row.cells)


def open_workbook(file: BinaryIO, sheet: str) -> WorkbookTable:
    """The sheet of this name, or the first one that is not hidden. Raises ImportRefused."""
    merged = _look_through(file)
    file.seek(0)
    book = _opened(file)
    if not book.worksheets:
        refuse(_("There is no sheet in this workbook."))
    sheets = [one for one in book.worksheets if one.sheet_state == "visible"]
    if not sheets:
        refuse(_("All sheets of this workbook are hidden."))
    chosen = next((one for one in book.worksheets if one.title == sheet), None)
    if sheet and chosen is None:
        there = ", ".join(f"“{one.title[:40]}”" for one in book.worksheets[:10])
        refuse(_("There is no sheet of that name. There are %(sheets)s.") % {"sheets": there})
    chosen = chosen or sheets[0]
    if area := merged.get(chosen._worksheet_path):
        refuse(
            _("The cells %(cells)s are merged. Split them, so that each row stands by itself.")
            % {"cells": area}
        )
    # What a sheet says of its own size may be a million columns.
    chosen.reset_dimensions()
    return WorkbookTable(chosen)


def _opened(file: BinaryIO) -> Any:
    try:
        return load_workbook(file, read_only=True, keep_links=False)
    except Exception as error:  # openpyxl raises what it stumbles over, of any kind
        refuse(_damaged(error))


def _safely(rows: Iterable[Any]) -> Iterator[Any]:
    try:
        yield from rows
    except Exception as error:  # as above
        refuse(_damaged(error))


def _damaged(error: Exception) -> str:
    words = f"{type(error).__name__}: {error}"
    return _("The workbook is damaged (%(reason)s). Save it anew.") % {"reason": words[:120]}


# --- before it is opened ------------------------------------------------------------------------


def _look_through(file: BinaryIO) -> dict[str, str]:
    """Path of a sheet in the zip file > cells that are merged in it. Raises ImportRefused."""
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            _must_be_a_workbook([one.filename for one in members])
            if any(one.flag_bits & 1 for one in members):
                refuse(_("The workbook has a password. Take it off first."))
            if len(members) > MEMBERS_LIMIT or sum(m.file_size for m in members) > UNPACKED_LIMIT:
                refuse(_too_large())
            left = UNPACKED_LIMIT
            merged: dict[str, str] = {}
            for member in members:
                with archive.open(member) as stream:
                    left -= _read(stream, member.filename, left, merged)
            return merged
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        refuse(_damaged(error))
    except (NotImplementedError, RuntimeError) as error:  # a way to pack that nobody uses here
        refuse(_damaged(error))


def _too_large() -> str:
    return _("The workbook is larger than %(limit)d MB when it is unpacked.") % {
        "limit": UNPACKED_LIMIT // 1024 // 1024
    }


def _must_be_a_workbook(names: list[str]) -> None:
    small = [name.casefold() for name in names]
    if any(name.endswith(("vbaproject.bin", ".vbs")) or "/macrosheets/" in name for name in small):
        refuse(_("A workbook with macros is not opened. Save it as .xlsx first."))
    if any("/externallinks/" in name for name in small):
        refuse(_("The workbook takes values from other files. Copy, and paste only the values."))
    if "content.xml" in small:
        ending = {"ending": "ods"}
        refuse(_("A file .%(ending)s is not read. Save it as .xlsx or .csv.") % ending)
    if "xl/workbook.xml" not in small:
        refuse(_("There is no workbook in this file."))


def _read(stream: Any, name: str, left: int, merged: dict[str, str]) -> int:
    """Bytes in one file of the zip file, which is looked through for what must not be there."""
    size, rest = 0, b""
    while block := stream.read(BLOCK):
        size += len(block)
        if size > left:
            refuse(_too_large())
        seen = (rest + block).replace(b"\0", b"")  # also in UTF-16
        if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
            refuse(_("The workbook defines its own XML entities. Save it anew."))
        if name == "[Content_Types].xml" and b"macroEnabled" in seen:
            refuse(_("A workbook with macros is not opened. Save it as .xlsx first."))
        if name.startswith("xl/worksheets/") and (found := MERGED.search(seen)):
            merged.setdefault(name, found[1].decode())
        rest = seen[-OVERLAP:]
    return size


# --- cells --------------------------------------------------------------------------------------


def text_of(cell: Any) -> tuple[str, str]:
    """What stands in a cell as text, and why it can't be used: one of the two is empty."""
    value, kind = cell.value, cell.data_type
    if value is None:
        return "", ""
    if kind == "f":
        return "", _("holds a formula; copy the cell, and paste only the value")
    if kind == "e":
        return "", _("holds a fault of the spreadsheet: %(fault)s") % {"fault": str(value)[:20]}
    if isinstance(value, datetime | date | time | timedelta):
        return "", _("is a date or time for the spreadsheet; make it a text")
    if isinstance(value, bool):
        return "", _("must be text, not %(kind)s") % {"kind": _("true or false")}
    if isinstance(value, int | float):
        if not math.isfinite(value) or abs(value) >= LARGEST:
            return "", _("is too large a number; make it a text")
        return str(int(value) if value == int(value) else value), ""
    return str(value), ""
