"""The directory: everybody in the network in one list, and some of them side by side."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from wijkzorg_home.models import NetworkPage

from ..directory_views import DirectoryView

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class BelowPartnerMixin:
    """Marks a page type that may stand below a partner's profile, and that its editors may propose."""

    def own_door_path(self, key: str) -> str:
        """Where at `/mijn/` it is kept; `key` is the slug of the partner's source page."""
        return reverse("wijkzorg_partners:mijn_partner", args=[key])


class PartnerIndexPage(RoutablePageMixin, NetworkPage):
    """The directory: everybody in the network, formal and informal mixed, in one filterable list."""

    search_opt_out = "A list: the partners in it are found by themselves."
    directory_view = DirectoryView(_("List"), order=10)

    template = "wijkzorg_partners/partner_index_page.html"
    parent_page_types = ["wijkzorg_home.DistrictPage", "wijkzorg_home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["wijkzorg_partners.PartnerPage"]

    class Meta:
        verbose_name = _("directory")

    def get_context(self, request: "HttpRequest", *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..directory import directory_context

        return {
            **super().get_context(request, *args, **kwargs),
            **directory_context(request, self),
        }

    @path("")
    def everybody(self, request: "HttpRequest") -> "HttpResponse":
        return self.render(request)

    @path("vergelijk/", name="compare")
    def compare(self, request: "HttpRequest") -> "HttpResponse":
        """Two to four partners side by side: `?p=slug&p=slug`."""
        from ..compare import comparison

        context = super().get_context(request) | comparison(request, self)
        context["crumb"] = _now("Side by side")
        return TemplateResponse(request, "wijkzorg_partners/compare.html", context)
