"""Tags and filters of the look: `{% load wijkzorg %}`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from zipfile import ZipFile

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, pgettext

from wijkzorg_home import art
from wijkzorg_home.qr import qr_svg

register = template.Library()

FALLBACK_ICON = "circle"
COUNTRY_CODE = "31"
# Free and paid service numbers have no form with a country code.
NATIONAL_ONLY = re.compile(r"0(800|90[069])")
HYPHENATED_NAME = re.compile(r"\w+(?:-[A-ZÀ-ÖØ-Þİ]\w+)+")


@lru_cache
def _drawings() -> ZipFile:
    """The icons of lucide. Its own tags set a width and an xmlns, and open the file for every icon."""
    return ZipFile(BytesIO(files("lucide").joinpath("lucide.zip").read_bytes()))


@lru_cache(maxsize=512)
def _icon(name: str, css_class: str) -> SafeString:
    try:
        drawing = _drawings().read(f"{name}.svg").decode()
    except KeyError:
        # An editor may have typed the name: a plain mark is better than no page.
        drawing = _drawings().read(f"{FALLBACK_ICON}.svg").decode()
    drawing = " ".join(drawing.split()).replace("> <", "><").replace(" />", "/>")
    content = drawing[drawing.index(">") + 1 : drawing.rindex("</svg>")]
    return mark_safe(
        f'<svg class="{css_class}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        f"{content}</svg>"
    )


@register.simple_tag
def icon(name: str, *, flip: bool = False) -> SafeString:
    """Inline a Lucide icon; `flip=True` mirrors it where text runs from right to left."""
    return _icon(str(name or FALLBACK_ICON), "icon flip" if flip else "icon")


@register.simple_tag
def pattern(name: str, kind: str = "formal", shown: int = 0) -> SafeString:
    """Draw the picture that stands for a name; `kind` is "formal" or "informal".

    A card shows no more than four of the six columns, at any width: there, `shown=4`.
    """
    return art.pattern(str(name), str(kind), shown=shown)


@register.simple_tag
def seats(capacity: int, taken: int, hold: int = 0, queue: int = 0) -> SafeString:
    """Draw a table with its seats; write the same numbers beside it in words."""
    return art.seats(int(capacity), int(taken), hold=int(hold or 0), queue=int(queue or 0))


@register.simple_tag
def seat(state: str) -> SafeString:
    """Draw one seat for a legend: "taken", "hold" or "free"."""
    return art.seat_mark(state)


@register.simple_tag
def seat_row(kind: str, number: int) -> SafeString:
    """Draw a row of seats of a kind, for a table of who does what; 0 is an empty seat."""
    return art.seat_row(str(kind), int(number))


@register.simple_tag
def progress_line(steps: int, step: int) -> SafeString:
    """Draw how far one is: one side of a table with `steps` seats, now at number `step`."""
    return art.progress_line(int(steps), int(step))


@lru_cache(maxsize=8)
def _hem(name: str) -> SafeString:
    return art.hem(name)


@register.simple_tag
def hem(name: str = "") -> SafeString:
    """Draw the network's name as a row of tiles, for the top of the footer."""
    return _hem(str(name or ""))


@register.simple_tag
def hero_art() -> SafeString:
    """Draw the home page's plan with the long table."""
    return art.hero()


@register.simple_tag
def qr_code(address: str) -> SafeString:
    """Draw the QR code of an address, for paper; write the address beside it."""
    return qr_svg(str(address))


@register.simple_tag
def kind_mark(kind: str, *, word: bool = True) -> SafeString:
    """Write the kind as a mark and a word; `word=False` hides the word from sight only."""
    kind = "informal" if str(kind) == "informal" else "formal"
    label = gettext("Informal") if kind == "informal" else gettext("Formal")
    return format_html(
        '<span class="kind kind-{}">{}<span{}>{}</span></span>',
        kind,
        art.kind_mark(kind),
        "" if word else mark_safe(' class="vh"'),
        label,
    )


@register.filter
def lines(text: str | None) -> list[str]:
    """Split a text into its lines, without the empty ones and without spaces around them."""
    return [line.strip() for line in str(text or "").splitlines() if line.strip()]


@register.filter
def day_lines(text: str | None) -> list[tuple[str, str]]:
    """Split lines such as "Maandag: 10.00 tot 17.00 uur" into day and time.

    A line without a colon comes back whole, with an empty time.
    """
    pairs = [line.partition(":") for line in lines(text)]
    return [(day.strip(), time.strip()) for day, _colon, time in pairs]


@register.filter
def tel_href(phone: str | None) -> str:
    """Turn a phone number as people write it into an address.

    "020 000 00 03" gives "tel:+31200000003". Follows RFC 3966; a number without a
    country code is Dutch. Service numbers (0800, 112, 14020) stay as they are.
    """
    text = re.sub(r"\(0\)", "", str(phone or ""))
    digits = re.sub(r"\D", "", text)
    if not digits:
        return ""
    if text.strip().startswith("+"):
        return f"tel:+{digits}"
    if digits.startswith("00"):
        return f"tel:+{digits[2:]}"
    if digits.startswith("0") and not NATIONAL_ONLY.match(digits):
        return f"tel:+{COUNTRY_CODE}{digits[1:]}"
    return f"tel:{digits}"


@register.filter
def whole_names(text: str | None) -> SafeString:
    """Keep names such as Nieuw-West on one line of a lead, where a break shows most."""
    return mark_safe(HYPHENATED_NAME.sub(r'<span class="nb">\g<0></span>', escape(text or "")))


@register.filter
def breakable(text: str | None) -> SafeString:
    """Let a double name such as "Sloten/Nieuw Sloten" break at its stroke, in a narrow tile."""
    return mark_safe(escape(text or "").replace("/", "/<wbr>"))


@register.filter
def marked(text: str | None, words: Iterable[str]) -> SafeString:
    """Mark whole words of a text, as they stand in it; everything is escaped."""
    wanted = sorted((re.escape(word) for word in words if word), key=len, reverse=True)
    if not wanted:
        return escape(text or "")
    parts = re.split(rf"(?<!\w)({'|'.join(wanted)})(?!\w)", str(text or ""))
    # Every second part is one of the words.
    return format_html_join(
        "",
        "{}{}{}",
        (
            (mark_safe("<mark>"), part, mark_safe("</mark>")) if at % 2 else ("", part, "")
            for at, part in enumerate(parts)
        ),
    )


@register.filter
def bare_address(url: str | None) -> str:
    """Write a web address as people say it: "https://www.example.org/" -> "example.org"."""
    text = re.sub(r"^https?://(www\.)?", "", str(url or ""), flags=re.IGNORECASE)
    return text.rstrip("/")


@register.filter
def listing(names: Iterable[object] | None) -> str:
    """Join names as a sentence does: "Nederlands, Arabisch en Turks"."""
    words = [str(name) for name in names or () if str(name)]
    if len(words) < 2:
        return "".join(words)
    separator = pgettext("between the items of a list", ", ")
    return gettext("%(first)s and %(last)s") % {
        "first": separator.join(words[:-1]),
        "last": words[-1],
    }
