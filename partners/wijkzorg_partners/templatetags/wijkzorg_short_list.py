"""What pages show of the visitor's short list: what is on it already, and how many."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.template import Context
from django.utils.functional import cached_property

from ..short_list.kept import keys_of
from ..short_list.shown import translation_keys

register = template.Library()


@dataclass
class Kept:
    """The list of this browser; the database is asked only for whoever has one."""

    keys: list[int]

    @property
    def number(self) -> int:
        return len(self.keys)

    @cached_property
    def partners(self) -> set[Any]:
        """By translation key, so that a card in any language knows that it is on the list."""
        return translation_keys(self.keys)


@register.simple_tag(takes_context=True)
def short_list(context: Context) -> Kept:
    """The list, read once a request."""
    request = context.get("request")
    if request is None:
        return Kept([])
    if not hasattr(request, "_wijkzorg_short_list"):
        request._wijkzorg_short_list = Kept(keys_of(request))
    kept: Kept = request._wijkzorg_short_list
    return kept
