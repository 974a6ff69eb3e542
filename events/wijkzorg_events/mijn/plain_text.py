"""Rich text that is no more than paragraphs, as text with a line each; and back. Pure."""

import re
from html import unescape

from django.utils.html import escape, strip_tags

#: What Wagtail's editor marks each paragraph with.
BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')
PARAGRAPH = re.compile(r"<p[^>]*>(.*?)</p>", re.DOTALL)


def as_text(html: str) -> str:
    """The paragraphs, one on each line."""
    return "\n".join(unescape(strip_tags(one)).strip() for one in PARAGRAPH.findall(html or ""))


def as_html(text: str) -> str:
    """A paragraph for each line that is not empty."""
    return "".join(f"<p>{escape(line.strip())}</p>" for line in text.splitlines() if line.strip())


def is_plain(html: str) -> bool:
    """Whether nothing would be lost by the way through `as_text` and back."""
    return unescape(as_html(as_text(html))) == unescape(BLOCK_KEY.sub("", html or ""))
