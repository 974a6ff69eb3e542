"""The search form: which filters there are, which are on, and what a click on a facet asks."""

from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from wijkzorg_home.contracts import search_sources
from wijkzorg_home.models import Area, Language, Theme
from wijkzorg_home.searching import safe_words

KINDS = [("formal", _("Formal")), ("informal", _("Informal"))]


class SearchForm(forms.Form):
    """The question and its filters. An unknown filter value is told at its field, and filters nothing."""

    q = forms.CharField(label=_("Say it in your own words"), required=False)
    type = forms.ChoiceField(label=_("What are you looking for?"), required=False)
    theme = forms.ChoiceField(label=_("What is it about?"), required=False)
    area = forms.ChoiceField(label=_("In which neighbourhood?"), required=False)
    kind = forms.ChoiceField(label=_("Who?"), required=False)
    language = forms.ChoiceField(label=_("Do they speak your language?"), required=False)

    def __init__(self, asked: QueryDict) -> None:
        super().__init__(asked)
        types = [(source.name, source.label) for source in search_sources().values()]
        self._choose("type", _("Everything"), types)
        themes = [(theme.slug, theme.everyday_name) for theme in Theme.objects.in_language()]
        self._choose("theme", _("Everything"), themes)
        areas = [(area.code, area.indented_name) for area in Area.objects.all()]
        self._choose("area", _("Everywhere"), areas)
        self._choose("kind", _("Does not matter"), KINDS)
        languages = [(one.code, str(one.translated_name)) for one in Language.objects.all()]
        self._choose("language", _("Does not matter"), languages)

    def _choose(self, name: str, nothing: Any, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", nothing), *choices]

    def clean_q(self) -> str:
        """The words that are searched for. A very long text is cut, not refused: it was pasted."""
        return safe_words(self.cleaned_data["q"])

    def label_of(self, name: str, value: str) -> str:
        return str(dict(getattr(self.fields[name], "choices", [])).get(value, value)).strip()

    def active_filters(self, request: HttpRequest) -> list[dict[str, str]]:
        """The filters that are on, each with the address of the same question without it."""
        return [
            {
                "label": self.label_of(name, self.cleaned_data[name]),
                "remove_url": address(request, **{name: ""}),
            }
            for name in self.fields
            if name != "q" and self.cleaned_data.get(name)
        ]


def address(request: HttpRequest, **changes: str) -> str:
    """This question's address with some values changed; an empty value is left out."""
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query[name] = value
    encoded = query.urlencode()
    return f"{request.path}?{encoded}" if encoded else request.path


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
