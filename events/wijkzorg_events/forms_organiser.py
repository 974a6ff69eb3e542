"""The forms of the organiser's page in the CMS."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wijkzorg_partners.mijn.fields import DatalistInput

from .forms_registration import organisation_from, organisations
from .models import EventPage, Registration, SeatBook


class MomentInput(forms.DateTimeInput):
    """A day and an hour as the browser asks for them, in Dutch time."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class RulesForm(forms.ModelForm):
    """How people can sign up for one event."""

    #: The fields under their headings.
    GROUPS: ClassVar[list[tuple[Any, list[str]]]] = [
        (
            gettext_lazy("Signing up"),
            ["is_open", "opens_at", "closes_at", "closes_after_meeting", "asks_needs"],
        ),
        (
            gettext_lazy("For how many people"),
            ["capacity", "most_guests", "has_waiting_list", "cut_off_at"],
        ),
        (
            gettext_lazy("Who goes first"),
            ["kept_for_new", "kept_for_informal", "kept_until", "priority_until"],
        ),
    ]

    class Meta:
        model = SeatBook
        fields: ClassVar[list[str]] = [
            "is_open",
            "opens_at",
            "closes_at",
            "closes_after_meeting",
            "asks_needs",
            "capacity",
            "most_guests",
            "has_waiting_list",
            "cut_off_at",
            "kept_for_new",
            "kept_for_informal",
            "kept_until",
            "priority_until",
        ]
        widgets: ClassVar[dict[str, Any]] = {
            name: MomentInput()
            for name in ("opens_at", "closes_at", "cut_off_at", "kept_until", "priority_until")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.event.days:
            del self.fields["closes_after_meeting"]

    def groups(self) -> list[tuple[str, list[Any]]]:
        return [
            (str(heading), [self[name] for name in names if name in self.fields])
            for heading, names in self.GROUPS
        ]


def first_rules(event: EventPage) -> dict[str, Any]:
    """What the form holds before anything was kept: closed; nobody moves up from noon the day before."""
    return {"cut_off_at": noon_before(event)}


def noon_before(event: EventPage) -> datetime:
    day = timezone.localtime(event.start_at) - timedelta(days=1)
    return day.replace(hour=12, minute=0, second=0, microsecond=0)


class WalkInForm(forms.Form):
    """Somebody at the door: a name, and as what they come. `uid` makes that one press is one person."""

    use_required_attribute = False

    uid = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
        error_messages={"required": gettext_lazy("Fill in a name.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Comes as"),
        choices=Registration.Kind.choices,
        widget=forms.RadioSelect,
    )
    organisation = forms.CharField(
        label=gettext_lazy("Organisation"),
        help_text=gettext_lazy("May stay empty."),
        max_length=120,
        required=False,
        widget=DatalistInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )

    prefix = "new"

    def __init__(self, sent: Mapping[str, Any] | None = None) -> None:
        initial = {"uid": uuid.uuid4(), "kind": Registration.Kind.NEIGHBOUR}
        super().__init__(sent, initial=initial)
        widget: Any = self.fields["organisation"].widget
        widget.suggestions = organisations()

    def values(self) -> dict[str, Any]:
        values = dict(self.cleaned_data)
        return {**values, **organisation_from(values.pop("organisation"))}


class MessageForm(forms.Form):
    """To everybody who comes; looked at once more before it goes. `key` makes that nobody gets it twice."""

    use_required_attribute = False

    key = forms.UUIDField(widget=forms.HiddenInput)
    also_waiting = forms.BooleanField(
        label=gettext_lazy("Also to who waits"),
        required=False,
    )
    subject = forms.CharField(
        label=gettext_lazy("Subject"),
        max_length=120,
        error_messages={"required": gettext_lazy("Fill in what it is about.")},
    )
    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=5000,
        help_text=gettext_lazy(
            "Day, time and place stand below it by themselves, and so does the link to the registration."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": gettext_lazy("Write what you want to tell.")},
    )

    def __init__(self, sent: Mapping[str, Any] | None = None) -> None:
        super().__init__(sent, initial={"key": uuid.uuid4()})

    def clean_subject(self) -> str:
        subject = " ".join(self.cleaned_data["subject"].split())
        if not subject:
            raise forms.ValidationError(_("Fill in what it is about."))
        return subject
