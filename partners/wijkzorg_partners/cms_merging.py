"""The CMS page on which moderators and communications merge two partners."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from . import actions, merge_preview, merging
from .models import PartnerPage
from .permissions import may_merge_partners


def _partner(request: HttpRequest, pk: int) -> PartnerPage:
    partner = actions.source_of(get_object_or_404(PartnerPage, pk=pk))
    if not may_merge_partners(request.user, partner):
        raise PermissionDenied
    return partner


def choose(request: HttpRequest, partner_id: int) -> HttpResponse:
    """With which other page? Those that look alike come by themselves."""
    partner = _partner(request, partner_id)
    words = request.GET.get("q", "")[:100].strip()
    context = {
        "partner": partner,
        "q": words,
        "found": merge_preview.likely_targets(partner, words),
    }
    return render(request, "wijkzorg_partners/cms/merge_choose.html", context)


def confirm(request: HttpRequest, partner_id: int, target_id: int) -> HttpResponse:
    """What each has, side by side; POST merges."""
    old, new = _partner(request, partner_id), _partner(request, target_id)
    reason = merging.why_not(old, new)
    if request.method == "POST" and not reason:
        try:
            moved = merging.merge(old, new, by=request.user)
        except merging.MergeRefused as refused:
            reason = refused.reason
        else:
            if moved is None:
                messages.info(request, _("These were merged already."))
            else:
                messages.success(request, _merged_words(old, new))
            return redirect("wagtailadmin_pages:edit", new.pk)
    context: dict[str, Any] = {
        "old": merge_preview.holdings_of(old),
        "new": merge_preview.holdings_of(new),
        "reason": reason,
    }
    return render(
        request, "wijkzorg_partners/cms/merge_confirm.html", context, status=409 if reason else 200
    )


def _merged_words(old: PartnerPage, new: PartnerPage) -> str:
    return _("%(old)s is merged into %(new)s. Its addresses lead here now.") % {
        "old": old.title,
        "new": new.title,
    }


urlpatterns = [
    path("<int:partner_id>/merge/", choose, name="merge"),
    path("<int:partner_id>/merge/<int:target_id>/", confirm, name="merge_confirm"),
]
