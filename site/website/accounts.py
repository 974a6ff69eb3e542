"""How people come in: by invitation, and by a code in a mail."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from wijkzorg_partners.actions import LONGEST_USERNAME, username_for
from wijkzorg_partners.permissions import is_partner_editor

LOGGED_IN_AT = "wijkzorg_logged_in_at"


class AccountAdapter(DefaultAccountAdapter):
    """Nobody makes an account alone: an invitation does (see wijkzorg_partners.actions)."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Members of a partner go to the own page, others to the CMS if they may come in."""
        user = request.user
        if is_partner_editor(user) or not user.has_perm("wagtailadmin.access_admin"):
            return reverse("wijkzorg_partners:mijn")
        return reverse("wagtailadmin_home")

    def login(self, request: HttpRequest, user: Any) -> None:
        """Every log-in comes by here; `passkeys` asks how long ago it was."""
        super().login(request, user)
        request.session[LOGGED_IN_AT] = time.time()


def to_our_login(request: HttpRequest, **_kwargs: Any) -> HttpResponseBase:
    """Wagtail's own log-in pages lead to ours, so that there is one door with one lock."""
    next_url = request.GET.get("next", "")
    response = redirect("account_login")
    if next_url:
        response["Location"] += "?" + urlencode({"next": next_url})
    return response


def know_the_address(*, method: str, user: Any, email: str = "", **_kwargs: Any) -> None:
    """Receives allauth's `authentication_step_completed`, just before it marks the address as verified.

    `createsuperuser` and the CMS make users whose address allauth does not know yet: after the code in
    the first mail they would have to answer a second one.
    """
    if method == "code" and email and email.lower() == user.email.lower():
        EmailAddress.objects.get_or_create(
            user=user, email=email.lower(), defaults={"primary": True}
        )


def address_in_small_letters(*, instance: Any, **_kwargs: Any) -> None:
    """Receives `pre_save` of a user: allauth looks for small letters, whatever somebody typed in the CMS."""
    instance.email = instance.email.lower()


def username_follows_the_address(*, sender: Any, instance: Any, **_kwargs: Any) -> None:
    """Receives `post_save` of a user: allauth, the CMS and others change the address, each in its own way.

    A username that is an address is nothing but the address of the account; an old one would be shown on, and
    be in the way of whoever gets that address next. Names that an administrator made up stay.
    """
    address = instance.email[:LONGEST_USERNAME]
    if not address or "@" not in instance.username or instance.username == address:
        return
    instance.username = username_for(instance.email, instance)
    sender.objects.filter(pk=instance.pk).update(username=instance.username)
