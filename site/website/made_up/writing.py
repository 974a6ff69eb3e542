"""Many pages at once: what treebeard and Wagtail write for one page, in a few statements for a whole batch.

Django's `bulk_create` refuses models that inherit a table, so the two tables are filled in turn. Nobody is
told of these pages: both search indexes have to be filled after this, by the caller.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from website.made_up.content import Made
from wijkzorg_partners.models import Location, Service

#: Related things that the search index of the CMS reads.
INDEXED = ("areas", "themes", "languages", "services", "locations")


@transaction.atomic
def add_batch(parent: Page, batch: Sequence[Made]) -> None:
    """Save unsaved pages of one type as live children of `parent`, behind those that are there."""
    pages = [one.page for one in batch]
    model = type(pages[0])
    _place(parent, pages)
    names = [field.attname for field in Page._meta.local_concrete_fields if not field.primary_key]
    bases = Page.objects.bulk_create(
        Page(**{name: getattr(page, name) for name in names}) for page in pages
    )
    for page, base in zip(pages, bases, strict=True):
        page.pk = page.id = base.pk
        page.page_ptr_id = base.pk
    # SQLite takes only so many values in one statement.
    for start in range(0, len(pages), 100):
        model._base_manager._insert(
            pages[start : start + 100],
            fields=model._meta.local_concrete_fields,
            using=connection.alias,
        )
    Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + len(pages))
    _relate(model, batch)
    for_search = model.objects.filter(pk__in=[page.pk for page in pages])
    known = {field.name for field in model._meta.get_fields()}
    ready = list(for_search.prefetch_related(*(name for name in INDEXED if name in known)))
    get_search_backend().get_index_for_model(model).add_items(model, ready)


def _place(parent: Page, pages: Sequence[Any]) -> None:
    below = Page.objects.filter(path__startswith=parent.path, depth=parent.depth + 1)
    last = below.order_by("path").last()
    step = last._get_lastpos_in_path() if last else 0
    now = timezone.now()
    content_type = ContentType.objects.get_for_model(type(pages[0]))
    for position, page in enumerate(pages, start=step + 1):
        page.path = Page._get_path(parent.path, parent.depth + 1, position)
        page.depth = parent.depth + 1
        page.url_path = f"{parent.url_path}{page.slug}/"
        page.locale_id = parent.locale_id
        page.content_type = content_type
        page.draft_title = page.title
        page.first_published_at = page.last_published_at = page.latest_revision_created_at = now


def _relate(model: Any, batch: Sequence[Made]) -> None:
    for name in ("areas", "themes", "languages"):
        through = getattr(model, name).through
        of_page = f"{model._meta.model_name}_id"
        of_other = f"{getattr(model, name).field.related_model._meta.model_name}_id"
        through.objects.bulk_create(
            through(**{of_page: one.page.pk, of_other: other.pk})
            for one in batch
            for other in getattr(one, name)
        )
    for child, attribute in ((Service, "services"), (Location, "locations")):
        rows = []
        for one in batch:
            for row in getattr(one, attribute):
                row.partner_id, row.locale_id, row.sort_order = one.page.pk, one.page.locale_id, 0
                rows.append(row)
        child.objects.bulk_create(rows)
