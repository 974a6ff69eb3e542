"""Many pages at once: what treebeard and Wagtail write for one page, in one statement for all.

Django's `bulk_create` refuses models that inherit a table, so the two tables are filled in turn.
"""

from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from wijkzorg_home.contracts import search_sources
from wijkzorg_search import indexing


def add_children(parent, pages):
    """Saves unsaved pages of one type as live children of `parent`, behind those that are there."""
    parent.refresh_from_db()
    model = type(pages[0])
    last = parent.get_last_child()
    step = last._get_lastpos_in_path() if last else 0
    now = timezone.now()
    for position, page in enumerate(pages, start=step + 1):
        page.path = Page._get_path(parent.path, parent.depth + 1, position)
        page.depth = parent.depth + 1
        page.url_path = f"{parent.url_path}{page.slug}/"
        page.locale = parent.locale
        page.translation_key = uuid4()
        page.content_type = ContentType.objects.get_for_model(model)
        page.draft_title = page.title
        page.first_published_at = page.last_published_at = page.latest_revision_created_at = now
    names = [field.attname for field in Page._meta.local_concrete_fields if not field.primary_key]
    bases = Page.objects.bulk_create(
        [Page(**{name: getattr(page, name) for name in names}) for page in pages], batch_size=500
    )
    for page, base in zip(pages, bases, strict=True):
        page.pk = page.id = base.pk
    for start in range(0, len(pages), 500):
        model._base_manager._insert(
            pages[start : start + 500], fields=model._meta.local_concrete_fields, using="default"
        )
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild + len(pages))
    parent.refresh_from_db()
    return list(model.objects.filter(pk__in=[page.pk for page in pages]).order_by("path"))


def index(model, pages):
    """Puts pages into both search indexes, as saving each of them would have done."""
    names = {source.model: source.name for source in search_sources().values()}
    indexing.refresh(names[model], [page.pk for page in pages])
    ready = model.objects.filter(pk__in=[page.pk for page in pages])
    related = {"areas", "themes", "languages", "services", "locations"}
    known = {field.name for field in model._meta.get_fields()}
    ready = list(ready.prefetch_related(*(related & known)))
    get_search_backend().get_index_for_model(model).add_items(model, ready)
    if connection.vendor == "postgresql":
        # As autovacuum does on a real site; without it, a query over many rows takes a minute.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
