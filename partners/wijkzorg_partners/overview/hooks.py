"""What the matrix and its gaps add to Wagtail and to the contracts of home."""

from typing import Any

from django.urls import include, path
from wagtail import hooks

from wijkzorg_home.contracts import CoordinatorList
from wijkzorg_home.navigation import MenuItem

from ..models import MatrixPage
from . import gaps_list


@hooks.register("register_menu_page")
def who_does_what_stands_in_the_menu() -> MenuItem:
    return MenuItem(page_type=MatrixPage, order=50)


@hooks.register("register_coordinator_list")
def gaps_are_followed_up() -> CoordinatorList:
    return gaps_list.GAPS


@hooks.register("register_admin_urls")
def addresses_in_the_cms() -> list[Any]:
    return [path("coordination/gaps/", include((gaps_list.urlpatterns, gaps_list.app_name)))]
