"""The forms by which people sign up, and keep what they signed up for."""

import re
from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from wijkzorg_home.remembered import open_pages_here
from wijkzorg_home.spam_guard import SpamGuardMixin
from wijkzorg_partners.actions import source_of
from wijkzorg_partners.mijn.fields import DatalistInput
from wijkzorg_partners.models import PartnerPage

from .conf import rate_limits
from .models import EventMeeting, Registration, SeatBook
from .registering import Applicant
from .registration_mails import moment

#: Names of organisations that the browser suggests; more would weigh more than the page.
MOST_SUGGESTIONS = 150


#: What no name has, and what turns a mail of ours into somebody's advertisement.
ADDRESS = re.compile(r"://|@|\w{2,}\.[a-z]{2,}", re.IGNORECASE)


def is_a_name(value: str) -> None:
    """A name goes into mails to others: raises ValidationError for one with an address in it."""
    if ADDRESS.search(value):
        raise ValidationError(_("Fill in a name only, without a link or a mail address."))


class NameField(forms.CharField):
    """One name, on one line: it stands in mails to others."""

    def to_python(self, value: Any) -> str:
        return " ".join((super().to_python(value) or "").split())

    def validate(self, value: Any) -> None:
        super().validate(value)
        is_a_name(value)


class OrganisationField(NameField):
    """A partner by its name, or another organisation: its name stands on the page, if one agrees to it."""

    def __init__(self, **kwargs: Any) -> None:
        widget = DatalistInput(attrs={"autocomplete": "organization", "dir": "auto"})
        super().__init__(**{"max_length": 120, "required": False, "widget": widget, **kwargs})

    def validate(self, value: Any) -> None:
        """What is called after its address, is known by that name: a partner is one."""
        if not (value and organisation_from(value)["partner"]):
            super().validate(value)


class NamesField(forms.CharField):
    """Names, one on each line; the value is a list."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: Any) -> Any:
        """From the lines of a text, or from a list as the API takes it."""
        lines = value if isinstance(value, list) else (super().to_python(value) or "").splitlines()
        names = [" ".join(line.split()) for line in lines]
        return [name for name in names if name]

    def validate(self, value: Any) -> None:
        super().validate(value)
        for name in value:
            ProhibitNullCharactersValidator()(name)
            is_a_name(name)
        if any(len(name) > 80 for name in value):
            raise ValidationError(
                _("A name is at most 80 letters. Put each name on a line of its own.")
            )

    def run_validators(self, value: Any) -> None:
        """Those of a text do not fit a list."""

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


class WhoForm(forms.Form):
    """What is asked of everybody, by the site and in the page behind the link."""

    use_required_attribute = False
    NEEDS: ClassVar[Sequence[str]] = ("diet", "access")

    name = NameField(
        label=gettext_lazy("What is your name?"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
        error_messages={"required": gettext_lazy("Tell us your name.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("I come as"),
        choices=Registration.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of these.")},
    )
    organisation = OrganisationField(
        label=gettext_lazy("From which organisation?"),
        help_text=gettext_lazy("Leave it empty if you come as a neighbour."),
    )
    role = forms.CharField(
        label=gettext_lazy("What is your work there?"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    guests = NamesField(
        label=gettext_lazy("Who comes along?"),
        help_text=gettext_lazy("A name on each line. You sit together, or wait together."),
        required=False,
    )
    diet = forms.CharField(
        label=gettext_lazy("What do you not eat?"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("We delete this a week after the day."),
    )
    access = forms.CharField(
        label=gettext_lazy("What do you need to take part?"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "A wheelchair, an interpreter, a quiet corner. We delete this a week after the day."
        ),
    )
    is_visible = forms.BooleanField(
        label=gettext_lazy("Others may see that I come"),
        required=False,
        help_text=gettext_lazy(
            "Your organisation stands on the page. Those who come too see your name with it."
        ),
    )

    def __init__(self, *args: Any, book: SeatBook, **kwargs: Any) -> None:
        self.book = book
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        #: Who signed up with more, before the organiser allowed fewer, keeps them.
        self.most_guests = max(book.most_guests, len(self.initial.get("guests", [])))
        if not self.most_guests:
            del self.fields["guests"]
        if not book.asks_needs:
            for name in self.NEEDS:
                del self.fields[name]
        widget: Any = self.fields["organisation"].widget
        widget.suggestions = SimpleLazyObject(organisations)

    def clean_guests(self) -> list[str]:
        guests: list[str] = self.cleaned_data["guests"]
        if len(guests) > self.most_guests:
            raise ValidationError(_("You can bring %(most)s others.") % {"most": self.most_guests})
        return guests

    @property
    def plain(self) -> list[Any]:
        """The fields that most people need."""
        return [self[name] for name in self._shown() if name not in self._further()]

    @property
    def further(self) -> list[Any]:
        """Those for who brings somebody, or needs something."""
        return [self[name] for name in self._shown() if name in self._further()]

    @property
    def has_further_answers(self) -> bool:
        """Whether these must stand open, since something is filled in, or wrong."""
        return any(field.errors or field.value() for field in self.further)

    def _shown(self) -> list[str]:
        names = ["name", "email", "kind", "organisation", *self._further(), "is_visible"]
        return [name for name in names if name in self.fields]

    @staticmethod
    def _further() -> list[str]:
        return ["role", "guests", "diet", "access"]


class SignUpForm(WhoForm):
    """Signing up: the rules that the page of an event and the API share."""

    email = forms.EmailField(
        label=gettext_lazy("Your mail address"),
        help_text=gettext_lazy("You get a mail. Say yes in it, then you have your place."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
        error_messages={"required": gettext_lazy("We need it to send you the confirmation.")},
    )

    def applicant(self) -> Applicant:
        """Who hears of it in the language that is active."""
        return applicant_from(self.cleaned_data)


class RegistrationForm(SpamGuardMixin, SignUpForm):
    """On the page of an event. The answer on the screen never tells whether an address is known."""

    #: Set where others were at it for too long.
    is_busy = False
    guard_purpose = "registration"

    def limits(self) -> dict[str, str]:
        return rate_limits()


class ChangeForm(WhoForm):
    """Behind the link in the mail; the address stays, since the link goes there."""

    def values(self) -> dict[str, Any]:
        values = {name: self.cleaned_data[name] for name in self.fields if name != "organisation"}
        return {**values, **organisation_from(self.cleaned_data["organisation"])}


class OfferForm(forms.Form):
    """To whom one passes the place on."""

    use_required_attribute = False

    name = NameField(
        label=gettext_lazy("What is your colleague called?"),
        max_length=120,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Mail address of your colleague"),
        max_length=254,
        widget=forms.EmailInput(attrs={"dir": "ltr"}),
    )


class SubstituteForm(forms.Form):
    """Who comes to one day of a series instead; without a name one comes oneself again."""

    use_required_attribute = False

    meeting_uid = forms.TypedChoiceField(label=gettext_lazy("On which day?"), coerce=UUID)
    name = NameField(
        label=gettext_lazy("Who comes in your place?"),
        help_text=gettext_lazy("Leave it empty if you come yourself after all."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Mail address of your colleague"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"dir": "ltr"}),
    )

    def __init__(self, *args: Any, days: Sequence[EventMeeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["meeting_uid"]
        field.choices = [(str(day.uid), moment(day.start_at)) for day in days]


def applicant_from(values: dict[str, Any]) -> Applicant:
    """From what a form, or the API, took; `organisation` may be the name of a partner."""
    return Applicant(
        name=values["name"],
        email=values["email"],
        kind=values["kind"],
        role=values.get("role", ""),
        guests=values.get("guests") or [],
        diet=values.get("diet", ""),
        access=values.get("access", ""),
        is_visible=bool(values.get("is_visible")),
        language=get_language() or "nl",
        **organisation_from(values.get("organisation", "")),
    )


def organisation_from(typed: str) -> dict[str, Any]:
    """The public partner of that name, or the name as it was typed."""
    partner = None
    if typed.strip():
        named = open_pages_here(PartnerPage.objects.filter(title__iexact=typed.strip()))
        found = named.order_by("pk").first()
        partner = source_of(found) if found is not None else None
    return {"partner": partner, "organisation": "" if partner else typed.strip()}


def organisations() -> list[str]:
    """Names of public partners in the reader's language, to choose from while typing."""
    pages = PartnerPage.objects.filter(locale__language_code=get_language())
    names = open_pages_here(pages).values_list("title", flat=True)[: MOST_SUGGESTIONS + 1]
    return sorted(names) if len(names) <= MOST_SUGGESTIONS else []
