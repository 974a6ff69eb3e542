"""The public addresses of this app, besides its pages. They stand before those of the partners app."""

from django.http import HttpRequest, HttpResponseBase
from django.urls import re_path
from wagtail.views import serve

from . import signing_up, views_registration
from .mijn import urls as mijn_urls

app_name = "wijkzorg_events"


def calendar(request: HttpRequest, path: str) -> HttpResponseBase:
    """`<page>/agenda.ics` is `<page>/ics/`: addresses of pages hold no dot, and some calendars want one."""
    response: HttpResponseBase = serve(request, f"{path}ics/")
    return response


urlpatterns = [
    re_path(r"^(?P<path>(?:[\w\-]+/)+)agenda\.ics$", calendar, name="calendar"),
    *mijn_urls.urlpatterns,
    *signing_up.urlpatterns,
    *views_registration.urlpatterns,
]
