"""Minimal stand-in of branch mod, which replaces this module."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from .models import PartnerPage, UrgentChange
from .permissions import may_edit_partner


def report_closed(partner: PartnerPage, *, by: Any, until: date | None, note: str = "") -> UrgentChange:
    if not may_edit_partner(by, partner):
        raise PermissionDenied
    return UrgentChange.objects.create(
        partner=partner, kind=UrgentChange.Kind.CLOSED, ends_on=until, note=note, made_by=by
    )


def change_phone(partner: PartnerPage, new: str, *, by: Any) -> UrgentChange:
    if not may_edit_partner(by, partner):
        raise PermissionDenied
    old = partner.phone
    PartnerPage.objects.filter(pk=partner.pk).update(phone=new)
    return UrgentChange.objects.create(
        partner=partner, kind=UrgentChange.Kind.PHONE, old_value=old, new_value=new, made_by=by
    )


def withdraw_urgent(change: UrgentChange, *, by: Any) -> None:
    if not may_edit_partner(by, change.partner):
        raise PermissionDenied
    change.withdrawn_at = timezone.now()
    change.save()
