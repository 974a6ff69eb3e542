"""What one request asks of the database again and again is asked once: languages, and private pages.

Nothing is kept from one request to the next, so what is hidden now is hidden for everybody at once.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from asgiref.local import Local
from wagtail.models import Locale, Page

T = TypeVar("T")
_request = Local()


def remembered(key: str, make: Callable[[], T]) -> T:
    """What `make` gives, made once in a request. Outside a request (commands, tasks) made each time."""
    values: dict[str, Any] | None = getattr(_request, "values", None)
    if values is None:
        return make()
    if key not in values:
        values[key] = make()
    return cast(T, values[key])


def begin(**_kwargs: Any) -> None:
    """Connected to `request_started` in apps.py."""
    _request.values = {}


def end(**_kwargs: Any) -> None:
    """Connected to `request_finished` in apps.py."""
    _request.values = None


def forget(**_kwargs: Any) -> None:
    """When a language or a restriction changes within the request. Connected in apps.py."""
    if getattr(_request, "values", None) is not None:
        _request.values = {}


def source_locale() -> Locale:
    """The language in which pages are first written. Raises Locale.DoesNotExist before `setup_network`."""
    return remembered("source locale", Locale.get_default)


def open_pages(pages: Any) -> Any:
    """Those of a queryset of pages that are live and not behind a restriction."""
    private = remembered("private pages", Page.objects.all().private_q)
    return pages.live().exclude(private)
