"""The forms of what a profile has several of: services, places, contact persons."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import consent
from ..models import ContactPerson, Location, PartnerPage, Service
from .forms import AnswerForm, add_field, hours_field, lines


class ServiceForm(AnswerForm):
    model = Service
    names: ClassVar[list[str]] = ["name", "description", "for_whom", "access", "cost"]
    by_line: ClassVar[list[str]] = ["description"]

    name = forms.CharField(
        label=gettext_lazy("What can people come for?"),
        max_length=120,
        error_messages={"required": gettext_lazy("Give it a name, such as: coffee table.")},
    )
    description = lines(
        gettext_lazy("What happens there?"), rows=3, hint=gettext_lazy("A few short sentences.")
    )
    for_whom = forms.CharField(
        label=gettext_lazy("For whom is it?"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Only if it is not for everybody who can come to you."),
    )
    access = forms.ChoiceField(
        label=gettext_lazy("How does one come?"), choices=Service.Access.choices
    )
    cost = forms.CharField(label=gettext_lazy("What does it cost?"), required=False, max_length=120)

    field_order = ["name", "description", "for_whom", "hours", "schedule", "access", "cost"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.hours = hours_field()
        self.names = [*type(self).names, "hours" if self.hours else "schedule"]  # type: ignore[misc]
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        field = self.hours or forms.CharField(max_length=200)
        add_field(self, self.names[-1], field, gettext_lazy("When is it?"))


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

    def before_writing(self, page: PartnerPage, by: Any) -> dict[str, Any]:
        """The point that somebody gave in the CMS is that of the old address: it goes with it."""
        answers = self.answers()
        if any(answers[name] != getattr(self.thing, name) for name in ("address", "postcode")):
            answers |= {"latitude": None, "longitude": None}
        return answers


class PlaceFactsForm(AnswerForm):
    """Some of the facts of a place's accessibility, as boxes; the others stay as they are."""

    model = Location
    names: ClassVar[list[str]] = ["accessibility_facts"]
    facts: ClassVar[tuple[Location.AccessibilityFact, ...]] = ()
    is_boxes = True

    accessibility_facts = forms.MultipleChoiceField(
        label=gettext_lazy("What is true?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def prepare(self) -> None:
        choices = [(fact.value, fact.label) for fact in self.facts]
        self.fields["accessibility_facts"].choices = choices  # type: ignore[attr-defined]

    def answers(self) -> dict[str, Any]:
        """All facts, in the order in which they are shown."""
        kept = {*self.thing.accessibility_facts} - {*self.facts}
        true = kept | {*self.cleaned_data["accessibility_facts"]}
        return {"accessibility_facts": [f.value for f in Location.AccessibilityFact if f in true]}

    def words(self, name: str, value: Any) -> list[str]:
        return [str(fact.label) for fact in Location.AccessibilityFact if fact in value]


Fact = Location.AccessibilityFact


class PlaceEntranceForm(PlaceFactsForm):
    facts = (Fact.STEP_FREE, Fact.WIDE_DOOR, Fact.LIFT, Fact.TOILET, Fact.PARKING)


class PlaceComfortForm(PlaceFactsForm):
    facts = (
        Fact.HEARING_LOOP, Fact.QUIET_ROOM, Fact.PRAM, Fact.ASSISTANCE_DOG, Fact.HOME_VISIT
    )  # fmt: skip


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
        if answers["visibility"] != ContactPerson.Visibility.PUBLIC:
            answers["photo"] = None  # nobody agreed to a photo that others than everybody see
        return answers

    def _consent(self, cleaned: dict[str, Any]) -> Any:
        """Consent to one visibility is none to another: it begins anew today."""
        if not cleaned.get("agrees"):
            return None
        same = cleaned.get("visibility") == self.thing.visibility
        return self.thing.consent_on if same and self.thing.consent_on else timezone.localdate()
