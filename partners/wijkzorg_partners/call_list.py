"""The coordinator's list of calls in the CMS: `/cms/call-list/`."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from . import calls
from .confirmation import NotOffline
from .models import CallAttempt, PartnerPage, PartnerRecord

app_name = "wijkzorg_partners_calls"
PAGE_SIZE = 25


def _must_call(user: Any) -> None:
    """Coordinators, communications, moderators and administrators: whoever brings in editors."""
    if not user.has_perm("wijkzorg_partners.invite_editor"):
        raise PermissionDenied


def call_list(request: HttpRequest) -> HttpResponse:
    """Whom to phone, or with `?show=offline` what is offline. The same queries for any number."""
    _must_call(request.user)
    offline = request.GET.get("show") == "offline"
    records = calls.taken_offline() if offline else calls.to_call(timezone.now())
    page = Paginator(_with_facts(records), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "offline": offline}
    return render(request, "wijkzorg_partners/cms/call_list.html", context)


def _with_facts(records: "QuerySet[PartnerRecord]") -> "QuerySet[PartnerRecord]":
    made = CallAttempt.objects.select_related("made_by")
    return records.select_related("partner").prefetch_related(
        "partner__areas", "partner__contact_persons", Prefetch("partner__calls", queryset=made)
    )


def _right(partner: PartnerPage, user: Any, note: str) -> str:
    calls.still_right(partner, by=user, note=note)
    return _("%(partner)s is confirmed.") % {"partner": partner.title}


def _not_reached(partner: PartnerPage, user: Any, note: str) -> str:
    calls.not_reached(partner, by=user, note=note)
    return _("Written down. %(partner)s stands lower in the list for a week.") % {
        "partner": partner.title
    }


def _gone(partner: PartnerPage, user: Any, note: str) -> str:
    if calls.exists_no_more(partner, by=user, note=note):
        return _("%(partner)s is offline. It is kept, and can come back.") % {
            "partner": partner.title
        }
    return _("Written down. A moderator takes %(partner)s offline.") % {"partner": partner.title}


def _online(partner: PartnerPage, user: Any, note: str) -> str:
    try:
        calls.back_online(partner, by=user, note=note)
    except NotOffline:
        return _("%(partner)s could not be brought back. Publish the page in the CMS.") % {
            "partner": partner.title
        }
    return _("%(partner)s is online again.") % {"partner": partner.title}


DOES: dict[str, Callable[[PartnerPage, Any, str], str]] = {
    "right": _right,
    "not_reached": _not_reached,
    "gone": _gone,
    "online": _online,
}


@require_POST
def act(request: HttpRequest, partner_id: int) -> HttpResponse:
    """One of the buttons beside a partner; what was written in the note goes with it."""
    _must_call(request.user)
    does = DOES.get(request.POST.get("outcome", ""))
    if does is None:
        raise Http404("no such outcome")
    partner = get_object_or_404(PartnerPage, pk=partner_id)
    messages.success(request, does(partner, request.user, request.POST.get("note", "").strip()))
    back = reverse("wijkzorg_partners_calls:list")
    return redirect(f"{back}?show=offline" if does is _online else back)


urlpatterns = [
    path("", call_list, name="list"),
    path("<int:partner_id>/", act, name="act"),
]
