"""`/mijn/<key>/mensen/`: who may do what with the own page."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from . import actions, people
from .forms_people import RoleForm, ShareForm
from .models import Membership, PartnerPage


@login_required
def everybody(request: HttpRequest, key: str) -> HttpResponse:
    """The members, and for who decides: the invitations that are out."""
    partner = people.partner_for(request.user, key)
    may_manage = people.may_manage_people(request.user, partner)
    members = list(people.people_of(partner))
    context = {
        "partner": partner,
        "key": key,
        "members": members,
        "mine": next((one for one in members if one.user_id == request.user.pk), None),
        "may_manage": may_manage,
        "has_owner": any(one.role == Membership.Role.OWNER for one in members),
        "invitations": _open_invitations(partner) if may_manage else [],
    }
    return render(request, "wijkzorg_partners/people/everybody.html", context)


def _open_invitations(partner: PartnerPage) -> list[Any]:
    waiting = partner.invitations.filter(accepted_at=None, withdrawn_at=None)
    return [one for one in waiting if one.state() == "open"]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, key: str) -> HttpResponse:
    """Ask for an address and a role, and send the invitation."""
    partner = people.partner_for(request.user, key)
    if not people.may_manage_people(request.user, partner):
        raise PermissionDenied
    form = ShareForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        invitation = people.share(
            partner,
            asked["email"],
            by=request.user,
            role=asked["role"],
            ends_on=asked["ends_on"],
        )
        messages.success(
            request, _("The invitation to %(email)s is on its way.") % {"email": invitation.email}
        )
        return redirect("wijkzorg_partners:mijn_people", key)
    context = {"partner": partner, "key": key, "form": form}
    return render(request, "wijkzorg_partners/people/invite.html", context)


@login_required
@require_POST
def withdraw(request: HttpRequest, key: str, invitation_id: int) -> HttpResponse:
    partner = people.partner_for(request.user, key)
    invitation = get_object_or_404(partner.invitations, pk=invitation_id)
    actions.withdraw_invitation(invitation, by=request.user)
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("wijkzorg_partners:mijn_people", key)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, key: str, membership_id: int) -> HttpResponse:
    """One member: another role or last day, the page handed over, or the end of it."""
    partner = people.partner_for(request.user, key)
    membership = get_object_or_404(people.people_of(partner), pk=membership_id)
    may_manage = people.may_manage_people(request.user, partner)
    is_me = membership.user_id == request.user.pk
    if not (may_manage or is_me):
        raise PermissionDenied
    step = request.POST.get("step", "")
    initial = {"role": membership.role, "ends_on": membership.ends_on}
    form = RoleForm(request.POST if step == "change" else None, initial=initial)
    if request.method == "POST" and (step != "change" or form.is_valid()):
        return _act(request, key, membership, step, form)
    context = {
        "partner": partner,
        "key": key,
        "membership": membership,
        "form": form,
        "is_me": is_me,
        "is_owner": membership.role == Membership.Role.OWNER,
        "may_manage": may_manage,
        "is_alone": not people.people_of(partner).exclude(pk=membership.pk).exists(),
    }
    return render(request, "wijkzorg_partners/people/person.html", context)


def _act(
    request: HttpRequest, key: str, membership: Membership, step: str, form: RoleForm
) -> HttpResponse:
    """Do what the button says, and lead on."""
    user: Any = request.user
    back = redirect("wijkzorg_partners:mijn_people", key)
    if step == "leave":
        try:
            people.leave(membership, by=user)
        except people.MustHandOver:
            messages.error(request, _("First choose who answers for the page after you."))
            return back
        messages.success(request, _("You no longer change this page. Thank you for your help."))
        return redirect("wijkzorg_partners:mijn")
    if step == "change":
        people.change_role(membership, by=user, **form.cleaned_data)
        messages.success(request, _("That is changed."))
    elif step == "hand_over":
        people.hand_over(membership.partner, membership, by=user)
        messages.success(
            request, _("%(person)s answers for the page now.") % {"person": membership.name}
        )
    elif step == "end":
        people.end(membership, by=user)
        messages.success(request, _("This person no longer edits the page."))
    return back


urlpatterns = [
    path("mijn/<str:key>/mensen/", everybody, name="mijn_people"),
    path("mijn/<str:key>/mensen/uitnodigen/", invite, name="mijn_invite"),
    path(
        "mijn/<str:key>/mensen/uitnodiging/<int:invitation_id>/",
        withdraw,
        name="mijn_withdraw_invitation",
    ),
    path("mijn/<str:key>/mensen/<int:membership_id>/", person, name="mijn_person"),
]
