"""The public addresses of this app, besides its pages. They stand before those of the partners app."""

from . import signing_up, views_registration
from .mijn import urls as mijn_urls

app_name = "wijkzorg_events"

urlpatterns = [
    *mijn_urls.urlpatterns,
    *signing_up.urlpatterns,
    *views_registration.urlpatterns,
]
