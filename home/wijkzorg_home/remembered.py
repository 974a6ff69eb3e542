"""What one request asks of the database again and again is asked once: languages, private pages, which site.

Nothing is kept from one request to the next, so what is hidden now is hidden for everybody at once.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

from asgiref.local import Local
from django.core.handlers.wsgi import get_path_info
from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import Locale, Page, Site

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


def begin(
    environ: Mapping[str, Any] | None = None,
    scope: Mapping[str, Any] | None = None,
    **_kwargs: Any,
) -> None:
    """Connected to `request_started` in apps.py, which has the one or the other of WSGI and ASGI."""
    _request.values, _request.environ, _request.scope = {}, environ, scope


def end(**_kwargs: Any) -> None:
    """Connected to `request_finished` in apps.py."""
    _request.values = _request.environ = _request.scope = None


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


def open_pages_here(pages: Any) -> Any:
    """As `open_pages`, and of the network whose site is asked: what a list of everything may show.

    Outside a request there is no such site, and all networks of the installation count.
    """
    return open_pages(pages).filter(remembered("pages of this network", _of_this_network))


def _of_this_network() -> Q:
    """No question to the database where one network stands alone."""
    request = _asked()
    if request is None:
        return Q()
    roots = _roots()
    if not has_several_networks():
        return Q()
    site = Site.find_for_request(request)
    below = Q(pk__in=[])
    for path in roots[site.pk] if site else ():
        below |= Q(url_path__startswith=path)
    return below


def has_several_networks() -> bool:
    """Whether this installation serves more than one tree of pages."""
    return len({frozenset(paths) for paths in _roots().values()}) > 1


def _roots() -> dict[int, set[str]]:
    roots: dict[int, set[str]] = defaultdict(set)
    for root in Site.get_site_root_paths():
        roots[root.site_id].add(root.root_path)
    return roots


def asked_path() -> str:
    """The path of the address that is asked for; nothing outside a request."""
    if environ := getattr(_request, "environ", None):
        return str(environ.get("SCRIPT_NAME", "")) + get_path_info(environ)
    scope = getattr(_request, "scope", None)
    return str(scope["path"]) if scope else ""


def _asked() -> HttpRequest | None:
    """The request at work, as far as its host goes: Django's signal does not hand over the request itself."""
    request = HttpRequest()
    if environ := getattr(_request, "environ", None):
        request.META = environ
    elif scope := getattr(_request, "scope", None):
        name, port = scope.get("server") or ("", 80)
        request.META = {"SERVER_NAME": name, "SERVER_PORT": str(port)}
        for header, value in scope["headers"]:
            if header == b"host":
                request.META["HTTP_HOST"] = value.decode("latin-1")
    else:
        return None
    return request
