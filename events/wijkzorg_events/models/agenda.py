"""The agenda."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Page

from wijkzorg_home.models import NetworkPage

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class AgendaPage(RoutablePageMixin, NetworkPage):
    """What there is to do: upcoming and past, as a list or by month, filtered; each choice is a feed too."""

    search_opt_out = "A list: the events in it are found by themselves."

    heading = models.CharField(
        _("heading"),
        max_length=120,
        blank=True,
        help_text=_("Stands above the list; the title stands in the menu."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("heading"),
        FieldPanel("summary"),
    ]
    api_fields = [*NetworkPage.api_fields, APIField("heading")]
    template = "wijkzorg_events/agenda_page.html"
    parent_page_types = ["wijkzorg_home.DistrictPage", "wijkzorg_home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["wijkzorg_events.EventPage"]

    class Meta:
        verbose_name = _("agenda")

    def get_context(self, request: "HttpRequest", *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..agenda import agenda_context

        return {**super().get_context(request, *args, **kwargs), **agenda_context(request, self)}

    @path("")
    def listing(self, request: "HttpRequest") -> "HttpResponse":
        return self.render(request)

    @path("ics/")
    def calendar(self, request: "HttpRequest") -> "HttpResponse":
        """The same list as iCalendar (RFC 5545), with the filters theme, area and kind."""
        from ..calendar_feeds import feed_of_agenda

        return feed_of_agenda(request, self)
