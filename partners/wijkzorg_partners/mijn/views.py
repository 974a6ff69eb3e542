"""The screens of `/mijn/`: the overview, one question at a time, and the preview."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wijkzorg_home.models import NetworkSettings

from .. import panels
from ..changes import changes_between
from ..models import Membership, PartnerPage
from ..moderation import goes_live_at_once
from ..permissions import may_edit_partner
from . import draft as drafts
from . import typed
from .access import logged_in, of_partner, own_partners, who_may_change
from .answers import value_of, values_of
from .conflicts import both, fingerprints
from .forms import AnswerForm
from .kinds import KINDS
from .steps import (
    BY_SLUG,
    MORE,
    QUESTIONS,
    Question,
    minutes_left,
    neighbours,
    open_questions,
)

#: Changes told on one screen; the preview shows all.
MOST_CHANGES = 12
#: Minutes in which a draft of one's own counts as "saved just now".
JUST_NOW = 15

show_and_save = require_http_methods(["GET", "HEAD", "POST"])


def address(partner: PartnerPage, name: str = "mijn_partner", **kwargs: Any) -> str:
    return reverse(f"wijkzorg_partners:{name}", kwargs={"key": partner.slug, **kwargs})


# --- the overview -----------------------------------------------------------------------------


@logged_in
def mijn(request: HttpRequest) -> HttpResponseBase:
    """The own profile; a choice where there are several, and a word where there is none."""
    partners = own_partners(request.user)
    if len(partners) == 1:
        return _overview(request, partners[0])
    return render(request, "wijkzorg_partners/mijn/choose.html", {"partners": partners})


@of_partner
def overview(request: HttpRequest, partner: PartnerPage) -> HttpResponseBase:
    wanted = request.GET.get("naar", "")
    if wanted in BY_SLUG:
        return redirect(address(partner, "mijn_step", step=wanted))
    if wanted in KINDS:
        return redirect(address(partner, "mijn_things", kind=wanted))
    return _overview(request, partner)


def _overview(request: HttpRequest, partner: PartnerPage) -> HttpResponse:
    draft = partner.get_latest_revision_as_object()
    state, sentence = panels.state_of(partner)
    may_change = may_edit_partner(request.user, partner)
    unanswered = open_questions(draft)
    differs = partner.live and state != "live"
    context = {
        "partner": draft,
        "row": partner,
        "state": state,
        "sentence": sentence,
        "remark": panels.remark_on(partner) if state == "sent_back" else "",
        "may_change": may_change,
        "is_locked": drafts.is_locked_for(partner, request.user),
        "to_send": state in {"draft", "changed", "sent_back"},
        "questions": QUESTIONS,
        "answered": len(QUESTIONS) - len(unanswered),
        "unanswered": unanswered,
        "first_open": unanswered[0] if unanswered else None,
        "minutes": max(1, round(sum(one.seconds for one in unanswered) / 60)),
        "more": MORE,
        "kinds": KINDS.values(),
        "role": _role_of(request.user, partner),
        "changes": changes_between(partner, draft)[:MOST_CHANGES] if differs else [],
        "saved_at": draft.latest_revision_created_at,
    }
    return render(request, "wijkzorg_partners/mijn/overview.html", context)


def _role_of(user: Any, partner: PartnerPage) -> str:
    found = Membership.objects.current().filter(user=user, partner=partner).first()
    return found.role if found else ""


# --- one question -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Screen:
    """Where a form stands, what it is about, and where its buttons lead."""

    template: str
    form: type[AnswerForm]
    place: drafts.Place
    forward: str
    back: str
    overview: str
    context: dict[str, Any]
    #: Where the way forward depends on what was written, such as the key of something new.
    forward_from: Callable[[Any], str] | None = None

    def leads_to(self, button: str, written: Any = None) -> str:
        ways = {"back": self.back, "later": self.overview}
        if button not in ways and written is not None and self.forward_from:
            return self.forward_from(written)
        return ways.get(button, self.forward)


@who_may_change
@show_and_save
def question(request: HttpRequest, partner: PartnerPage, step: str) -> HttpResponseBase:
    asked = BY_SLUG.get(step)
    if asked is None:
        raise Http404(step)
    before, after = neighbours(asked)
    home = address(partner)
    forward = home
    if asked in QUESTIONS:
        forward = (
            address(partner, "mijn_step", step=after.slug)
            if after
            else address(partner, "mijn_submit")
        )
    screen = Screen(
        template="wijkzorg_partners/mijn/question.html",
        form=asked.form,
        place=drafts.Place(),
        forward=forward,
        back=address(partner, "mijn_step", step=before.slug) if before else home,
        overview=home,
        context=_question_context(asked, before),
    )
    return answer(request, partner, screen)


def _question_context(asked: Question, before: Question | None) -> dict[str, Any]:
    counted = asked in QUESTIONS
    return {
        "question": asked,
        "before": before,
        "number": QUESTIONS.index(asked) + 1 if counted else 0,
        "total": len(QUESTIONS) if counted else 0,
        "minutes": minutes_left(asked) if counted else 0,
        "may_skip": counted and not asked.needed,
    }


def answer(request: HttpRequest, partner: PartnerPage, screen: Screen) -> HttpResponseBase:
    """Show the form of a screen, or take what it sent."""
    if drafts.is_locked_for(partner, request.user):
        return _kept_while_waiting(request, partner)
    draft = partner.get_latest_revision_as_object()
    thing = screen.place.find(draft)
    if thing is None:
        if request.method != "POST" or screen.place.kind is None:
            raise Http404
        thing = screen.place.kind.model(**{screen.place.kind.key: screen.place.key})
    if request.method != "POST":
        return _show(request, partner, draft, screen, _form_to_show(request, screen, draft, thing))
    form = screen.form(request.POST, request.FILES, thing=thing, page=draft)
    button = request.POST.get("go", "next")
    if button == "both":
        return _put_together(request, partner, draft, screen, thing)
    if not form.is_valid():
        return _not_valid(request, partner, draft, screen, form, button)
    theirs = set(request.POST.getlist("clashing")) if button == "theirs" else set()
    try:
        outcome = drafts.save_answers(
            partner,
            form,
            _began_from(request.POST),
            place=screen.place,
            by=request.user,
            leave=theirs,
        )
    except drafts.Locked:
        return _kept_while_waiting(request, partner)
    if outcome.clashing:
        return _clash(request, partner, screen, form, outcome)
    typed.forget(request)
    return redirect(screen.leads_to(button, outcome.thing))


def _form_to_show(
    request: HttpRequest, screen: Screen, draft: PartnerPage, thing: Model
) -> AnswerForm:
    """Empty-handed, or with what was typed before the session ended."""
    kept = typed.kept_for(request)
    form = screen.form(kept, thing=thing, page=draft)
    if kept is not None:
        request.session.set_expiry(None)
        form.is_valid()
    return form


def _not_valid(
    request: HttpRequest,
    partner: PartnerPage,
    draft: PartnerPage,
    screen: Screen,
    form: AnswerForm,
    button: str,
) -> HttpResponse:
    """Stay, with what is wrong; who leaves all the same finds it here again."""
    if button in {"back", "later"} and typed.keep(request):
        messages.warning(
            request,
            _(
                "One answer is not saved yet: there is something to mend in it. It waits for you there."
            ),
        )
        return redirect(screen.leads_to(button))
    return _show(request, partner, draft, screen, form)


def _show(
    request: HttpRequest,
    partner: PartnerPage,
    draft: PartnerPage,
    screen: Screen,
    form: AnswerForm,
    **more: Any,
) -> HttpResponse:
    kept = form.is_bound and request.method != "POST"
    began = form.data.get("began") if form.is_bound else None
    latest = partner.latest_revision
    mine = bool(latest and latest.user_id == request.user.pk)
    context = {
        "partner": draft,
        "form": form,
        "began": began or json.dumps(fingerprints(values_of(form.thing, form.names))),
        "is_kept": kept,
        "saved_at": latest.created_at if latest and mine else None,
        "just_now": mine and _age_in_minutes(latest) < JUST_NOW,
        "goes_live_at_once": goes_live_at_once(partner),
        "back_url": screen.back,
        "overview_url": screen.overview,
        **screen.context,
        **more,
    }
    return render(request, screen.template, context)


def _age_in_minutes(revision: Any) -> float:
    return float((timezone.now() - revision.created_at).total_seconds() / 60)


def _began_from(sent: Any) -> dict[str, str]:
    """The fingerprints that the form carried. What can't be read counts as having seen nothing."""
    try:
        found = json.loads(sent.get("began", ""))
    except ValueError:
        return {}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def _clash(
    request: HttpRequest,
    partner: PartnerPage,
    screen: Screen,
    form: AnswerForm,
    outcome: drafts.Outcome,
) -> HttpResponse:
    """Somebody else changed the same: both versions side by side, and one's own still in the field."""
    theirs: Any = screen.place.find(outcome.draft)
    versions = []
    for name in outcome.clashing:
        label = form.fields[name].label if name in form.fields else ""
        versions.append(
            {
                "label": label,
                "mine": form.in_words(name),
                "theirs": form.words(name, value_of(theirs, name)),
            }
        )
    sent = request.POST.copy()
    sent["began"] = json.dumps(fingerprints(values_of(theirs, form.names)))
    again = screen.form(sent, thing=theirs, page=outcome.draft)
    again.is_valid()
    more = {
        "versions": versions,
        "clashing": outcome.clashing,
        "can_join": any(name in form.by_line for name in outcome.clashing),
        "author": _name_of(outcome.by, request, partner),
        "changed_at": outcome.at,
    }
    return _show(request, partner, outcome.draft, screen, again, **more)


def _put_together(
    request: HttpRequest, partner: PartnerPage, draft: PartnerPage, screen: Screen, thing: Model
) -> HttpResponse:
    """The lines of both versions in the field, to look at once more before saving."""
    sent = request.POST.copy()
    for name in screen.form.by_line:
        if name in sent.getlist("clashing"):
            sent[name] = both(value_of(thing, name), sent[name])  # type: ignore[arg-type]
    form = screen.form(sent, thing=thing, page=draft)
    form.is_valid()
    return _show(request, partner, draft, screen, form, is_joined=True)


def _name_of(author: Any, request: HttpRequest, partner: PartnerPage) -> str:
    """A colleague by name; staff by the network's name, since a volunteer does not know them."""
    if author is None:
        return _("Somebody")
    if author.pk == request.user.pk:
        return _("You yourself, in another window,")
    if _role_of(author, partner):
        return author.get_full_name() or author.email
    return _("Somebody of %(network)s") % {"network": NetworkSettings.for_request(request).name}


def _kept_while_waiting(request: HttpRequest, partner: PartnerPage) -> HttpResponse:
    """Who opened the form before the page waited finds the answer in it when it can be changed again."""
    is_kept = request.method == "POST" and typed.keep(request) and not request.FILES
    return waiting(request, partner, is_kept=is_kept)


def waiting(request: HttpRequest, partner: PartnerPage, *, is_kept: bool = False) -> HttpResponse:
    """Instead of a form while the page waits: why, what waits, and how to take it back."""
    state, sentence = panels.state_of(partner)
    context = {
        "partner": partner.get_latest_revision_as_object(),
        "state": state,
        "sentence": sentence,
        "is_kept": is_kept,
    }
    return render(request, "wijkzorg_partners/mijn/waiting.html", context)


# --- the preview ------------------------------------------------------------------------------


@of_partner
def preview(request: HttpRequest, partner: PartnerPage) -> HttpResponseBase:
    """The newest draft in the public look, for members and staff."""
    draft = partner.get_latest_revision_as_object()
    request.is_preview = True  # type: ignore[attr-defined]
    context = {
        **draft.get_context(request),
        "public_template": draft.get_template(request),
        "mijn_url": address(partner),
    }
    response = render(request, "wijkzorg_partners/mijn/preview.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response
