"""`/cms/coordination/ties/`: pairs that might know each other, who stands alone, and what a call told."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ..models import Cooperation, PartnerPage
from . import cooperation, coordinating

app_name = "wijkzorg_ties"
PAGE_SIZE = 25
FOLDER = "wijkzorg_partners/cms"


def _must_coordinate(user: Any) -> None:
    """As the list of calls: whoever brings in editors."""
    if not user.has_perm("wijkzorg_partners.invite_editor"):
        raise PermissionDenied


def ties(request: HttpRequest) -> HttpResponse:
    """The same number of queries for any number of partners."""
    _must_coordinate(request.user)
    alone = coordinating.alone().select_related("locale")
    context = {
        "pairs": [(pair, coordinating.why(pair)) for pair in coordinating.pairs()],
        "alone": Paginator(alone, PAGE_SIZE).get_page(request.GET.get("page")),
        "number": Cooperation.objects.confirmed().count(),
    }
    return render(request, f"{FOLDER}/ties.html", context)


def partner(request: HttpRequest, partner_id: int) -> HttpResponse:
    """One partner: what stands, and a search for whom it works with."""
    _must_coordinate(request.user)
    page = _source(partner_id)
    words = request.GET.get("q", "")[:100]
    rows = cooperation.of_partner(page)
    there = {other.pk for tie, other in rows if tie.state == "confirmed"}
    found = [one for one in cooperation.to_choose_from(page, words) if one.pk not in there]
    context = {"partner": page, "rows": rows, "words": words, "found": found}
    return render(request, f"{FOLDER}/ties_of_partner.html", context)


def _source(key: int) -> PartnerPage:
    page = get_object_or_404(PartnerPage.objects.select_related("locale"), pk=key)
    if not page.is_source:
        raise Http404(key)
    return page


def _introduced(one: PartnerPage, other: PartnerPage, by: Any) -> str:
    if cooperation.introduce(one, other, by=by) is None:
        return _("These two were asked before. Nobody is asked twice.")
    return _("Both get a mail: %(one)s and %(other)s.")


def _recorded(one: PartnerPage, other: PartnerPage, by: Any) -> str:
    cooperation.record(one, other, by=by)
    return _("Written down: %(one)s and %(other)s work together. Both get a mail.")


def _set_aside(one: PartnerPage, other: PartnerPage, by: Any) -> str:
    cooperation.set_aside(one, other, by=by)
    return _("%(one)s and %(other)s are not suggested any more.")


def _ended(one: PartnerPage, other: PartnerPage, by: Any) -> str:
    cooperation.end_for_both(one, other, by=by)
    return _("It no longer stands on the pages of %(one)s and %(other)s.")


DOES: dict[str, Callable[[PartnerPage, PartnerPage, Any], str]] = {
    "introduce": _introduced,
    "record": _recorded,
    "aside": _set_aside,
    "end": _ended,
}


@require_POST
def act(request: HttpRequest, partner_id: int, other_id: int) -> HttpResponse:
    """One of the buttons beside a pair."""
    _must_coordinate(request.user)
    does = DOES.get(request.POST.get("do", ""))
    if does is None:
        raise Http404("no such act")
    one, other = _source(partner_id), _source(other_id)
    try:
        told = does(one, other, request.user)
    except cooperation.NotPossible:
        messages.error(request, _("One of the two is not on the site. Nothing was changed."))
    else:
        messages.success(request, told % {"one": one.title, "other": other.title})
    if request.POST.get("back") == "partner":
        return redirect("wijkzorg_ties:partner", one.pk)
    return redirect("wijkzorg_ties:list")


urlpatterns = [
    path("", ties, name="list"),
    path("<int:partner_id>/", partner, name="partner"),
    path("<int:partner_id>/<int:other_id>/", act, name="act"),
]
