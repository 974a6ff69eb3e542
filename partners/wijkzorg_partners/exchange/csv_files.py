"""CSV as spreadsheets write it: with ; , or tab, in UTF-8, UTF-16 or Windows-1252."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from django.utils.translation import gettext as _

from .files import ReadRow, check_row, checked_heads, count_rows, refuse
from .limits import CELL_LIMIT, COLUMNS_LIMIT

DELIMITERS = {";": ";", ",": ",", "\t": "tab"}
#: How our own export keeps a text from being taken for a formula: see exporting.csv_cell.
SHIELDED = re.compile(r"'(?=['\s]*[=+\-@＝＋－＠])")
MARKUP = re.compile(r"\s*<(?:!doctype|html|\?xml|table|head|body)\b", re.IGNORECASE)
BLOCK = 64 * 1024


class CsvTable:
    def __init__(self, file: BinaryIO, encoding: str, delimiter: str) -> None:
        self.file, self.encoding, self.delimiter = file, encoding, delimiter
        self.read_as = f"CSV, {encoding.upper().removesuffix('-SIG')}, “{DELIMITERS[delimiter]}”"
        self.heads: list[str] = []
        self.first_row = 0
        for number, cells in self._records():
            if any(cell.strip() for cell in cells):
                self.heads, self.first_row = checked_heads(cells), number
                break
        if not self.heads:
            refuse(_("The file is empty."))

    def rows(self) -> Iterator[ReadRow]:
        found = 0
        for number, cells in self._records():
            if number <= self.first_row or not any(cell.strip() for cell in cells):
                continue
            found += 1
            count_rows(found)
            plain = [SHIELDED.sub("", cell, count=1) if cell[:1] == "'" else cell for cell in cells]
            yield check_row(ReadRow(number=number, cells=plain), self.heads)

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        """Records as a spreadsheet numbers its rows: one that goes over lines is one row."""
        self.file.seek(0)
        text = io.TextIOWrapper(self.file, self.encoding, newline="")
        reader = csv.reader(text, delimiter=self.delimiter, strict=True)
        limit = csv.field_size_limit(CELL_LIMIT * 4)
        number = 0
        try:
            for number, cells in enumerate(reader, start=1):
                yield number, cells
        except csv.Error as error:
            refuse(_reason(error), _("Row %(number)d") % {"number": number + 1})
        finally:
            csv.field_size_limit(limit)
            text.detach()


def _reason(error: csv.Error) -> str:
    words = str(error)
    if "end of data" in words:
        return _("A quotation mark is opened here, and never closed.")
    if "field limit" in words:
        return _("A cell is too long, or a quotation mark is never closed.")
    return _("A quotation mark stands where none can be (%(reason)s).") % {"reason": words}


def open_csv(file: BinaryIO) -> CsvTable:
    """Raises ImportRefused where the letters can't be made out."""
    encoding = _encoding_of(file)
    file.seek(0)
    start = file.read(BLOCK).decode(encoding, "ignore")
    if MARKUP.match(start):
        refuse(_("This is a web page, not a list. Save it as .csv or .xlsx."))
    if start.lstrip().startswith(("{", "[")):
        refuse(_("This looks like JSON. Call the file .json."))
    return CsvTable(file, encoding, _delimiter_of(start))


def _encoding_of(file: BinaryIO) -> str:
    file.seek(0)
    start = file.read(4096)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif b"\0" in start:
        # Without a mark: in texts of our letters every other byte is zero.
        even, odd = start[::2].count(0), start[1::2].count(0)
        if not even and odd > len(start) // 4:
            encodings = ["utf-16-le"]
        elif not odd and even > len(start) // 4:
            encodings = ["utf-16-be"]
        else:
            refuse(_("The file holds bytes that are no text. Save it anew as CSV, in UTF-8."))
    elif start.startswith(codecs.BOM_UTF8):
        encodings = ["utf-8-sig"]
    else:
        encodings = ["utf-8", "cp1252"]
    for encoding in encodings:
        at = _first_bad_byte(file, encoding)
        if at is None:
            return encoding
    reason = _("From byte %(byte)d on the letters can't be made out. Save the file anew, in UTF-8.")
    return refuse(reason % {"byte": at})


def _first_bad_byte(file: BinaryIO, encoding: str) -> int | None:
    """Where the file stops being text in this encoding; None where it does not."""
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    at = 0
    while True:
        block = file.read(BLOCK)
        try:
            text = decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            return at + error.start
        if "\0" in text:
            return at + block.find(b"\0")
        if not block:
            return None
        at += len(block)


def _delimiter_of(start: str) -> str:
    """The mark that stands most often in the first line, outside quotation marks."""
    line = re.sub(r'"[^"]*"?', "", start.lstrip("\r\n").splitlines()[0] if start.strip() else "")
    if line.count(",") > COLUMNS_LIMIT * 100:
        return ","
    return max(DELIMITERS, key=line.count)
