"""The views of the directory: the same partners as a list, as a map, and as what else a district has.

A page type is one when it says so: `directory_view = DirectoryView(_("Map"), order=20)`.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from wagtail.models import Page, get_page_models

from wijkzorg_home.remembered import open_pages

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

#: Of a view's own address what the others do not understand.
OWN_PARAMETERS = ("page", "p", "postcode")


@dataclass(frozen=True)
class DirectoryView:
    """What a view is called in the navigation beside the others, and where it stands."""

    label: "StrPromise"
    order: int


def views_beside(page: Page, request: HttpRequest) -> list[dict[str, Any]]:
    """The views below the same district as a page, with the filters that are on; [] for one alone."""
    types = {model: view for model in get_page_models() if (view := _view_of(model)) is not None}
    beside = open_pages(page.get_siblings(inclusive=True).type(*types))
    found = [(types[one.specific_class], one) for one in beside.select_related("content_type")]
    if len(found) < 2:
        return []
    query = request.GET.copy()
    for name in OWN_PARAMETERS:
        query.pop(name, None)
    asked = f"?{query.urlencode()}" if query else ""
    return [
        {
            "label": view.label,
            "url": f"{one.get_url(request) or ''}{asked}",
            "current": one.pk == page.pk,
        }
        for view, one in sorted(found, key=lambda pair: pair[0].order)
    ]


def _view_of(model: type[Page]) -> DirectoryView | None:
    return getattr(model, "directory_view", None)
