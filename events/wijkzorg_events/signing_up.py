"""Signing up on the page of an event: the form, what is wrong with it, and the screen after it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Site

from . import registering
from .forms_registration import RegistrationForm
from .models import EventPage
from .seats import Seats, company_at, seats_of


def registration_context(request: HttpRequest, event: EventPage) -> dict[str, Any]:
    """What the page of an event shows of seats: numbers, the form, who comes. None where nobody signs up."""
    seats = seats_of(event)
    if seats is None or event.is_cancelled:
        return {"seats": None}
    is_asked = seats.is_open and not seats.takes_nobody
    form = RegistrationForm(book=seats.book, request=request) if is_asked else None
    return {
        "seats": seats,
        "registration_form": form,
        "sign_up_url": sign_up_url(event),
        "company": company_at(seats),
    }


def sign_up_url(event: EventPage) -> str:
    return reverse("wijkzorg_events:sign_up", args=[event.pk])


def _event_or_404(request: HttpRequest, event_id: int) -> EventPage:
    """A public event, or one behind a restriction that this visitor passed."""
    found = EventPage.objects.live().filter(id=event_id)  # `pk` fails at a number that is too large
    event = found.select_related("locale").first()
    if event is None or event.get_site() != Site.find_for_request(request):
        raise Http404(event_id)
    if not all(one.accept_request(request) for one in event.get_view_restrictions()):
        raise Http404(event_id)
    return event


@csrf_exempt  # it uses no right of the visitor's, and works without cookies; its own guard watches it
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest, event_id: int) -> HttpResponse:
    """Take the form, or show it alone with what is wrong. Absent where nobody can sign up."""
    event = _event_or_404(request, event_id)
    seats = seats_of(event)
    if seats is None or event.is_cancelled:
        raise Http404(event_id)
    form = RegistrationForm(request.POST or None, book=seats.book, request=request)
    if request.method == "POST" and seats.is_open:
        answer = _take(event, seats, form)
        if answer is not None:
            return answer
    return _page(request, event, seats, form)


def _take(event: EventPage, seats: Seats, form: RegistrationForm) -> HttpResponse | None:
    """Sign up what is right; None to show what is wrong."""
    if not form.is_valid() or not form.within_limits(form.cleaned_data["email"]):
        return None
    try:
        status = registering.register(seats.book.pk, form.applicant())
    except registering.NotOpen as refused:
        form.add_error(None, why_in_words(refused.reason))
        return None
    except registering.Ended:
        raise Http404(event.pk) from None
    except registering.Busy:
        form.is_busy = True
        form.add_error(None, busy_in_words())
        return None
    done = reverse("wijkzorg_events:signed_up", args=[event.pk])
    return redirect(f"{done}?w={status}")


def busy_in_words() -> str:
    return _("Many people are at it right now, so this did not work. Send it again in a minute.")


def why_in_words(reason: str) -> str:
    return {
        "full": _("There is no place any more. Nobody can wait for one either."),
        "not_yet": _("You can't sign up yet."),
        "closed": _("You can't sign up any more."),
    }[reason]


def _page(
    request: HttpRequest, event: EventPage, seats: Seats, form: RegistrationForm
) -> HttpResponse:
    context = {
        "page": event,
        "self": event,
        "seats": seats,
        "registration_form": form if seats.is_open else None,
        "why_not": why_in_words(seats.state) if seats.state else "",
        "sign_up_url": sign_up_url(event),
    }
    status = 429 if form.is_bound and form.is_too_often else 200
    status = 503 if form.is_busy else status
    return render(request, "wijkzorg_events/sign_up.html", context, status=status)


@require_safe
def signed_up(request: HttpRequest, event_id: int) -> HttpResponse:
    """After sending: the same words, whether we know the address or not."""
    event = _event_or_404(request, event_id)
    context = {"page": event, "self": event, "waits": request.GET.get("w") == "waiting"}
    response = render(request, "wijkzorg_events/signed_up.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


urlpatterns = [
    path("aanmelden/<int:event_id>/", sign_up, name="sign_up"),
    path("aangemeld/<int:event_id>/", signed_up, name="signed_up"),
]
