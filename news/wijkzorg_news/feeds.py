"""The news as Atom (RFC 4287)."""

from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from wagtail.models import Site

from wijkzorg_home.feeds import feed_response
from wijkzorg_home.filters import area_of
from wijkzorg_home.models import NetworkSettings

from .listing import PAGE_SIZE, NewsForm, found, items_of

if TYPE_CHECKING:
    from .models import NewsIndexPage


def atom(request: HttpRequest, index_page: "NewsIndexPage") -> HttpResponse:
    """The newest items that fit the filters of the address; 304 when nothing changed since."""
    form = NewsForm(request.GET, within=area_of(index_page))
    items = items_of(found(form)[:PAGE_SIZE])
    network = NetworkSettings.for_request(request)
    chosen = [form.label_of(name, value) for name, value in form.wanted().items()]
    listing = index_page.get_full_url(request)
    query = request.GET.urlencode()
    feed = Atom1Feed(
        title=": ".join([str(network), index_page.title, *chosen]),
        link=f"{listing}?{query}" if query else listing,
        description=index_page.summary,
        language=get_language(),
        author_name=str(network),
        feed_url=request.build_absolute_uri(),
        feed_guid=f"{_root(request)}{request.get_full_path()}",
    )
    for item in items:
        feed.add_item(
            title=item.title,
            link=item.get_full_url(request),
            description=escape(item.summary),  # Atom takes it as HTML
            unique_id=f"urn:uuid:{item.translation_key}:{item.locale.language_code}"
            if not item.is_source
            else f"urn:uuid:{item.translation_key}",
            pubdate=_moment(item),
            updateddate=item.last_published_at or _moment(item),
            categories=item.theme_slugs,
        )
    moments = [item.last_published_at or _moment(item) for item in items]
    text = feed.writeString("utf-8")
    return feed_response(request, text.encode(), "application/atom+xml; charset=utf-8", moments)


def _root(request: HttpRequest) -> str:
    site = Site.find_for_request(request)
    return site.root_url if site else ""


def _moment(item: Any) -> datetime:
    """Noon in Dutch time of the day that stands above the item: it is a day and not a moment."""
    return timezone.make_aware(datetime.combine(item.date, time(12)))
