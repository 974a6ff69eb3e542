"""The public addresses of this app, besides its pages. They stand before those of the partners app."""

from .mijn import urls as mijn_urls

app_name = "wijkzorg_events"

urlpatterns = [*mijn_urls.urlpatterns]
