"""Bars for the figures, drawn by the server.

The numbers stand beside them in the table, so the drawing is hidden from who can't see it; it has no style of
its own, as the content security policy wants.
"""

from django.utils.safestring import SafeString, mark_safe

#: Units of the longest bar.
LENGTH = 200
HEIGHT = 12
#: Between the two parts of a bar: they stay two where colours are taken away.
BETWEEN = 2


def bar(informal: int, formal: int, most: int) -> SafeString:
    """One bar in two parts, as long as its share of `most`; a number above 0 is never too thin to be seen."""
    left = _width(informal, most)
    right = _width(formal, most)
    start = left + BETWEEN if left else 0
    parts = [
        f'<rect class="a-{colour}" x="{x}" width="{width}" height="{HEIGHT}"/>'
        for colour, x, width in (("brick", 0, left), ("canal", start, right))
        if width
    ]
    return mark_safe(
        f'<svg class="bar" viewBox="0 0 {LENGTH + BETWEEN} {HEIGHT}" preserveAspectRatio="none"'
        f' aria-hidden="true" focusable="false">{"".join(parts)}</svg>'
    )


def _width(number: int, most: int) -> int:
    return max(round(number * LENGTH / most), 1) if number and most else 0
