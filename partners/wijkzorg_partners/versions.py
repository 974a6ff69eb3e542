"""Page objects of many revisions at once, in a number of queries that does not grow with the pages.

Wagtail's `revision.as_object()` asks for every related row by itself, and for the place in the tree. To read
what changed neither is needed.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import prefetch_related_objects
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, Revision


def versions_of(revisions: Iterable[Revision]) -> dict[int, Page]:
    """The page as each revision has it, by the key of the revision. To be read, not to be saved."""
    rows = [(revision, _model_of(revision)) for revision in revisions]
    related = _Related()
    for revision, model in rows:
        if model is not None:
            related.note(model, revision.content)
    return {
        revision.pk: related.build(model, revision.content)
        for revision, model in rows
        if model is not None
    }


def rows_of(keys: Iterable[int]) -> dict[int, Page]:
    """Pages as the database has them, with all that they hold: for what has no revision of its own."""
    keys = set(keys)
    pages = list(Page.objects.filter(pk__in=keys).specific()) if keys else []
    for model in {type(page) for page in pages}:
        children = (one.get_accessor_name() for one in get_all_child_relations(model))
        names = [*(field.name for field in _links(model)), *children]
        prefetch_related_objects([page for page in pages if type(page) is model], *names)
    return {page.pk: page for page in pages}


def _model_of(revision: Revision) -> type[Page] | None:
    return ContentType.objects.get_for_id(revision.content_type_id).model_class()


class _Related:
    """What pages and their children point at, fetched once for all of them."""

    def __init__(self) -> None:
        self.wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
        self.fetched: dict[type[models.Model], dict[Any, models.Model]] = {}

    def note(self, model: type[models.Model], content: dict[str, Any]) -> None:
        for field in _links(model):
            value = content.get(field.name)
            if value is not None:
                keys = value if isinstance(field, ParentalManyToManyField) else [value]
                self.wanted[field.related_model].update(keys)
        for relation in get_all_child_relations(model):
            for child in content.get(relation.get_accessor_name(), ()):
                self.note(relation.related_model, child)

    def build(self, model: type[Page], content: dict[str, Any]) -> Page:
        to_many = [field for field in _links(model) if isinstance(field, ParentalManyToManyField)]
        plain = {name: value for name, value in content.items() if name not in _names(to_many)}
        page: Page = model.from_serializable_data(plain, check_fks=False)
        for field in to_many:
            there = self._of(field.related_model)
            found = [there[key] for key in content.get(field.name, ()) if key in there]
            setattr(page, field.name, found)
        self._connect(page)
        for relation in get_all_child_relations(model):
            for child in getattr(page, relation.get_accessor_name()).all():
                self._connect(child)
        return page

    def _connect(self, instance: models.Model) -> None:
        for field in _links(type(instance)):
            key = getattr(instance, field.attname, None)
            if isinstance(field, models.ForeignKey) and key is not None:
                setattr(instance, field.name, self._of(field.related_model).get(key))

    def _of(self, model: type[models.Model]) -> dict[Any, models.Model]:
        if model not in self.fetched:
            self.fetched[model] = model._default_manager.in_bulk(self.wanted[model])
        return self.fetched[model]


def _names(fields: Iterable[models.Field]) -> set[str]:
    return {field.name for field in fields}


def _links(model: type[models.Model]) -> list[Any]:
    """The fields of a model itself that point at other rows, without those of Wagtail's page."""
    own = (*model._meta.concrete_fields, *model._meta.many_to_many)
    return [
        field
        for field in own
        if field.related_model is not None
        and field.editable
        and not issubclass(Page, field.model)
        and not getattr(field.remote_field, "parent_link", False)
        and type(field).__name__ != "ParentalKey"
        and field.related_model is not Page
    ]
