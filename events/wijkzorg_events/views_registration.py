"""The pages behind the links in the mails: GET shows, POST acts, since scanners of mail open links."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from . import registering
from . import registration_links as links
from .forms_registration import ChangeForm, OfferForm
from .models import Registration
from .registration_mails import event_in

Status = Registration.Status

show_and_act = require_http_methods(["GET", "HEAD", "POST"])


@csrf_exempt  # the token in the address is the right; it works without cookies
@never_cache
@show_and_act
def registration(request: HttpRequest, token: str) -> HttpResponse:
    """One's own registration: say yes, change, cancel, pass on; and who comes too."""
    found = links.find(token)
    if found is None:
        return _page(request, None, {"state": "unknown"}, status=404)
    state = state_of(found)
    if request.method == "POST" and state in {"open", "seated", "waiting"}:
        answer = _act(request, found, request.POST.get("go", ""))
        if answer is not None:
            return answer
        return redirect(request.path)
    return _show(request, found, state)


def state_of(found: Registration) -> str:
    """ "open" (to be confirmed), "seated", "waiting", or why not: "cancelled", "expired", "past"."""
    if found.book.event.end_at <= timezone.now():
        return "past"
    if found.status not in Registration.ACTIVE:
        return found.status
    if found.confirmed_at is None:
        over = found.confirm_by is not None and found.confirm_by <= timezone.now()
        return "expired" if over else "open"
    return found.status


def _act(request: HttpRequest, found: Registration, go: str) -> HttpResponse | None:
    """Do what was asked; a page when something is wrong, None to show how it stands now."""
    try:
        if go == "confirm":
            registering.confirm(found)
        elif go == "cancel":
            registering.cancel(found)
            messages.success(request, _("You are cancelled. Thank you for telling us."))
        elif go == "change":
            return _change(request, found)
        elif go == "offer":
            return _offer(request, found)
    except registering.Ended:
        messages.info(request, _("This does not count any more. This is how it stands now."))
    return None


def _change(request: HttpRequest, found: Registration) -> HttpResponse | None:
    form = ChangeForm(request.POST, book=found.book, initial=_initial(found))
    if form.is_valid():
        try:
            registering.change(found, form.values())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Changed."))
            return None
    return _show(request, found, state_of(found), change_form=form)


def _offer(request: HttpRequest, found: Registration) -> HttpResponse | None:
    form = OfferForm(request.POST, prefix="to", label_suffix="")
    if form.is_valid():
        registering.offer(found, **form.cleaned_data)
        messages.success(
            request,
            _("We sent your colleague a mail. Until the place is taken, it is still yours."),
        )
        return None
    return _show(request, found, state_of(found), offer_form=form)


def _show(request: HttpRequest, found: Registration, state: str, **more: Any) -> HttpResponse:
    is_active = state in {"open", "seated", "waiting"}
    context = {
        "state": state,
        "place": _place(found) if state in {"open", "waiting"} else 0,
        "change_form": ChangeForm(book=found.book, initial=_initial(found)) if is_active else None,
        "offer_form": OfferForm(prefix="to", label_suffix="") if is_active else None,
        "company": companions(found) if state == "seated" else [],
        **more,
    }
    return _page(request, found, context, status=200 if is_active else 410)


def _initial(found: Registration) -> dict[str, Any]:
    needs = getattr(found, "needs", None)
    return {
        "name": found.name,
        "kind": found.kind,
        "organisation": found.organisation_name,
        "role": found.role,
        "guests": found.guests,
        "is_visible": found.is_visible,
        "diet": needs.diet if needs else "",
        "access": needs.access if needs else "",
    }


def _place(found: Registration) -> int:
    if found.status != Status.WAITING:
        return 0
    return found.book.registrations.waiting().filter(pk__lte=found.pk).count()


def companions(found: Registration) -> list[Registration]:
    """The others with a seat who agreed to be seen: only for who has one too. One query."""
    rows = found.book.registrations.filter(status=Status.SEATED, is_visible=True)
    return list(rows.exclude(pk=found.pk).select_related("partner").order_by("name"))


@csrf_exempt  # as above
@never_cache
@show_and_act
def take_over(request: HttpRequest, token: str) -> HttpResponse:
    """A colleague takes the place that was offered."""
    found = links.find(token, links.TAKE_OVER)
    if found is None:
        return _page(request, None, {"state": "unknown"}, status=404)
    state = state_of(found)
    context: dict[str, Any] = {"state": state, "is_offer": True}
    if request.method == "POST" and state in {"open", "seated", "waiting"}:
        try:
            taken = registering.take_over(found)
        except registering.Ended:
            return _page(request, None, {"state": "unknown"}, status=404)
        except ValidationError as error:
            context["trouble"] = error.messages[0]
        else:
            return redirect("wijkzorg_events:registration", links.token_of(taken))
    return _page(request, found, context)


def _page(
    request: HttpRequest, found: Registration | None, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    event = event_in(found) if found is not None else None
    values = {**context, "registration": found, "event": event}
    response = render(request, "wijkzorg_events/registration.html", values, status=status)
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


urlpatterns = [
    path("aanmelding/<str:token>/", registration, name="registration"),
    path("overnemen/<str:token>/", take_over, name="take_over"),
]
