"""Passkeys: a quicker way in beside the mailed code, on the devices that one trusts.

Nobody needs one, and who has one can still ask for a code, since a phone gets lost. So they are no second
factor: allauth's own stage for that is switched off in the adapter. Adding or removing one asks for a
log-in that is not long ago, because a passkey outlives the session.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as webauthn_forms
from allauth.mfa.webauthn import views as webauthn_views
from allauth.mfa.webauthn.internal import auth
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from website.accounts import LOGGED_IN_AT

#: Seconds after a log-in in which one may add or remove a passkey.
RECENT = 15 * 60

View = Callable[..., HttpResponseBase]


class PasskeyAdapter(DefaultMFAAdapter):
    """A passkey is a way in and nothing more."""

    def is_mfa_enabled(self, user: Any, types: Any = None) -> bool:
        return False

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("My device %(number)s") % {"number": number}


class AddPasskeyForm(webauthn_forms.AddWebAuthnForm):
    """A key that opens the door by itself, with a fingerprint, face or PIN; no other kind."""

    passwordless = None
    field_order = ["name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = gettext_lazy("What do you call this device?")
        self.fields["name"].max_length = 60

    def clean(self) -> Any:
        self.cleaned_data["passwordless"] = True
        return super().clean()


def after_a_recent_login(view: View) -> View:
    """Others log in once more, and come back."""

    @wraps(view)
    @never_cache
    @login_required
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if time.time() - request.session.get(LOGGED_IN_AT, 0) > RECENT:
            back = f"{reverse('account_login')}?{urlencode({'next': request.path})}"
            return render(request, "mfa/webauthn/login_again.html", {"back": back})
        return view(request, *args, **kwargs)

    return guarded


class AddPasskey(webauthn_views.AddWebAuthnView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["js_data"] = {"creation_options": auth.begin_registration(self.request.user, True)}
        return context

    def get_success_url(self) -> str:
        return reverse("mfa_list_webauthn")


urlpatterns = [
    path("", webauthn_views.list_webauthn, name="mfa_list_webauthn"),
    path("", webauthn_views.list_webauthn, name="mfa_index"),
    path("erbij/", after_a_recent_login(AddPasskey.as_view()), name="mfa_add_webauthn"),
    path(
        "<int:pk>/weg/",
        after_a_recent_login(webauthn_views.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    path("inloggen/", webauthn_views.login_webauthn, name="mfa_login_webauthn"),
]
