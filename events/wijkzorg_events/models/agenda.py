"""The agenda."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.models import Page

from wijkzorg_home.models import NetworkPage

if TYPE_CHECKING:
    from django.http import HttpRequest


class AgendaPage(NetworkPage):
    """What there is to do: upcoming and past, as a list or by month, filtered."""

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
