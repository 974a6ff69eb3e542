"""`/mijn/<key>/meldingen/`: what visitors say is not right, for who changes the page."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ..mijn.access import who_may_change
from ..models import MistakeReport, PartnerPage
from ..permissions import may_edit_partner
from . import reports
from .forms import OutcomeForm


def address_for(user: Any, partner: PartnerPage) -> str:
    """Where the overview leads to; "" for a helper, and while nobody reported anything."""
    if not may_edit_partner(user, partner) or not reports.of_partner(partner).exists():
        return ""
    return reverse("wijkzorg_partners:mijn_mistakes", args=[partner.slug])


@who_may_change
def mistakes(request: HttpRequest, partner: PartnerPage) -> HttpResponseBase:
    """The open ones, oldest first, and what was handled lately."""
    found = list(reports.of_partner(partner).select_related("decided_by"))
    handled = [one for one in found if one.state != MistakeReport.State.OPEN]
    context = {
        "partner": partner,
        "key": partner.slug,
        "reports": [one for one in found if one.state == MistakeReport.State.OPEN],
        "handled": sorted(handled, key=lambda one: one.decided_at or one.reported_at, reverse=True),
    }
    return render(request, "wijkzorg_partners/mistakes/own.html", context)


@who_may_change
@require_POST
def handle(request: HttpRequest, partner: PartnerPage, report_id: int) -> HttpResponseBase:
    """One of the two buttons."""
    found = get_object_or_404(reports.of_partner(partner), pk=report_id)
    act(request, found)
    return redirect("wijkzorg_partners:mijn_mistakes", partner.slug)


def act(request: HttpRequest, found: MistakeReport) -> None:
    """Do what was pressed and say so; the CMS does the same. Raises PermissionDenied."""
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        messages.error(
            request, _("That was not saved: the remark may have 500 characters at most.")
        )
        return
    answered = bool(found.email)
    try:
        reports.handle(
            found,
            form.cleaned_data["outcome"],
            by=request.user,
            remark=form.cleaned_data["remark"],
        )
    except reports.AlreadyHandled:
        messages.warning(request, _("Somebody else handled this just now. Nothing is lost."))
        return
    if answered:
        messages.success(request, _("Thank you. Whoever reported it gets a mail."))
    else:
        messages.success(request, _("Thank you. That is handled."))


urlpatterns = [
    path("mijn/<str:key>/meldingen/", mistakes, name="mijn_mistakes"),
    path("mijn/<str:key>/meldingen/<int:report_id>/", handle, name="mijn_mistake"),
]
