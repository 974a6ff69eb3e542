"""Headers that every answer carries, and requests that no view should see."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.urls import reverse
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.translation import get_language_from_path, override

GetResponse = Callable[[HttpRequest], HttpResponseBase]

#: What is compressed on its way: pages, feeds, and what a page needs. Never an uploaded file.
COMPRESSED_TYPES = {
    "application/atom+xml",
    "image/svg+xml",
    "text/css",
    "text/html",
    "text/javascript",
}

#: Public pages: nothing but our own files, no inline style or script, in nobody's frame.
STRICT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
#: Wagtail's admin needs inline scripts and styles (wagtail#1288), and shows previews in frames.
CMS_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
#: Answers for machines are not pages: they load nothing and stand in no frame.
API_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

PERMISSIONS_POLICY = (
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), "
    "payment=(), usb=()"
)


class SecurityHeadersMiddleware:
    """Sets the Content-Security-Policy by address, and what Django has no setting for."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if "Content-Security-Policy" not in response:
            response["Content-Security-Policy"] = policy_for(request.path)
        response["Permissions-Policy"] = PERMISSIONS_POLICY
        response.setdefault("X-Frame-Options", "DENY")
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        if request.path.startswith("/api/"):
            response["Cross-Origin-Resource-Policy"] = "cross-origin"
        elif request.path.startswith(reverse("wagtailadmin_home")):
            response["X-Frame-Options"] = "SAMEORIGIN"  # Wagtail frames its previews
        return response


def policy_for(path: str) -> str:
    if path.startswith("/api/"):
        return API_POLICY
    return CMS_POLICY if path.startswith(reverse("wagtailadmin_home")) else STRICT_POLICY


class RefuseUnreadableRequests:
    """Answers 400 to a NUL in the address or the query: PostgreSQL refuses it, views need not know."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        query = request.META.get("QUERY_STRING", "")
        if "\x00" in request.path or "\x00" in query or "%00" in query:
            return bad_request(request)
        return self.get_response(request)


def bad_request(request: HttpRequest) -> HttpResponse:
    """The answer to a request that can't be read: problem details for machines, a page for people."""
    if request.path.startswith("/api/"):
        from wijkzorg_home.api import problem

        return problem(request, 400, "The request holds a NUL character.")
    from django.template.loader import render_to_string

    # It comes before Django's own choice of a language: the last request's would still be there.
    with override(get_language_from_path(request.path) or settings.LANGUAGE_CODE):
        return HttpResponseBadRequest(render_to_string("400.html"))


class NothingPersonalInCaches:
    """An answer to somebody who is logged in is never kept by a cache (ASVS 14.2.2)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            add_never_cache_headers(response)
        patch_vary_headers(response, ["Cookie"])
        return response


class CompressText(GZipMiddleware):
    """Compresses pages and what they need, where no web server before the site does so.

    Django adds up to 100 random bytes to each answer, so that its length tells nothing about a secret
    in it (BREACH, https://www.breachattack.com/). What WhiteNoise compressed before is left as it is.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        kind = response.get("Content-Type", "").partition(";")[0].strip().lower()
        # A part of a file (206) counts its bytes in the file as it is.
        if kind not in COMPRESSED_TYPES or response.status_code == 206:
            return response
        return super().process_response(request, response)
