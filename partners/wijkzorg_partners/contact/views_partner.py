"""Where a partner answers: by the link in a mail, and at `/mijn/<key>/vragen/`."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Site

from ..mijn.access import of_partner
from ..models import ContactRequest, PartnerPage
from . import answering, links, words
from .access import receives_for
from .client_data import Finding
from .forms import PARTNER_CHOICES, DeedForm
from .mail_words import contact_facts
from .states import Actor, Event, Refused, State, may

FOLDER = "wijkzorg_partners/contact"
PAGE_SIZE = 25


def messages_of(request: ContactRequest) -> list[tuple[Any, str]]:
    """What was written after the question, each with the words for who wrote it. One query."""
    return [
        (one, words.author_words(one.author, request, one.partner_name))
        for one in request.messages.all()
    ]


@csrf_exempt  # the token in the address is the right; it works without cookies
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contact_answer(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows, POST acts: scanners of mail open links, and must not use them up."""
    found = links.find_for_partner(token)
    if found is None or found[0].state in {State.UNCONFIRMED, State.EXPIRED}:
        response = render(request, f"{FOLDER}/unknown.html", status=404)
    else:
        here = reverse("wijkzorg_partners:contact_answer", args=[token])
        response = _screen(
            request, found[0], here, lambda deed: answering.by_link(token, deed), door=False
        )
    response["X-Robots-Tag"] = "noindex"
    return response


def _screen(
    request: HttpRequest,
    asked: ContactRequest,
    here: str,
    act: Callable[[answering.Deed], None],
    *,
    door: bool,
) -> HttpResponse:
    """The question, what was said about it, and the form, as far as something can be done.

    What somebody typed while a colleague was first is shown again, so that it is not lost.
    """
    form = _form(request, asked)
    findings: list[Finding] = []
    is_late = request.method == "POST" and form is None
    if request.method == "POST" and form is not None and form.is_valid():
        findings = form.findings()
        if not findings:
            try:
                return _done(form.deed(), here, act)
            except Refused:
                asked.refresh_from_db()
                form, is_late = _form(request, asked, is_new=True), True
    unsent = what_was_not_sent(asked, request.POST.get("text", "")) if is_late else ""
    if is_late and not unsent:
        return redirect(here)
    context = {
        "asked": asked,
        "facts": contact_facts(asked),
        "sentence": words.state_words(asked),
        "steps": words.steps_of(asked),
        "messages_about_it": messages_of(asked),
        "form": form,
        "findings": findings,
        "unsent": unsent,
        "partner": asked.partner,
        "door": door,
    }
    return render(request, f"{FOLDER}/answer.html", context, status=409 if unsent else 200)


def _form(request: HttpRequest, asked: ContactRequest, *, is_new: bool = False) -> DeedForm | None:
    """With what was sent, unless it `is_new`; None where a partner can't do anything now."""
    choices = [one for one in PARTNER_CHOICES if may(asked.facts, Event(one[0]), Actor.PARTNER)]
    if not choices:
        return None
    return DeedForm(
        request.POST if request.method == "POST" and not is_new else None,
        contact_request=asked,
        site=Site.find_for_request(request),
        choices=choices,
    )


def what_was_not_sent(asked: ContactRequest, typed: str) -> str:
    """What somebody typed while another was first; "" for the same words sent twice."""
    text = typed.strip()
    said = {"".join(one.text.split()) for one in asked.messages.all()}
    return "" if "".join(text.split()) in said else text


def _done(deed: answering.Deed, here: str, act: Callable[[answering.Deed], None]) -> HttpResponse:
    try:
        act(deed)
    except PermissionDenied:
        return redirect("wijkzorg_partners:contact_passed_on")
    if deed.event == Event.PASS_ON:
        return redirect("wijkzorg_partners:contact_passed_on")
    return redirect(here)


@require_safe
def contact_passed_on(request: HttpRequest) -> HttpResponse:
    return render(request, f"{FOLDER}/passed_on.html")


def who_receives(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """For owner and editors of the partner; absent for all others, also for who may edit every page."""

    @wraps(view)
    def guarded(request: HttpRequest, partner: PartnerPage, **kwargs: Any) -> HttpResponse:
        if not receives_for(request.user, partner):
            raise Http404("not theirs")
        return view(request, partner, **kwargs)

    return of_partner(guarded)


def number_waiting(partner: PartnerPage) -> int:
    """How many questions lie with this partner, and wait for its answer."""
    rows = ContactRequest.objects.filter(partner=partner)
    return rows.filter(state__in=[State.DELIVERED, State.PASSED_ON]).count()


@who_receives
def own_requests(request: HttpRequest, partner: PartnerPage) -> HttpResponse:
    """All that this partner has, the newest first; what waits for an answer stands out."""
    rows = ContactRequest.objects.filter(partner=partner, is_forgotten=False).exclude(
        state__in=[State.UNCONFIRMED, State.EXPIRED]
    )
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    lines = [(one, words.state_words(one)) for one in page]
    context = {"partner": partner, "lines": lines, "page_obj": page}
    return render(request, f"{FOLDER}/own.html", context)


@who_receives
def own_request(request: HttpRequest, partner: PartnerPage, uid: Any) -> HttpResponse:
    rows = ContactRequest.objects.filter(partner=partner, uid=uid, is_forgotten=False)
    asked = rows.exclude(state__in=[State.UNCONFIRMED, State.EXPIRED]).first()
    if asked is None:
        raise Http404("no such request")
    here = request.path
    return _screen(
        request,
        asked,
        here,
        lambda deed: answering.by_member(request.user, asked, deed),
        door=True,
    )


mijn_urlpatterns = [
    path("mijn/<str:key>/vragen/", own_requests, name="mijn_requests"),
    path("mijn/<str:key>/vragen/<uuid:uid>/", own_request, name="mijn_request"),
]
