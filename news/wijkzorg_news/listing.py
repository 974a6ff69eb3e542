"""The list of news: items and reports of events together, newest first, filtered."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import F, QuerySet, Value, prefetch_related_objects
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wijkzorg_events.models import EventReportPage
from wijkzorg_events.sources import public_reports
from wijkzorg_home.filters import FilterForm, area_of
from wijkzorg_home.models import Area
from wijkzorg_home.navigation import local_versions
from wijkzorg_partners.models import PartnerPage

from .models import NewsPage

if TYPE_CHECKING:
    from .models import NewsIndexPage

#: Items on one page of the list, and in a feed.
PAGE_SIZE = 20


class NewsForm(FilterForm):
    """The one filter form of the news."""

    year = forms.ChoiceField(label=_("In which year?"), required=False)

    field_order = ["theme", "area", "year"]
    SHEET = ("theme", "area", "year")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = {day.year for query in listed(self) for day in query.dates("date", "year")}
        self.choose(
            "year", _("All years"), [(str(year), str(year)) for year in sorted(years, reverse=True)]
        )


def listed(form: FilterForm) -> list[Any]:
    """What the list shows when nothing is filtered: the items, and the reports."""
    language = get_language() or ""
    news = NewsPage.objects.open_to_the_public().in_language(language)
    return [pages.concerning(form.within) for pages in (news, public_reports(language))]


def found(form: FilterForm) -> "QuerySet[Any]":
    """Rows of {key, date, is_report}, newest first, of what fits all that is wanted."""
    queries, wanted = [], form.wanted()
    for query, is_report in zip(listed(form), (False, True), strict=True):
        narrowed = query
        if wanted.get("theme"):
            narrowed = narrowed.about(wanted["theme"])
        if wanted.get("area"):
            narrowed = narrowed.in_area(Area.objects.get(code=wanted["area"]))
        if wanted.get("year"):
            narrowed = narrowed.filter(date__year=int(wanted["year"]))
        rows = narrowed.order_by().annotate(key=F("pk"), is_report=Value(is_report))
        queries.append(rows.values("key", "date", "is_report"))
    return queries[0].union(queries[1], all=True).order_by("-date", "-key")


def items_of(rows: Any) -> list[NewsPage | EventReportPage]:
    """The pages of some rows, in their order, with what a line shows; a fixed number of queries."""
    rows = list(rows)
    pages: dict[int, Any] = {}
    for model, is_report in ((NewsPage, False), (EventReportPage, True)):
        keys = [row["key"] for row in rows if bool(row["is_report"]) is is_report]
        if keys:
            pages |= {page.pk: page for page in model.objects.filter(pk__in=keys).with_card_facts()}
    return [pages[row["key"]] for row in rows if row["key"] in pages]


def with_partners(items: Iterable[NewsPage]) -> list[NewsPage]:
    """The items, each with the public partners that it is about, in three queries for any number."""
    found = list(items)
    prefetch_related_objects(found, "partners")
    keys = {item.pk: [row.partner_id for row in item.partners.all()] for item in found}
    public = local_versions(PartnerPage, {key for some in keys.values() for key in some})
    for item in found:
        item.public_partners = [public[key] for key in keys[item.pk] if key in public]
    return found


def listing_context(request: HttpRequest, index_page: "NewsIndexPage") -> dict[str, Any]:
    form = NewsForm(request.GET, within=area_of(index_page))
    page = Paginator(found(form), PAGE_SIZE).get_page(request.GET.get("page"))
    page.object_list = items_of(page.object_list)
    return {
        "form": form,
        "page_obj": page,
        "results": page,
        "total": page.paginator.count,
        "active_filters": form.active_filters(request),
        "clear_url": request.path,
        "feed_url": feed_url(index_page, request),
    }


def feed_url(index_page: "NewsIndexPage", request: HttpRequest) -> str:
    """The feed of this view of the list: the same filters."""
    query = request.GET.copy()
    query.pop("page", None)
    base = f"{index_page.get_url(request)}feed/"
    return f"{base}?{query.urlencode()}" if query else base
