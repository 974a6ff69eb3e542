"""The public addresses of this app, besides its pages."""

from django.urls import path

from . import link_views, views, views_data, views_join, views_people
from .contact import views as contact_views
from .contact import views_partner as contact_views_partner
from .mijn import urls as mijn_urls

app_name = "wijkzorg_partners"

urlpatterns = [
    path("uitnodiging/<str:token>/", views.invitation, name="invitation"),
    *link_views.urlpatterns,
    *views_join.urlpatterns,
    *views_data.urlpatterns,
    *views_people.urlpatterns,
    *contact_views.urlpatterns,
    *contact_views_partner.mijn_urlpatterns,
    *mijn_urls.urlpatterns,  # last: mijn/<key>/ takes any word
]
