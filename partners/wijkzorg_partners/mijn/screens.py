"""One screen of `/mijn/`: a form about a page, or about a thing in it, and what becomes of what was sent.

The profile's own questions use it, and what other apps ask about a page below the profile.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from wijkzorg_home.models import NetworkSettings

from .. import panels
from ..models import Membership
from ..moderation import goes_live_at_once, partner_of
from . import draft as drafts
from . import typed
from .answers import value_of, values_of
from .conflicts import both, fingerprints
from .forms import AnswerForm

#: Minutes in which a draft of one's own counts as "saved just now".
JUST_NOW = 15

show_and_save = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Ways:
    """Where one goes from a page that can't be changed now: addresses."""

    overview: str
    preview: str
    take_back: str


@dataclass(frozen=True)
class Screen:
    """Where a form stands, what it is about, and where its buttons lead."""

    template: str
    form: type[AnswerForm]
    place: drafts.Place
    forward: str
    back: str
    overview: str
    ways: Ways
    context: dict[str, Any]
    #: Where the way forward depends on what was written, such as the key of something new.
    forward_from: Callable[[Any], str] | None = None

    def leads_to(self, button: str, written: Any = None) -> str:
        ways = {"back": self.back, "later": self.overview}
        if button not in ways and written is not None and self.forward_from:
            return self.forward_from(written)
        return ways.get(button, self.forward)


def answer(request: HttpRequest, page: Page, screen: Screen) -> HttpResponseBase:
    """Show the form of a screen, or take what it sent."""
    if drafts.is_locked_for(page, request.user):
        return _kept_while_waiting(request, page, screen.ways)
    draft = page.get_latest_revision_as_object()
    thing = screen.place.find(draft)
    if thing is None:
        if request.method != "POST" or screen.place.kind is None:
            raise Http404
        thing = screen.place.kind.model(**{screen.place.kind.key: screen.place.key})
    if request.method != "POST":
        form = form_to_show(request, screen.form, thing=thing, page=draft)
        return _show(request, page, draft, screen, form)
    form = screen.form(request.POST, request.FILES, thing=thing, page=draft)
    button = request.POST.get("go", "next")
    if button == "both":
        return _put_together(request, page, draft, screen, thing)
    if not form.is_valid():
        return _not_valid(request, page, draft, screen, form, button)
    theirs = set(request.POST.getlist("clashing")) if button == "theirs" else set()
    try:
        outcome = drafts.save_answers(
            page,
            form,
            _began_from(request.POST),
            place=screen.place,
            by=request.user,
            leave=theirs,
        )
    except drafts.Locked:
        return _kept_while_waiting(request, page, screen.ways)
    if outcome.clashing:
        return _clash(request, page, screen, form, outcome)
    typed.forget(request)
    return redirect(screen.leads_to(button, outcome.thing))


def form_to_show(
    request: HttpRequest, form_class: type[AnswerForm], *, thing: Model, page: Page
) -> AnswerForm:
    """Empty-handed, or with what was typed before the session ended."""
    kept = typed.kept_for(request)
    form = form_class(kept, thing=thing, page=page)
    if kept is not None:
        request.session.set_expiry(None)
        form.is_valid()
    return form


def _not_valid(
    request: HttpRequest,
    page: Page,
    draft: Page,
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
    return _show(request, page, draft, screen, form)


def _show(
    request: HttpRequest,
    page: Page,
    draft: Page,
    screen: Screen,
    form: AnswerForm,
    **more: Any,
) -> HttpResponse:
    kept = form.is_bound and request.method != "POST"
    began = form.data.get("began") if form.is_bound else None
    latest = page.latest_revision
    mine = bool(latest and latest.user_id == request.user.pk)
    context = {
        "partner": draft,
        "form": form,
        "began": began or json.dumps(fingerprints(values_of(form.thing, form.names))),
        "is_kept": kept,
        "saved_at": latest.created_at if latest and mine else None,
        "just_now": mine and _age_in_minutes(latest) < JUST_NOW,
        "goes_live_at_once": goes_live_at_once(page),
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
    page: Page,
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
        "author": _name_of(outcome.by, request, page),
        "changed_at": outcome.at,
    }
    return _show(request, page, outcome.draft, screen, again, **more)


def _put_together(
    request: HttpRequest, page: Page, draft: Page, screen: Screen, thing: Model
) -> HttpResponse:
    """The lines of both versions in the field, to look at once more before saving."""
    sent = request.POST.copy()
    for name in screen.form.by_line:
        if name in sent.getlist("clashing"):
            sent[name] = both(value_of(thing, name), sent[name])  # type: ignore[arg-type]
    form = screen.form(sent, thing=thing, page=draft)
    form.is_valid()
    return _show(request, page, draft, screen, form, is_joined=True)


def _name_of(author: Any, request: HttpRequest, page: Page) -> str:
    """A colleague by name; staff by the network's name, since a volunteer does not know them."""
    if author is None:
        return _("Somebody")
    if author.pk == request.user.pk:
        return _("You yourself, in another window,")
    if role_of(author, page):
        return author.get_full_name() or author.email
    return _("Somebody of %(network)s") % {"network": NetworkSettings.for_request(request).name}


def _kept_while_waiting(request: HttpRequest, page: Page, ways: Ways) -> HttpResponse:
    """Who opened the form before the page waited finds the answer in it when it can be changed again."""
    is_kept = request.method == "POST" and typed.keep(request) and not request.FILES
    return waiting(request, page, ways, is_kept=is_kept)


def waiting(request: HttpRequest, page: Page, ways: Ways, *, is_kept: bool = False) -> HttpResponse:
    """Instead of a form while the page waits: why, what waits, and how to take it back."""
    state, sentence = panels.state_of(page)
    context = {
        "partner": page.get_latest_revision_as_object(),
        "state": state,
        "sentence": sentence,
        "is_kept": is_kept,
        "ways": ways,
    }
    return render(request, "wijkzorg_partners/mijn/waiting.html", context)


def preview(request: HttpRequest, page: Page, back: str) -> HttpResponse:
    """The newest draft in the public look, and the way back to the address `back`."""
    draft = page.get_latest_revision_as_object()
    request.is_preview = True  # type: ignore[attr-defined]
    context = {
        **draft.get_context(request),
        "public_template": draft.get_template(request),
        "mijn_url": back,
    }
    response = render(request, "wijkzorg_partners/mijn/preview.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def role_of(user: Any, page: Page) -> str:
    """The role in the partner of a page: one of Membership.Role, or "" for who is no member."""
    found = Membership.objects.current().filter(user=user, partner=partner_of(page)).first()
    return found.role if found else ""
