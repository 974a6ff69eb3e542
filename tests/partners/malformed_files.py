"""Files that nobody should send, and that somebody sends: made here, by pure functions.

Each is a name, its bytes, and what the answer must say, in English: words about the fault, and where there is
one its place.
"""

import json
import zipfile
from dataclasses import dataclass
from io import BytesIO

from openpyxl import Workbook

HEADS = ["id", "name", "kind", "summary"]
ROW = ["kade", "De Kade", "informeel", "Koffie."]
CSV = "id;name;kind;summary\nkade;De Kade;informeel;Koffie.\n"
SHEET = "xl/worksheets/sheet1.xml"


@dataclass(frozen=True)
class Malformed:
    name: str
    file_name: str
    content: bytes
    says: tuple[str, ...]


def book(*rows, change=None):
    """A workbook with these rows, as bytes."""
    workbook = Workbook()
    for row in (HEADS, *(rows or [ROW])):
        workbook.active.append(row)
    if change is not None:
        change(workbook)
    stream = BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def rewritten(content, changes, *, compress=zipfile.ZIP_DEFLATED):
    """A zip file with other content for some of its names; None leaves one out, new names are added."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(stream, "w", compress) as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, written in changes.items():
            if written is not None:
                new.writestr(name, written)
    return stream.getvalue()


def sheet_of(rows):
    return (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )


def text_row(number, cells):
    inner = "".join(
        f'<c r="{column}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
        for column, text in cells.items()
    )
    return f'<row r="{number}">{inner}</row>'


HEAD_ROW = text_row(1, dict(zip("ABCD", HEADS, strict=True)))


def _csv_files():
    yield "nothing at all", "a.csv", b"", ("The submitted file is empty",)
    yield "only white space", "a.csv", b" \r\n;;\r\n", ("The file is empty",)
    yield "only heads", "a.csv", b"id;name;kind\r\n", ("There are heads, and no rows",)
    yield "NUL bytes", "a.csv", CSV.encode() + b"a\0b;c;d", ("no text",)
    late = (CSV + "x;" + "y" * 200_000).encode() + b"\0;"
    yield "a NUL byte far behind", "a.csv", late, ("From byte",)
    yield "no letters of any kind", "a.csv", CSV.encode() + b"\xe9;\x81", ("From byte 54",)
    half = "﻿".encode("utf-16-le") + CSV.encode("utf-16-le") + b"\x00\xd8;\x00"
    yield "half a letter in UTF-16", "a.csv", half, ("From byte",)
    yield (
        "a mark in the middle",
        "a.csv",
        CSV.encode() + b"b;\xef\xbb\xbfB;formeel;",
        ("3 B wrong", "B (name)", "U+FEFF"),
    )
    yield (
        "a control character",
        "a.csv",
        CSV.encode() + b"b;B\x07;formeel;",
        ("3 B wrong", "B (name)", "U+0007"),
    )
    yield (
        "a quotation mark never closed",
        "a.csv",
        (CSV + 'b;"B;formeel;\n').encode(),
        ("Row 3", "never closed"),
    )
    yield (
        "text behind a quotation mark",
        "a.csv",
        (CSV + 'b;"B"x;formeel;\n').encode(),
        ("Row 3", "quotation mark"),
    )
    yield (
        "a cell of 200,000 letters",
        "a.csv",
        (CSV + "b;" + "y" * 200_000 + ";formeel;").encode(),
        ("Row 3", "too long"),
    )
    yield (
        "more cells than heads",
        "a.csv",
        (CSV + "b;B;formeel;;;extra\n").encode(),
        ("3 B wrong", "more cells than"),
    )
    yield (
        "heads twice",
        "a.csv",
        b"id;Name;kind;name\na;b;formeel;c\n",
        ("Row 1", "D (name)", "each its own"),
    )
    wide = ";".join(f"k{n}" for n in range(1_000_000)).encode()
    yield "a million columns", "a.csv", wide + b"\n1;2", ("1000000 columns", "at most 100")
    yield (
        "too many rows",
        "a.csv",
        b"id;name;kind\n" + b"a;b;formeel\n" * 20_001,
        ("more than 20000 rows",),
    )
    yield "more than fits", "a.csv", CSV.encode() + b" " * 20 * 1024 * 1024, ("larger than 20 MB",)
    yield "a web page", "a.csv", b"<!DOCTYPE html><table><tr><td>id", ("web page",)
    yield "JSON by another name", "a.csv", json.dumps([{"id": "a"}]).encode(), ("looks like JSON",)
    yield "a program", "a.exe", b"MZ\x90\0", ("must be .csv, .xlsx or .json",)
    yield (
        "a telephone number without its 0",
        "a.csv",
        b"name;kind;phone\nB;formeel;201234567\n",
        ("2 B wrong", "C (phone)", "first 0"),
    )
    yield "one name twice", "a.csv", b"name;kind\nB;formeel\nB;formeel\n", ("more than once",)
    mixed = b"name;kind\r\nB;formeel\rC;soms\nD;formeel\r\n"
    yield "three ends of lines, and a wrong kind", "a.csv", mixed, ("C", "“formeel” or “informeel”")


def _json_files():
    yield "broken JSON", "a.json", b'[{"id": "a",]', ("line 1, column 13",)
    yield "JSON that is no list", "a.json", b'{"id": "a"}', ("must be a list of partners",)
    yield "an empty list", "a.json", b"[]", ("The list is empty",)
    yield "JSON nested without end", "a.json", b"[" * 100_000, ("nested too deeply",)
    deep = b'[{"id": ' + b"[" * 100 + b"]" * 100 + b"}]"
    yield "a row nested deeply", "a.json", deep, ("Row 1", "nested too deeply")
    yield "a number of 5,000 digits", "a.json", b'[{"id": ' + b"9" * 5_000 + b"}]", ("is not JSON",)
    yield "not a number", "a.json", b'[{"id": NaN}]', ("NaN is not a number",)
    yield (
        "half a letter in JSON",
        "a.json",
        b'[{"name": "a\\ud800", "kind": "formeel"}]',
        ("U+D800",),
    )
    yield "a NUL in JSON", "a.json", b'[{"name": "a\\u0000", "kind": "formeel"}]', ("U+0000",)
    yield "a row of JSON that is a number", "a.json", b"[7]", ("must be an object, not a number",)
    yield (
        "JSON in Latin-1",
        "a.json",
        '[{"name": "é"}]'.encode("latin-1"),
        ("is not UTF-8 at byte",),
    )
    long = json.dumps([{"name": "x" * 250_000}]).encode()
    yield "a row without end", "a.json", long, ("Row 1", "longer than 200000")


def _workbooks():
    yield (
        "a formula",
        "a.xlsx",
        book(ROW, ["b", "=1+1", "formeel", ""]),
        ("B (name)", "holds a formula"),
    )
    yield "a date", "a.xlsx", book(_dated()), ("B (name)", "is a date")
    yield "a huge number", "a.xlsx", book([1e300, "B", "formeel"]), ("A (id)", "too large a number")
    yield "yes or no", "a.xlsx", book(["b", True, "formeel"]), ("B (name)", "not true or false")
    fault = sheet_of(HEAD_ROW + '<row r="2"><c r="B2" t="e"><v>#REF!</v></c></row>')
    yield (
        "a fault of the spreadsheet",
        "a.xlsx",
        rewritten(book(), {SHEET: fault}),
        ("B (name)", "#REF!"),
    )
    merge = lambda workbook: workbook.active.merge_cells("A2:A3")  # noqa: E731
    yield "merged cells", "a.xlsx", book(ROW, ROW, change=merge), ("A2:A3", "merged")
    yield "only hidden sheets", "a.xlsx", _hidden(book()), ("hidden",)
    far = sheet_of(HEAD_ROW + text_row(2_000_000, {"A": "b"}))
    yield (
        "a row beyond the last",
        "a.xlsx",
        rewritten(book(), {SHEET: far}),
        ("more rows than a sheet can have",),
    )
    empty = sheet_of(HEAD_ROW + "".join(f'<row r="{n}"/>' for n in range(2, 30_000)))
    yield (
        "empty rows below the heads",
        "a.xlsx",
        rewritten(book(), {SHEET: empty}),
        ("heads, and no rows",),
    )
    wide = sheet_of(HEAD_ROW + '<row r="2"><c r="ZZZZZ2"><v>1</v></c></row>')
    yield "a column that can't be", "a.xlsx", rewritten(book(), {SHEET: wide}), ("damaged",)
    heads = sheet_of(text_row(1, {"A": "id", "XFD": "name"}))
    yield (
        "heads as wide as a sheet",
        "a.xlsx",
        rewritten(book(), {SHEET: heads}),
        ("columns; at most 100",),
    )
    bomb = rewritten(book(), {"xl/media/a.bin": b"\0" * 150_000_000})
    yield "a zip bomb", "a.xlsx", bomb, ("larger than 100 MB when it is unpacked",)
    lying = bomb.replace((150_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    yield "a zip bomb that lies about its size", "a.xlsx", lying, ("damaged",)
    many = rewritten(book(), {f"xl/media/{n}": b"" for n in range(1_500)})
    yield "a zip file of thousands", "a.xlsx", many, ("larger than 100 MB",)
    macro = rewritten(book(), {"xl/vbaProject.bin": b"\xd0\xcf"})
    yield "a macro file as .xlsx", "a.xlsx", macro, ("macros",)
    yield "a macro file", "a.xlsm", macro, ("macros",)
    yield (
        "a password, or an old workbook",
        "a.xlsx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        ("password",),
    )
    links = rewritten(book(), {"xl/externalLinks/externalLink1.xml": "<externalLink/>"})
    yield "values from elsewhere", "a.xlsx", links, ("from other files",)
    laughs = (
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + sheet_of("")
    )
    yield "entities in XML", "a.xlsx", rewritten(book(), {SHEET: laughs}), ("XML entities",)
    wide_laughs = rewritten(book(), {SHEET: laughs.encode("utf-16")})
    yield "entities in UTF-16", "a.xlsx", wide_laughs, ("XML entities",)
    yield (
        "XML that ends",
        "a.xlsx",
        rewritten(book(), {SHEET: sheet_of(HEAD_ROW)[:-30]}),
        ("damaged",),
    )
    lost = sheet_of(HEAD_ROW + '<row r="2"><c r="A2" t="s"><v>99</v></c></row>')
    yield (
        "texts that are missing",
        "a.xlsx",
        rewritten(book(), {SHEET: lost, "xl/sharedStrings.xml": None}),
        ("damaged",),
    )
    yield (
        "a sheet that is missing",
        "a.xlsx",
        rewritten(book(), {SHEET: None}),
        ("no sheet in this workbook",),
    )
    yield "half a zip file", "a.xlsx", book()[:2_000], ("damaged",)
    yield (
        "a zip file of something else",
        "a.xlsx",
        zipped({"word/document.xml": "<w/>"}),
        ("no workbook",),
    )
    yield "OpenDocument as .xlsx", "a.xlsx", zipped({"content.xml": "<o/>"}), (".ods is not read",)
    yield "OpenDocument", "a.ods", zipped({"content.xml": "<o/>"}), (".ods is not read",)
    yield "CSV as .xlsx", "a.xlsx", CSV.encode(), ("something else is in it",)
    yield "a workbook as .csv", "a.csv", book(), ("something else is in it",)


def _dated():
    from datetime import date

    return ["b", date(2026, 11, 27), "formeel"]


def _hidden(content):
    names = zipfile.ZipFile(BytesIO(content)).read("xl/workbook.xml").decode()
    return rewritten(
        content, {"xl/workbook.xml": names.replace('state="visible"', 'state="hidden"')}
    )


def zipped(files):
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def malformed_files(kind):
    """Those of a kind: "csv", "json" or "xlsx"."""
    made = {"csv": _csv_files, "json": _json_files, "xlsx": _workbooks}[kind]
    return [Malformed(*one) for one in made()]
