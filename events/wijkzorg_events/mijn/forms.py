"""The forms of an activity: each reads one event and tells what it becomes."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wijkzorg_partners.mijn.answers import tidy
from wijkzorg_partners.mijn.fields import DatalistInput, LanguagesField, language_names
from wijkzorg_partners.mijn.forms import AnswerForm, lines
from wijkzorg_partners.mijn.forms_photo import PhotoForm
from wijkzorg_partners.mijn.forms_questions import AboutForm, languages_answered, languages_shown

from ..models import EventPage
from .plain_text import as_html, as_text, is_plain


class WhenForm(AnswerForm):
    """What it is called, and when: all that a draft needs."""

    model = EventPage
    names: ClassVar[list[str]] = ["title", "kind", "start_at", "end_at"]

    title = forms.CharField(
        label=gettext_lazy("What is it called?"),
        max_length=120,
        error_messages={"required": gettext_lazy("Give it a name, such as: eating soup together.")},
    )
    kind = forms.ChoiceField(label=gettext_lazy("What kind of activity is it?"))
    day = forms.DateField(
        label=gettext_lazy("On which day?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Choose a day.")},
    )
    begins = forms.TimeField(
        label=gettext_lazy("From what time?"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": gettext_lazy("Say at what time it begins.")},
    )
    ends = forms.TimeField(
        label=gettext_lazy("Until what time?"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": gettext_lazy("Say at what time it ends.")},
    )

    def shown(self, thing: EventPage) -> dict[str, Any]:
        known = {"title": thing.title, "kind": thing.kind}
        if thing.start_at is None:
            return known
        return {
            **known,
            "day": thing.starts.date(),
            "begins": thing.starts.time(),
            "ends": thing.ends.time(),
        }

    def prepare(self) -> None:
        kinds = EventPage.KINDS_OF_PARTNERS
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        day, begins, ends = (cleaned.get(name) for name in ("day", "begins", "ends"))
        if day is None or begins is None or ends is None:
            return cleaned
        start = self._moment("begins", day, begins)
        end = self._moment("ends", day + self._days, ends)
        if start is None or end is None:
            return cleaned
        if end <= start:
            self.add_error("ends", _("The end must come after the beginning."))
        elif start != self.thing.start_at and start < timezone.now():
            self.add_error("day", _("This is over. Choose a day that is still to come."))
        return {**cleaned, "start_at": start, "end_at": end}

    @property
    def _days(self) -> timedelta:
        """Between the first day and the last: what lasts longer was made in the CMS, and stays so."""
        if self.thing.start_at is None:
            return timedelta()
        return timedelta(days=(self.thing.ends.date() - self.thing.starts.date()).days)

    def _moment(self, name: str, day: date, hour: time) -> datetime | None:
        """In UTC, as it is kept. An hour that the clock skips, or has twice, is told at the field."""
        try:
            return from_current_timezone(datetime.combine(day, hour)).astimezone(UTC)
        except ValidationError as error:
            self.add_error(name, error)
            return None

    def words(self, name: str, value: Any) -> list[str]:
        if isinstance(value, datetime):
            return [date_format(timezone.localtime(value), "j F Y H:i")]
        return super().words(name, value)


class StoryForm(AnswerForm):
    """A text with bold words or lists, made in the CMS, is not asked here, so that nothing of it is lost."""

    model = EventPage
    names: ClassVar[list[str]] = ["summary", "description"]
    by_line: ClassVar[list[str]] = []

    summary = forms.CharField(
        label=gettext_lazy("In one or two sentences: what is it?"),
        max_length=EventPage._meta.get_field("summary").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("This stands in the agenda."),
    )
    description = lines(
        gettext_lazy("What happens there?"),
        rows=5,
        hint=gettext_lazy(
            "A few short sentences. What can people expect, and must they bring something?"
        ),
    )

    def __init__(self, *args: Any, thing: EventPage, **kwargs: Any) -> None:
        if not is_plain(thing.description):
            self.names = ["summary"]  # type: ignore[misc]
            self.note = _("There is more text than fits here. That stays as it is.")
        super().__init__(*args, thing=thing, **kwargs)

    def shown(self, thing: EventPage) -> dict[str, Any]:
        return {"summary": thing.summary, "description": as_text(thing.description)}

    def prepare(self) -> None:
        if "description" not in self.names:
            del self.fields["description"]

    def answers(self) -> dict[str, Any]:
        """A description that says the same stays the very same, with the marks of Wagtail's editor."""
        answers = {"summary": tidy(self.cleaned_data["summary"])}
        if "description" in self.names:
            text = tidy(self.cleaned_data["description"])
            there = self.thing.description
            answers["description"] = there if text == as_text(there) else as_html(text)
        return answers

    def words(self, name: str, value: Any) -> list[str]:
        return as_text(value).splitlines() if name == "description" else super().words(name, value)


class WhereForm(AnswerForm):
    model = EventPage
    names: ClassVar[list[str]] = ["venue_name", "address", "postcode", "city"]

    venue_name = forms.CharField(
        label=gettext_lazy("Somewhere else? What is that place called?"),
        required=False,
        max_length=120,
    )
    address = forms.CharField(
        label=gettext_lazy("Street and number"), required=False, max_length=120
    )
    postcode = forms.CharField(label=gettext_lazy("Postcode"), required=False, max_length=7)
    city = forms.CharField(label=gettext_lazy("Town"), required=False, max_length=60)


class OnlineForm(AnswerForm):
    model = EventPage
    names: ClassVar[list[str]] = ["online_url"]

    online_url = forms.URLField(
        label=gettext_lazy("The link"),
        required=False,
        max_length=200,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url", "dir": "ltr"}),
    )


class ForWhomForm(AnswerForm):
    model = EventPage
    names: ClassVar[list[str]] = ["audience", "languages", "accessibility"]
    by_line: ClassVar[list[str]] = ["audience", "accessibility"]

    audience = lines(
        gettext_lazy("Who can come?"),
        rows=2,
        hint=gettext_lazy("Such as: everybody, or women only."),
    )
    languages = LanguagesField(
        label=gettext_lazy("Which languages do you speak there?"),
        required=False,
        max_length=300,
        widget=DatalistInput,
        help_text=gettext_lazy("Put a comma between the languages."),
    )
    accessibility = lines(
        gettext_lazy("Can everybody get in?"),
        rows=3,
        hint=gettext_lazy("Think of a threshold, a lift, a toilet for a wheelchair."),
    )

    def shown(self, thing: Any) -> dict[str, Any]:
        return {**super().shown(thing), "languages": languages_shown(thing)}

    def prepare(self) -> None:
        widget: Any = self.fields["languages"].widget
        widget.suggestions = language_names()

    def answers(self) -> dict[str, Any]:
        texts = {name: tidy(self.cleaned_data[name]) for name in ("audience", "accessibility")}
        return {**texts, "languages": languages_answered(self.cleaned_data["languages"])}


class ThemesForm(AboutForm):
    model = EventPage


class EventPhotoForm(PhotoForm):
    model = EventPage


class GoesAheadForm(AnswerForm):
    """Of what is on the site: whether it goes on as it was announced."""

    model = EventPage
    names: ClassVar[list[str]] = ["status", "status_reason", "previous_start_at"]

    status = forms.ChoiceField(
        label=gettext_lazy("Does it go ahead?"), choices=EventPage.Status.choices
    )
    status_reason = forms.CharField(
        label=gettext_lazy("Why was it moved or cancelled?"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("One sentence. Everybody reads this."),
    )

    def shown(self, thing: EventPage) -> dict[str, Any]:
        was_moved = thing.status == EventPage.Status.SCHEDULED and self._announced_for is not None
        status = EventPage.Status.RESCHEDULED if was_moved else thing.status
        return {"status": status, "status_reason": thing.status_reason}

    @property
    def _announced_for(self) -> datetime | None:
        """The beginning that the public reads, where the draft has another one."""
        public: datetime | None = (
            EventPage.objects.filter(pk=self.thing.pk, live=True)
            .values_list("start_at", flat=True)
            .first()
        )
        return public if public != self.thing.start_at else None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        status, previous = cleaned.get("status"), None
        if status == EventPage.Status.SCHEDULED:
            cleaned["status_reason"] = ""
        elif not cleaned.get("status_reason") and "status_reason" not in self.errors:
            self.add_error("status_reason", _("Tell people why. One sentence is enough."))
        if status == EventPage.Status.RESCHEDULED:
            previous = self._announced_for or self.thing.previous_start_at
            if previous is None:
                self.add_error(
                    "status", _("Change the day or the hours first. Then tell here why.")
                )
        return {**cleaned, "previous_start_at": previous}
