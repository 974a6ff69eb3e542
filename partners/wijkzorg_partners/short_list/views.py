"""`/lijst/`: the own list, one that somebody shares (`/lijst/12.45/`), and what the buttons do."""

from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from wijkzorg_home.models import NetworkSettings

from .kept import MOST, keep, keys_of, read_keys, write_keys
from .shown import Shown, shown, source_key

ADDRESS = "wijkzorg_partners:short_list"


@never_cache
@require_safe
def own_list(request: HttpRequest) -> HttpResponse:
    """What this browser put together."""
    keys = keys_of(request)
    is_full = "vol" in request.GET and len(keys) >= MOST  # the address stays when one is taken off
    context = {"is_own": True, "is_full": is_full, "number_kept": len(keys)}
    return _page(request, shown(keys), context)


@never_cache
@require_safe
def shared_list(request: HttpRequest, ids: str) -> HttpResponse:
    """A list that somebody sent on: the address holds keys only, and changes nothing here."""
    keys = read_keys(ids)
    if not keys:
        raise Http404(ids)
    return _page(request, shown(keys), {"is_own": False, "has_own": bool(keys_of(request))})


def _page(request: HttpRequest, listed: Shown, context: dict[str, Any]) -> HttpResponse:
    written = write_keys(listed.keys)
    address = (
        request.build_absolute_uri(reverse(f"{ADDRESS}_shared", args=[written])) if written else ""
    )
    network = NetworkSettings.for_request(request)
    subject = _("A list of %(network)s") % {"network": network}
    context |= {
        "listed": listed,
        "most": MOST,
        "written": written,
        "address": address,
        "whatsapp": "https://wa.me/?" + urlencode({"text": f"{subject}: {address}"}),
        # A mail programme reads a plus sign as a plus sign (RFC 6068).
        "mailto": "mailto:?" + urlencode({"subject": subject, "body": address}).replace("+", "%20"),
    }
    response = render(request, "wijkzorg_partners/short_list/list.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def head_link(request: HttpRequest) -> tuple[str, str] | None:
    """The way back to the list, for who has one."""
    number = len(keys_of(request))
    if not number:
        return None
    return _("My list (%(number)s)") % {"number": number}, reverse(ADDRESS)


# ------------------------------------------------------------------------------------ the buttons


@csrf_exempt  # it changes the visitor's own cookie only; a token would give every public page a cookie
@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Put on, take off, up, down, take over, tidy, empty: the name of the button says which."""
    if not _is_from_here(request):
        return HttpResponseForbidden(
            _("Press the button on our own page."), content_type="text/plain"
        )
    before = keys_of(request)
    after, is_full = _changed(before, request.POST)
    response = redirect(f"{reverse(ADDRESS)}?vol=1" if is_full else _back(request))
    if after != before:
        keep(response, after)
    return response


def _is_from_here(request: HttpRequest) -> bool:
    """Browsers say where a form was sent from; where an old one says nothing, it is taken at its word."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    try:
        return origin is None or urlsplit(origin).netloc == request.get_host()
    except ValueError:  # "http://[x"
        return False


def _changed(keys: list[int], sent: Any) -> tuple[list[int], bool]:
    """The list after a button, and whether something did not fit."""
    if "empty" in sent:
        return [], False
    if "tidy" in sent:
        return shown(keys).keys, False
    if "take_over" in sent:
        theirs = shown(read_keys(sent["take_over"])).keys
        return _with(keys, theirs)
    if "put" in sent:
        key = source_key(_number(sent["put"]))
        return _with(keys, [key] if key else [])
    for name, step in (("off", None), ("up", -1), ("down", 1)):
        if name in sent:
            return _moved(keys, _number(sent[name]), step), False
    raise Http404("no such button")


def _number(text: str) -> int:
    return next(iter(read_keys(text)), 0)


def _with(keys: list[int], more: list[int]) -> tuple[list[int], bool]:
    everything = list(dict.fromkeys([*keys, *more]))
    return everything[:MOST], len(everything) > MOST


def _moved(keys: list[int], key: int, step: int | None) -> list[int]:
    """Without the key (no step), or with it one place further up or down."""
    if key not in keys:
        source = source_key(key)  # the button of a page in another language
        if source not in keys:
            return keys
        key = source
    at = keys.index(key)
    rest = [one for one in keys if one != key]
    if step is None:
        return rest
    rest.insert(max(at + step, 0), key)
    return rest


def _back(request: HttpRequest) -> str:
    """The page where the button stands, at the button; the list where the browser does not say."""
    came_from = request.headers.get("Referer", "").partition("#")[0]
    here = url_has_allowed_host_and_scheme(
        came_from, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    if not here or "take_over" in request.POST or "empty" in request.POST:
        return reverse(ADDRESS)
    for name in ("put", "off", "up", "down"):
        if key := _number(request.POST.get(name, "")):
            return f"{came_from}#lijst-{key}"
    return came_from


urlpatterns = [
    path("lijst/", own_list, name="short_list"),
    path("lijst/wijzigen/", change, name="short_list_change"),
    path("lijst/<str:ids>/", shared_list, name="short_list_shared"),
]
