"""Reported mistakes in the CMS, `/cms/coordination/mistakes/`, and those that the coordinator follows."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wijkzorg_home.work_panel import Work, WorkList

from ..models import MistakeReport
from ..permissions import may_coordinate, may_moderate
from . import reports
from .own_door import act

app_name = "wijkzorg_mistakes"
PAGE_SIZE = 10
#: Lines on the coordinator's page.
LINES = 10


def mistakes(request: HttpRequest) -> HttpResponse:
    """All open reports, the oldest first. The same number of queries for any number of partners."""
    if not may_coordinate(request.user):
        raise PermissionDenied
    found = reports.still_open().select_related("partner")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "may_change": may_moderate(request.user),
        "lies_still": set(
            reports.lying_still(timezone.now())
            .filter(pk__in=[one.pk for one in page])
            .values_list("pk", flat=True)
        ),
    }
    return render(request, "wijkzorg_partners/cms/mistakes.html", context)


@require_POST
def handle(request: HttpRequest, report_id: int) -> HttpResponse:
    if not may_coordinate(request.user):
        raise PermissionDenied
    act(request, get_object_or_404(MistakeReport, pk=report_id))
    return redirect("wijkzorg_mistakes:list")


def mistakes_that_lie_still(user: Any) -> WorkList | None:
    """For the coordinator's page: what the organisation did not look into in time."""
    if not may_coordinate(user):
        return None
    lying = reports.lying_still(timezone.now()).select_related("partner")
    address = reverse("wijkzorg_mistakes:list")
    number, in_all = lying.count(), reports.still_open().count()
    return WorkList(
        heading=_("Reported mistakes that nobody looked into"),
        lines=[_line(one, address) for one in lying[:LINES]],
        nothing=_("No reported mistake waits for you."),
        more_url=address if in_all else "",
        more_label=_("All open reports (%(number)s)") % {"number": in_all},
        number=number,
    )


def _line(report: MistakeReport, address: str) -> Work:
    day = date_format(timezone.localdate(report.reported_at), "j F Y")
    return Work(
        title=report.partner.title,
        note=f"{report.get_topic_display()} - {day}",
        label=_("Read and handle it"),
        url=f"{address}#mistake-{report.pk}",
        public_url=(report.partner.get_url() or "") if report.partner.live else "",
    )


urlpatterns = [
    path("", mistakes, name="list"),
    path("<int:report_id>/", handle, name="handle"),
]
