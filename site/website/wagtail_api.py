"""Wagtail's own API v2: every page type's public fields, live public pages only, as JSON only.

Images and documents have no listing here: a listing would tell of files that only drafts use. The v3
API is a preview and stays off (see site/docs/decisions/0006-apis.md).
"""

from datetime import UTC
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import FieldError, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from rest_framework.filters import BaseFilterBackend
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from wagtail.api.v2.filters import SearchFilter
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.models import Page

from wijkzorg_events.agenda import with_hosts, with_places
from wijkzorg_events.models import EventPage, EventReportPage
from wijkzorg_events.models.reports import with_agreements
from wijkzorg_home.models import DistrictPage
from wijkzorg_home.searching import search_words
from wijkzorg_news.listing import with_partners
from wijkzorg_news.models import NewsPage
from wijkzorg_partners.models import PartnerPage
from wijkzorg_partners.ties.cooperation import with_ties

#: What the fields of a page type read besides the page itself, so that a listing asks for it once.
FACTS: dict[type[Page], tuple[str, ...]] = {
    DistrictPage: ("area",),
    PartnerPage: (
        "areas",
        "themes",
        "languages",
        "services",
        "locations",
        "contact_persons",
        "photo__renditions",
    ),
    EventPage: ("areas", "themes", "languages", "programme", "photo__renditions"),
    EventReportPage: ("areas", "themes", "presentations", "table_talks"),
    NewsPage: ("areas", "themes", "photo__renditions"),
}


def with_people(pages: list[Any]) -> list[Any]:
    """What a page tells of others, such as its venue, is looked up for all pages of a listing at once."""
    with_places(with_hosts(page for page in pages if isinstance(page, EventPage)))
    with_partners(page for page in pages if isinstance(page, NewsPage))
    with_ties([page for page in pages if isinstance(page, PartnerPage)])
    with_agreements(page for page in pages if isinstance(page, EventReportPage))
    return pages


NUMBERS = ("ancestor_of", "child_of", "descendant_of", "id", "limit", "offset", "translation_of")
LARGEST_NUMBER = 2**31 - 1
#: How deep `fields=parent(parent(...))` may go.
DEEPEST_FIELDS = 5


class Ranked:
    """Pages in the order of a search, fetched one slice at a time."""

    def __init__(self, pages: "QuerySet[Any]", keys: list[int]) -> None:
        self.pages = pages
        self.keys = keys

    def count(self) -> int:
        return len(self.keys)

    def __getitem__(self, part: slice) -> list[Page]:
        found = {page.pk: page for page in self.pages.filter(pk__in=self.keys[part])}
        return [found[key] for key in self.keys[part] if key in found]


class SafeSearch(BaseFilterBackend):
    """`?search=` as everywhere on the site: Wagtail's own hands a quote to SQLite, which fails on it."""

    def filter_queryset(self, request: HttpRequest, queryset: "QuerySet[Any]", view: Any) -> Any:
        if "search" not in request.GET:
            return queryset
        operator = request.GET.get("search_operator") or "and"
        if operator not in {"and", "or"}:
            raise BadRequestError("search_operator must be 'and' or 'or'")
        keys = search_words(queryset.model, request.GET["search"], every=operator == "and")
        if "order" in request.GET:
            return queryset.filter(pk__in=keys)
        allowed = set(queryset.values_list("pk", flat=True))
        return Ranked(queryset, [key for key in keys if key in allowed])


class PublicPagesViewSet(PagesAPIViewSet):
    """Wagtail's end-point, with a 400 for every input that it can't read."""

    renderer_classes = [JSONRenderer]
    filter_backends = [
        *(one for one in PagesAPIViewSet.filter_backends if one is not SearchFilter),
        SafeSearch,
    ]
    # The page that an alias was made from may be one that nobody may see.
    meta_fields = [name for name in PagesAPIViewSet.meta_fields if name != "alias_of"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Times are told in UTC, as the Dutch API Design Rules ask."""
        with timezone.override(UTC):
            return super().dispatch(request, *args, **kwargs)

    def perform_authentication(self, request: Any) -> None:
        """Everybody is the public here. Wagtail asks the user behind the request about private pages."""
        request.user = AnonymousUser()

    def get_base_queryset(self) -> "QuerySet[Any]":
        """Private pages stay out also for a browser that was given a page's password."""
        try:
            return super().get_base_queryset().public()
        except Http404 as error:
            raise BadRequestError("there is no site of this name") from error

    def get_queryset(self) -> "QuerySet[Any]":
        pages = super().get_queryset().select_related("locale", "content_type")
        return pages.prefetch_related(*FACTS.get(pages.model, ()))

    def paginate_queryset(self, queryset: Any) -> Any:
        return with_people(list(super().paginate_queryset(queryset)))

    def check_query_parameters(self, queryset: "QuerySet[Any]") -> None:
        super().check_query_parameters(queryset)
        self.check_numbers()

    def check_numbers(self) -> None:
        """No database takes a number of any size. What is no number at all, Wagtail refuses itself."""
        for name in NUMBERS:
            try:
                number = int(self.request.GET.get(name, 0))
            except ValueError:
                continue
            if abs(number) > LARGEST_NUMBER:
                raise BadRequestError(f"{name} is too large")

    def filter_queryset(self, queryset: "QuerySet[Any]") -> Any:
        try:
            return super().filter_queryset(queryset)
        except (FieldError, Http404, TypeError, ValidationError, ValueError) as error:
            raise BadRequestError("a filter holds a value that its field can't have") from error

    def find_object(self, queryset: "QuerySet[Any]", request: HttpRequest) -> Any:
        self.check_numbers()
        try:
            return super().find_object(queryset, request)
        except ValueError as error:
            raise BadRequestError("id must be a number") from error

    def get_serializer_class(self) -> Any:
        if self.request.GET.get("fields", "").count("(") > DEEPEST_FIELDS:
            raise BadRequestError("fields error: nested too deep")
        return super().get_serializer_class()

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Response:
        answer: Response = super().finalize_response(request, response, *args, **kwargs)
        answer.setdefault("Cache-Control", "no-store")
        answer["Access-Control-Allow-Origin"] = "*"
        return answer


wagtail_api = WagtailAPIRouter("wagtailapi")
wagtail_api.register_endpoint("pages", PublicPagesViewSet)
