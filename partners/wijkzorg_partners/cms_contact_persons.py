"""Taking a contact person off at once, in the CMS: the same as at /mijn/, for who may edit the profile."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from . import actions, consent
from .models import ContactPerson, PartnerPage
from .permissions import may_edit_partner


def persons_of(partner: PartnerPage) -> list[ContactPerson]:
    """Whom the newest draft or the public page names; each person once, as the draft has it."""
    found = {person.uid: person for person in partner.contact_persons.all()}
    draft = partner.get_latest_revision_as_object()
    found |= {person.uid: person for person in draft.contact_persons.all()}
    return list(found.values())


def _partner(request: HttpRequest, pk: int) -> PartnerPage:
    partner = actions.source_of(get_object_or_404(PartnerPage, pk=pk))
    if not may_edit_partner(request.user, partner):
        raise PermissionDenied
    return partner


def contact_persons(request: HttpRequest, partner_id: int) -> HttpResponse:
    """The persons of a profile, each with the way to take them off."""
    partner = _partner(request, partner_id)
    context: dict[str, Any] = {"partner": partner, "persons": persons_of(partner)}
    return render(request, "wijkzorg_partners/cms/contact_persons.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def take_off(request: HttpRequest, partner_id: int, uid: UUID) -> HttpResponse:
    """Asks once; POST withdraws the consent, also while the page waits for a moderator."""
    partner = _partner(request, partner_id)
    person = next((one for one in persons_of(partner) if one.uid == uid), None)
    if person is None:
        raise Http404(uid)
    if request.method == "POST":
        consent.withdraw_consent(partner, uid, by=request.user)
        messages.success(request, _("%(name)s is taken off.") % {"name": person})
        return redirect("wijkzorg_partners_cms:contact_persons", partner.pk)
    context = {"partner": partner, "person": person}
    return render(request, "wijkzorg_partners/cms/take_off.html", context)


urlpatterns = [
    path("<int:partner_id>/contact-persons/", contact_persons, name="contact_persons"),
    path("<int:partner_id>/contact-persons/<uuid:uid>/take-off/", take_off, name="take_off"),
]
