"""The pages behind the links in the mails: GET shows, POST acts, since scanners of mail open links."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from wijkzorg_home.models import NetworkSettings
from wijkzorg_home.spam_guard import count_attempt

from . import registering
from . import registration_links as links
from .agenda import with_places
from .calendar_entries import with_entries
from .conf import rate_limits
from .forms_registration import ChangeForm, OfferForm, SubstituteForm
from .ical import calendar_of
from .models import EventMeeting, EventPage, Registration
from .registration_mails import event_in
from .signing_up import busy_in_words

Status = Registration.Status

#: How long what has been stays in a personal feed.
FEED_KEEPS = timedelta(days=90)

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
        try:
            answer = _act(request, found, request.POST.get("go", ""))
        except registering.Busy:
            return _busy(request, found, state)
        if answer is not None:
            return answer
        return redirect(request.path)
    return _show(request, found, state)


def state_of(found: Registration) -> str:
    """ "open" (to be confirmed), "seated", "waiting", or why not: "past" or "off" (as the event is),
    "cancelled", "expired".
    """
    if found.book.event.end_at <= timezone.now():
        return "past"
    if found.book.event.is_cancelled:
        return "off"
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
        elif go == "substitute":
            return _send_substitute(request, found)
    except registering.Ended:
        messages.info(request, _("This does not count any more. This is how it stands now."))
    return None


def _busy(request: HttpRequest, found: Registration, state: str) -> HttpResponse:
    """The page again, with what was typed."""
    messages.error(request, busy_in_words())
    typed: dict[str, Any] = {}
    go = request.POST.get("go", "")
    if go == "change":
        typed["change_form"] = ChangeForm(request.POST, book=found.book, initial=_initial(found))
    elif go == "offer":
        typed["offer_form"] = OfferForm(request.POST, prefix="to", label_suffix="")
    elif go == "substitute":
        typed["substitute_form"] = SubstituteForm(
            request.POST, days=days_to_come(found), prefix="for", label_suffix=""
        )
    return _show(request, found, state, status=503, **typed)


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
    if form.is_valid() and _may_mail(request, form):
        registering.offer(found, **form.cleaned_data)
        messages.success(
            request,
            _("We sent your colleague a mail. Until the place is taken, it is still yours."),
        )
        return None
    return _show(request, found, state_of(found), offer_form=form)


def _send_substitute(request: HttpRequest, found: Registration) -> HttpResponse | None:
    form = SubstituteForm(request.POST, days=days_to_come(found), prefix="for", label_suffix="")
    if form.is_valid() and _may_mail(request, form):
        try:
            registering.send_substitute(found, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("meeting_uid", error)
        else:
            messages.success(request, _("Changed."))
            return None
    return _show(request, found, state_of(found), substitute_form=form)


def _may_mail(request: HttpRequest, form: OfferForm | SubstituteForm) -> bool:
    """Count a mail to an address that somebody else typed; if there were too many, the form says so."""
    address = form.cleaned_data["email"]
    if not address or count_attempt(request, "registration-colleague", address, rate_limits()):
        return True
    form.add_error(
        "email", _("This form was sent very often from here. Try it again later, or call us.")
    )
    return False


def days_to_come(found: Registration) -> list[EventMeeting]:
    now = timezone.now()
    return [day for day in found.book.event.days if day.start_at > now]


def _days(found: Registration) -> list[dict[str, Any]]:
    """The days of a series, each with who comes instead."""
    instead = {one.meeting_uid: one.name for one in found.substitutes.all()}
    return [{"day": day, "instead": instead.get(day.uid, "")} for day in found.book.event.days]


def _show(
    request: HttpRequest, found: Registration, state: str, status: int = 200, **more: Any
) -> HttpResponse:
    is_active = state in {"open", "seated", "waiting"}
    context = {
        "state": state,
        "place": _place(found) if state in {"open", "waiting"} else 0,
        "change_form": ChangeForm(book=found.book, initial=_initial(found)) if is_active else None,
        "offer_form": OfferForm(prefix="to", label_suffix="") if is_active else None,
        "days": _days(found) if state == "seated" else [],
        "substitute_form": _substitute_form(found) if state == "seated" else None,
        "feed_url": links.feed_url(found) if state == "seated" else "",
        "company": companions(found) if state == "seated" else [],
        **more,
    }
    return _page(request, found, context, status=status)


def _substitute_form(found: Registration) -> SubstituteForm | None:
    days = days_to_come(found)
    return SubstituteForm(days=days, prefix="for", label_suffix="") if days else None


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
        except registering.Busy:
            context["trouble"] = busy_in_words()
            return _page(request, found, context, status=503)
        else:
            return redirect("wijkzorg_events:registration", links.token_of(taken))
    return _page(request, found, context)


@require_safe
def personal_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Everything that the holder of a registration has a place at: only title, time and place."""
    found = links.find(token, links.FEED)
    if found is None or not found.email_key:
        raise Http404
    events = EventPage.objects.live().filter(
        seat_book__registrations__email_key=found.email_key,
        seat_book__registrations__status=Status.SEATED,
        end_at__gt=timezone.now() - FEED_KEEPS,
    )
    shown = with_entries(
        with_places(events.order_by("start_at", "pk").prefetch_related("meetings").distinct())
    )
    calendar = calendar_of(
        shown,
        request=request,
        name=str(NetworkSettings.for_request(request)),
        source=request.build_absolute_uri(),
        only_when_and_where=True,
    )
    response = HttpResponse(calendar, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, max-age=900"
    response["X-Robots-Tag"] = "noindex"
    return response


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
    path("agenda/mijn/<str:token>.ics", personal_feed, name="personal_feed"),
]
