"""The network seen from above: who does what where, and how many there are."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Page

from wijkzorg_home.models import NetworkPage

from ..directory_views import DirectoryView

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class OverviewPage(NetworkPage):
    """A page below a district that counts what the directory lists. It keeps nothing of its own but words."""

    heading = models.CharField(
        _("heading"),
        max_length=120,
        blank=True,
        help_text=_("Stands above the page; the title stands in the menu."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("heading"),
        FieldPanel("summary"),
    ]
    api_fields = [*NetworkPage.api_fields, APIField("heading")]

    class Meta:
        abstract = True


class MatrixPage(RoutablePageMixin, OverviewPage):
    """Themes x areas: who does what, and where nobody does."""

    directory_view = DirectoryView(_("Who does what?"), order=30)
    search_opt_out = "A table of the directory: the partners in it are found by themselves."

    template = "wijkzorg_partners/matrix_page.html"
    parent_page_types = ["wijkzorg_home.DistrictPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("matrix")

    def serve(self, request: "HttpRequest", *args: Any, **kwargs: Any) -> "HttpResponse":
        response: HttpResponse = super().serve(request, *args, **kwargs)
        if (
            request.user.is_authenticated
        ):  # an empty cell leads who may invite elsewhere than the public
            add_never_cache_headers(response)
        return response

    def get_context(self, request: "HttpRequest", *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..overview.matrix_view import matrix_context

        return {**super().get_context(request, *args, **kwargs), **matrix_context(request, self)}

    @path("")
    def table(self, request: "HttpRequest") -> "HttpResponse":
        return self.render(request)

    @path("csv/")
    def csv(self, request: "HttpRequest") -> "HttpResponse":
        """The same table, with what was asked for, for a spreadsheet."""
        from ..overview.matrix_view import sheet

        return sheet(request, self, "csv")

    @path("xlsx/")
    def xlsx(self, request: "HttpRequest") -> "HttpResponse":
        from ..overview.matrix_view import sheet

        return sheet(request, self, "xlsx")


class FiguresPage(OverviewPage):
    """How many partners there are, by kind, theme and area, and how many confirmed their profile."""

    search_opt_out = "Figures about the directory: the partners in it are found by themselves."

    template = "wijkzorg_partners/figures_page.html"
    parent_page_types = ["wijkzorg_home.DistrictPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("figures")

    def get_context(self, request: "HttpRequest", *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..overview.figures import figures_context

        return {**super().get_context(request, *args, **kwargs), **figures_context(self)}
