"""Facts are told once: a translation keeps the facts of the page that it was translated from.

wagtail-localize copies texts when somebody asks for it, and leaves out relations to many. Without
this module a partner that changes its telephone would keep the old one in Turkish, an event that moved
would keep its old hour in English, and what was taken offline would stay online in Arabic.
"""

from typing import Any

from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, Revision

from .models import GatheredPage, NetworkPage
from .privacy import source_is_hidden


def facts_follow_the_source(sender: type[Page], instance: Page, **_kwargs: Any) -> None:
    """After the source page is published: copy its shared facts to all translations, and publish them.

    A translation that is itself offline stays offline, with the right facts. Connected to
    `page_published` in apps.py.
    """
    if not isinstance(instance, GatheredPage) or not instance.is_source:
        return
    for translation in instance.get_translations():
        copy_facts(instance, translation)


def copy_facts(source: GatheredPage, translation: GatheredPage) -> None:
    """Give one translation the shared facts of its source, in its live row and in a draft that waits."""
    draft = translation.latest_revision if translation.has_unpublished_changes else None
    waiting = draft.as_object() if draft else None
    _give_facts(source, translation)
    revision = translation.save_revision(clean=False, changed=False)
    if translation.live:
        publish_beside_what_waits(revision)
    else:
        translation.save(clean=False)
    if draft is not None and waiting is not None:
        # The newest revision is what an editor opens next: else the words of the draft would be gone.
        _give_facts(source, waiting)
        waiting.save_revision(user=draft.user, clean=False)


def publish_beside_what_waits(revision: Revision, *, by: Any = None) -> None:
    """Publish without ending the workflow of a newer change of the page: that one goes on waiting."""
    action = PublishPageRevisionAction(revision, user=by)
    # Wagtail cancels the workflow that it finds, and looks here first (see prefetch_workflow_states).
    action.object._current_workflow_states = []
    action.execute(skip_permission_checks=True)


def _give_facts(source: GatheredPage, translation: GatheredPage) -> None:
    for name in source.SHARED_FIELDS:
        setattr(translation, name, getattr(source, name))
    for name in source.SHARED_RELATIONS:
        getattr(translation, name).set(getattr(source, name).all())
    for name in source.SHARED_CHILDREN:
        _copy_children(source, translation, name)


def _copy_children(source: GatheredPage, translation: GatheredPage, name: str) -> None:
    parent = source._meta.get_field(name).field.name
    copies = []
    for child in getattr(source, name).all():
        values = {
            field.name: getattr(child, field.name)
            for field in child._meta.concrete_fields
            if field.name not in {"id", parent, "translation_key", "locale"}
        }
        copies.append(type(child)(**values))
    setattr(translation, name, copies)


def translations_hide_with_the_source(sender: type[Page], instance: Page, **_kwargs: Any) -> None:
    """After the source page is taken offline: take every translation offline too."""
    if not isinstance(instance, NetworkPage) or not instance.is_source:
        return
    for translation in instance.get_translations().live():
        UnpublishPageAction(translation).execute(skip_permission_checks=True)


def hidden_pages_stay_hidden(sender: type[Page], instance: Page, **_kwargs: Any) -> None:
    """After a translation is published, by whichever door, while its source is offline: take it off again."""
    if isinstance(instance, NetworkPage) and source_is_hidden(instance):
        UnpublishPageAction(instance).execute(skip_permission_checks=True)
