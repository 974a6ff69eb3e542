"""Tags of the directory: `{% load wijkzorg_directory %}`."""

from typing import Any

from django import template
from django.template import Context

from ..directory_views import views_beside

register = template.Library()


@register.simple_tag(takes_context=True)
def directory_views(context: Context) -> list[dict[str, Any]]:
    """The views of the directory that stand beside `page`; none for a district with only one."""
    return views_beside(context["page"], context["request"])
