"""The public's side: accepting an invitation."""

from django.contrib.auth import login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from . import actions


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows, POST accepts: scanners of mail open links, and must not use them up."""
    found = actions.find_invitation(token)
    state = found.state() if found else "unknown"
    user = request.user if request.user.is_authenticated else None
    if found and state == "open":
        account = actions.account_for(found)
        if account is not None and account != user:
            state = "login_needed"
    if request.method == "POST" and state == "open":
        try:
            membership = actions.accept_invitation(token, user=user)
        except actions.InvitationEnded as ended:
            state = ended.state
        except PermissionDenied:
            state = "login_needed"
        else:
            if user is None:
                login(
                    request,
                    membership.user,
                    backend="allauth.account.auth_backends.AuthenticationBackend",
                )
            return redirect("wijkzorg_partners:mijn")
    status = 200 if state in {"open", "login_needed"} else 404 if state == "unknown" else 410
    context = {"asked": found, "state": state, "next": request.path}
    response = render(request, "wijkzorg_partners/invitation.html", context, status=status)
    # The site's Referrer-Policy (same-origin) keeps the token from others. The stricter no-referrer
    # would make browsers send "Origin: null" with the form, which the CSRF check rightly refuses.
    response["X-Robots-Tag"] = "noindex"
    return response
