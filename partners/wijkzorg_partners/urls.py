"""The public addresses of this app, besides its pages."""

from django.urls import path

from . import views
from .mijn import urls as mijn_urls

app_name = "wijkzorg_partners"

urlpatterns = [
    path("uitnodiging/<str:token>/", views.invitation, name="invitation"),
    *mijn_urls.urlpatterns,  # last: mijn/<key>/ takes any word
]
