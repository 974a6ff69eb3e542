"""The forms of import and export in the CMS."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from wijkzorg_home.models import Area, Theme

from ..models import PartnerIndexPage, PartnerPage
from .columns import COLUMNS, IMPORTED
from .files import column_name


class DirectoryField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return " › ".join(page.title for page in obj.get_ancestors(inclusive=True)[1:])


class _InDirectory(forms.Form):
    """Asks for the directory where there are several."""

    directory = DirectoryField(PartnerIndexPage.objects.none(), label=_("Directory"))

    def __init__(self, *args: Any, directories: Sequence[PartnerIndexPage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.directories = list(directories)
        field: Any = self.fields["directory"]
        field.queryset = PartnerIndexPage.objects.filter(pk__in=[one.pk for one in directories])
        if len(self.directories) == 1:
            del self.fields["directory"]

    @property
    def chosen_directory(self) -> PartnerIndexPage:
        chosen: PartnerIndexPage = self.cleaned_data.get("directory") or self.directories[0]
        return chosen


class UploadForm(_InDirectory):
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A list in .csv, .xlsx or .json, at most 20 MB. The first row holds the heads."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.json"}),
    )
    sheet = forms.CharField(
        label=_("Sheet"),
        help_text=_("Only for a workbook with several sheets. Empty: the first one."),
        max_length=31,
        required=False,
    )
    publish = forms.BooleanField(
        label=_("Make it public at once"),
        help_text=_("Otherwise new partners are drafts, and changes wait as drafts."),
        required=False,
    )
    create_themes = forms.BooleanField(
        label=_("Make the themes that are not there yet"), required=False
    )

    field_order = ["directory", "file", "sheet", "publish", "create_themes"]

    def __init__(self, *args: Any, may_make_themes: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_make_themes:
            del self.fields["create_themes"]


class MatchForm(forms.Form):
    """For each column of the file, which of ours it is, or none."""

    def __init__(self, heads: Sequence[str], mapping: Sequence[str], data: Any = None) -> None:
        super().__init__(data)
        choices = [("", gettext("Leave out")), *((one.key, one.head) for one in IMPORTED)]
        for number, head in enumerate(heads):
            if head:
                self.fields[f"column_{number}"] = forms.ChoiceField(
                    label=column_name(heads, number),
                    choices=choices,
                    required=False,
                    initial=mapping[number],
                )
        self.number_of_heads = len(heads)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        seen: dict[str, str] = {}
        for name, key in list(values.items()):
            if key and key in seen:
                self.add_error(
                    name, gettext("Another column is that already. Leave one of them out.")
                )
            seen.setdefault(key, name)
        if not self.errors and not {"key", "id", "name"} & seen.keys():
            raise forms.ValidationError(
                gettext(
                    "Choose which column is the name: without it nobody knows whom a row is about."
                )
            )
        return values

    @property
    def mapping(self) -> list[str]:
        values = self.cleaned_data
        return [values.get(f"column_{number}", "") for number in range(self.number_of_heads)]


class ExportForm(_InDirectory):
    file_format = forms.ChoiceField(
        label=_("Format"),
        choices=[("xlsx", "XLSX"), ("csv", "CSV"), ("json", "JSON")],
        initial="xlsx",
    )
    kind = forms.ChoiceField(
        label=_("Formal or informal"),
        choices=[("", _("All")), *PartnerPage.Kind.choices],
        required=False,
    )
    area = forms.ChoiceField(label=_("Area"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        choices=[
            ("", _("All")),
            ("public", _("Public")),
            ("waiting", _("Public, with a change that is not")),
            ("draft", _("Not public")),
        ],
        required=False,
    )
    columns = forms.MultipleChoiceField(
        label=_("Columns"),
        help_text=_("What an import does not read, such as the contact persons, stands last."),
        widget=forms.CheckboxSelectMultiple,
    )

    field_order = ["directory", "file_format", "kind", "area", "theme", "state", "columns"]

    def __init__(self, *args: Any, may_see_people: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", gettext("All"))
        areas = ((area.code, area.indented_name) for area in Area.objects.defer("outline"))
        themes = Theme.objects.filter(locale=Locale.get_default()).order_by("name")
        self._choose("area", [every, *areas])
        self._choose("theme", [every, *((theme.slug, theme.name) for theme in themes)])
        offered = [one for one in COLUMNS if may_see_people or not one.is_personal]
        self._choose("columns", [(one.key, one.head) for one in offered])
        self.fields["columns"].initial = [one.key for one in offered if one.is_usual]

    def _choose(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    @property
    def filters(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("kind", "area", "theme", "state")}
