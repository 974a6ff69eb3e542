"""How people come in: by invitation, and by a code in a mail."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import urlencode


class AccountAdapter(DefaultAccountAdapter):
    """Nobody makes an account alone: an invitation does (see wijkzorg_partners.actions)."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


def to_our_login(request: HttpRequest, **_kwargs: Any) -> HttpResponseBase:
    """Wagtail's own log-in pages lead to ours, so that there is one door with one lock."""
    next_url = request.GET.get("next", "")
    response = redirect("account_login")
    if next_url:
        response["Location"] += "?" + urlencode({"next": next_url})
    return response
