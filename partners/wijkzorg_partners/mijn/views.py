"""The screens of `/mijn/`: the overview, one question at a time, and the preview."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from .. import panels
from ..changes import changes_between
from ..models import PartnerPage
from ..permissions import may_edit_partner
from . import draft as drafts
from . import screens
from .access import logged_in, of_partner, own_partners, who_may_change
from .kinds import KINDS
from .links import Link, links_for
from .screens import Screen, Ways, answer, role_of, show_and_save
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


def address(partner: PartnerPage, name: str = "mijn_partner", **kwargs: Any) -> str:
    return reverse(f"wijkzorg_partners:{name}", kwargs={"key": partner.slug, **kwargs})


def ways_of(partner: PartnerPage) -> Ways:
    return Ways(
        overview=address(partner),
        preview=address(partner, "mijn_preview"),
        take_back=address(partner, "mijn_take_back"),
    )


# --- the overview -----------------------------------------------------------------------------


@logged_in
def mijn(request: HttpRequest) -> HttpResponseBase:
    """The own profile; a choice where there are several, and a word where there is none."""
    partners = own_partners(request.user)
    if len(partners) == 1:
        return _overview(request, partners[0], links_for(request.user, partners[0]))
    return render(request, "wijkzorg_partners/mijn/choose.html", {"partners": partners})


@of_partner
def overview(request: HttpRequest, partner: PartnerPage) -> HttpResponseBase:
    wanted = request.GET.get("naar", "")
    if wanted in BY_SLUG:
        return redirect(address(partner, "mijn_step", step=wanted))
    if wanted in KINDS:
        return redirect(address(partner, "mijn_things", kind=wanted))
    links = links_for(request.user, partner)
    for link in links:
        if wanted and link.slug == wanted:
            return redirect(link.url)
    return _overview(request, partner, links)


def _overview(request: HttpRequest, partner: PartnerPage, links: list[Link]) -> HttpResponse:
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
        "role": role_of(request.user, partner),
        "changes": changes_between(partner, draft)[:MOST_CHANGES] if differs else [],
        "saved_at": draft.latest_revision_created_at,
        "links": [link for link in links if link.waiting is None],
        "choices": [link for link in links if link.waiting is not None],
        "calls": [link for link in links if link.waiting],
    }
    return render(request, "wijkzorg_partners/mijn/overview.html", context)


# --- one question -----------------------------------------------------------------------------


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
        ways=ways_of(partner),
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


# --- the preview ------------------------------------------------------------------------------


@of_partner
def preview(request: HttpRequest, partner: PartnerPage) -> HttpResponseBase:
    """For members and staff."""
    return screens.preview(request, partner, address(partner))
