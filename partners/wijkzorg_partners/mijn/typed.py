"""Nothing typed is lost: what was sent when the session had ended waits for who logs in again.

It stands in the session of that browser, on the server, for one address and for a day.
"""

import time
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

SESSION_KEY = "wijkzorg_typed"
#: Characters of names and values together; more than any of our forms takes.
MOST = 20_000
KEPT_FOR = 24 * 60 * 60
#: What is not kept: keys to the form itself, and which button was pressed.
NOT_KEPT = {"csrfmiddlewaretoken", "go"}


def keep(request: HttpRequest) -> bool:
    """Put what was typed aside; False when there is nothing, or too much of it."""
    sent = {name: values for name, values in request.POST.lists() if name not in NOT_KEPT}
    size = sum(len(name) + sum(len(value) for value in values) for name, values in sent.items())
    if not sent or size > MOST:
        return False
    request.session[SESSION_KEY] = {"path": request.path, "sent": sent, "at": time.time()}
    return True


def kept_for(request: HttpRequest) -> QueryDict | None:
    """What was typed at this address, when it was not yet saved."""
    kept: dict[str, Any] | None = request.session.get(SESSION_KEY)
    if not kept or kept["path"] != request.path:
        return None
    if time.time() - kept["at"] > KEPT_FOR:
        forget(request)
        return None
    sent = QueryDict(mutable=True)
    for name, values in kept["sent"].items():
        sent.setlist(name, values)
    return sent


def forget(request: HttpRequest) -> None:
    kept = request.session.get(SESSION_KEY)
    if kept and kept["path"] == request.path:
        del request.session[SESSION_KEY]


def to_the_login(request: HttpRequest) -> HttpResponse:
    """The way to the log-in and back, with what was typed kept; an empty session ends in a day."""
    if request.method == "POST" and keep(request):
        request.session.set_expiry(KEPT_FOR)
    address = request.get_full_path() if request.method == "GET" else request.path
    return redirect(f"{reverse('account_login')}?{urlencode({'next': address})}")


def rescue(request: HttpRequest) -> HttpResponse | None:
    """For a form whose key was too old, because somebody logged in anew in another window.

    Only for who is logged in: the session's cookie does not come along from another site, so nobody
    else can have filled in the form.
    """
    ours = request.path.startswith(reverse("wijkzorg_partners:mijn"))
    if not ours or request.method != "POST" or not request.user.is_authenticated:
        return None
    return redirect(request.path) if keep(request) else None
