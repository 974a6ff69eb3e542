"""`/mijn/<key>/samen/`: with whom the own organisation works, as its owner and editors tell it.

One searches a name, chooses, and sends. GET shows, POST acts: a link in a mail changes nothing by itself.
"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ..mijn.access import who_may_change
from ..models import Cooperation, PartnerPage
from . import cooperation

FOLDER = "wijkzorg_partners/ties"


@who_may_change
def ties(request: HttpRequest, partner: PartnerPage) -> HttpResponse:
    """What stands on the page, what waits for whom, and a search for somebody new."""
    rows = [_told(tie, other, partner) for tie, other in cooperation.of_partner(partner)]
    words = request.GET.get("q", "")[:100]
    there = {row["other"].pk: row["stands"] for row in rows}
    found = cooperation.to_choose_from(partner, words)
    context = {
        "partner": partner,
        "key": partner.slug,
        "confirmed": [row for row in rows if row["stands"] == "confirmed"],
        "asked": [row for row in rows if row["stands"] == "asks_us"],
        "introduced": [row for row in rows if row["stands"] == "introduced"],
        "waiting": [row for row in rows if row["stands"] == "asked_them"],
        "words": words,
        "found": [{"other": one, "stands": there.get(one.pk, "")} for one in found],
        "is_cut": len(found) == cooperation.MOST_FOUND,
    }
    return render(request, f"{FOLDER}/ties.html", context)


def _told(tie: Cooperation, other: PartnerPage, partner: PartnerPage) -> dict[str, Any]:
    return {"tie": tie, "other": other, "stands": stands(tie, partner)}


def stands(tie: Cooperation | None, partner: PartnerPage) -> str:
    """Seen by one side: "confirmed", "asks_us", "asked_them", "introduced", or "" for nothing."""
    if tie is None or tie.ended_at is not None:
        return ""
    if tie.state != "asked":
        return tie.state
    return "asked_them" if tie.said_yes(tie.side_of(partner)) else "asks_us"


@who_may_change
@require_http_methods(["GET", "HEAD", "POST"])
def tie(request: HttpRequest, partner: PartnerPage, other_id: int) -> HttpResponse:
    """One other partner: propose it, answer, take it back, or end it."""
    other = PartnerPage.objects.filter(pk=other_id).first()
    if other is None or other.pk == partner.pk or not other.is_source:
        raise Http404(other_id)
    there = cooperation.between(partner, other)
    now = stands(there, partner)
    if not now and not cooperation.is_open(other):
        raise Http404(other_id)  # nothing between them, so the name of a draft is not for this side
    if request.method == "POST":
        return _act(request, partner, other, now)
    context = {"partner": partner, "key": partner.slug, "other": other, "stands": now, "tie": there}
    return render(request, f"{FOLDER}/tie.html", context)


def _why(reason: str, other: PartnerPage) -> str:
    """Why it was not possible, in a sentence that says what to do."""
    if reason == "said_no":
        return _("%(other)s said no before. Call them: they can ask you.") % {"other": other.title}
    if reason == "own_hidden":
        return _("Your own page is not on the site. Put it there first.")
    return _("%(other)s is not on the site now. Try again later.") % {"other": other.title}


def _act(
    request: HttpRequest, partner: PartnerPage, other: PartnerPage, before: str
) -> HttpResponse:
    back = redirect("wijkzorg_partners:mijn_ties", partner.slug)
    said = request.POST.get("say")
    if said == "yes":
        try:
            done = cooperation.say_yes(partner, other, by=request.user)
        except cooperation.NotPossible as refused:
            messages.error(request, _why(refused.reason, other))
            return back
        if done.state == "confirmed":
            text = _("You work with %(other)s. It stands on both pages now.")
        else:
            text = _("We asked %(other)s. When they say yes, it stands on both pages.")
        messages.success(request, text % {"other": other.title})
    elif said == "no" and cooperation.say_no(partner, other, by=request.user):
        if before == "asked_them":
            text = _("You took it back. %(other)s is not asked any more.")
        elif before == "confirmed":
            text = _("It no longer stands on the pages. %(other)s gets a mail.")
        else:
            text = _("You said no. It does not stand on the site.")
        messages.success(request, text % {"other": other.title})
    return back


urlpatterns = [
    path("mijn/<str:key>/samen/", ties, name="mijn_ties"),
    path("mijn/<str:key>/samen/<int:other_id>/", tie, name="mijn_tie"),
]
