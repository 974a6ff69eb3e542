"""What changed between two versions of a page, in words that a moderator can read aloud.

Pure over page objects: `revision.as_object()`, or those of `versions.py`. The words are in the active
language. Made for profiles, and good for every page: fields by their name, choices by their label, dates
in words, rich text and blocks as plain text, children by the id that they keep in every draft.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from difflib import SequenceMatcher
from html import unescape
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from .fields import ScheduleField

#: Of the fields that all pages have, those in which an editor can change something.
PAGE_FIELDS = frozenset(
    {"title", "slug", "seo_title", "search_description", "show_in_menus", "go_live_at", "expire_at"}
)
#: Children that are not content.
NOT_CONTENT = frozenset({"wagtail_admin_comments", "comments"})
#: Fields of children that say where they belong, and not what they are.
BOOKKEEPING = frozenset({"id", "sort_order", "locale", "translation_key", "uid"})
END_OF_LINE = re.compile(r"</(?:p|li|h\d|blockquote)>|<br ?/?>")
#: What is longer than this stands between quotes, so that one sees where it ends.
LONG = 40
#: A text field holds names of other things: themes, languages, a place.
THEMES, LANGUAGES, PLACE, FACTS = (
    "theme_slugs", "language_codes", "location_key", "accessibility_facts"
)  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One thing that is otherwise. An empty `before` is something new, an empty `after` something gone."""

    label: str
    before: str
    after: str

    def __str__(self) -> str:
        values = {"label": self.label, "before": self.before, "after": self.after}
        if get_language_bidi():
            # Dutch words in an Arabic sentence: each value runs its own way (Unicode UAX 9, isolates).
            values |= {name: f"\u2068{values[name]}\u2069" for name in ("before", "after")}
        if not self.before:
            return _("%(label)s, new: %(after)s") % values
        if not self.after:
            return _("%(label)s, gone: %(before)s") % values
        if max(len(self.before), len(self.after)) > LONG:
            values |= {"before": f"“{values['before']}”", "after": f"“{values['after']}”"}
        return _("%(label)s: %(before)s became %(after)s") % values


def changes_between(before: Page | None, after: Page) -> list[Change]:
    """Everything that differs, in the order of the fields, then the children.

    Without a `before` all that is filled in is new.
    """
    words = _Words(before, after)
    return [
        change
        for changes in (
            *(_of_field(field, before, after, words) for field in _fields_of(type(after))),
            *(_of_relation(field, before, after) for field in type(after)._meta.many_to_many),
            *(_of_children(rel, before, after, words) for rel in _children_of(type(after))),
        )
        for change in changes
    ]


# --- fields -------------------------------------------------------------------------------------


def _fields_of(model: type[models.Model]) -> Iterator[models.Field]:
    for field in model._meta.concrete_fields:
        if field.model is Page:
            if field.name in PAGE_FIELDS:
                yield field
        elif field.editable and field.name not in BOOKKEEPING and not _is_parent(field):
            yield field


def _is_parent(field: models.Field) -> bool:
    """Whether this is the key to the page that a child belongs to, or to the row of the base model."""
    remote = getattr(field, "remote_field", None)
    return bool(remote) and (
        getattr(remote, "parent_link", False) or type(field).__name__ == "ParentalKey"
    )


def _of_field(
    field: models.Field, before: Any, after: Any, words: "_Words", label: str = ""
) -> Iterator[Change]:
    old = getattr(before, field.attname, None) if before is not None else None
    new = getattr(after, field.attname, None)
    if old == new or (before is None and new is False):
        return
    label = label or _label(field)
    if isinstance(field, models.ForeignKey):
        pair = (_related(before, field), _related(after, field))
        if any(pair):
            yield Change(label, pair[0], _another(pair[1]) if pair[0] == pair[1] else pair[1])
        return
    yield from _of_lines(label, words.lines(field, before), words.lines(field, after))


def _label(field: Any) -> str:
    return capfirst(str(field.verbose_name))


def _of_lines(label: str, old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    """Of a text of several lines only the lines that differ, those that stand together as one change."""
    if len(old) <= 1 and len(new) <= 1:
        if list(old) != list(new):
            yield Change(label, "".join(old), "".join(new))
        return
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield Change(label, "\n".join(old[i1:i2]), "\n".join(new[j1:j2]))


def _related(instance: Any, field: models.ForeignKey) -> str:
    """A picture by what it shows, anything else by its name; empty when it is not there (any more)."""
    if instance is None or getattr(instance, field.attname) is None:
        return ""
    try:
        there = getattr(instance, field.name)
    except ObjectDoesNotExist:
        return ""
    return str(getattr(there, "description", "") or there) if there is not None else ""


def _another(name: str) -> str:
    return _("%(name)s (another one)") % {"name": name}


class _Words:
    """How values are told. Names of themes, languages and places are looked up once, when needed."""

    def __init__(self, *versions: Any) -> None:
        self.versions = [version for version in versions if version is not None]
        self.names: dict[str, dict[str, str]] = {}

    def lines(self, field: models.Field, instance: Any) -> list[str]:
        value = getattr(instance, field.attname, None) if instance is not None else None
        if value is None or value == "" or value == [] or value == {}:
            return []
        if isinstance(field, ScheduleField):
            from .schedule import format_schedule

            return list(format_schedule(value))
        if isinstance(field, StreamField):
            return _split(value.stream_block.get_searchable_content(value))
        if isinstance(field, RichTextField):
            return _split([unescape(strip_tags(END_OF_LINE.sub("\n", value)))])
        if field.name in (THEMES, LANGUAGES, PLACE, FACTS):
            return [self._named(field.name, value, type(instance))]
        if field.choices:
            return [str(dict(field.flatchoices).get(value, value))]
        return _split([plain_words(value)])

    def _named(self, kind: str, value: Any, model: type) -> str:
        known = self._names_of(kind, model)
        keys = value if isinstance(value, list) else [value]
        return ", ".join(known.get(str(key), str(key)) for key in keys)

    def _names_of(self, kind: str, model: type) -> dict[str, str]:
        if kind not in self.names:
            self.names[kind] = dict(self._look_up(kind, model))
        return self.names[kind]

    def _look_up(self, kind: str, model: type) -> Iterator[tuple[str, str]]:
        from wijkzorg_home.models import Language, Theme

        if kind == THEMES:
            yield from ((theme.slug, theme.name) for theme in Theme.objects.in_language())
        elif kind == LANGUAGES:
            yield from ((one.code, str(one.translated_name)) for one in Language.objects.all())
        elif kind == PLACE:
            for version in self.versions:
                yield from ((str(one.translation_key), str(one)) for one in version.locations.all())
        else:
            choices = getattr(model, "AccessibilityFact", None)
            yield from ((str(key), str(name)) for key, name in getattr(choices, "choices", ()))


def plain_words(value: Any) -> str:
    """A plain value as people write it: yes, 3 May 2027, 14:00."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "j F Y H:i")
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if isinstance(value, time):
        return time_format(value, "H:i")
    if isinstance(value, (list, tuple)):
        return ", ".join(plain_words(one) for one in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return str(value)


def _split(texts: Sequence[str]) -> list[str]:
    return [line.strip() for text in texts for line in str(text).splitlines() if line.strip()]


# --- areas, themes, languages -------------------------------------------------------------------


def _of_relation(field: Any, before: Any, after: Any) -> Iterator[Change]:
    old = {one.pk: str(one) for one in getattr(before, field.name).all()} if before else {}
    new = {one.pk: str(one) for one in getattr(after, field.name).all()}
    gone = [name for pk, name in old.items() if pk not in new]
    added = [name for pk, name in new.items() if pk not in old]
    if gone:
        yield Change(_label(field), ", ".join(gone), "")
    if added:
        yield Change(_label(field), "", ", ".join(added))


# --- children: services, places, contact persons -------------------------------------------------


def _children_of(model: type[models.Model]) -> list[Any]:
    relations = get_all_child_relations(model)
    return [rel for rel in relations if rel.get_accessor_name() not in NOT_CONTENT]


def _of_children(rel: Any, before: Any, after: Any, words: _Words) -> Iterator[Change]:
    name, model = rel.get_accessor_name(), rel.related_model
    old = {_key(one): one for one in getattr(before, name).all()} if before is not None else {}
    new = {_key(one): one for one in getattr(after, name).all()}
    label = capfirst(str(model._meta.verbose_name))
    for key, child in old.items():
        if key not in new:
            yield Change(label, _summary(child, words), "")
    for key, child in new.items():
        if key not in old:
            yield Change(label, "", _summary(child, words))
            continue
        for field in _fields_of(model):
            what = _("%(thing)s “%(name)s”, %(field)s") % {
                "thing": label,
                "name": _name(old[key]),
                "field": str(field.verbose_name),
            }
            yield from _of_field(field, old[key], child, words, what)
    yield from _of_order(label, old, new)


def _key(child: Any) -> Any:
    return getattr(child, "uid", None) or getattr(child, "translation_key", None) or child.pk


def _name(child: Any) -> str:
    """A child by its own name; one that is only a link, by what it leads to."""
    if type(child).__str__ is not models.Model.__str__:
        return str(child)
    links = (field for field in _fields_of(type(child)) if isinstance(field, models.ForeignKey))
    return next((name for field in links if (name := _related(child, field))), "")


def _summary(child: Any, words: _Words) -> str:
    """All that a child says: its name, and every other field that is filled in."""
    parts = [_name(child)]
    for field in _fields_of(type(child)):
        if isinstance(field, models.ForeignKey):
            text = _related(child, field)
        else:
            text = ", ".join(words.lines(field, child))
        if text and text != parts[0] and getattr(child, field.attname) is not False:
            parts.append(f"{field.verbose_name}: {text}")
    return "; ".join(part for part in parts if part)


def _of_order(label: str, old: dict[Any, Any], new: dict[Any, Any]) -> Iterator[Change]:
    """The same things in another order."""
    stayed = [key for key in old if key in new]
    moved = [key for key in new if key in old]
    if stayed != moved:
        yield Change(
            _("%(thing)s, the order") % {"thing": label},
            ", ".join(_name(old[key]) for key in stayed),
            ", ".join(_name(new[key]) for key in moved),
        )
