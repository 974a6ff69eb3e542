"""Small answers of the site itself: security.txt, robots.txt, its health, and the error pages."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wijkzorg_home.api import problem
from wijkzorg_partners.mijn import typed
from wijkzorg_search import semantic

#: How long security.txt says that it is valid (RFC 9116 advises less than a year).
SECURITY_TXT_DAYS = 180


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """RFC 9116: where to report a weakness."""
    expires = (timezone.now() + timedelta(days=SECURITY_TXT_DAYS)).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    lines = [
        f"Contact: {settings.WIJKZORG_SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: nl, en",
        f"Canonical: {settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def robots_txt(request: HttpRequest) -> HttpResponse:
    base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    lines = [
        "User-agent: *",
        "Disallow: /cms/",
        "Disallow: /account/",
        "Disallow: /mijn/",
        f"Sitemap: {base}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """For a watchdog: 200 when the site and its database answer, and by what the search runs.

    Search by words only is no illness: the extra is optional.
    """
    return JsonResponse({"status": "ok", "search": semantic.state().told})


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    if request.path.startswith("/api/"):
        return problem(request, 404, "There is nothing at this address.")
    return render(request, "404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    if request.path.startswith("/api/"):
        return problem(request, 403, "This is not allowed.")
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """A form that was open too long, or that came from elsewhere: our own page instead of Django's.

    At the volunteer's door nothing typed is lost: the form comes back with it.
    """
    if (answer := typed.rescue(request)) is not None:
        return answer
    return render(request, "403.html", {"csrf_failed": True}, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    if request.path.startswith("/api/"):
        return problem(request, 400, "The request can't be read.")
    return render(request, "400.html", status=400)


def server_error(request: HttpRequest) -> HttpResponseBase:
    if request.path.startswith("/api/"):
        return problem(request, 500, "Something went wrong on our side.")
    return render(request, "500.html", status=500)
