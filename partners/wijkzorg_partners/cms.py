"""The editors' side: who edits which partner, and invitations."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.models import Locale

from . import actions, cms_contact_persons, cms_merging, people
from .exchange import views_export, views_import
from .forms_people import CmsRoleForm, CmsShareForm
from .models import Invitation, Membership, PartnerPage
from .permissions import may_set_moderation

app_name = "wijkzorg_partners_cms"
PAGE_SIZE = 50


def _must_invite(user: Any) -> None:
    if not user.has_perm("wijkzorg_partners.invite_editor"):
        raise PermissionDenied


def partners(request: HttpRequest) -> HttpResponse:
    """Every partner, with how many people edit it: those without anybody stand first."""
    _must_invite(request.user)
    words = request.GET.get("q", "")[:100]
    found = PartnerPage.objects.filter(locale=Locale.get_default(), title__icontains=words)
    today = timezone.localdate()
    current = Q(memberships__ends_on=None) | Q(memberships__ends_on__gte=today)
    counted = found.annotate(
        editors=Count("memberships", distinct=True, filter=current),
        owners=Count("memberships", distinct=True, filter=current & Q(memberships__role="owner")),
        waiting=Count(
            "invitations",
            distinct=True,
            filter=Q(invitations__accepted_at=None, invitations__withdrawn_at=None),
        ),
    ).order_by("editors", "title")
    page = Paginator(counted, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "wijkzorg_partners/cms/partners.html", {"page_obj": page, "q": words})


def members(request: HttpRequest, partner_id: int) -> HttpResponse:
    """Who edits one partner, which invitations are out, and a form for another."""
    _must_invite(request.user)
    partner = get_object_or_404(PartnerPage, pk=partner_id)
    partner = actions.source_of(partner)
    form = CmsShareForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        invitation = actions.invite_editor(partner, by=request.user, **form.cleaned_data)
        messages.success(
            request, _("The invitation to %(email)s is on its way.") % {"email": invitation.email}
        )
        return redirect("wijkzorg_partners_cms:members", partner.pk)
    context = {
        "partner": partner,
        "form": form,
        "may_set": may_set_moderation(request.user),
        "memberships": people.people_of(partner),
        "invitations": partner.invitations.filter(accepted_at=None).select_related("invited_by"),
    }
    return render(request, "wijkzorg_partners/cms/members.html", context)


@require_POST
def withdraw(request: HttpRequest, invitation_id: int) -> HttpResponse:
    _must_invite(request.user)
    invitation = get_object_or_404(Invitation, pk=invitation_id)
    actions.withdraw_invitation(invitation, by=request.user)
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("wijkzorg_partners_cms:members", invitation.partner_id)


@require_POST
def end_membership(request: HttpRequest, membership_id: int) -> HttpResponse:
    _must_invite(request.user)
    membership = get_object_or_404(Membership, pk=membership_id)
    people.end(membership, by=request.user)
    messages.success(request, _("This person no longer edits the page."))
    return redirect("wijkzorg_partners_cms:members", membership.partner_id)


def membership(request: HttpRequest, membership_id: int) -> HttpResponse:
    """One member: role, last day, and whether the CMS is open to them."""
    _must_invite(request.user)
    member = get_object_or_404(
        Membership.objects.current().select_related("partner", "user"), pk=membership_id
    )
    form = CmsRoleForm(request.POST if request.method == "POST" else None, membership=member)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        with transaction.atomic():
            people.set_cms_access(member, asked["cms_access"], by=request.user)
            if "role" in asked:
                people.change_role(
                    member, by=request.user, role=asked["role"], ends_on=asked["ends_on"]
                )
        messages.success(request, _("That is changed."))
        return redirect("wijkzorg_partners_cms:members", member.partner_id)
    context = {"partner": member.partner, "membership": member, "form": form}
    return render(request, "wijkzorg_partners/cms/membership.html", context)


@require_POST
def make_owner(request: HttpRequest, membership_id: int) -> HttpResponse:
    _must_invite(request.user)
    member = get_object_or_404(Membership.objects.current(), pk=membership_id)
    people.hand_over(member.partner, member, by=request.user)
    messages.success(request, _("%(person)s answers for the page now.") % {"person": member.name})
    return redirect("wijkzorg_partners_cms:members", member.partner_id)


urlpatterns = [
    path("", partners, name="partners"),
    path("<int:partner_id>/members/", members, name="members"),
    *cms_contact_persons.urlpatterns,
    *cms_merging.urlpatterns,
    *views_import.urlpatterns,
    *views_export.urlpatterns,
    path("invitations/<int:invitation_id>/withdraw/", withdraw, name="withdraw"),
    path("memberships/<int:membership_id>/", membership, name="membership"),
    path("memberships/<int:membership_id>/owner/", make_owner, name="make_owner"),
    path("memberships/<int:membership_id>/end/", end_membership, name="end_membership"),
]
