"""The forms of what a service has of its own: place, themes, languages. Empty means: as the organisation."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wijkzorg_home.models import Language, Theme

from ..models import PartnerPage, Service
from ..partner_references import make_languages
from .fields import DatalistInput, LanguagesField, language_names
from .forms import AnswerForm, UpToThreeForm


class ServicePlaceForm(AnswerForm):
    """One of the places of the organisation, as the newest draft has them."""

    model = Service
    names: ClassVar[list[str]] = ["location_key"]

    location_key = forms.TypedChoiceField(
        label=gettext_lazy("Place"), required=False, coerce=UUID, empty_value=None
    )

    def prepare(self) -> None:
        places = self.page.locations.all()
        choices = [(str(place.translation_key), str(place)) for place in places]
        self.fields["location_key"].choices = [  # type: ignore[attr-defined]
            ("", _("The place of the organisation")),
            *choices,
        ]

    def words(self, name: str, value: Any) -> list[str]:
        found = dict(self.fields["location_key"].choices)  # type: ignore[attr-defined]
        return [found[str(value)]] if str(value) in found else []


class ServiceThemesForm(UpToThreeForm):
    model = Service
    relation = "theme_slugs"
    names: ClassVar[list[str]] = ["theme_slugs"]

    theme_slugs_1 = forms.ChoiceField(
        label=gettext_lazy("People come because they say"), required=False
    )
    theme_slugs_2 = forms.ChoiceField(label=gettext_lazy("And also"), required=False)
    theme_slugs_3 = forms.ChoiceField(label=gettext_lazy("And also this"), required=False)

    def prepare(self) -> None:
        self.themes = {one.slug: one.everyday_name for one in Theme.objects.in_language()}
        self.fill([("", _("Choose...")), *self.themes.items()])

    def answers(self) -> dict[str, Any]:
        """In the order in which they were chosen; each once."""
        chosen = [value for value in self.cleaned_data.values() if value]
        return {"theme_slugs": list(dict.fromkeys([*chosen, *self.kept]))}

    def words(self, name: str, value: Any) -> list[str]:
        return [self.themes[slug] for slug in value if slug in self.themes]


class ServiceLanguagesForm(AnswerForm):
    model = Service
    names: ClassVar[list[str]] = ["language_codes"]

    language_codes = LanguagesField(
        label=gettext_lazy("Languages"), required=False, max_length=300, widget=DatalistInput
    )

    def shown(self, thing: Any) -> dict[str, Any]:
        return {"language_codes": ", ".join(self._names(thing.language_codes))}

    def prepare(self) -> None:
        widget: Any = self.fields["language_codes"].widget
        widget.suggestions = language_names()

    def before_writing(self, page: PartnerPage, by: Any) -> dict[str, Any]:
        """A language that nobody named before is known from now on."""
        make_languages(set(self.cleaned_data["language_codes"]))
        return self.answers()

    def words(self, name: str, value: Any) -> list[str]:
        return self._names(value)

    @staticmethod
    def _names(codes: list[str]) -> list[str]:
        """In the order in which they stand."""
        known = {one.code: one.translated_name for one in Language.objects.filter(code__in=codes)}
        return [known[code] for code in codes if code in known]
