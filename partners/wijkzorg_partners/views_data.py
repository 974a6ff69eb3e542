"""`/mijn/gegevens/`: what we hold about somebody, for that person alone."""

import time
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from . import mentions, own_data

#: Erasing asks for a log-in that is not older than this (ASVS 3.7.1).
RECENT = timedelta(minutes=15)


class NameForm(forms.Form):
    first_name = forms.CharField(
        label=gettext_lazy("First name"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label=gettext_lazy("Last name"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """Everything in plain words; POST corrects the name."""
    user: Any = request.user
    form = NameForm(
        request.POST or None, initial={"first_name": user.first_name, "last_name": user.last_name}
    )
    if request.method == "POST" and form.is_valid():
        own_data.set_name(user, **form.cleaned_data)
        messages.success(request, _("Your name is changed."))
        return redirect("wijkzorg_partners:mijn_data")
    addresses = own_data.addresses_of(user)
    held = own_data.collect(user)
    context = {
        "held": held,
        "others": own_data.held_by_other_apps(held),
        "entries": own_data.contact_entries(addresses),
        "changes": own_data.partners_that_one_changes(user),
        "form": form,
    }
    return render(request, "wijkzorg_partners/own_data/own.html", context)


@login_required
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """The same as JSON, to take along."""
    response = JsonResponse(
        own_data.collect(request.user), json_dumps_params={"indent": 2, "ensure_ascii": False}
    )
    response["Content-Disposition"] = 'attachment; filename="wijkzorg.json"'
    return response


@login_required
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take back the consent for one entry as a contact person, which must be one's own."""
    asked = (request.POST.get("partner", ""), request.POST.get("uid", ""))
    for entry in own_data.contact_entries(own_data.addresses_of(request.user)):
        if (str(entry.partner.pk), entry.uid) == asked:
            own_data.take_off(entry, by=request.user)
            messages.success(request, _("Your name is no longer on that page."))
            if elsewhere := mentions.still_stands_in(entry.name, entry.partner):
                messages.info(request, elsewhere)
    return redirect("wijkzorg_partners:mijn_data")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """What goes and what stays; POST erases, after a recent log-in."""
    user: Any = request.user
    owned = own_data.must_hand_over_first(user)
    recent = logged_in_recently(request)
    last_administrator = False
    if request.method == "POST" and recent and not owned:
        try:
            own_data.erase(user, language=get_language() or "nl")
        except own_data.OwnerMustHandOver as refused:
            owned = refused.partners
        except own_data.LastAdministrator:
            last_administrator = True
        else:
            logout(request)
            return redirect("wijkzorg_partners:mijn_data_gone")
    addresses = own_data.addresses_of(user)
    context = {
        "owned": owned,
        "recent": recent,
        "last_administrator": last_administrator,
        "shown_by": own_data.organisation_addresses(addresses),
        "alone": own_data.alone_at(user),
    }
    status = 409 if request.method == "POST" else 200
    return render(request, "wijkzorg_partners/own_data/erase.html", context, status=status)


def logged_in_recently(request: HttpRequest) -> bool:
    """Whether this very browser logged in lately, by code or passkey; allauth writes down when."""
    from allauth.account.authentication import get_authentication_records

    user: Any = request.user
    moments = [record.get("at", 0) for record in get_authentication_records(request, user)]
    return bool(moments) and time.time() - max(moments) < RECENT.total_seconds()


@login_required
@require_POST
def log_in_again(request: HttpRequest) -> HttpResponse:
    """Out, and in again by a new code, back to where somebody wanted to erase."""
    logout(request)
    back = reverse("wijkzorg_partners:mijn_data_erase")
    return redirect(f"{reverse('account_login')}?{urlencode({'next': back})}")


@require_safe
def gone(request: HttpRequest) -> HttpResponse:
    return render(request, "wijkzorg_partners/own_data/gone.html")


urlpatterns = [
    path("mijn/gegevens/", own, name="mijn_data"),
    path("mijn/gegevens/meenemen/", download, name="mijn_data_download"),
    path("mijn/gegevens/contactpersoon/", withdraw, name="mijn_data_withdraw"),
    path("mijn/gegevens/wissen/", erase, name="mijn_data_erase"),
    path("mijn/gegevens/opnieuw-inloggen/", log_in_again, name="mijn_data_log_in_again"),
    path("mijn/gegevens/gewist/", gone, name="mijn_data_gone"),
]
