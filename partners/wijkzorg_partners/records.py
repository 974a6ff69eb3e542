"""The record of a partner: what is known about it besides its page."""

from typing import Any

from django.utils import timezone

from .actions import source_of
from .models import OneTimeLink, PartnerPage, PartnerRecord


def record_of(partner: PartnerPage) -> PartnerRecord:
    """The record that all languages of a partner share; made when first needed."""
    record, _made = PartnerRecord.objects.get_or_create(
        partner=source_of(partner), defaults={"stage_since": timezone.now()}
    )
    return record


def locked_record_of(partner: PartnerPage) -> PartnerRecord:
    """The same, kept from others until the transaction ends."""
    record = record_of(partner)
    return PartnerRecord.objects.select_for_update(of=("self",)).get(pk=record.pk)


def revoke_links(partner: PartnerPage, user: Any = None) -> int:
    """End the open links in mails about a partner, or those of one person; how many there were."""
    now = timezone.now()
    links = OneTimeLink.objects.filter(partner=source_of(partner), used_at=None, expires_at__gt=now)
    if user is not None:
        links = links.filter(user=user)
    return links.update(expires_at=now)
