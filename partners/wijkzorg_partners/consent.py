"""Minimal stand-in of branch deep, which replaces this module."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from .models import ContactPerson, PartnerPage
from .permissions import may_edit_partner


def fault_of(name: str, consent_on: date | None, withdrawals: Mapping[str, date]) -> str:
    return ""


def withdrawals_of(partner: PartnerPage) -> dict[str, date]:
    return {}


def withdraw_consent(partner: PartnerPage, uid: Any, *, by: Any) -> None:
    if not may_edit_partner(by, partner):
        raise PermissionDenied
    with transaction.atomic():
        ContactPerson.objects.filter(uid=uid).delete()
        draft = partner.get_latest_revision_as_object()
        draft.contact_persons = [one for one in draft.contact_persons.all() if one.uid != uid]
        draft.save_revision(user=by, clean=False)
