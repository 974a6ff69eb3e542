"""How fast a partner usually answers a question."""

from django import template

from wijkzorg_partners.models import PartnerPage, PartnerRecord

register = template.Library()


@register.simple_tag
def answers_within_days(partner: PartnerPage) -> int | None:
    """Working days, in every language those of its source; None when that can't be told. One query."""
    record = PartnerRecord.objects.filter(partner__translation_key=partner.translation_key)
    return record.values_list("answers_within_days", flat=True).first()
