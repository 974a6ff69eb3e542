"""The forms behind the questions. Each reads one thing and tells what it becomes.

Long texts have a bound of their own here, so that nobody loses a text that a page can't show.
"""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.images import get_image_model
from wagtail.images.fields import WagtailImageField
from wagtail.models import Locale

from wijkzorg_home.models import Theme

from .. import consent
from ..actions import own_collection
from ..models import ContactPerson, Location, PartnerPage, Service
from ..partner_references import make_languages
from .answers import in_words, tidy, value_of
from .fields import (
    DatalistInput,
    LanguagesField,
    area_choices,
    language_names,
    names_of_languages,
)

#: Characters in a text of several lines.
LONGEST_TEXT = 2000
#: How many areas and themes one can choose here; what stands there besides is kept.
MOST_CHOICES = 3


class AnswerForm(forms.Form):
    """One screen. `names` are the model fields that it fills, `model` is what they stand on.

    Made with the newest draft of that thing, and of the `page` that it stands on.
    """

    model: ClassVar[type[Model]] = PartnerPage
    names: ClassVar[list[str]] = []
    #: Texts of which one can put two versions together line by line.
    by_line: ClassVar[list[str]] = []
    use_required_attribute = False
    error_css_class = ""

    def __init__(
        self, data: Any = None, files: Any = None, *, thing: Any, page: PartnerPage
    ) -> None:
        self.thing, self.page = thing, page
        super().__init__(data, files, initial=self.shown(thing), label_suffix="")
        self.prepare()
        for field in self.fields.values():
            if isinstance(field, forms.CharField) and field.max_length is None:
                field.max_length = LONGEST_TEXT
                field.validators.append(_at_most(LONGEST_TEXT))
            if isinstance(field.widget, forms.Textarea | forms.TextInput):
                field.widget.attrs.setdefault("dir", "auto")

    def shown(self, thing: Any) -> dict[str, Any]:
        """What stands in the fields to begin with."""
        return {name: getattr(thing, name) for name in self.names}

    def prepare(self) -> None:
        """Choices that come from the database."""

    def answers(self) -> dict[str, Any]:
        """The model's fields with what was answered, as `answers.value_of` gives them."""
        return {name: self._tidied(self.cleaned_data[name]) for name in self.names}

    def before_writing(self, page: PartnerPage, by: Any) -> dict[str, Any]:
        """The answers at the moment of writing; what must be made for them is made now."""
        return self.answers()

    def in_words(self, name: str) -> list[str]:
        """My answer for a field of the model, as lines for people."""
        return in_words(self.model._meta.get_field(name), self.answers()[name])

    @staticmethod
    def _tidied(value: Any) -> Any:
        return tidy(value) if isinstance(value, str) else value


def _at_most(limit: int) -> Any:
    from django.core.validators import MaxLengthValidator

    return MaxLengthValidator(limit)


def _lines(label: Any, *, rows: int = 6, hint: Any = None) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=hint or gettext_lazy("One thing on each line. Three to five is enough."),
    )


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
    what_we_do = _lines(gettext_lazy("What do you do?"))


class WhatNotForm(AnswerForm):
    names = by_line = ["what_we_do_not"]
    what_we_do_not = _lines(gettext_lazy("What do you not do?"))


class ProfessionalForm(AnswerForm):
    names = by_line = ["when_professional"]
    when_professional = _lines(gettext_lazy("When do you call a professional?"))


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
        keys = value_of(thing, "languages")
        return {"for_whom": thing.for_whom, "languages": names_of_languages(keys)}

    def prepare(self) -> None:
        widget: Any = self.fields["languages"].widget
        widget.suggestions = language_names()

    def answers(self) -> dict[str, Any]:
        spoken = make_languages(set(self.cleaned_data["languages"])).values()
        return {
            "for_whom": tidy(self.cleaned_data["for_whom"]),
            "languages": sorted(language.pk for language in spoken),
        }


class UpToThreeForm(AnswerForm):
    """Up to three of a list, in a field each; what stands there besides is kept and told."""

    relation: ClassVar[str] = ""

    def __init__(self, data: Any = None, files: Any = None, *, thing: Any, **more: Any) -> None:
        chosen = value_of(thing, self.relation)
        self.kept = chosen[MOST_CHOICES:]
        super().__init__(data, files, thing=thing, **more)

    def shown(self, thing: Any) -> dict[str, Any]:
        chosen = value_of(thing, self.relation)[:MOST_CHOICES]
        return {f"{self.relation}_{number}": key for number, key in enumerate(chosen, start=1)}

    def answers(self) -> dict[str, Any]:
        chosen = [int(value) for value in self.cleaned_data.values() if value]
        return {self.relation: sorted({*chosen, *self.kept})}

    def fill(self, choices: list[tuple[Any, Any]]) -> None:
        for field in self.fields.values():
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


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
        field = self.hours or _lines("", hint=_HOURS_HINT)
        _add(self, self.names[0], field, gettext_lazy("When can people come or call?"))


_HOURS_HINT = gettext_lazy("A line for each day, such as: Monday 10:00 to 12:00.")


def hours_field() -> Any | None:
    """The field in which a schedule is typed as lines; None when the model offers only what is stored."""
    field: Any = PartnerPage._meta.get_field("hours").formfield()
    return None if isinstance(field, forms.JSONField) else field


def _add(form: AnswerForm, name: str, field: Any, label: Any) -> None:
    field.label, field.required = label, False
    form.fields[name] = field
    form.order_fields(form.field_order)


# --- what one can add besides the eight questions ----------------------------------------------


class ReferForm(AnswerForm):
    names = by_line = ["how_to_refer", "what_we_share"]

    how_to_refer = _lines(
        gettext_lazy("How does somebody else send a person to you?"),
        rows=4,
        hint=gettext_lazy("For the doctor, or another organisation."),
    )
    what_we_share = _lines(
        gettext_lazy("What do you tell others about somebody, and when?"),
        rows=4,
        hint=gettext_lazy("One thing on each line."),
    )


class MoreForm(AnswerForm):
    names: ClassVar[list[str]] = ["cost", "website", "accessibility"]
    by_line: ClassVar[list[str]] = ["accessibility"]

    cost = forms.CharField(label=gettext_lazy("What does it cost?"), required=False, max_length=120)
    website = forms.URLField(
        label=gettext_lazy("Your own website"),
        required=False,
        max_length=200,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url", "dir": "ltr", "autocomplete": "url"}),
    )
    accessibility = _lines(
        gettext_lazy("Can everybody get in?"),
        rows=4,
        hint=gettext_lazy("Think of a threshold, a lift, a toilet for a wheelchair."),
    )


class PhotoForm(AnswerForm):
    """A new photo with its text goes into the partner's own collection; the old one stays there."""

    names: ClassVar[list[str]] = ["photo"]

    picture = WagtailImageField(
        label=gettext_lazy("A photo from your phone or computer"), required=False
    )
    description = forms.CharField(
        label=gettext_lazy("What does one see in the photo?"),
        max_length=255,
        required=False,
        help_text=gettext_lazy("For people who can't see it. One sentence."),
    )
    away = forms.BooleanField(label=gettext_lazy("Show no photo any more"), required=False)

    def shown(self, thing: Any) -> dict[str, Any]:
        return {}

    def prepare(self) -> None:
        self.fields["picture"].help_text = ""  # Wagtail's names formats that nobody knows
        if self.thing.photo_id is None:
            del self.fields["away"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("away") or "picture" in self.errors:
            return cleaned
        if not cleaned.get("picture"):
            self.add_error("picture", _("Choose a photo first."))
        elif not cleaned.get("description"):
            self.add_error("description", _("Write in one sentence what one sees."))
        return cleaned

    def answers(self) -> dict[str, Any]:
        """Every upload is a new photo, which no other can be the same as."""
        return {"photo": None if self.cleaned_data.get("away") else -1}

    def in_words(self, name: str) -> list[str]:
        return [] if self.cleaned_data.get("away") else [self.cleaned_data["description"]]

    def before_writing(self, page: PartnerPage, by: Any) -> dict[str, Any]:
        if self.cleaned_data.get("away"):
            return {"photo": None}
        words = self.cleaned_data["description"]
        photo = get_image_model()(
            title=words,
            description=words,
            file=self.cleaned_data["picture"],
            collection=own_collection(page),
            uploaded_by_user=by,
        )
        photo.save()
        return {"photo": photo.pk}


class ServiceForm(AnswerForm):
    model = Service
    names: ClassVar[list[str]] = ["name", "description", "access", "cost", "is_closed"]
    by_line: ClassVar[list[str]] = ["description"]

    name = forms.CharField(
        label=gettext_lazy("What can people come for?"),
        max_length=120,
        error_messages={"required": gettext_lazy("Give it a name, such as: coffee table.")},
    )
    description = _lines(
        gettext_lazy("What happens there?"), rows=3, hint=gettext_lazy("A few short sentences.")
    )
    access = forms.ChoiceField(
        label=gettext_lazy("How does one come?"), choices=Service.Access.choices
    )
    cost = forms.CharField(label=gettext_lazy("What does it cost?"), required=False, max_length=120)
    is_closed = forms.BooleanField(
        label=gettext_lazy("This stands still for a while"), required=False
    )

    field_order = ["name", "description", "hours", "schedule", "access", "cost", "is_closed"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.hours = hours_field()
        self.names = [*type(self).names, "hours" if self.hours else "schedule"]  # type: ignore[misc]
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        field = self.hours or forms.CharField(max_length=200)
        _add(self, self.names[-1], field, gettext_lazy("When is it?"))


class PlaceForm(AnswerForm):
    model = Location
    names: ClassVar[list[str]] = [
        "name",
        "address",
        "postcode",
        "city",
        "address_hidden",
        "accessibility",
    ]

    name = forms.CharField(
        label=gettext_lazy("What is the place called?"), required=False, max_length=120
    )
    address = forms.CharField(
        label=gettext_lazy("Street and number"), required=False, max_length=120
    )
    postcode = forms.CharField(
        label=gettext_lazy("Postcode"),
        required=False,
        max_length=7,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "dir": "ltr"}),
    )
    city = forms.CharField(label=gettext_lazy("Town or village"), required=False, max_length=60)
    address_hidden = forms.BooleanField(
        label=gettext_lazy("Do not show the street and number"),
        required=False,
        help_text=gettext_lazy("Then people see the first four digits of the postcode only."),
    )
    accessibility = forms.CharField(
        label=gettext_lazy("Can everybody get in?"), required=False, max_length=200
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not any(cleaned.get(name) for name in ("name", "address", "postcode")):
            raise ValidationError(_("Write at least a name, a street or a postcode."))
        return cleaned


class PersonForm(AnswerForm):
    """A contact person, never more visible than the person agreed to; who says so is recorded."""

    model = ContactPerson
    names: ClassVar[list[str]] = ["name", "role", "phone", "email", "visibility", "consent_on"]

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=80,
        error_messages={"required": gettext_lazy("Write a name. A first name is enough.")},
    )
    role = forms.CharField(
        label=gettext_lazy("What does this person do?"), required=False, max_length=80
    )
    phone = forms.CharField(
        label=gettext_lazy("Telephone"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "dir": "ltr"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        required=False,
        widget=forms.EmailInput(attrs={"dir": "ltr"}),
    )
    visibility = forms.ChoiceField(
        label=gettext_lazy("Who may see this person?"), choices=ContactPerson.Visibility.choices
    )
    agrees = forms.BooleanField(
        label=gettext_lazy("I asked this person, and it is fine"), required=False
    )

    def shown(self, thing: Any) -> dict[str, Any]:
        names = [name for name in self.names if name != "consent_on"]
        return {**{name: getattr(thing, name) for name in names}, "agrees": bool(thing.consent_on)}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        hidden = cleaned.get("visibility") == ContactPerson.Visibility.MODERATORS
        if not cleaned.get("agrees") and not hidden:
            self.add_error(
                "agrees", _("Ask the person first. Or choose that only moderators see this.")
            )
        fault = consent.fault_of(
            cleaned.get("name", ""), self._consent(cleaned), consent.withdrawals_of(self.page)
        )
        if fault:
            self.add_error("agrees", fault)
        return cleaned

    def answers(self) -> dict[str, Any]:
        plain = {name: self._tidied(self.cleaned_data[name]) for name in self.names[:-1]}
        return {**plain, "consent_on": self._consent(self.cleaned_data)}

    def before_writing(self, page: PartnerPage, by: Any) -> dict[str, Any]:
        answers = self.answers()
        if answers["consent_on"] != self.thing.consent_on:
            answers["consent_recorded_by"] = by.pk if answers["consent_on"] else None
        return answers

    def _consent(self, cleaned: dict[str, Any]) -> Any:
        """Consent to one visibility is none to another: it begins anew today."""
        if not cleaned.get("agrees"):
            return None
        same = cleaned.get("visibility") == self.thing.visibility
        return self.thing.consent_on if same and self.thing.consent_on else timezone.localdate()
