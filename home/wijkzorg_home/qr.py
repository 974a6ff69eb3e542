"""The QR code (ISO/IEC 18004) of an address: from paper back to the page."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby

import segno
from django.utils.safestring import SafeString, mark_safe

#: The empty edge that a reader needs around the code, in modules (the small squares that it is made of).
QUIET_ZONE = 4


@lru_cache(maxsize=256)
def qr_svg(address: str) -> SafeString:
    """The code as an SVG of one path; the address must stand beside it in words.

    Empty for an address of over two thousand characters, which no code holds. Nothing of the address
    reaches the markup but which modules are dark.
    """
    try:
        code = segno.make(address, error="m", micro=False, boost_error=False)
    except segno.DataOverflowError:
        return SafeString("")
    rows = list(code.matrix_iter(border=QUIET_ZONE))
    path = "".join(_row(number, row) for number, row in enumerate(rows) if any(row))
    size = len(rows)
    return mark_safe(
        f'<svg class="qr" viewBox="0 0 {size} {size}" aria-hidden="true" focusable="false">'
        f'<path d="{path}"/></svg>'
    )


def _row(number: int, row: Iterable[int]) -> str:
    """The dark runs of a row, drawn through the middle of it with a pen as wide as a module."""
    drawn: list[str] = []
    at = last = 0
    for dark, run in groupby(row):
        length = len(list(run))
        if dark:
            drawn.append(f"M{at} {number}.5h{length}" if not drawn else f"m{at - last} 0h{length}")
            last = at + length
        at += length
    return "".join(drawn)
