"""Who may see a page is told once, at the page itself: its translations are closed and opened with it.

Wagtail keeps a restriction per page, and wagtail-localize copies it only when somebody translates anew.
See site/docs/decisions/0017-hide-means-hide.md.
"""

from typing import Any

from django.db import transaction
from wagtail.models import Page, PageViewRestriction

from .remembered import source_locale


def source_elsewhere(page: Page) -> Page | None:
    """The page that this one is a translation of; None where it is the source itself, or has none."""
    locale = source_locale()
    if page.locale_id == locale.pk:
        return None
    found: Page | None = page.get_translation_or_none(locale)
    return found


def source_is_hidden(page: Page) -> bool:
    """Whether it is a translation of a page that is offline."""
    source = source_elsewhere(page)
    return source is not None and not source.live


def restriction_was_set(sender: type, instance: PageViewRestriction, **_kwargs: Any) -> None:
    """Connected to `post_save` of restrictions, and to a change of their groups (see apps.py)."""
    if isinstance(instance, PageViewRestriction):
        _pass_on(instance.page)


def restriction_was_lifted(
    sender: type, instance: PageViewRestriction, origin: Any = None, **_kwargs: Any
) -> None:
    """Connected to `post_delete`. When the whole page is deleted, its translations stay closed."""
    if getattr(origin, "model", type(origin)) is PageViewRestriction:
        _pass_on(instance.page)


def translation_was_made(sender: type, source_obj: Any, target_obj: Any, **_kwargs: Any) -> None:
    """Connected to `copy_for_translation_done`: Wagtail's copy leaves out what a page above has too."""
    if isinstance(target_obj, Page):
        _copy(source_elsewhere(target_obj) or source_obj, target_obj)


def _pass_on(page: Page) -> None:
    if page.locale_id == source_locale().pk:
        for translation in page.get_translations():
            _copy(page, translation)


@transaction.atomic
def _copy(source: Page, translation: Page) -> None:
    translation.view_restrictions.all().delete()
    for one in source.view_restrictions.all():
        copy = PageViewRestriction.objects.create(
            page_id=translation.pk, restriction_type=one.restriction_type, password=one.password
        )
        copy.groups.set(one.groups.all())
