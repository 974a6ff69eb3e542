"""What the search app adds: its routes to `/api/v1/`."""

from wagtail import hooks

from wijkzorg_home.contracts import ApiRouter

from .api import router


@hooks.register("register_api_router")
def search_api() -> ApiRouter:
    return ApiRouter(router=router)
