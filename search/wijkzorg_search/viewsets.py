"""The editors' side of the search."""

from typing import Any

from django import forms
from django.db.models import Case, Q, QuerySet, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django_filters import ModelMultipleChoiceFilter  # type: ignore[import-untyped]
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.models import Locale
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from wijkzorg_home.models import Theme

from .advice import advice_on
from .knowing import index_now
from .models import Concept, Signpost
from .models.concepts import HELPS
from .permissions import may_edit_concepts


def _themes(_request: HttpRequest | None = None) -> "QuerySet[Theme]":
    """Each theme once, in the language that pages are written in."""
    return Theme.objects.filter(locale=Locale.get_default()).order_by("sort_order", "name")


class ConceptForm(WagtailAdminModelForm):
    """A concept, with advice at the words that find nothing or everything."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].required = False
        self.fields["themes"].queryset = _themes()
        for field in HELPS.values():
            self.fields[field].queryset = self._others(field)
        if self.instance.pk:
            self._advise()

    def _others(self, field: str) -> "QuerySet[Concept]":
        """All other concepts, those that are chosen in the field first: there are hundreds."""
        others = Concept.objects.exclude(pk=self.instance.pk)
        if not self.instance.pk:
            return others.order_by("name")
        chosen = Q(pk__in=getattr(self.instance, field).values("pk"))
        return others.annotate(place=Case(When(chosen, then=0), default=1)).order_by(
            "place", "name"
        )

    def _advise(self) -> None:
        told: dict[str, list[str]] = {}
        for one in advice_on(self.instance, index_now()):
            told.setdefault(one.field, []).append(one.text)
        for name, texts in told.items():
            said = format_html_join("", "<br><strong>{}</strong>", ((text,) for text in texts))
            self.fields[name].help_text = format_html("{}{}", self.fields[name].help_text, said)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if not cleaned.get("code") and cleaned.get("name") and "code" not in self.errors:
            cleaned["code"] = Concept.free_code(cleaned["name"])
        return cleaned

    class Meta:
        help_texts = {
            "code": _("Leave it empty: it is made from the name."),
            "name": _("How you call the subject among yourselves, such as: help with debts."),
            "offered": _(
                "What organisations write on their pages. One word or short phrase on each line, such as: "
                "debt counselling."
            ),
            "asked_nl": _(
                "What people say themselves, one way on each line, as short as can be. Such as: can't pay "
                "rent. The search listens when all these words are in the question, in any order."
            ),
            "asked_elsewhere": _(
                "One way on each line, with the code of the language in front, such as: pl: czynsz"
            ),
            "closest": _("Who asks for this often ends up here. Counts nearly half."),
            "related": _("You would mention these too. Counts for a third."),
            "further": _("Helps some of those who ask. Counts a little."),
        }
        widgets = {
            "themes": forms.CheckboxSelectMultiple,
            **{
                field: forms.CheckboxSelectMultiple(attrs={"class": "wijkzorg-long-list"})
                for field in HELPS.values()
            },
            "asked_ar": forms.Textarea(attrs={"dir": "rtl", "lang": "ar", "rows": 6}),
        }


class ConceptFilters(WagtailFilterSet):
    themes = ModelMultipleChoiceFilter(
        label=_("themes"), queryset=_themes, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Concept
        fields = ["themes"]


class ConceptViewSet(SnippetViewSet):
    model = Concept
    icon = "comment"
    menu_label = _("Concepts")
    list_display = [
        "name",
        Column("theme_names", label=_("Themes")),
        Column("number_of_ways", label=_("Ways to ask")),
    ]
    filterset_class = ConceptFilters
    search_fields = [
        "name",
        "code",
        "offered",
        "asked_nl",
        "asked_en",
        "asked_tr",
        "asked_ar",
        "asked_elsewhere",
    ]
    ordering = ["name"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel([FieldPanel("name"), FieldPanel("code")], heading=_("The subject")),
            FieldPanel("offered"),
            MultiFieldPanel(
                [
                    FieldPanel("asked_nl"),
                    FieldPanel("asked_en"),
                    FieldPanel("asked_tr"),
                    FieldPanel("asked_ar"),
                    FieldPanel("asked_elsewhere"),
                ],
                heading=_("How people ask for it"),
            ),
            FieldPanel("themes"),
            MultiFieldPanel(
                [FieldPanel(field) for field in HELPS.values()], heading=_("What else helps")
            ),
        ],
        base_form_class=ConceptForm,
    )

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Concept]":
        return Concept.objects.prefetch_related("themes")

    def register_chooser_viewset(self) -> None:
        """None: no page chooses a concept, and Wagtail's chooser shows all names to everybody in the CMS."""


class SignpostViewSet(SnippetViewSet):
    model = Signpost
    icon = "warning"
    menu_label = _("Signposts")
    list_display = ["title", "code", "telephone", "sort_order"]
    search_fields = ["title", "code"]
    ordering = ["sort_order", "code"]

    def register_chooser_viewset(self) -> None:
        """None: no page chooses a signpost."""


class EditorsMenuItem(MenuItem):
    """Shown to those who keep the concepts."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_edit_concepts(request.user)


class SearchViewSetGroup(SnippetViewSetGroup):
    """What editors keep for the search; a new kind is one more item."""

    menu_label = _("Searching")
    menu_icon = "search"
    menu_order = 360
    items = [ConceptViewSet, SignpostViewSet]

    def get_submenu_items(self) -> list[MenuItem]:
        """The lists of the items, and two pages of our own."""
        found: list[MenuItem] = super().get_submenu_items()
        for order, (label, name, icon) in enumerate(
            [
                (_("Words without an answer"), "words", "help"),
                (_("Try the search"), "trial", "search"),
            ],
            start=100,
        ):
            url = reverse(f"wijkzorg_search_cms:{name}")
            found.append(
                EditorsMenuItem(label, url, name=f"search-{name}", icon_name=icon, order=order)
            )
        return found
