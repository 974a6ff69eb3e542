"""The directory's filters: what may be asked, and what is found."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wijkzorg_home.filters import FilterForm, area_of
from wijkzorg_home.models import Area
from wijkzorg_home.searching import safe_words, search_any_word

from .compare import choice
from .models import PartnerPage
from .opening import with_openings

if TYPE_CHECKING:
    from django.core.paginator import Page as ResultPage

    from .models import PartnerIndexPage
    from .querysets import PartnerQuerySet

#: Partners on one page of the list.
PAGE_SIZE = 20


class DirectoryForm(FilterForm):
    """The one filter form of the directory."""

    q = forms.CharField(label=_("Search in your own words"), required=False)
    kind = forms.MultipleChoiceField(
        label=_("Who?"),
        required=False,
        choices=PartnerPage.Kind.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    language = forms.ChoiceField(label=_("Do they speak your language?"), required=False)
    unconfirmed = forms.BooleanField(
        label=_("Also show who has not been confirmed for long"), required=False
    )

    field_order = ["q", "kind", "theme", "area", "language", "unconfirmed"]
    SHEET = ("theme", "area", "kind", "language", "unconfirmed")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The stubs of Django do not know this attribute of its fields yet.
        self.fields["kind"].template_name = "wijkzorg_partners/includes/kind_field.html"  # type: ignore[attr-defined]

    def label_of(self, name: str, value: str) -> str:
        if name == "unconfirmed":
            return str(self.fields[name].label)
        return super().label_of(name, value)

    def clean_q(self) -> str:
        """The words that are searched for. A very long text is cut, not refused: it was pasted."""
        return safe_words(self.cleaned_data["q"])


def directory_context(request: HttpRequest, index_page: "PartnerIndexPage") -> dict[str, Any]:
    """What the template shows: the form, one page of partners, and the filters that are on.

    A value that is not in the lists filters nothing and is told at its field.
    """
    form = DirectoryForm(request.GET, within=area_of(index_page))
    wanted = form.wanted()
    partners = wanted_partners(form, wanted)
    page = _page_of(partners, wanted.get("q", ""), request.GET.get("page"))
    return {
        "form": form,
        "results": page,
        "page_obj": page,
        "total": page.paginator.count,
        "active_filters": form.active_filters(request),
        "clear_url": request.path,
        "compare": choice(request, page),
    }


def wanted_partners(form: DirectoryForm, wanted: dict[str, Any]) -> "PartnerQuerySet":
    """Whom the public may see of those that the filters ask for; words (`q`) are asked afterwards."""
    public = PartnerPage.objects.open_to_the_public().in_language(get_language() or "")
    partners: PartnerQuerySet = public.concerning(form.within)
    if not wanted.get("unconfirmed"):
        partners = partners.listed()
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
    """One page of results: by relevance when words were asked, else by name. Who is marked stands last.

    Keys are put in order first: with all their texts, thousands of profiles take a while to sort.
    """
    keys: Any = partners.confirmed_first("title", "pk").values_list("pk", flat=True)
    if words:
        marked = dict(partners.confirmed_first().values_list("pk", "is_marked"))
        keys = [pk for pk in search_any_word(PartnerPage, words) if pk in marked]
        keys.sort(key=lambda pk: marked[pk])
    page: ResultPage[Any] = Paginator(keys, PAGE_SIZE).get_page(number)
    found = PartnerPage.objects.filter(pk__in=list(page.object_list)).with_card_facts()
    by_key = {partner.pk: partner for partner in with_openings(found)}
    page.object_list = [by_key[pk] for pk in page.object_list if pk in by_key]
    return page
