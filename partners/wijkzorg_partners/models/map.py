"""The map: the same partners as the directory, counted per area."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext_lazy as _

from wijkzorg_home.models import NetworkPage

from ..directory_views import DirectoryView

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class MapPage(NetworkPage):
    """The areas of a district as a drawing of links, with a list beside it; one level down at a time."""

    search_opt_out = "A view of the directory: the partners in it are found by themselves."
    directory_view = DirectoryView(_("Map"), order=20)

    template = "wijkzorg_partners/map_page.html"
    parent_page_types = ["wijkzorg_home.DistrictPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("map")

    def serve(self, request: "HttpRequest", *args: Any, **kwargs: Any) -> "HttpResponse":
        """A postcode that lies in one area leads there; of any other the page says what is known."""
        from ..area_map.asking import PostcodeAnswer, answer_to_postcode

        answer = answer_to_postcode(request, self)
        if answer is not None and not isinstance(answer, PostcodeAnswer):
            return answer
        response: HttpResponse = super().serve(request, *args, **kwargs, answer=answer)
        return response

    def get_context(self, request: "HttpRequest", *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..area_map.showing import map_context

        context = super().get_context(request, *args, **kwargs)
        return {**context, **map_context(request, self, kwargs.get("answer"))}
