"""The cookie of the short list: keys of partners in their order, signed, for sixty days.

It names no person and no words, and no script can read it. What was tampered with, or is too old, is an
empty list.
"""

from collections.abc import Iterable

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

#: Partners on one list: more is no short list, and fits no cookie and no address.
MOST = 30
#: How long a browser keeps a list, in seconds, from the last change on.
LASTS = 60 * 24 * 60 * 60
#: The largest key that any database has.
LARGEST = 2**31 - 1
SALT = "wijkzorg_partners.short_list"


def cookie_name() -> str:
    """With the prefix that keeps other hosts from setting it, where the site is on https only."""
    return "__Host-shortlist" if settings.SESSION_COOKIE_SECURE else "shortlist"


def read_keys(text: str) -> list[int]:
    """The keys in "12.45.7", each once and at most `MOST`; what is no key is left out."""
    found: dict[int, None] = {}
    for part in text[: MOST * 12].split("."):
        if part.isascii() and part.isdigit() and len(part) <= 10 and 0 < int(part) <= LARGEST:
            found[int(part)] = None
    return list(found)[:MOST]


def write_keys(keys: Iterable[int]) -> str:
    return ".".join(str(key) for key in keys)


def keys_of(request: HttpRequest) -> list[int]:
    """The list of this browser."""
    try:
        text = signing.TimestampSigner(salt=SALT).unsign(
            request.COOKIES.get(cookie_name(), ""), max_age=LASTS
        )
    except signing.BadSignature:
        return []
    return read_keys(text)


def keep(response: HttpResponse, keys: list[int]) -> None:
    """Give the browser its list; an empty one leaves no cookie."""
    if not keys:
        response.delete_cookie(cookie_name(), samesite="Lax")
        return
    response.set_cookie(
        cookie_name(),
        signing.TimestampSigner(salt=SALT).sign(write_keys(keys[:MOST])),
        max_age=LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
