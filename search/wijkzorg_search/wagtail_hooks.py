"""What the search app adds: its routes to `/api/v1/`, and its part of the CMS."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from wijkzorg_home.contracts import ApiRouter

from .api import router
from .viewsets import SearchViewSetGroup

register_snippet(SearchViewSetGroup)


@hooks.register("register_api_router")
def search_api() -> ApiRouter:
    return ApiRouter(router=router)
