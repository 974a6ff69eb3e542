"""How far an import is while its transaction is open, when no other connection can see what it wrote.

A small file in the folder for temporary files; where worker and web server are two machines, the page says
only that the import is going on.
"""

import tempfile
from contextlib import suppress
from pathlib import Path

from ..models import PartnerImport


def _path(run: PartnerImport) -> Path:
    return Path(tempfile.gettempdir()) / f"wijkzorg-import-{run.uid}"


def tell(run: PartnerImport, done: int) -> None:
    with suppress(OSError):
        _path(run).write_text(str(done))


def told(run: PartnerImport) -> int:
    """Rows that are done; what the database says where there is no file."""
    try:
        return int(_path(run).read_text())
    except (OSError, ValueError):
        return run.rows_done


def forget(run: PartnerImport) -> None:
    with suppress(OSError):
        _path(run).unlink()
