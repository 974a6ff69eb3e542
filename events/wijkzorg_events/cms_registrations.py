"""The organiser's pages of an event: who comes, the door, the kitchen, the rules.

They stand in the CMS, and at `/mijn/` for an activity of one's own partner: the same views, which then get
the `key` of that partner, with templates of their own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.log_actions import log

from wijkzorg_home.sheets import CSV, XLSX, as_csv, as_xlsx
from wijkzorg_partners.mijn.access import partner_for
from wijkzorg_partners.models import PartnerPage

from . import attendance, organiser_message, registering, seat_log
from .forms_organiser import MessageForm, RulesForm, WalkInForm, first_rules
from .models import EventPage, Registration, SeatBook
from .models.registration import book_of
from .organising import needs_of, people_of, shows
from .permissions import may_organise
from .registration_sheets import rows_of
from .seats import seats_of
from .signing_up import busy_in_words

app_name = "wijkzorg_registrations"
PAGE_SIZE = 50
PAGES = ("people", "door", "walk_in", "needs", "log", "rules", "message", "export")
EXPORTED = "wijkzorg.registrations.export"

Was = Registration.Attendance
More = ParamSpec("More")


@dataclass(frozen=True)
class Desk:
    """The event in the language in which pages are written, and its book: not kept yet while nobody asked.

    `partner` is that of the own door; None in the CMS.
    """

    event: EventPage
    book: SeatBook
    partner: PartnerPage | None = None

    def url(self, name: str, *args: Any) -> str:
        if self.partner is not None:
            own = [self.partner.slug, self.event.pk, *args]
            return reverse(f"wijkzorg_events:mijn_registrations_{name}", args=own)
        return reverse(f"{app_name}:{name}", args=[self.event.pk, *args])

    @property
    def urls(self) -> dict[str, str]:
        return {name: self.url(name) for name in PAGES}


def organised(
    view: Callable[Concatenate[HttpRequest, Desk, More], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Whoever may not organise the event finds nothing here, nor below another partner's `key`."""

    @wraps(view)
    def checked(request: HttpRequest, event_id: int, *args: Any, **kwargs: Any) -> HttpResponse:
        event = get_object_or_404(EventPage, pk=event_id)
        if not event.is_source:
            event = event.get_translation(registering.first_locale())
        key = kwargs.pop("key", "")
        partner = partner_for(request.user, key) if key else None
        if key and (partner is None or not event.is_child_of(partner)):
            raise Http404
        if not may_organise(request.user, event):
            raise Http404
        book = book_of(event) or SeatBook(event=event)
        try:
            return view(request, Desk(event, book, partner), *args, **kwargs)
        except registering.Ended:  # deleted meanwhile, with all that stood on it
            raise Http404 from None

    return checked


def _page(
    request: HttpRequest, desk: Desk, name: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    values = {
        **context,
        "event": desk.event,
        "book": desk.book,
        "partner": desk.partner,
        "urls": desk.urls,
        "tab": name,
    }
    folder = "cms" if desk.partner is None else "mijn"
    return render(request, f"wijkzorg_events/{folder}/{name}.html", values, status=status)


# --- who comes ----------------------------------------------------------------------------------


@organised
def people(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Who sits and who waits; `?show=` and `?q=` narrow the list."""
    show, words = request.GET.get("show", ""), request.GET.get("q", "")[:100]
    everybody = people_of(desk.book)
    lines = Paginator(everybody.lines(show, words), PAGE_SIZE)
    context = {
        "seats": seats_of(desk.event),
        "failing": everybody.number_failing,
        "page_obj": lines.get_page(request.GET.get("page")),
        "show": show,
        "shows": shows(),
        "q": words,
    }
    return _page(request, desk, "registrations", context)


@organised
def cancel(request: HttpRequest, desk: Desk, registration_id: int) -> HttpResponse:
    """Asks first: the place goes to the next at once."""
    rows = Registration.objects.filter(book=desk.book.pk).active().select_related("partner")
    registration = get_object_or_404(rows, pk=registration_id)
    if request.method != "POST":
        return _page(request, desk, "registration_cancel", {"registration": registration})
    try:
        registering.cancel(registration, by=request.user)
    except registering.Ended:
        messages.info(request, _("This changed just now. This is how it stands."))
    except registering.Busy:
        messages.error(request, busy_in_words())
        context = {"registration": registration}
        return _page(request, desk, "registration_cancel", context, status=503)
    else:
        messages.success(request, _("Cancelled: %(name)s.") % {"name": registration.name})
    return redirect(desk.url("people"))


@require_POST
@organised
def export(request: HttpRequest, desk: Desk) -> HttpResponse:
    """XLSX, or CSV. The history of the event tells who took the list along, and when."""
    if desk.book.pk is None:
        raise Http404
    rows = rows_of(desk.book)
    wants_csv = request.POST.get("format") == "csv"
    content = as_csv(rows) if wants_csv else as_xlsx(rows)
    ending, kind = ("csv", CSV) if wants_csv else ("xlsx", XLSX)
    log(desk.event, EXPORTED, user=request.user, data={"format": ending, "rows": len(rows) - 1})
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{desk.event.slug}.{ending}"'
    return response


# --- at the door ----------------------------------------------------------------------------------


@organised
def door(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Who is there: one press keeps the whole list that is shown."""
    if request.method == "POST":
        return _kept_attendance(request, desk)
    return _door(request, desk, WalkInForm())


def _kept_attendance(request: HttpRequest, desk: Desk) -> HttpResponse:
    try:
        if desk.book.pk is not None:
            attendance.note(desk.book, _changed_marks(request.POST), by=request.user)
            if request.POST.get("go") == "everybody":
                attendance.everybody_was_there(desk.book, by=request.user)
    except attendance.NotTheTime:
        messages.error(request, _("Who was there can't be changed now."))
    except registering.Busy:
        messages.error(request, busy_in_words())
    else:
        messages.success(request, _("Kept."))
    query = request.GET.urlencode()
    return redirect(desk.url("door") + (f"?{query}" if query else ""))


def _changed_marks(sent: Mapping[str, str]) -> dict[int, str]:
    """Without what stays as the page showed it: a colleague may have noted it meanwhile."""
    marks = {
        name.removeprefix("was-"): value
        for name, value in sent.items()
        if name.startswith("was-") and value in Was.values
    }
    return {
        int(key): value
        for key, value in marks.items()
        if key.isdecimal() and sent.get(f"had-{key}") != value
    }


@require_POST
@organised
def walk_in(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = WalkInForm(request.POST)
    if not attendance.can_be_noted(desk.event, timezone.now()):
        messages.error(request, _("Who was there can't be changed now."))
        return redirect(desk.url("door"))
    if not form.is_valid():
        return _door(request, desk, form)
    book = registering.book_for(desk.event, by=request.user)
    try:
        added = registering.add_walk_in(book, by=request.user, **form.values())
    except registering.Busy:
        messages.error(request, busy_in_words())
        return _door(request, desk, form, status=503)
    messages.success(request, _("Added: %(name)s.") % {"name": added.name})
    return redirect(desk.url("door"))


def _door(request: HttpRequest, desk: Desk, form: WalkInForm, status: int = 200) -> HttpResponse:
    words = request.GET.get("q", "")[:100]
    lines = people_of(desk.book).lines("sitting", words)
    context = {
        "page_obj": Paginator(lines, PAGE_SIZE).get_page(request.GET.get("page")),
        "form": form,
        "q": words,
        "can_note": attendance.can_be_noted(desk.event, timezone.now()),
        "is_over": desk.event.end_at < timezone.now(),
        "until": desk.event.end_at + attendance.OPEN_FOR,
        "choices": [(one.value, one.label) for one in (Was.PRESENT, Was.ABSENT, Was.UNKNOWN)],
        "present": sum(
            line.registration.size for line in lines if line.registration.attendance == Was.PRESENT
        ),
    }
    status = 422 if form.is_bound and form.errors else status
    return _page(request, desk, "registrations_door", context, status=status)


# --- the kitchen, the log, the rules, a message --------------------------------------------------------


@organised
def needs(request: HttpRequest, desk: Desk) -> HttpResponse:
    context = {"needs": needs_of(desk.book, timezone.now())}
    return _page(request, desk, "registrations_needs", context)


@organised
def seat_history(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Why each place went where, the latest first."""
    entries: Any = []
    if desk.book.pk is not None:
        entries = desk.book.log.select_related("registration").order_by("-pk")
    page = Paginator(entries, PAGE_SIZE).get_page(request.GET.get("page"))
    found = seat_log.lines(desk.book, list(page)) if desk.book.pk is not None else []
    return _page(request, desk, "registrations_log", {"page_obj": page, "lines": found})


@organised
def rules(request: HttpRequest, desk: Desk) -> HttpResponse:
    """How people can sign up; kept, it gives the places that it makes free at once."""
    book = desk.book
    if request.method != "POST":
        form = RulesForm(
            instance=book, initial=first_rules(desk.event) if book.pk is None else None
        )
        return _page(request, desk, "registrations_rules", {"form": form})
    form = RulesForm(request.POST, instance=book)
    if not form.is_valid():
        return _page(request, desk, "registrations_rules", {"form": form}, status=422)
    if book.pk is None:
        book.pk = registering.book_for(desk.event, by=request.user).pk
    try:
        registering.set_rules(form.instance, by=request.user)
    except registering.Busy:
        messages.error(request, busy_in_words())
        return _page(request, desk, "registrations_rules", {"form": form}, status=503)
    messages.success(request, _("Kept."))
    return redirect(desk.url("people"))


@organised
def message(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Written, then looked at, then sent: with the same key, so that twice is once."""
    form = MessageForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid() or request.POST.get("go") == "change":
        status = 422 if form.is_bound and form.errors else 200
        return _page(request, desk, "registrations_message", {"form": form}, status=status)
    asked = form.cleaned_data
    number = 0
    if desk.book.pk is not None:
        to = organiser_message.receivers(desk.book, also_waiting=asked["also_waiting"])
        number = to.count()
    if request.POST.get("go") != "send" or not number:
        paragraphs = organiser_message.mails.paragraphs_of(asked["text"])
        context = {"form": form, "number": number, "paragraphs": paragraphs}
        return _page(request, desk, "registrations_message_look", context)
    if sent := organiser_message.send(desk.book, by=request.user, **asked):
        messages.success(request, _("On its way. Number of mails: %(number)s.") % {"number": sent})
    else:
        messages.info(request, _("This message was sent already. Nobody gets it twice."))
    return redirect(desk.url("people"))


urlpatterns = [
    path("<int:event_id>/registrations/", people, name="people"),
    path("<int:event_id>/registrations/door/", door, name="door"),
    path("<int:event_id>/registrations/walk-in/", walk_in, name="walk_in"),
    path("<int:event_id>/registrations/needs/", needs, name="needs"),
    path("<int:event_id>/registrations/log/", seat_history, name="log"),
    path("<int:event_id>/registrations/rules/", rules, name="rules"),
    path("<int:event_id>/registrations/message/", message, name="message"),
    path("<int:event_id>/registrations/export/", export, name="export"),
    path("<int:event_id>/registrations/<int:registration_id>/cancel/", cancel, name="cancel"),
]
