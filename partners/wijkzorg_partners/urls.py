"""The public addresses of this app, besides its pages."""

from django.urls import path

from . import link_views, views, views_data, views_join, views_people
from .contact import views as contact_views
from .contact import views_partner as contact_views_partner
from .mijn import urls as mijn_urls
from .mistakes import own_door as mistakes_own_door
from .mistakes import views as mistakes_views
from .short_list import views as short_list_views
from .ties import own_door as ties_own_door

app_name = "wijkzorg_partners"

urlpatterns = [
    path("uitnodiging/<str:token>/", views.invitation, name="invitation"),
    *link_views.urlpatterns,
    *views_join.urlpatterns,
    *views_data.urlpatterns,
    *views_people.urlpatterns,
    *ties_own_door.urlpatterns,
    *short_list_views.urlpatterns,
    *mistakes_views.urlpatterns,
    *mistakes_own_door.urlpatterns,
    *contact_views.urlpatterns,
    *contact_views_partner.mijn_urlpatterns,
    *mijn_urls.urlpatterns,  # last: mijn/<key>/ takes any word
]
