"""Who says how strictly each partner is moderated, and which moderator reads which area."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wijkzorg_home.models import Area

from . import moderation
from .actions import network_of, source_of
from .models import ModeratorArea, PartnerPage, PartnerRecord
from .permissions import may_set_moderation
from .waiting import deciders


class ModerationForm(forms.ModelForm):
    confirm_interval_months = forms.IntegerField(
        label=gettext_lazy("Months between confirmations"),
        help_text=gettext_lazy("Empty: as the network has it."),
        min_value=1,
        max_value=24,
        required=False,
    )
    hours_interval_months = forms.IntegerField(
        label=gettext_lazy("Months between confirmations of the hours"),
        help_text=gettext_lazy("Empty: as the network has it."),
        min_value=1,
        max_value=24,
        required=False,
    )

    class Meta:
        model = PartnerRecord
        fields = [
            "moderation_mode",
            "is_trusted",
            "confirm_interval_months",
            "hours_interval_months",
        ]


class AreasField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.indented_name)


class AreasForm(forms.Form):
    areas = AreasField(
        Area.objects.all(),
        label=gettext_lazy("Areas"),
        help_text=gettext_lazy("An area counts with everything below it."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def must_set(user: Any) -> None:
    if not may_set_moderation(user):
        raise PermissionDenied


def partner(request: HttpRequest, partner_id: int) -> HttpResponse:
    """Moderation and intervals of one partner."""
    must_set(request.user)
    page = source_of(get_object_or_404(PartnerPage, pk=partner_id))
    record = PartnerRecord.objects.filter(partner=page).first() or PartnerRecord(partner=page)
    form = ModerationForm(request.POST or None, instance=record)
    if request.method == "POST" and form.is_valid():
        moderation.set_moderation(form.save(commit=False), by=request.user)
        messages.success(request, _("Kept."))
        return redirect("wijkzorg_partners_cms:members", page.pk)
    context = {"partner": page, "form": form, "network": network_of(page)}
    status = 422 if form.errors else 200
    return render(
        request, "wijkzorg_partners/cms/moderation_of_partner.html", context, status=status
    )


def areas(request: HttpRequest) -> HttpResponse:
    """All who decide on changes, with their areas."""
    must_set(request.user)
    rows = ModeratorArea.objects.select_related("area").order_by("area__path")
    names: dict[int, list[str]] = {}
    for row in rows:
        names.setdefault(row.user_id, []).append(row.area.name)
    people = [
        {"user": user, "areas": names.get(user.pk, [])}
        for user in deciders().order_by("first_name", "email")
    ]
    return render(request, "wijkzorg_partners/cms/moderator_areas.html", {"people": people})


def areas_of(request: HttpRequest, user_id: int) -> HttpResponse:
    must_set(request.user)
    moderator = deciders().filter(pk=user_id).first()
    if moderator is None:
        raise Http404
    chosen = Area.objects.filter(pk__in=moderator.moderator_areas.values("area"))
    form = AreasForm(request.POST or None, initial={"areas": chosen})
    if request.method == "POST" and form.is_valid():
        moderation.set_areas(moderator, form.cleaned_data["areas"], by=request.user)
        messages.success(request, _("Kept."))
        return redirect("wijkzorg_moderation:areas")
    context = {"moderator": moderator, "form": form}
    return render(request, "wijkzorg_partners/cms/areas_of_moderator.html", context)
