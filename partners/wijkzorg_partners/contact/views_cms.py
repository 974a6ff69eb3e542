"""`/cms/requests/`: what the coordinator follows up, and the list for the coordinator's page."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import Site

from wijkzorg_home.work_panel import Work, WorkList

from ..models import ContactRequest
from . import answering, words
from .access import may_follow
from .forms import COORDINATOR_CHOICES, DeedForm
from .mail_words import contact_facts
from .receivers import receivers_at
from .states import WAITING, Actor, Event, Refused, State, may
from .views_partner import messages_of

app_name = "wijkzorg_partners_contact"
PAGE_SIZE = 25
LINES = 10


def _must_follow(user: Any) -> None:
    if not may_follow(user):
        raise PermissionDenied


def to_follow() -> "QuerySet[ContactRequest]":
    """What nobody answered: first what is with the coordinator, and in that what waits longest."""
    mine = When(state=State.ESCALATED, then=Value(0))
    rows = ContactRequest.objects.filter(state__in=sorted(WAITING))
    first = Case(mine, default=Value(1), output_field=IntegerField())
    return rows.order_by(first, "since", "pk")


def requests(request: HttpRequest) -> HttpResponse:
    """What waits for an answer; with `?show=all` also what is answered or over."""
    _must_follow(request.user)
    show_all = request.GET.get("show") == "all"
    everything = ContactRequest.objects.exclude(state__in=[State.UNCONFIRMED, State.EXPIRED])
    rows = everything.filter(is_forgotten=False) if show_all else to_follow()
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    lines = [(one, words.state_words(one)) for one in page]
    context = {"lines": lines, "page_obj": page, "show_all": show_all}
    return render(request, "wijkzorg_partners/cms/requests.html", context)


def one(request: HttpRequest, request_id: int) -> HttpResponse:
    """One request, all that happened, and the acts."""
    _must_follow(request.user)
    rows = ContactRequest.objects.select_related("partner").filter(is_forgotten=False)
    asked = get_object_or_404(
        rows.exclude(state__in=[State.UNCONFIRMED, State.EXPIRED]), pk=request_id
    )
    choices = [
        choice
        for choice in COORDINATOR_CHOICES
        if may(asked.facts, Event(choice[0]), Actor.COORDINATOR)
        and (choice[0] != Event.REMIND_AGAIN or receivers_at(asked.partner))
    ]
    form = DeedForm(
        request.POST if request.method == "POST" else None,
        contact_request=asked,
        site=Site.find_for_request(request),
        choices=choices,
    )
    findings = []
    if request.method == "POST" and choices and form.is_valid():
        findings = form.findings()
        if not findings:
            return _done(request, asked, form.deed())
    context = {
        "asked": asked,
        "facts": contact_facts(asked),
        "sentence": words.state_words(asked),
        "steps": words.steps_of(asked),
        "messages_about_it": messages_of(asked),
        "form": form if choices else None,
        "findings": findings,
    }
    return render(request, "wijkzorg_partners/cms/request.html", context)


def _done(request: HttpRequest, asked: ContactRequest, deed: answering.Deed) -> HttpResponse:
    try:
        answering.by_coordinator(request.user, asked, deed)
    except Refused:
        messages.warning(request, _("Somebody was first. This is how it stands now."))
    else:
        messages.success(request, _("Done. Everybody whom it concerns gets a mail."))
    return redirect("wijkzorg_partners_contact:one", asked.pk)


def unanswered(user: Any) -> WorkList | None:
    """The list for the coordinator's page: what waits, what is with the coordinator first. Two queries."""
    if not may_follow(user):
        return None
    rows = to_follow()[:LINES]
    list_address = reverse("wijkzorg_partners_contact:list")
    return WorkList(
        heading=_("Questions that nobody answered yet"),
        lines=[_line(row) for row in rows],
        nothing=_("Every question is answered."),
        more_url=list_address,
        more_label=_("All questions"),
        number=to_follow().count(),
    )


def _line(row: ContactRequest) -> Work:
    since = date_format(timezone.localdate(row.since), "j F")
    return Work(
        title=_("Question to %(partner)s") % {"partner": row.partner_name},
        note=_("Since %(day)s. %(state)s") % {"day": since, "state": words.state_words(row)},
        label=_("Follow up"),
        url=reverse("wijkzorg_partners_contact:one", args=[row.pk]),
    )


urlpatterns = [path("", requests, name="list"), path("<int:request_id>/", one, name="one")]
