"""Whether a partner is closed for a while, for the public's templates."""

from typing import Any

from django import template
from django.utils import timezone

from ..models import PartnerPage
from ..urgent import closed_in_words, urgent_notice

register = template.Library()


@register.simple_tag
def urgent_notice_of(partner: PartnerPage) -> dict[str, Any] | None:
    """`words` and `note` of what holds today; None when nothing is the matter."""
    today = timezone.localdate()
    change = urgent_notice(partner, today)
    return {"words": closed_in_words(change, today), "note": change.note} if change else None
