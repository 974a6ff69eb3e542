"""What changes the index: each change of a page, of what hangs on it, and of what the search knows."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import post_page_move

from wijkzorg_home.contracts import search_sources
from wijkzorg_home.models import Area, Theme
from wijkzorg_home.signals import read_otherwise

from .models import Concept

NAME = "wijkzorg_search"


def after_commit(work: Callable[[], Any]) -> None:
    """A failing index never undoes what was published: `manage.py tick` mends it."""
    transaction.on_commit(work, robust=True)


#: What saving a draft writes on the page; nobody finds a page by these.
DRAFT_FIELDS = frozenset(
    {
        "latest_revision",
        "latest_revision_created_at",
        "has_unpublished_changes",
        "draft_title",
        "locked",
    }
)


def page_changed(
    sender: Any,
    instance: Any,
    update_fields: Iterable[str] | None = None,
    raw: bool = False,
    **_kwargs: Any,
) -> None:
    """Connected to saving and deleting anything: publishing and unpublishing save the page too."""
    if not isinstance(instance, Page) or raw:
        return
    if update_fields is None or not set(update_fields) <= DRAFT_FIELDS:
        _enqueue([(instance.specific_class, instance.pk)])


def page_moved(sender: Any, instance: Page, **_kwargs: Any) -> None:
    """What stands below a page moves with it: it may have come below one that is closed."""
    _subtree_changed(instance)


def pages_read_otherwise(sender: Any, pages: Iterable[Page], **_kwargs: Any) -> None:
    """Connected to `read_otherwise`: an app says that something beside the pages changed."""
    _enqueue([(page.specific_class, page.pk) for page in pages])


def restriction_changed(sender: Any, instance: PageViewRestriction, **_kwargs: Any) -> None:
    """Connected to saving and deleting a restriction: it closes and opens all below its page."""
    _subtree_changed(instance.page)


def meaning_changed(sender: Any, **kwargs: Any) -> None:
    """Connected to saving and deleting concepts, themes and areas: every document may weigh otherwise."""
    if not kwargs.get("raw"):
        after_commit(lambda: _rebuild())


def _subtree_changed(page: Page) -> None:
    below = Page.objects.descendant_of(page, inclusive=True).select_related("content_type")
    _enqueue([(one.specific_class, one.pk) for one in below])


def _enqueue(pages: Iterable[tuple[type[Page] | None, int]]) -> None:
    names = {source.model: source.name for source in search_sources().values()}
    by_source: dict[str, list[int]] = {}
    for model, key in pages:
        if model in names:
            by_source.setdefault(names[model], []).append(key)
    for name, keys in by_source.items():
        after_commit(partial(_refresh, name, keys))


def _refresh(name: str, keys: list[int]) -> None:
    from .tasks import refresh

    refresh.enqueue(name, keys)


def _rebuild() -> None:
    from .tasks import rebuild

    rebuild.enqueue()


def connect() -> None:
    """Called once, by the app when it is ready."""
    read_otherwise.connect(pages_read_otherwise, dispatch_uid=f"{NAME}.read_otherwise")
    post_page_move.connect(page_moved, dispatch_uid=f"{NAME}.moved")
    for signal in (post_save, post_delete):
        signal.connect(page_changed, dispatch_uid=f"{NAME}.page")
        signal.connect(
            restriction_changed, sender=PageViewRestriction, dispatch_uid=f"{NAME}.restriction"
        )
        for model in (Concept, Theme, Area):
            signal.connect(meaning_changed, sender=model, dispatch_uid=f"{NAME}.{model.__name__}")
