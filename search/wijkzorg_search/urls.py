"""The public addresses of the search."""

from django.urls import path

from . import views

app_name = "wijkzorg_search"

urlpatterns = [
    path("zoeken/", views.search, name="search"),
    path("zoeken/suggesties/", views.suggestions, name="suggestions"),
]
