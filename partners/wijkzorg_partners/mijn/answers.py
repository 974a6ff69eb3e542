"""Reading and writing one field of a profile, or of something in it, and saying it in words."""

from typing import Any

from django.db.models import ForeignKey, ManyToManyField, Model
from django.utils.translation import gettext as _
from wagtail.models import Locale

from ..fields import ScheduleField


def values_of(thing: Model, names: list[str]) -> dict[str, Any]:
    """The values of some fields, such that two of them can be compared: texts, lists of keys."""
    return {name: value_of(thing, name) for name in names}


def value_of(thing: Model, name: str) -> Any:
    field = thing._meta.get_field(name)
    if isinstance(field, ManyToManyField):
        return sorted(one.pk for one in getattr(thing, name).all())
    if isinstance(field, ForeignKey):
        return getattr(thing, field.attname)
    value = getattr(thing, name)
    return tidy(value) if isinstance(value, str) else value


def tidy(text: str) -> str:
    """Text as it is kept: browsers send other line ends than we store."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def write(thing: Any, name: str, value: Any) -> None:
    field = thing._meta.get_field(name)
    if isinstance(field, ManyToManyField):
        related: Any = field.related_model
        getattr(thing, name).set(related._default_manager.filter(pk__in=value))
    elif isinstance(field, ForeignKey):
        setattr(thing, field.attname, value)
    else:
        setattr(thing, name, value)


def words_of(thing: Any, name: str) -> list[str]:
    """What stands in a field, or in a list of things, as lines for people."""
    field = thing._meta.get_field(name)
    if field.one_to_many:
        return [str(one) for one in getattr(thing, name).all()]
    return in_words(field, value_of(thing, name))


def in_words(field: Any, value: Any) -> list[str]:
    """A value of a field, as `value_of` gives it, as lines for people."""
    if value in (None, "", [], {}):
        return []
    if isinstance(field, ManyToManyField):
        return _names_of(field.related_model, value)
    if isinstance(field, ForeignKey):
        related: Any = field.related_model
        found = related._default_manager.filter(pk=value).first()
        return [getattr(found, "description", "") or str(found)] if found else []
    if isinstance(field, ScheduleField):
        form_field: Any = field.formfield()
        shown = form_field.prepare_value(value)  # as its own form shows it: a line per time
        return [line for line in str(shown).splitlines() if line.strip()]
    if field.choices:
        return [str(dict(field.flatchoices).get(value, value))]
    if isinstance(value, bool):
        return [_("Yes")] if value else []
    return [line for line in str(value).splitlines() if line.strip()]


def _names_of(model: Any, keys: list[int]) -> list[str]:
    from wijkzorg_home.models import Theme

    found = model._default_manager.filter(pk__in=keys)
    if model is not Theme:
        return [str(one) for one in found]
    slugs = found.filter(locale=Locale.get_default()).values_list("slug", flat=True)
    return [
        theme.everyday_name for theme in Theme.objects.in_language().filter(slug__in=list(slugs))
    ]
