"""What the search app adds: its routes to `/api/v1/`, and its part of the CMS."""

from datetime import datetime

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from wijkzorg_home.contracts import ApiRouter, PeriodicWork

from . import indexing
from .api import router
from .viewsets import SearchViewSetGroup

register_snippet(SearchViewSetGroup)


@hooks.register("register_api_router")
def search_api() -> ApiRouter:
    return ApiRouter(router=router)


@hooks.register("register_periodic_work")
def search_is_mended() -> PeriodicWork:
    """Last, so that what others did in this tick is found right away."""
    return PeriodicWork(name="search", run=_mend, order=900)


def _mend(now: datetime) -> str:
    changed = indexing.mend()
    return f"{changed} documents mended" if changed else ""
