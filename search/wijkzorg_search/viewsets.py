"""The editors' side of the search."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .models import Signpost


class SignpostViewSet(SnippetViewSet):
    model = Signpost
    icon = "warning"
    menu_label = _("Signposts")
    list_display = ["title", "code", "telephone", "sort_order"]
    search_fields = ["title", "code"]
    ordering = ["sort_order", "code"]


class SearchViewSetGroup(SnippetViewSetGroup):
    """What editors keep for the search; a new kind is one more item."""

    menu_label = _("Searching")
    menu_icon = "search"
    menu_order = 360
    items = [SignpostViewSet]
