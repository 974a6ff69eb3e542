"""The addresses of a partner's own activities at `/mijn/`: in Dutch in every language."""

from django.urls import path

from wijkzorg_partners.mijn.access import logged_in

from .. import cms_registrations as desk
from . import views

_ALL = "mijn/<str:key>/activiteiten/"
_ONE = f"{_ALL}<int:event_id>/"
_WHO = f"{_ONE}wie-komen/"

urlpatterns = [
    path(_ALL, views.events, name="mijn_events"),
    path(f"{_ALL}nieuw/", views.new, name="mijn_event_new"),
    path(_ONE, views.event, name="mijn_event"),
    path(f"{_ONE}vraag/<slug:step>/", views.question, name="mijn_event_step"),
    path(f"{_ONE}voorbeeld/", views.preview, name="mijn_event_preview"),
    path(f"{_ONE}insturen/", views.submit, name="mijn_event_submit"),
    path(f"{_ONE}terughalen/", views.take_back, name="mijn_event_take_back"),
    path(f"{_ONE}weg/", views.remove, name="mijn_event_remove"),
    path(_WHO, logged_in(desk.people), name="mijn_registrations_people"),
    path(f"{_WHO}deur/", logged_in(desk.door), name="mijn_registrations_door"),
    path(f"{_WHO}deur/erbij/", logged_in(desk.walk_in), name="mijn_registrations_walk_in"),
    path(f"{_WHO}keuken/", logged_in(desk.needs), name="mijn_registrations_needs"),
    path(f"{_WHO}logboek/", logged_in(desk.seat_history), name="mijn_registrations_log"),
    path(f"{_WHO}instellingen/", logged_in(desk.rules), name="mijn_registrations_rules"),
    path(f"{_WHO}bericht/", logged_in(desk.message), name="mijn_registrations_message"),
    path(f"{_WHO}lijst/", logged_in(desk.export), name="mijn_registrations_export"),
    path(
        f"{_WHO}<int:registration_id>/afmelden/",
        logged_in(desk.cancel),
        name="mijn_registrations_cancel",
    ),
]
