"""`/melden/<page>/`: the public form, and what one reads after it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from ..models import PartnerPage
from . import reports
from .forms import ReportForm


def _public(page_id: int) -> PartnerPage:
    """What is not public is absent; so is a number that no database has, of which `pk` makes an error."""
    return get_object_or_404(PartnerPage.objects.open_to_the_public(), id=page_id)


@csrf_exempt  # it uses no right of the visitor's, and works without cookies; its own guard watches it
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, page_id: int) -> HttpResponse:
    """The form; what was typed stays when something is wrong."""
    partner = _public(page_id)
    form = ReportForm(request.POST if request.method == "POST" else None, request=request)
    if (
        request.method == "POST"
        and form.is_valid()
        and form.within_limits(form.cleaned_data["email"])
    ):
        said = form.cleaned_data
        reports.report(
            partner,
            topic=said["topic"],
            text=said["text"],
            email=said["email"],
            language=get_language() or partner.locale.language_code,
        )
        return redirect("wijkzorg_partners:mistake_reported", partner.pk)
    status = 429 if form.is_too_often else 200
    context = {"form": form, "partner": partner, "page_address": partner.get_url(request)}
    return render(request, "wijkzorg_partners/mistakes/report.html", context, status=status)


@require_safe
def reported(request: HttpRequest, page_id: int) -> HttpResponse:
    """The same words for everybody; nothing in the address says who wrote, or what."""
    partner = _public(page_id)
    context = {"partner": partner, "page_address": partner.get_url(request)}
    return render(request, "wijkzorg_partners/mistakes/reported.html", context)


urlpatterns = [
    path("melden/<int:page_id>/", report, name="report_mistake"),
    path("melden/<int:page_id>/verstuurd/", reported, name="mistake_reported"),
]
