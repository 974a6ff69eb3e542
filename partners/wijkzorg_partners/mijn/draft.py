"""How an answer gets into the newest draft: permission, lock, one transaction, a revision in the log.

The same as what the CMS does on "save draft" (`wagtail.admin.views.pages.edit.EditView.save_action`).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.models import Page, Revision

from .answers import values_of, write
from .conflicts import Merge, merge
from .forms import AnswerForm
from .kinds import Kind

#: How far back we look for who made a change.
REVISIONS_LOOKED_AT = 20


class Locked(Exception):
    """The page can't be changed now: it waits for a moderator, or somebody locked it."""


@dataclass(frozen=True)
class Place:
    """What a form is about: the page itself, or one thing in it (`key`; None is a new one)."""

    kind: Kind | None = None
    key: Any = None

    def find(self, draft: Page) -> Any | None:
        """The page, or the thing with that key; None when it is not there (any more)."""
        if self.kind is None:
            return draft
        if self.key is None:
            return self.kind.model()
        return next((one for one in self.things(draft) if self._key_of(one) == self.key), None)

    def things(self, draft: Page) -> list[Any]:
        assert self.kind is not None
        return list(getattr(draft, self.kind.relation).all())

    def put(self, draft: Page, thing: Any) -> None:
        """Bring the thing, changed or new, back into the draft."""
        if self.kind is None:
            return
        things = self.things(draft)
        mine = self._key_of(thing)
        here = [self._key_of(one) for one in things]
        if mine in here:
            things[here.index(mine)] = thing
        else:
            things.append(thing)
        self._set(draft, things)

    def take_away(self, draft: Page) -> None:
        self._set(draft, [one for one in self.things(draft) if self._key_of(one) != self.key])

    def _set(self, draft: Page, things: list[Any]) -> None:
        assert self.kind is not None
        for number, one in enumerate(things):
            one.sort_order = number
        setattr(draft, self.kind.relation, things)

    def _key_of(self, thing: Any) -> Any:
        assert self.kind is not None
        return getattr(thing, self.kind.key)


@dataclass(frozen=True)
class Outcome:
    """`clashing` names the fields that somebody else changed meanwhile; then nothing was written."""

    draft: Page
    changed: bool = False
    clashing: list[str] = field(default_factory=list)
    by: Any = None
    at: datetime | None = None
    #: What was written: the page, or the thing in it.
    thing: Any = None


def save_answers(
    page: Page,
    form: AnswerForm,
    began_from: Mapping[str, str],
    *,
    place: Place,
    by: Any,
    leave: Collection[str] = (),
) -> Outcome:
    """Write a valid form, but for the fields in `leave`, into the newest draft.

    Raises PermissionDenied and Locked.
    What others changed in other fields stays theirs; where both changed the same one, nothing is
    written and the outcome says who and when.
    """
    with transaction.atomic():
        page = _locked_row(page, by)
        draft = page.get_latest_revision_as_object()
        thing = place.find(draft)
        if thing is None:  # somebody took it away meanwhile: what was typed about it comes back
            thing, merged = form.thing, Merge(form.answers())
        else:
            answers = {n: value for n, value in form.answers().items() if n not in leave}
            merged = merge(began_from, values_of(thing, form.names), answers)
        if merged.clashing:
            fields = merged.clashing if place.kind is None else [place.kind.relation]
            return Outcome(draft, clashing=merged.clashing, **_author_of(page, fields))
        if not merged.wanted:
            return Outcome(draft, thing=thing)
        for name, value in form.before_writing(page, by).items():
            if name in merged.wanted or name not in form.names:
                write(thing, name, value)
        place.put(draft, thing)
        _save(page, draft, by)
    return Outcome(draft, changed=True, thing=thing)


def take_away(page: Page, *, place: Place, by: Any) -> None:
    """Leave one thing out of the newest draft. Raises PermissionDenied and Locked."""
    with transaction.atomic():
        page = _locked_row(page, by)
        draft = page.get_latest_revision_as_object()
        place.take_away(draft)
        _save(page, draft, by)


def _locked_row(page: Page, by: Any) -> Page:
    """The row as it is now, kept from other writers until the transaction ends."""
    Page.objects.select_for_update().get(pk=page.pk)
    page = type(page)._default_manager.get(pk=page.pk)
    if not page.permissions_for_user(by).can_edit():
        raise PermissionDenied
    if is_locked_for(page, by):
        raise Locked
    return page


def _save(page: Page, draft: Page, by: Any) -> None:
    if not page.live:  # as the CMS does: lists there show what was never public as it stands
        draft.save(clean=False)
    draft.save_revision(user=by, log_action=True, clean=False)


def is_locked_for(page: Page, user: Any) -> bool:
    return bool(page.permissions_for_user(user).page_locked())


def _author_of(page: Page, fields: list[str]) -> dict[str, Any]:
    """Who saved, and when, the newest value of these fields: the first of the drafts that have it."""
    revisions = page.revisions.select_related("user").order_by("-created_at", "-pk")
    found: Revision | None = None
    for revision in revisions[:REVISIONS_LOOKED_AT]:
        if found and any(revision.content.get(n) != found.content.get(n) for n in fields):
            break
        found = revision
    return {"by": found.user, "at": found.created_at} if found else {}
