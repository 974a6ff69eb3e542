"""The forms of the questions: the eight for a whole profile, and two for who wants to tell more."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Locale

from wijkzorg_home.models import Theme

from ..models import PartnerPage
from ..partner_references import make_languages
from .answers import tidy, value_of
from .fields import (
    DatalistInput,
    LanguagesField,
    area_choices,
    language_names,
    names_of_languages,
)
from .forms import LONGEST_TEXT, AnswerForm, UpToThreeForm, add_field, hours_field, lines


class WhoForm(AnswerForm):
    names: ClassVar[list[str]] = ["title", "kind", "summary"]

    title = forms.CharField(
        label=gettext_lazy("What are you called?"),
        max_length=120,
        error_messages={"required": gettext_lazy("Write the name of your organisation.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Who does the work?"),
        choices=[
            ("informal", gettext_lazy("Mostly volunteers or neighbours")),
            ("formal", gettext_lazy("Mostly people who are paid for it")),
        ],
        widget=forms.RadioSelect,
    )
    summary = forms.CharField(
        label=gettext_lazy("What do you do, in one or two sentences?"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WhatForm(AnswerForm):
    names = by_line = ["what_we_do"]
    what_we_do = lines(gettext_lazy("What do you do?"))


class WhatNotForm(AnswerForm):
    names = by_line = ["what_we_do_not"]
    what_we_do_not = lines(gettext_lazy("What do you not do?"))


class ProfessionalForm(AnswerForm):
    names = by_line = ["when_professional"]
    when_professional = lines(gettext_lazy("When do you call a professional?"))


class ForWhomForm(AnswerForm):
    names: ClassVar[list[str]] = ["for_whom", "languages"]
    by_line: ClassVar[list[str]] = ["for_whom"]

    for_whom = forms.CharField(
        label=gettext_lazy("Who can come to you?"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    languages = LanguagesField(
        label=gettext_lazy("Which languages do you speak?"),
        required=False,
        max_length=300,
        widget=DatalistInput,
        help_text=gettext_lazy("Put a comma between the languages."),
    )

    def shown(self, thing: Any) -> dict[str, Any]:
        return {"for_whom": thing.for_whom, "languages": languages_shown(thing)}

    def prepare(self) -> None:
        widget: Any = self.fields["languages"].widget
        widget.suggestions = language_names()

    def answers(self) -> dict[str, Any]:
        return {
            "for_whom": tidy(self.cleaned_data["for_whom"]),
            "languages": languages_answered(self.cleaned_data["languages"]),
        }


def languages_shown(thing: Any) -> str:
    """The languages of a page as one types them."""
    return names_of_languages(value_of(thing, "languages"))


def languages_answered(codes: list[str]) -> list[int]:
    """The keys of what was typed; a language that nobody named before is known from now on."""
    return sorted(language.pk for language in make_languages(set(codes)).values())


class WhereForm(UpToThreeForm):
    relation = "areas"
    names: ClassVar[list[str]] = ["areas"]

    areas_1 = forms.ChoiceField(label=gettext_lazy("A neighbourhood"), required=False)
    areas_2 = forms.ChoiceField(label=gettext_lazy("A second neighbourhood"), required=False)
    areas_3 = forms.ChoiceField(label=gettext_lazy("A third neighbourhood"), required=False)

    def prepare(self) -> None:
        self.fill(area_choices())


class AboutForm(UpToThreeForm):
    relation = "themes"
    names: ClassVar[list[str]] = ["themes"]

    themes_1 = forms.ChoiceField(label=gettext_lazy("People come because they say"), required=False)
    themes_2 = forms.ChoiceField(label=gettext_lazy("And also"), required=False)
    themes_3 = forms.ChoiceField(label=gettext_lazy("And also this"), required=False)

    def prepare(self) -> None:
        """Pages point at the theme in the site's first language; its words are those of the reader."""
        first = Theme.objects.filter(locale=Locale.get_default())
        keys = dict(first.values_list("slug", "pk"))
        words = [(keys[one.slug], one.everyday_name) for one in Theme.objects.in_language()]
        self.fill([("", _("Choose...")), *words])


_HOURS_HINT = gettext_lazy("A line for each day, such as: Monday 10:00 to 12:00.")


class ReachForm(AnswerForm):
    """Hours as lines of days and times where the model offers that, else in words."""

    names: ClassVar[list[str]] = ["hours", "phone", "email"]

    phone = forms.CharField(
        label=gettext_lazy("Telephone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "dir": "ltr"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )

    field_order = ["hours", "opening_hours", "phone", "email"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.hours = hours_field()
        self.names = ["hours" if self.hours else "opening_hours", "phone", "email"]  # type: ignore[misc]
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        field = self.hours or lines("", hint=_HOURS_HINT)
        add_field(self, self.names[0], field, gettext_lazy("When can people come or call?"))


# --- what one can add besides the eight ----------------------------------------------------------


class ReferForm(AnswerForm):
    names = by_line = ["how_to_refer", "what_we_share"]

    how_to_refer = lines(
        gettext_lazy("How does somebody else send a person to you?"),
        rows=4,
        hint=gettext_lazy("For the doctor, or another organisation."),
    )
    what_we_share = lines(
        gettext_lazy("What do you tell others about somebody, and when?"),
        rows=4,
        hint=gettext_lazy("One thing on each line."),
    )


class MoreForm(AnswerForm):
    names: ClassVar[list[str]] = [
        "asked_for_as",
        "cost",
        "website",
        "opening_hours",
        "accessibility",
    ]
    by_line: ClassVar[list[str]] = ["asked_for_as", "opening_hours", "accessibility"]

    asked_for_as = lines(
        gettext_lazy("How do people ask for it, in their own words?"),
        rows=4,
        hint=gettext_lazy(
            "One way on each line. Only the search reads it, so that people find you."
        ),
        longest=PartnerPage._meta.get_field("asked_for_as").max_length,
    )

    cost = forms.CharField(label=gettext_lazy("What does it cost?"), required=False, max_length=120)
    website = forms.URLField(
        label=gettext_lazy("Your own website"),
        required=False,
        max_length=200,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url", "dir": "ltr", "autocomplete": "url"}),
    )
    opening_hours = lines(
        gettext_lazy("About the hours, in words"),
        rows=2,
        hint=gettext_lazy("Such as: not in the school holidays."),
    )
    accessibility = lines(
        gettext_lazy("Can everybody get in?"),
        rows=4,
        hint=gettext_lazy("Think of a threshold, a lift, a toilet for a wheelchair."),
    )
