"""Import and export of partners: CSV, XLSX and JSON, in the CMS and by command.

| To see | Read |
|---|---|
| the columns, their heads, and guessing them | `columns.py`; what a page has to say in each: `values.py` |
| reading a file | `files.py` chooses; `csv_files.py`, `xlsx_files.py`, `json_files.py`; sizes: `limits.py` |
| what would happen to each row | `planning.py` |
| what happens | `applying.py` |
| one import in the CMS, from upload to done | `runs.py`, `tasks.py`, `views_import.py` |
| the export | `exporting.py`, `views_export.py` |

A file is read at once and its rows are kept in the database, as plain text, until the import is done: no file
of anybody's lies about, and 10,000 rows are never in memory together.
"""
