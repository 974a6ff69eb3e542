"""The addresses of `/mijn/`: in Dutch in every language, like that of the search.

`mijn/<key>/` takes any word, so whatever else begins with `mijn/` must stand before these.
"""

from django.urls import path

from . import sending, things, views

urlpatterns = [
    path("mijn/", views.mijn, name="mijn"),
    path("mijn/<str:key>/", views.overview, name="mijn_partner"),
    path("mijn/<str:key>/vraag/<slug:step>/", views.question, name="mijn_step"),
    path("mijn/<str:key>/voorbeeld/", views.preview, name="mijn_preview"),
    path("mijn/<str:key>/insturen/", sending.submit, name="mijn_submit"),
    path("mijn/<str:key>/terughalen/", sending.take_back, name="mijn_take_back"),
    path("mijn/<str:key>/klopt/", sending.confirm, name="mijn_confirm"),
    path("mijn/<str:key>/vandaag/", sending.today, name="mijn_today"),
    path("mijn/<str:key>/meer/<slug:kind>/", things.things, name="mijn_things"),
    path("mijn/<str:key>/meer/<slug:kind>/nieuw/", things.thing, name="mijn_thing_new"),
    path("mijn/<str:key>/meer/<slug:kind>/<uuid:uid>/", things.thing, name="mijn_thing"),
    path(
        "mijn/<str:key>/meer/<slug:kind>/<uuid:uid>/weg/",
        things.remove,
        name="mijn_thing_remove",
    ),
    path(
        "mijn/<str:key>/meer/<slug:kind>/<uuid:uid>/<slug:step>/",
        things.thing_step,
        name="mijn_thing_step",
    ),
]
