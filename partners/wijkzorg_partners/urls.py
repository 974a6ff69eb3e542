"""The public addresses of this app, besides its pages."""

from django.urls import path

from . import link_views, views

app_name = "wijkzorg_partners"

urlpatterns = [
    path("uitnodiging/<str:token>/", views.invitation, name="invitation"),
    *link_views.urlpatterns,
]
