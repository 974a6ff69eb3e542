"""A stand-in until the own door itself is here: the addresses that others lead to."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def nothing_yet(request: HttpRequest, key: str = "", step: str = "") -> HttpResponse:
    return HttpResponse(key)


urlpatterns = [
    path("mijn/", nothing_yet, name="mijn"),
    path("mijn/<str:key>/", nothing_yet, name="mijn_partner"),
    path("mijn/<str:key>/vraag/<slug:step>/", nothing_yet, name="mijn_step"),
]
