"""Finding one's way: the menu, the breadcrumb, the languages, and pages by their type."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from wagtail import hooks
from wagtail.models import Page, Site

from .remembered import asked_path, open_pages, open_pages_here, remembered

if TYPE_CHECKING:
    from django.db.models import QuerySet

P = TypeVar("P", bound=Page)


@dataclass(frozen=True)
class MenuItem:
    """A page type that stands in the main menu, with the hook `register_menu_page`."""

    page_type: type[Page]
    order: int


def local_pages(page_type: type[P]) -> "QuerySet[P]":
    """The public pages of a type in the current language, first those nearest to the root."""
    found: QuerySet[P] = open_pages_here(page_type.objects.all())
    return found.filter(locale__language_code=get_language() or "").order_by("depth", "path")


def local_page(page_type: type[P]) -> P | None:
    """The one of a type to send a visitor to: of the district that is looked at, else nearest to the root."""
    found = list(local_pages(page_type))
    return nearest(found) if found else None


def nearest(pages: Sequence[P]) -> P:
    """The one that stands in the district in which the address lies that is asked for, else the first."""
    if len(pages) == 1:
        return pages[0]
    asked = asked_path()

    def length_shared(page: P) -> int:
        parts = page.get_url_parts()
        above = parts[2].rstrip("/").rpartition("/")[0] + "/" if parts and parts[2] else ""
        return len(above) if above and asked.startswith(above) else 0

    return max(pages, key=length_shared)


def menu_pages() -> list[Page]:
    """The pages of the main menu in the current language, in the order that the apps registered."""
    items: list[MenuItem] = sorted(
        (register() for register in hooks.get_hooks("register_menu_page")),
        key=lambda item: item.order,
    )
    types = {item.page_type: item.order for item in items}
    if not types:
        return []
    pages = (
        open_pages_here(Page.objects.all())
        .type(*types)
        .filter(locale__language_code=get_language() or "")
        .select_related("content_type", "locale")
        .order_by("depth", "path")
    )
    by_type: dict[type, list[Page]] = {}
    for page in pages:
        by_type.setdefault(page.specific_class, []).append(page)
    return [nearest(by_type[page_type]) for page_type in types if page_type in by_type]


def directory_url(request: HttpRequest) -> str:
    """The address of the first page in the menu, which is the directory of partners."""
    pages = request_menu(request)
    return pages[0].get_url(request) or "" if pages else ""


def request_menu(request: HttpRequest) -> list[Page]:
    """The menu's pages, fetched once a request."""
    key = f"_wijkzorg_menu_{get_language()}"
    if not hasattr(request, key):
        setattr(request, key, menu_pages())
    pages: list[Page] = getattr(request, key)
    return pages


def search_url() -> str:
    """The address of the search, or nothing in a project without the search app."""
    try:
        return reverse("wijkzorg_search:search")
    except NoReverseMatch:
        return ""


def own_page_url() -> str:
    """Where an organisation keeps its page up to date: the CMS in a project without the partners app."""
    try:
        return reverse("wijkzorg_partners:mijn")
    except NoReverseMatch:
        return reverse("wagtailadmin_home")


def home_url(request: HttpRequest, language: str) -> str:
    """The address of the home page in a language: the root's translation, else the bare prefix."""
    site = Site.find_for_request(request)
    if site is None:
        return "/"
    roots = remembered(f"home pages of {site.pk}", lambda: _home_pages(site))
    root = roots.get(language)
    return (root.get_url(request) if root else "") or "/"


def _home_pages(site: Site) -> dict[str, Page]:
    """The home page in every language in which it is live, by the code of the language."""
    pages = site.root_page.get_translations(inclusive=True).live().select_related("locale")
    return {page.locale.language_code: page for page in pages}


def local_versions(page_type: type[P], keys: "Iterable[int]") -> dict[int, P]:
    """For primary keys of pages: each as the public page in the current language, else as it is.

    What nobody may see is left out, so that a link never names a draft. Two queries for any number.
    """
    asked = dict(page_type.objects.filter(pk__in=list(keys)).values_list("pk", "translation_key"))
    public = (
        open_pages(page_type.objects.all())
        .filter(translation_key__in=asked.values())
        .select_related("locale")
    )
    here: dict[object, P] = {}
    by_pk: dict[int, P] = {}
    for page in public:
        by_pk[page.pk] = page
        if page.locale.language_code == (get_language() or ""):
            here[page.translation_key] = page
    found = {pk: here.get(key) or by_pk.get(pk) for pk, key in asked.items()}
    return {pk: page for pk, page in found.items() if page is not None}
