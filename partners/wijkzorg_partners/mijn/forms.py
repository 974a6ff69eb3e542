"""What every screen of `/mijn/` shares: one form reads one thing and tells what it becomes.

Long texts have a bound of their own here, so that nobody loses a text that a page can't show.
"""

from typing import Any, ClassVar

from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from ..models import PartnerPage
from .answers import in_words, tidy, value_of

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
    #: Several boxes to tick for one answer: they need a legend, so the title is no label.
    is_boxes: ClassVar[bool] = False
    #: A sentence below the fields about what is kept besides them.
    note: Any = ""
    use_required_attribute = False
    error_css_class = ""

    def __init__(self, data: Any = None, files: Any = None, *, thing: Any, page: Page) -> None:
        self.thing, self.page = thing, page
        super().__init__(data, files, initial=self.shown(thing), label_suffix="")
        self.prepare()
        for field in self.fields.values():
            if isinstance(field, forms.CharField) and field.max_length is None:
                field.max_length = LONGEST_TEXT
                field.validators.append(MaxLengthValidator(LONGEST_TEXT))
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

    def before_writing(self, page: Any, by: Any) -> dict[str, Any]:
        """The answers at the moment of writing; what must be made for them is made now."""
        return self.answers()

    def in_words(self, name: str) -> list[str]:
        """My answer for a field of the model, as lines for people."""
        return self.words(name, self.answers()[name])

    def words(self, name: str, value: Any) -> list[str]:
        """Any value of a field of the model, as `value_of` gives it, as lines for people."""
        return in_words(self.model._meta.get_field(name), value)

    @staticmethod
    def _tidied(value: Any) -> Any:
        return tidy(value) if isinstance(value, str) else value


class UpToThreeForm(AnswerForm):
    """Up to three of a list, in a field each; what stands there besides is kept and told."""

    relation: ClassVar[str] = ""

    def __init__(self, data: Any = None, files: Any = None, *, thing: Any, **more: Any) -> None:
        chosen = value_of(thing, self.relation)
        self.kept = chosen[MOST_CHOICES:]
        if self.kept:
            self.note = _("There is more chosen than fits here. That stays as it is.")
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


def lines(
    label: Any, *, rows: int = 6, hint: Any = None, longest: int | None = None
) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=hint or gettext_lazy("One thing on each line. Three to five is enough."),
    )


def hours_field() -> Any | None:
    """The field in which a schedule is typed as lines; None when the model offers only what is stored."""
    field: Any = PartnerPage._meta.get_field("hours").formfield()
    return None if isinstance(field, forms.JSONField) else field


def add_field(form: AnswerForm, name: str, field: Any, label: Any) -> None:
    field.label, field.required = label, False
    form.fields[name] = field
    form.order_fields(form.field_order)
