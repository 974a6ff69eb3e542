"""The forms of what a service has of its own: place, themes, languages. Empty means: as the organisation."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils import timezone
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


class ServiceTimesForm(AnswerForm):
    """What is no day or time, and whether it stands still for a while."""

    model = Service
    names: ClassVar[list[str]] = ["schedule", "is_closed", "closed_until"]

    schedule = forms.CharField(
        label=gettext_lazy("About the hours, in words"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Such as: not in the school holidays."),
    )
    is_closed = forms.BooleanField(
        label=gettext_lazy("This stands still for a while"), required=False
    )
    closed_until = forms.DateField(
        label=gettext_lazy("Up to and including which day?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Leave it empty if you do not know yet."),
    )

    def clean(self) -> dict[str, Any]:
        """Who takes the tick away opens it again: the day that stood there goes with it."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        until = cleaned.get("closed_until")
        is_new = bool(until) and until != self.thing.closed_until
        if not cleaned.get("is_closed"):
            if is_new:
                self.add_error("is_closed", _("Tick this too, or leave the day empty."))
            cleaned["closed_until"] = None
        elif until and is_new and until < timezone.localdate():
            self.add_error("closed_until", _("This day is over. Choose today or a later day."))
        return cleaned


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
