"""The directory's filters: what may be asked, and what is found."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wijkzorg_home.models import Area, Language, Theme
from wijkzorg_home.searching import safe_words, search_any_word

from .models import PartnerPage

if TYPE_CHECKING:
    from django.core.paginator import Page as ResultPage

    from .models import PartnerIndexPage
    from .querysets import PartnerQuerySet

#: Partners on one page of the list.
PAGE_SIZE = 20


class DirectoryForm(forms.Form):
    """The one filter form. Every field is optional, and an unknown value is said at the field."""

    q = forms.CharField(label=_("Search in your own words"), required=False)
    kind = forms.MultipleChoiceField(
        label=_("Who?"),
        required=False,
        choices=PartnerPage.Kind.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    theme = forms.ChoiceField(label=_("What is it about?"), required=False)
    area = forms.ChoiceField(label=_("In which neighbourhood?"), required=False)
    language = forms.ChoiceField(label=_("Do they speak your language?"), required=False)

    def __init__(self, asked: QueryDict, *, within: Area | None) -> None:
        super().__init__(asked)
        areas = Area.objects.all() if within is None else Area.objects.with_all_below(within)
        themes = [(theme.slug, theme.everyday_name) for theme in Theme.objects.in_language()]
        self._choose("theme", _("Everything"), themes)
        self._choose("area", _("Everywhere"), [(area.code, area.indented_name) for area in areas])
        languages = [
            (language.code, str(language.translated_name)) for language in Language.objects.all()
        ]
        self._choose("language", _("Does not matter"), languages)

    def _choose(self, name: str, nothing: Any, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", nothing), *choices]

    def clean_q(self) -> str:
        """The words that are searched for. A very long text is cut, not refused: it was pasted."""
        return safe_words(self.cleaned_data["q"])


def directory_context(request: HttpRequest, index_page: "PartnerIndexPage") -> dict[str, Any]:
    """What the template shows: the form, one page of partners, and the filters that are on.

    A value that is not in the lists filters nothing and is told at its field.
    """
    from wijkzorg_home.models import DistrictPage

    parent = index_page.get_parent()
    district = parent.specific if parent is not None else None
    within = district.area if isinstance(district, DistrictPage) else None
    form = DirectoryForm(request.GET, within=within)
    form.is_valid()
    wanted = form.cleaned_data
    language = get_language() or ""
    partners = _filtered(PartnerPage.objects.open_to_the_public().in_language(language), wanted)
    page = _page_of(partners, wanted.get("q", ""), request.GET.get("page"))
    return {
        "form": form,
        "results": page,
        "page_obj": page,
        "total": page.paginator.count,
        "active_filters": active_filters(form, request),
        "clear_url": request.path,
    }


def _filtered(partners: "PartnerQuerySet", wanted: dict[str, Any]) -> "PartnerQuerySet":
    if wanted.get("kind"):
        partners = partners.filter(kind__in=wanted["kind"])
    if wanted.get("theme"):
        partners = partners.about(wanted["theme"])
    if wanted.get("area"):
        partners = partners.in_area(Area.objects.get(code=wanted["area"]))
    if wanted.get("language"):
        partners = partners.speaking(wanted["language"])
    return partners


def _page_of(partners: "PartnerQuerySet", words: str, number: str | None) -> "ResultPage[Any]":
    """One page of results: by relevance when words were asked, else by name."""
    if not words:
        ordered = partners.with_card_facts().order_by("title", "pk")
        return Paginator(ordered, PAGE_SIZE).get_page(number)
    allowed = set(partners.values_list("pk", flat=True))
    ranked = [pk for pk in search_any_word(PartnerPage, words) if pk in allowed]
    page = Paginator(ranked, PAGE_SIZE).get_page(number)
    found = PartnerPage.objects.filter(pk__in=list(page.object_list)).with_card_facts()
    by_key = {partner.pk: partner for partner in found}
    page.object_list = [by_key[pk] for pk in page.object_list if pk in by_key]
    return page


def active_filters(form: forms.Form, request: HttpRequest) -> list[dict[str, str]]:
    """Each filter that is on, in words, with the address of the same list without it."""
    active = []
    for name, field in form.fields.items():
        value = form.cleaned_data.get(name) if hasattr(form, "cleaned_data") else None
        for one in value if isinstance(value, list) else [value]:
            if not one:
                continue
            labels = dict(getattr(field, "choices", []))
            query = request.GET.copy()
            query.setlist(name, [other for other in query.getlist(name) if other != one])
            query.pop("page", None)
            if name == "q":
                query.pop("q", None)
            text = str(labels.get(one, one)).strip()
            address = request.path + (f"?{query.urlencode()}" if query.urlencode() else "")
            active.append({"label": text, "remove_url": address})
    return active
