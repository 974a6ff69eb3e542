"""Fields of forms for everyday words: up to three of a list, and languages as one types them."""

import difflib
import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from wijkzorg_home.dutch_language_names import DUTCH_NAMES
from wijkzorg_home.importing import plain_name
from wijkzorg_home.models import Area, Language
from wijkzorg_home.models.languages import KNOWN_LANGUAGES

#: Between the languages that somebody typed: signs, and "and" in the languages of the site; in Arabic it
#: is written to the word behind it.
SEPARATORS = re.compile(r"[,;،؛\n/&]+|\s(?:en|and|ve|و)\s|\sو(?=ال)")
#: Areas this deep in the tree (town, district) stand by themselves; what lies below is grouped.
UNGROUPED_DEPTH = 2

Choices = list[tuple[Any, Any]]


def area_choices() -> Choices:
    """Every area once: the large ones by themselves, the others in a group by the area they lie in.

    Keys are primary keys. One query.
    """
    choices: Choices = [("", _("Choose..."))]
    for area in Area.objects.defer("outline"):
        if area.depth <= UNGROUPED_DEPTH:
            choices.append((area.pk, _("All of %(area)s") % {"area": area.name}))
        elif area.depth == UNGROUPED_DEPTH + 1:
            choices.append((area.name, [(area.pk, _("All of %(area)s") % {"area": area.name})]))
        else:
            indent = "\u2003" * (area.depth - UNGROUPED_DEPTH - 2)
            choices[-1][1].append((area.pk, indent + area.name))
    return choices


class LanguagesField(forms.CharField):
    """Languages with commas between them, by their names in the reader's language or in Dutch.

    The value is a list of their codes.
    """

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        names = [name.strip(" .") for name in SEPARATORS.split(text) if name.strip(" .")]
        known = _codes_by_name()
        codes, faults = [], []
        for name in names:
            code = known.get(plain_name(name), "")
            if code:
                codes.append(code)
            else:
                faults.append(ValidationError(_unknown(name, known), code="unknown"))
        if faults:
            raise ValidationError(faults)
        return list(dict.fromkeys(codes))


def language_names() -> list[str]:
    """The names to choose from, in the reader's language."""
    return sorted(one.translated_name for one in Language.objects.all())


def names_of_languages(keys: Sequence[int]) -> str:
    found = Language.objects.filter(pk__in=keys)
    return ", ".join(sorted(one.translated_name for one in found))


def _codes_by_name() -> dict[str, str]:
    known = {plain_name(name): code for code, names in DUTCH_NAMES.items() for name in names}
    with override("en"):
        known |= {plain_name(str(name)): code for code, name in KNOWN_LANGUAGES.items()}
    known |= {plain_name(one.name): one.code for one in Language.objects.all()}
    return known | {plain_name(str(name)): code for code, name in KNOWN_LANGUAGES.items()}


def _unknown(name: str, known: dict[str, str]) -> str:
    near = difflib.get_close_matches(plain_name(name), known, n=1)
    meant = str(KNOWN_LANGUAGES.get(known[near[0]], "")) if near else ""
    if meant:
        return _("We do not know the language “%(name)s”. Do you mean %(meant)s?") % {
            "name": name[:60],
            "meant": meant,
        }
    return _(
        "We do not know the language “%(name)s”. Look at how it is written, and put commas between "
        "languages."
    ) % {"name": name[:60]}


class DatalistInput(forms.TextInput):
    """A text field with suggestions that the browser shows."""

    template_name = "wijkzorg_partners/mijn/datalist.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.suggestions: list[str] = []

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["list"] = f"{context['widget']['attrs'].get('id', name)}_list"
        context["suggestions"] = self.suggestions
        return context
