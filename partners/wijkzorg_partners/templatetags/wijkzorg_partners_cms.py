"""What templates of the CMS ask."""

from typing import Any

from django import template

from wijkzorg_partners.permissions import has_no_pages_by_group

register = template.Library()


@register.filter
def only_own_pages(user: Any) -> bool:
    """Whether the CMS shows this user the own profile and nothing else."""
    return has_no_pages_by_group(user)
