"""`/klopt/<token>/`: the links in the mails that ask whether a profile is still right.

GET shows, POST acts: scanners of mail open links, and must not use them up.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from . import links
from .confirmation import ALL_PARTS, last_confirmed
from .models import OneTimeLink
from .models.profile import lines_of
from .schedule import format_schedule

#: What the answer is besides the page; "unknown" is absent, and what was or can't be used is gone.
STATUS = {"unknown": 404, "used": 410, "expired": 410, "left": 410}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one_time_link(request: HttpRequest, token: str) -> HttpResponse:
    link = links.find(token)
    state = links.state_of(link, request.user, timezone.now())
    if request.method == "POST" and link is not None and state == "open":
        state = links.use(
            link,
            reader=request.user,
            revision_id=_number(request.POST.get("revision")),
            only_hours=link.purpose == links.Purpose.HOURS and "all" not in request.POST,
        )
        link = links.find(token)
    if state == "open" and link is not None and _something_else_is_public(link):
        state = "outdated"
    context = _context(link, state) if link is not None else {}
    response = render(
        request,
        "wijkzorg_partners/one_time_link.html",
        {"link": link, "state": state, "next": request.path, **context},
        status=STATUS.get(state, 200),
    )
    # The site's Referrer-Policy (same-origin) keeps the token from others; see views.invitation.
    response["X-Robots-Tag"] = "noindex"
    return response


def _something_else_is_public(link: OneTimeLink) -> bool:
    """Since the mail, another version of the profile came: the page shows that one, and asks again."""
    asks = link.purpose in {links.Purpose.CONFIRM, links.Purpose.HOURS, links.Purpose.HOST}
    return asks and link.revision_id != link.partner.live_revision_id


def _context(link: OneTimeLink, state: str) -> dict[str, Any]:
    partner = link.partner
    confirmed = last_confirmed(partner)
    return {
        "partner": partner,
        "purpose": link.purpose,
        "can_act": state in {"open", "outdated"},
        "parts": [confirmed[part] for part in ALL_PARTS if part in confirmed],
        "latest": max(confirmed.values(), key=lambda one: one.confirmed_at, default=None),
        "hours": [*format_schedule(partner.hours), *lines_of(partner.opening_hours)],
        "own_door": reverse("wijkzorg_partners:mijn_partner", args=[partner.slug]),
    }


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


urlpatterns = [path("klopt/<str:token>/", one_time_link, name="one_time_link")]
