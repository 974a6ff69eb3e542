"""Filters of a list: one GET form, every view of the list an address, unknown values told at the field."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from .models import Area, DistrictPage, Language, Theme

if TYPE_CHECKING:
    from wagtail.models import Page


class FilterForm(forms.Form):
    """Every field is optional. Fields called theme, area and language get their choices here."""

    theme = forms.ChoiceField(label=_("What is it about?"), required=False)
    area = forms.ChoiceField(label=_("In which neighbourhood?"), required=False)

    #: The fields in the sheet that opens on a phone, in this order; others stand outside it.
    SHEET: ClassVar[tuple[str, ...]] = ("theme", "area")

    def __init__(self, asked: QueryDict, *, within: Area | None = None) -> None:
        """`within` is the district of the list: only its areas are there to choose from."""
        super().__init__(asked)
        self.within = within
        areas = Area.objects.all() if within is None else Area.objects.with_all_below(within)
        areas = areas.defer("outline")  # a town has more of them than all the rest of this page
        themes = [(theme.slug, theme.everyday_name) for theme in Theme.objects.in_language()]
        self.choose("theme", _("Everything"), themes)
        self.choose("area", _("Everywhere"), [(area.code, area.indented_name) for area in areas])
        if "language" in self.fields:
            languages = [(one.code, str(one.translated_name)) for one in Language.objects.all()]
            languages.sort(key=lambda one: one[1].casefold())
            self.choose("language", _("Does not matter"), languages)

    def choose(self, name: str, nothing: Any, choices: Sequence[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", nothing), *choices]

    def sheet(self) -> list[forms.BoundField]:
        return [self[name] for name in self.SHEET]

    def wanted(self) -> dict[str, Any]:
        """What is asked for, without what could not be read."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def label_of(self, name: str, value: str) -> str:
        return str(dict(getattr(self.fields[name], "choices", [])).get(value, value)).strip()

    def active_filters(
        self, request: HttpRequest, *, leave_out: Sequence[str] = ()
    ) -> list[dict[str, str]]:
        """Each filter that is on, in words, with the address of the same list without it."""
        active = []
        for name, value in self.wanted().items():
            if name in leave_out:
                continue
            values = value if isinstance(value, list) else [value]
            for one in values:
                rest = [other for other in values if other != one]
                active.append(
                    {
                        "label": self.label_of(name, one),
                        "remove_url": address(request, **{name: rest}),
                    }
                )
        return active


def address(request: HttpRequest, **changes: str | list[str]) -> str:
    """This list's address with some values changed, from its first page; an empty value is left out."""
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query.setlist(name, value if isinstance(value, list) else [value])
    encoded = query.urlencode()
    return f"{request.path}?{encoded}" if encoded else request.path


def area_of(page: "Page") -> Area | None:
    """The area of the district that a list stands below; none for a list of the whole network."""
    parent = page.get_parent()
    district = parent.specific if parent is not None else None
    return district.area if isinstance(district, DistrictPage) else None
