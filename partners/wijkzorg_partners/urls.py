"""The public addresses of this app, besides its pages."""

from django.urls import path

from . import link_views, views, views_data, views_join, views_people
from .mijn import urls as mijn_urls
from .mistakes import own_door as mistakes_own_door
from .mistakes import views as mistakes_views

app_name = "wijkzorg_partners"

urlpatterns = [
    path("uitnodiging/<str:token>/", views.invitation, name="invitation"),
    *link_views.urlpatterns,
    *views_join.urlpatterns,
    *views_data.urlpatterns,
    *views_people.urlpatterns,
    *mistakes_views.urlpatterns,
    *mistakes_own_door.urlpatterns,
    *mijn_urls.urlpatterns,  # last: mijn/<key>/ takes any word
]
