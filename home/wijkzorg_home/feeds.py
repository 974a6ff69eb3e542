"""What every feed answers: the whole of it, or 304 when nothing changed since the reader was last here."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from wagtail.models import PageLogEntry


def feed_response(
    request: HttpRequest, content: bytes, content_type: str, moments: Iterable[datetime | None]
) -> HttpResponse:
    """The feed with its ETag and date (RFC 9110, 8.8). `moments` are when its content changed.

    A reader may keep it, and asks each time whether it is still right: what is hidden now is hidden at once.
    """
    etag = quote_etag(hashlib.sha256(content).hexdigest()[:32])
    response = HttpResponse(content, content_type=content_type)
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    changed = [moment for moment in (*moments, _last_done()) if moment is not None]
    seconds = int(max(changed).timestamp()) if changed else None
    if seconds is not None:
        response["Last-Modified"] = http_date(seconds)
    answer = get_conditional_response(request, etag=etag, last_modified=seconds, response=response)
    return answer or response


def _last_done() -> datetime | None:
    """When something was last done to any page: what is gone from a feed changed it too.

    A reader that knows only dates is sent a feed once too often, and never once too little.
    """
    log = PageLogEntry.objects.order_by("-timestamp").values_list("timestamp", flat=True)
    last: datetime | None = log.first()
    return last
