"""Wagtail's own API v2: every page type's public fields, live public pages only.

Images and documents have no listing here: a listing would tell of files that only drafts use. The v3
API is a preview and stays off (see site/docs/decisions/0006-apis.md).
"""

from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet

wagtail_api = WagtailAPIRouter("wagtailapi")
wagtail_api.register_endpoint("pages", PagesAPIViewSet)
