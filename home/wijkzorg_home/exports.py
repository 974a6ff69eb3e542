"""The spreadsheets that the CMS exports hold what partners wrote, and no formula of theirs.

Into XLSX, Wagtail writes a text that begins as a formula as text. CSV has no such thing, and a spreadsheet
runs what it opens: there such a cell begins with an apostrophe, as OWASP advises on CSV injection.
"""

from typing import Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write_csv_without_formulas() -> None:
    """Put our way of writing a row in the place of Wagtail's. Called once, when the app is ready."""
    SpreadsheetExportMixin.write_csv_row = _write_csv_row


def _write_csv_row(view: SpreadsheetExportMixin, writer: Any, row_dict: dict[str, Any]) -> Any:
    cells = {
        field: view.preprocess_field_value(field, value, view.FORMAT_CSV)
        for field, value in row_dict.items()
    }
    return writer.writerow({field: harmless(cell) for field, cell in cells.items()})


def harmless(cell: Any) -> Any:
    """Numbers stay as they are, and so does text that begins with a letter."""
    if isinstance(cell, int | float) or cell is None:
        return cell
    text = str(cell)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) else cell
