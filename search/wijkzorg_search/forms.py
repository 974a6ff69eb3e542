"""The search form: which filters there are, which are on, and what a click on a facet asks."""

from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from wijkzorg_home.contracts import search_sources
from wijkzorg_home.filters import FilterForm, address
from wijkzorg_home.searching import safe_words

KINDS = [("formal", _("Formal")), ("informal", _("Informal"))]


class SearchForm(FilterForm):
    """The question and its filters."""

    q = forms.CharField(label=_("Say it in your own words"), required=False)
    type = forms.ChoiceField(label=_("What are you looking for?"), required=False)
    kind = forms.ChoiceField(label=_("Who?"), required=False)
    language = forms.ChoiceField(label=_("Do they speak your language?"), required=False)

    field_order = ["q", "type", "theme", "area", "kind", "language"]

    def __init__(self, asked: QueryDict) -> None:
        super().__init__(asked)
        types = [(source.name, source.label) for source in search_sources().values()]
        self.choose("type", _("Everything"), types)
        self.choose("kind", _("Does not matter"), KINDS)

    def clean_q(self) -> str:
        """The words that are searched for. A very long text is cut, not refused: it was pasted."""
        return safe_words(self.cleaned_data["q"])


def facet_links(
    form: SearchForm, facets: dict[str, dict[str, int]], request: HttpRequest
) -> list[dict[str, Any]]:
    """Each facet with its values, most hits first; a value is a link to the narrowed question."""
    links = []
    for name, counts in facets.items():
        active = form.cleaned_data.get(name) or ""
        known = dict(getattr(form.fields[name], "choices", []))
        values = [
            {
                "value": value,
                "label": form.label_of(name, value),
                "count": count,
                "url": address(request, **{name: "" if value == active else value}),
                "active": value == active,
            }
            for value, count in counts.items()
            if value in known
        ]
        if values:
            links.append({"name": name, "label": form.fields[name].label, "values": values})
    return links
