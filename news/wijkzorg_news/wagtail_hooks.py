"""What the news app adds to Wagtail: the contracts of home, and the news on the start page."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from wijkzorg_home.contracts import SearchSource, SectionSource
from wijkzorg_home.navigation import MenuItem

from . import sources
from .models import NewsIndexPage
from .panels import NewsPanel


@hooks.register("register_search_source")
def news_can_be_found() -> SearchSource:
    return sources.NEWS_SOURCE


@hooks.register("register_section")
def stories_stand_on_the_home_page() -> SectionSource:
    return sources.STORIES_AT_HOME


@hooks.register("register_section")
def news_stands_on_gathering_pages() -> SectionSource:
    return sources.NEWEST


@hooks.register("register_menu_page")
def news_in_the_menu() -> MenuItem:
    return MenuItem(page_type=NewsIndexPage, order=30)


@hooks.register("construct_homepage_panels")
def the_news_on_the_start_page(request: HttpRequest, panels: list[Any]) -> None:
    """For communications, who write it."""
    panel = NewsPanel(request)
    if panel.news_lists:
        panels.append(panel)
