"""The addresses of a partner's own activities at `/mijn/`: in Dutch in every language."""

from django.urls import path

from . import views

_ALL = "mijn/<str:key>/activiteiten/"
_ONE = f"{_ALL}<int:event_id>/"

urlpatterns = [
    path(_ALL, views.events, name="mijn_events"),
    path(f"{_ALL}nieuw/", views.new, name="mijn_event_new"),
    path(_ONE, views.event, name="mijn_event"),
    path(f"{_ONE}vraag/<slug:step>/", views.question, name="mijn_event_step"),
    path(f"{_ONE}voorbeeld/", views.preview, name="mijn_event_preview"),
    path(f"{_ONE}insturen/", views.submit, name="mijn_event_submit"),
    path(f"{_ONE}terughalen/", views.take_back, name="mijn_event_take_back"),
    path(f"{_ONE}weg/", views.remove, name="mijn_event_remove"),
]
