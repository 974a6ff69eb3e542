"""The forms of profiles in the CMS, and the form field of opening times for every form."""

from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.models import Locale

from wijkzorg_home.forms import GatheredPageForm, leave_photos_of_others
from wijkzorg_home.models import Language, Theme
from wijkzorg_home.uploads import photo_errors

from . import consent
from .gaps import profile_gaps
from .schedule import format_schedule, read_schedule

#: The buttons of Wagtail's editor that send a profile to the moderators.
SENDING_IN = ("action-submit", "action-restart-workflow")


#: Letters in the text area of opening times: a line for each day of a year would still fit.
LONGEST_HOURS = 10_000


class ScheduleFormField(forms.CharField):
    """Opening times in one text area, a line for each rule. Every line that can't be read is told."""

    widget = forms.Textarea(attrs={"rows": 6, "spellcheck": "false"})
    default_hint = gettext_lazy(
        "One line for each time, such as: ma-vr 9.30 tot 12.00, eerste zaterdag van de maand 14.00 tot "
        "16.00, or 25 december: dicht."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["help_text"] = kwargs.get("help_text") or self.default_hint
        kwargs["max_length"] = LONGEST_HOURS
        super().__init__(*args, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(format_schedule(value)) if isinstance(value, dict) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, dict):
            return value
        text = str(value or "")
        if len(text) > LONGEST_HOURS:
            raise ValidationError(
                _("At most %(longest)d letters fit.") % {"longest": LONGEST_HOURS}
            )
        found, faults = read_schedule(text, timezone.localdate())
        if faults:
            raise ValidationError([ValidationError(str(fault)) for fault in faults])
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != (initial or {}))
        except ValidationError:
            return True


class PlaceField(forms.TypedChoiceField):
    """One of the places of a partner, by the key that a place keeps in every draft and language."""

    def __init__(self, **kwargs: Any) -> None:
        # Django asks what was chosen before in the same way, and that is a UUID already.
        options = {"required": False, "empty_value": None, **kwargs}
        super().__init__(coerce=lambda key: UUID(str(key)), **options)


@dataclass
class ServiceChoices:
    """What a service chooses from. Asked once for all services of a form."""

    themes: list[tuple[str, str]] = field(default_factory=list)
    languages: list[tuple[str, str]] = field(default_factory=list)
    places: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def of(cls, partner: Any) -> "ServiceChoices":
        themes = Theme.objects.filter(locale=Locale.get_default()).order_by("sort_order", "name")
        return cls(
            themes=[(theme.slug, theme.everyday_name) for theme in themes],
            languages=[(one.code, str(one.translated_name)) for one in Language.objects.all()],
            places=[(str(place.translation_key), str(place)) for place in partner.locations.all()],
        )


class ServiceForm(WagtailAdminModelForm):
    """One service: its own themes, languages and place, by names that people read."""

    theme_slugs = forms.MultipleChoiceField(
        label=gettext_lazy("themes"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Those of your organisation get these too."),
    )
    language_codes = forms.MultipleChoiceField(
        label=gettext_lazy("languages spoken"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Only if they are other than those of your organisation."),
    )
    location_key = PlaceField(label=gettext_lazy("place"))

    def __init__(self, *args: Any, choices: ServiceChoices | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = choices or ServiceChoices()
        offered = {
            "theme_slugs": choices.themes,
            "language_codes": choices.languages,
            "location_key": [("", _("The place of the organisation")), *choices.places],
        }
        for name in offered.keys() & self.fields.keys():
            chosen = self.fields[name]
            assert isinstance(chosen, forms.ChoiceField)
            chosen.choices = offered[name]


class LocationForm(WagtailAdminModelForm):
    """One place, with what is known of its accessibility as boxes to tick."""

    accessibility_facts = forms.MultipleChoiceField(
        label=gettext_lazy("accessibility"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        from .models import Location

        super().__init__(*args, **kwargs)
        facts = self.fields.get("accessibility_facts")
        if isinstance(facts, forms.ChoiceField):
            facts.choices = Location.AccessibilityFact.choices


class ContactPersonForm(WagtailAdminModelForm):
    """One contact person. Whoever fills in the day of consent is recorded with it."""

    def __init__(
        self, *args: Any, withdrawals: dict[str, date] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.withdrawals = withdrawals or {}
        if self.is_bound and "photo" in self.fields:
            leave_photos_of_others(self)

    def clean(self) -> Any:
        cleaned = super().clean() or self.cleaned_data
        name, consent_on = cleaned.get("name", ""), cleaned.get("consent_on")
        if fault := consent.fault_of(name, consent_on, self.withdrawals):
            self.add_error("consent_on" if "consent_on" in self.fields else None, fault)
        if "consent_on" in self.changed_data:
            self.instance.consent_recorded_by = self.for_user if consent_on else None
        return cleaned


class PartnerPageForm(GatheredPageForm):
    """A profile in the CMS. Sending it in asks for what a reader can't do without.

    A draft takes a photo that nobody described yet; nothing on the way to the public does.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "services" in self.formsets:
            self.formsets["services"].form_kwargs["choices"] = ServiceChoices.of(self.instance)
        if "contact_persons" in self.formsets:
            self.formsets["contact_persons"].form_kwargs.update(
                for_user=self.for_user, withdrawals=consent.withdrawals_of(self.instance)
            )

    def clean(self) -> Any:
        cleaned = super().clean()
        if any(name in self.data for name in SENDING_IN):
            for gap in profile_gaps(self._as_typed()):
                name = next((one for one in gap.fields if one in self.fields), None)
                self.add_error(name, _("Fill this in before you send the page in."))
        if "photo" in self.fields and self._goes_to_the_public():
            for name, fault in photo_errors(self.cleaned_data.get("photo")).items():
                self.add_error(name, fault)
        return cleaned

    def _goes_to_the_public(self) -> bool:
        approves = self.data.get("workflow-action-name") == "approve"
        return approves or any(name in self.data for name in (*SENDING_IN, "action-publish"))

    def _as_typed(self) -> Any:
        """What a profile is asked for, as it stands in the form: the page has the old values yet."""
        names = ("title", "summary", "what_we_do", "for_whom", "phone", "email")
        typed: dict[str, Any] = {
            name: self.cleaned_data.get(name, getattr(self.instance, name)) for name in names
        }
        areas = self.cleaned_data.get("areas", ())
        rows = self.formsets["contact_persons"].forms if "contact_persons" in self.formsets else ()
        people = [row for row in rows if row["name"].value() and not row["DELETE"].value()]
        return SimpleNamespace(
            **typed,
            areas=SimpleNamespace(all=lambda: areas),
            contact_persons=SimpleNamespace(all=lambda: people),
        )
