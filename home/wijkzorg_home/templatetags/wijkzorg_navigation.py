"""Template tags for the frame around every page: network, menus, breadcrumb, languages."""

from contextlib import suppress
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.translation import get_language, get_language_info, override
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from wijkzorg_home.contracts import HeadLink, collect
from wijkzorg_home.models import HomePage, NetworkSettings, StandardPage
from wijkzorg_home.navigation import (
    home_url,
    local_pages,
    own_page_url,
    request_menu,
    search_url,
)
from wijkzorg_home.remembered import open_pages

register = template.Library()


@register.simple_tag(takes_context=True)
def network(context: Context) -> NetworkSettings:
    """The settings of the network whose site is asked for; unsaved defaults without a site."""
    request = context.get("request")
    if request is None or Site.find_for_request(request) is None:
        return NetworkSettings()
    settings_: NetworkSettings = NetworkSettings.for_request(request)
    return settings_


@register.simple_tag
def search_address() -> str:
    return search_url()


@register.simple_tag(takes_context=True)
def home_address(context: Context) -> str:
    request = context.get("request")
    return home_url(request, get_language() or settings.LANGUAGE_CODE) if request else "/"


@register.simple_tag(takes_context=True)
def directory_address(context: Context) -> str:
    from wijkzorg_home.navigation import directory_url

    request = context.get("request")
    return directory_url(request) if request else ""


@register.simple_tag(takes_context=True)
def main_menu(context: Context) -> list[dict[str, Any]]:
    """The main menu: title, url, and whether the visitor is on that page or below it."""
    request = context.get("request")
    if request is None:
        return []
    items = []
    for page in request_menu(request):
        url = page.get_url(request) or ""
        items.append({"title": page.title, "url": url, "current": request.path.startswith(url)})
    return items


@register.simple_tag(takes_context=True)
def head_links(context: Context) -> list[tuple[str, str]]:
    """What apps add behind the menu for this visitor: pairs of a label and an address."""
    request = context.get("request")
    if request is None:
        return []
    offers: list[HeadLink] = collect("register_head_link")
    built = (offer.build(request) for offer in offers)
    return [link for link in built if link is not None]


@register.simple_tag(takes_context=True)
def footer_menu(context: Context) -> list[dict[str, Any]]:
    """The columns of the footer: a heading and its links."""
    request = context.get("request")
    if request is None:
        return []
    find = [{"title": page.title, "url": page.get_url(request)} for page in request_menu(request)]
    if search_url():
        find.append({"title": _("Search"), "url": search_url()})
    about = [
        {"title": page.title, "url": page.get_url(request)}
        for page in local_pages(StandardPage).filter(show_in_menus=True)
    ]
    join = [
        {
            "title": _("Keep your organisation's page up to date"),
            "url": own_page_url(),
        }
    ]
    with suppress(NoReverseMatch):  # in a project without the partners app
        join.append(
            {"title": _("Join with your organisation"), "url": reverse("wijkzorg_partners:join")}
        )
    columns = [
        {"heading": _("Find"), "links": find},
        {"heading": _("Take part"), "links": join},
        {"heading": _("About this site"), "links": about},
    ]
    return [column for column in columns if column["links"]]


@register.simple_tag(takes_context=True)
def language_links(context: Context) -> list[dict[str, Any]]:
    """Every language of the site: this page in it where it exists, else its home page."""
    request = context.get("request")
    current = get_language() or settings.LANGUAGE_CODE
    page = context.get("page")
    translations = _translations(page) if isinstance(page, Page) and page.pk else {}
    links = []
    for code, _name in settings.LANGUAGES:
        info = get_language_info(code)
        links.append(
            {
                "code": code,
                "label": info["name_local"].capitalize() if code != "tr" else "Türkçe",
                "dir": "rtl" if info["bidi"] else "ltr",
                "url": _address(request, code, translations, is_page=isinstance(page, Page)),
                "exists": code in translations or not isinstance(page, Page),
                "current": code == current,
            }
        )
    return links


def _translations(page: Page) -> dict[str, Page]:
    pages = open_pages(page.get_translations(inclusive=True)).select_related("locale")
    return {translated.locale.language_code: translated for translated in pages}


def _address(request: Any, code: str, translations: dict[str, Page], *, is_page: bool) -> str:
    if request is None:
        return "/"
    if code in translations:
        # A theme's page is a route below the themes page: keep what stands behind it.
        own = translations.get(get_language() or "")
        own_url = own.get_url(request) if own else None
        rest = (
            request.path.removeprefix(own_url)
            if own_url and request.path.startswith(own_url)
            else ""
        )
        return (translations[code].get_url(request) or "/") + rest
    if not is_page:
        try:
            match = resolve(request.path)
        except Resolver404:
            return home_url(request, code)
        if match.view_name and match.view_name != "wagtail_serve":
            with override(code), suppress(NoReverseMatch):
                return reverse(match.view_name, args=match.args, kwargs=match.kwargs)
    return home_url(request, code)


@register.simple_tag(takes_context=True)
def breadcrumb(context: Context) -> list[dict[str, Any]]:
    """Where the visitor is: each page above with its address, the last one (here) without."""
    request, page = context.get("request"), context.get("page")
    if request is None or not isinstance(page, Page) or isinstance(page, HomePage) or not page.pk:
        return []
    above = page.get_ancestors().filter(depth__gt=1).live().select_related("content_type", "locale")
    crumbs = [{"title": one.title, "url": one.get_url(request)} for one in above]
    if here := context.get("crumb"):  # a place below the page that is no page itself
        return [
            *crumbs,
            {"title": page.title, "url": page.get_url(request)},
            {"title": here, "url": None},
        ]
    return [*crumbs, {"title": page.title, "url": None}]
