"""The pages that everything else stands below, and the pages of text."""

from collections.abc import Container
from dataclasses import dataclass, field
from typing import Any

from django.core.management.base import CommandError
from wagtail.models import Locale, Page, Site

from website.demo.content import Tally, read, rich_text, stable_id
from wijkzorg_events.models import AgendaPage
from wijkzorg_home.models import (
    Area,
    DistrictPage,
    HomePage,
    NetworkPage,
    StandardPage,
    ThemeIndexPage,
)
from wijkzorg_news.models import NewsIndexPage
from wijkzorg_partners.models import FiguresPage, MapPage, MatrixPage, PartnerIndexPage

TYPES: dict[str, type[NetworkPage]] = {
    "home": HomePage,
    "district": DistrictPage,
    "partners": PartnerIndexPage,
    "map": MapPage,
    "agenda": AgendaPage,
    "news": NewsIndexPage,
    "themes": ThemeIndexPage,
    "matrix": MatrixPage,
    "figures": FiguresPage,
}
DISTRICT_CODE = "F"


@dataclass
class Standing:
    """The pages of `pages.json` by their key; `added` are the keys of those that this run made."""

    pages: dict[str, NetworkPage] = field(default_factory=dict)
    added: set[str] = field(default_factory=set)


def add_pages(
    tally: Tally, site: Site, areas: dict[str, Area], only: Container[str] = ()
) -> Standing:
    """Add the pages that are missing. What stands at an address stays, whoever made it.

    `only` names those that are wanted, with the ones above them; without it all are.
    """
    standing = Standing()
    for row in read("pages.json"):
        key = row["key"]
        if only and key not in only:
            continue
        page = _standing_page(row, site, standing.pages)
        tally.count("pages", added=page is None)
        if page is None:
            page = _add_page(row, site, standing.pages, areas)
            standing.added.add(key)
        standing.pages[key] = page
    return standing


def _standing_page(
    row: dict[str, Any], site: Site, pages: dict[str, NetworkPage]
) -> NetworkPage | None:
    if row["key"] == "home":
        root = site.root_page.specific
        return root if isinstance(root, HomePage) else None
    found = pages[row["parent"]].get_children().filter(slug=row["slug"]).first()
    return found.specific if found else None


def _add_home(home: NetworkPage, site: Site) -> None:
    """Make the home page the root of the site. Wagtail's own "Welcome" gives way, if untouched."""
    current = site.root_page.specific
    if not _is_wagtails_welcome(current):
        raise CommandError(
            f"The home page of {site.hostname} is {current.title!r}, which is not a home page of "
            "Wijkzorg. Give the site another root page, or load the demo into an empty database."
        )
    Page.objects.filter(pk=current.pk).update(slug="wagtail-welcome")
    home.locale = Locale.get_default()
    publish(current.get_parent(), home)
    site.root_page = home
    site.site_name = site.site_name or "Wijkzorg"
    site.save()
    Page.objects.get(pk=current.pk).delete()


def _is_wagtails_welcome(page: Page) -> bool:
    return type(page) is Page and page.title.startswith("Welcome to your new Wagtail site")


def _add_page(
    row: dict[str, Any], site: Site, pages: dict[str, NetworkPage], areas: dict[str, Area]
) -> NetworkPage:
    kind = TYPES.get(row["key"], StandardPage)
    page = kind(title=row["title"], slug=row["slug"], **row["fields"])
    if isinstance(page, DistrictPage):
        page.area = areas[DISTRICT_CODE]
    if isinstance(page, StandardPage):
        page.show_in_menus = True
    if "body" in row:
        page.body = [
            block(row["key"], number, one, pages) for number, one in enumerate(row["body"])
        ]
    if isinstance(page, HomePage):
        _add_home(page, site)
    else:
        publish(pages[row["parent"]], page)
    return page


def publish(parent: Page, page: Page) -> None:
    """Add a page and publish it, with one revision for its history."""
    page.live = False
    parent.add_child(instance=page)
    page.save_revision(clean=False).publish(skip_permission_checks=True)
    page.refresh_from_db()


def block(
    key: str, number: int, row: dict[str, Any], pages: dict[str, NetworkPage]
) -> dict[str, Any]:
    """A block in the form of StreamField's own JSON; the ids let translations find it again."""
    value = row["value"]
    if row["type"] == "paragraph":
        value = rich_text(value)
    elif row["type"] == "columns":
        items = [{"heading": heading, "text": rich_text([text])} for heading, text in value]
        value = {"columns": _items(items, key, number)}
    elif row["type"] == "accordion":
        items = [{"question": ask, "answer": rich_text([answer])} for ask, answer in value]
        value = {"items": _items(items, key, number)}
    elif row["type"] == "call_to_action":
        value = {**value, "page": pages[value["page"]].pk}
    return {"type": row["type"], "value": value, "id": stable_id(key, number)}


def _items(values: list[dict[str, str]], key: str, number: int) -> list[dict[str, Any]]:
    return [
        {"type": "item", "value": value, "id": stable_id(key, number, index)}
        for index, value in enumerate(values)
    ]
