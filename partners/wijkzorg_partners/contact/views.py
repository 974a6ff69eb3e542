"""`/vraag/`: asking a partner something, or to be introduced, without an account; and how it stands."""

from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from ..models import ContactRequest, PartnerPage
from . import links, requesting, words
from .forms import AskForm, ReplyForm, partner_named
from .states import WAITING, Actor, Event, Refused, State, may
from .views_partner import contact_answer, contact_passed_on, messages_of, what_was_not_sent

Kind = ContactRequest.Kind
FOLDER = "wijkzorg_partners/contact"
#: What the sender may press on the page of a request, besides replying.
PRESSES = (Event.HELPED, Event.NOT_HELPED, Event.NO_ANSWER_CAME, Event.WITHDRAW)
#: Signs who is logged in into the form: a page elsewhere can't send a question with somebody's rights.
SELF = signing.Signer(salt="wijkzorg.contact.self")


@csrf_exempt  # it works without cookies; a right of the visitor's counts only with `SELF`
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, partner_id: int, kind: str = Kind.QUESTION) -> HttpResponse:
    """The form; shown again with what was typed when something is wrong, or looks like a client's data."""
    partner = get_object_or_404(
        PartnerPage.objects.open_to_the_public().select_related("locale"),
        id=partner_id,  # of a number that no database has, `pk` makes an error
    )
    if request.method != "POST":
        form = AskForm(request=request, kind=kind, initial=_known_of(request))
        return _ask_screen(request, form, partner)
    form = AskForm(request.POST, request=request, kind=kind)
    if not form.is_valid():
        return _ask_screen(request, form, partner)
    if findings := form.findings():
        return _ask_screen(request, form, partner, findings=findings)
    if not form.within_limits(form.cleaned_data["email"]):
        return _ask_screen(request, form, partner)
    cleaned = {
        name: form.cleaned_data[name] for name in ("name", "email", "organisation", "phone", "text")
    }
    asked = requesting.Asked(
        kind=kind,
        partner=partner,
        organisation_partner=partner_named(cleaned["organisation"])
        if cleaned["organisation"]
        else None,
        language=get_language() or "nl",
        **cleaned,
    )
    is_sure = _is_self(request) and requesting.is_confirmed_address(request.user, cleaned["email"])
    made = requesting.ask(asked, is_confirmed=is_sure)
    if is_sure:
        return redirect("wijkzorg_partners:contact_state", links.token_of(made, links.SENDER))
    return redirect("wijkzorg_partners:contact_sent")


def _known_of(request: HttpRequest) -> dict[str, str]:
    """What somebody who is logged in need not type."""
    user = request.user
    if not user.is_authenticated:
        return {}
    return {"name": user.get_full_name(), "email": user.email}


def _is_self(request: HttpRequest) -> bool:
    try:
        return SELF.unsign(request.POST.get("self", "")) == str(request.user.pk)
    except signing.BadSignature:
        return False


def _ask_screen(
    request: HttpRequest, form: AskForm, partner: PartnerPage, **more: Any
) -> HttpResponse:
    context = {
        "form": form,
        "partner": partner,
        "is_introduction": form.kind == Kind.INTRODUCTION,
        "self": SELF.sign(str(request.user.pk)) if request.user.is_authenticated else "",
        **more,
    }
    status = 429 if form.is_too_often else 200
    return render(request, f"{FOLDER}/ask.html", context, status=status)


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """The same words, whether we know the address or not."""
    return render(request, f"{FOLDER}/sent.html")


@csrf_exempt  # the token in the address is the right; it works without cookies
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows, POST acts: scanners of mail open links, and must not use them up."""
    found = links.find(token, links.CONFIRM)
    if found is not None and request.method == "POST":
        try:
            requesting.confirm(found)
        except Refused:
            found.refresh_from_db()
        else:
            return _to_state(found)
    if found is not None and found.state not in {State.UNCONFIRMED, State.EXPIRED}:
        return _to_state(found)  # who pressed before, and reads the mail once more
    is_open = found is not None and found.state == State.UNCONFIRMED
    context = {"asked": found, "is_open": is_open}
    return _private(render(request, f"{FOLDER}/confirm.html", context, status=_status(is_open)))


def _status(is_open: bool) -> int:
    return 200 if is_open else 404


def _to_state(request: ContactRequest) -> HttpResponse:
    return redirect("wijkzorg_partners:contact_state", links.token_of(request, links.SENDER))


@csrf_exempt  # as above
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def state(request: HttpRequest, token: str) -> HttpResponse:
    """What happened, step by step, and what the sender can do now."""
    found = links.find(token, links.SENDER)
    if found is None:
        return _private(render(request, f"{FOLDER}/unknown.html", status=404))
    form = ReplyForm(request.POST if request.POST.get("do") == Event.REPLY else None)
    if request.method == "POST":
        done = _do(token, form, request.POST.get("do", ""))
        if done:
            return redirect("wijkzorg_partners:contact_state", token)
        found = links.find(token, links.SENDER) or found
    facts = found.facts
    may_reply = may(facts, Event.REPLY, Actor.SENDER)
    is_late = form.is_bound and not may_reply
    unsent = what_was_not_sent(found, request.POST.get("text", "")) if is_late else ""
    if is_late and not unsent:
        return redirect("wijkzorg_partners:contact_state", token)
    context = {
        "asked": found,
        "sentence": words.state_words(found),
        "steps": words.steps_of(found),
        "messages_about_it": messages_of(found),
        "form": form,
        "findings": form.findings() if form.is_bound and form.is_valid() else [],
        "unsent": unsent,
        "may_reply": may_reply,
        "may_tell": may(facts, Event.HELPED, Actor.SENDER),
        "may_withdraw": found.state in WAITING,
    }
    status = 409 if unsent else 200
    return _private(render(request, f"{FOLDER}/state.html", context, status=status))


def _do(token: str, form: ReplyForm, wanted: str) -> bool:
    """Whether it was done; else the page says what is wrong, or that somebody was first."""
    if wanted == Event.REPLY:
        if not form.is_valid() or form.findings():
            return False
        event, text = Event.REPLY, form.cleaned_data["text"].strip()
    elif wanted in PRESSES:
        event, text = Event(wanted), ""
    else:
        raise Http404("no such act")
    try:
        requesting.act(token, event, text=text)
    except Refused:  # pressed twice, or the coordinator was first: the page says how it stands
        return event != Event.REPLY
    return True


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response


urlpatterns = [
    path("vraag/verstuurd/", sent, name="contact_sent"),
    path("vraag/doorgegeven/", contact_passed_on, name="contact_passed_on"),
    path("vraag/bevestigen/<str:token>/", confirm, name="contact_confirm"),
    path("vraag/stand/<str:token>/", state, name="contact_state"),
    path("vraag/antwoord/<str:token>/", contact_answer, name="contact_answer"),
    path("vraag/<int:partner_id>/", ask, name="contact_ask"),
    path(
        "vraag/<int:partner_id>/kennismaken/",
        ask,
        {"kind": Kind.INTRODUCTION},
        name="contact_introduce",
    ),
]
