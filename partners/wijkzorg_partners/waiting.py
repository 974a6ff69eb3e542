"""What waits for moderators: changes to read before, changes that went live, urgent facts.

First everything as small rows, in a fixed number of queries whatever the size of the network; then, for the
few that one page or one mail shows, what changed in words.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Locale, Page, Revision, TaskState

from wijkzorg_home.models import Area, ModerationTask
from wijkzorg_home.permissions import MODERATORS

from . import urgent
from .changes import Change, changes_between
from .models import ModerationAssignment, ModeratorArea, PartnerPage, Review, UrgentChange
from .versions import rows_of, versions_of
from .working_days import working_days_between


@dataclass
class Item:
    """One thing for a moderator to look at. `kind` is "before", "after" or "urgent".

    `subject` is the TaskState, Review or UrgentChange; `after` and `before` are keys of revisions.
    """

    kind: str
    subject: Any
    page_id: int
    since: datetime
    by_id: int | None
    before: int | None = None
    after: int | None = None
    partner_id: int | None = None
    reader_id: int | None = None
    readers: frozenset[int] = frozenset()
    # Filled in by `described()`.
    page: Page | None = None
    partner: PartnerPage | None = None
    by: Any = None
    reader: Any = None
    changes: list[Change] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    remark: str = ""

    @property
    def title(self) -> str:
        """The name as it will be, which need not be public yet: for moderators only."""
        return (self.page.draft_title or self.page.title) if self.page else ""

    @property
    def working_days(self) -> int:
        return working_days_between(timezone.localdate(self.since), timezone.localdate())

    def is_for(self, user: Any) -> bool:
        return user.pk in self.readers


# --- all of it ----------------------------------------------------------------------------------


def everything() -> list[Item]:
    """All that is to be read, before and after, oldest first, with whom it is for."""
    items = [*_before(), *_after(), *_urgent()]
    _find_partners(items)
    _route(items)
    return sorted(items, key=lambda item: (item.since, item.page_id))


def number_waiting() -> int:
    return _waiting_states().count()


def _waiting_states() -> Any:
    return TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        task__in=ModerationTask.objects.all(),
        workflow_state__base_content_type=ContentType.objects.get_for_model(Page),
    )


def _before() -> Iterable[Item]:
    states = _waiting_states().select_related("workflow_state").defer("comment")
    taken = dict(
        ModerationAssignment.objects.filter(
            workflow_state__in=_waiting_states().values("workflow_state")
        ).values_list("workflow_state", "moderator")
    )
    for state in states:
        yield Item(
            kind="before",
            subject=state,
            page_id=int(state.workflow_state.object_id),
            since=state.started_at,
            by_id=state.workflow_state.requested_by_id,
            after=state.revision_id,
            reader_id=taken.get(state.workflow_state_id),
        )


def _after() -> Iterable[Item]:
    for review in Review.objects.filter(outcome=""):
        yield Item(
            kind="after",
            subject=review,
            page_id=review.page_id,
            since=review.went_live_at,
            by_id=review.submitted_by_id,
            before=review.before_id,
            after=review.after_id,
        )


def _urgent() -> Iterable[Item]:
    for change in UrgentChange.objects.filter(reviewed_at=None, withdrawn_at=None):
        yield Item(
            kind="urgent",
            subject=change,
            page_id=change.partner_id,
            since=change.made_at,
            by_id=change.made_by_id,
        )


def _find_partners(items: Sequence[Item]) -> None:
    """The partner of each page: itself, or the profile above it, as its source page."""
    places = Page.objects.filter(pk__in={item.page_id for item in items})
    paths = dict(places.values_list("pk", "path"))
    above = {
        path[:end]
        for path in paths.values()
        for end in range(Page.steplen, len(path) + 1, Page.steplen)
    }
    found = PartnerPage.objects.filter(path__in=above) if above else PartnerPage.objects.none()
    profiles = {
        path: (pk, key) for pk, path, key in found.values_list("pk", "path", "translation_key")
    }
    keys = {key for _pk, key in profiles.values()}
    source = Locale.get_default()
    sources = dict(
        PartnerPage.objects.filter(translation_key__in=keys, locale=source).values_list(
            "translation_key", "pk"
        )
    )
    for item in items:
        path = paths.get(item.page_id, "")
        for end in range(len(path), 0, -Page.steplen):
            if path[:end] in profiles:
                pk, key = profiles[path[:end]]
                item.partner_id = sources.get(key, pk)
                break


# --- for whom -----------------------------------------------------------------------------------


def deciders() -> Any:
    """All who may decide on changes, as `permissions.may_moderate` says of one person."""
    groups = ModerationTask.groups.through.objects.filter(moderationtask__active=True)
    may = Q(groups__in=groups.values("group")) | Q(is_superuser=True)
    users = get_user_model()._default_manager
    return users.filter(pk__in=users.filter(may, is_active=True).values("pk"))


def moderators() -> set[int]:
    """Whose work it is: the moderators, and whoever else decides and has areas of their own."""
    work = Q(groups__name=MODERATORS) | Q(moderator_areas__isnull=False)
    found = set(deciders().filter(work).values_list("pk", flat=True))
    return found or set(deciders().filter(is_superuser=False).values_list("pk", flat=True))


def _route(items: Sequence[Item]) -> None:
    """To whoever took it upon them, else to the moderators of the partner's area, else to all.

    Nobody is given what they sent in themselves.
    """
    everybody = moderators()
    takers = {item.reader_id for item in items if item.reader_id}
    takers &= set(deciders().filter(pk__in=takers).values_list("pk", flat=True))
    areas = _areas_of_moderators(everybody)
    homes = _homes_of({item.partner_id for item in items if item.partner_id})
    for item in items:
        others = everybody - {item.by_id}
        near = {
            user
            for path in homes.get(item.partner_id or 0, ())
            for mine, user in areas
            if path.startswith(mine)
        }
        taken = ({item.reader_id} & takers) - {item.by_id}
        item.readers = frozenset(pk for pk in taken or (near & others) or others if pk)


def _areas_of_moderators(users: Iterable[int]) -> list[tuple[str, int]]:
    rows = ModeratorArea.objects.filter(user__in=users)
    return list(rows.values_list("area__path", "user"))


def _homes_of(partners: Iterable[int]) -> dict[int, list[str]]:
    """Where partners are at home: {partner: paths of areas}."""
    homes: dict[int, list[str]] = defaultdict(list)
    through = PartnerPage.areas.through.objects.filter(partnerpage__in=list(partners))
    paths = dict(Area.objects.values_list("pk", "path"))
    for partner, area in through.values_list("partnerpage_id", "area_id"):
        homes[partner].append(paths[area])
    return homes


# --- some of it, in words -----------------------------------------------------------------------


def described(items: Sequence[Item]) -> list[Item]:
    """The same items with their page, people, earlier remark, and what changed, in the active language.

    The number of queries does not depend on how many items there are.
    """
    pages = Page.objects.in_bulk({one.page_id for one in items})
    partners = PartnerPage.objects.in_bulk({one.partner_id for one in items if one.partner_id})
    people = {one.by_id for one in items} | {one.reader_id for one in items}
    users = get_user_model()._default_manager.in_bulk({pk for pk in people if pk})
    remarks = _remarks_on([one.subject for one in items if one.kind == "before"])
    for item in items:
        item.page = pages.get(item.page_id)
        item.partner = partners.get(item.partner_id or 0)
        item.by, item.reader = users.get(item.by_id), users.get(item.reader_id)
        if item.kind == "before":
            item.before = item.page.live_revision_id if item.page and item.page.live else None
            item.after = item.page.latest_revision_id if item.page else None
            item.remark = remarks.get(item.subject.workflow_state_id, "")
    _find_changes(items)
    return [item for item in items if item.page is not None]


def _remarks_on(states: Sequence[TaskState]) -> dict[int, str]:
    """What was asked the last time each was sent back."""
    rejected = TaskState.objects.filter(
        workflow_state__in={state.workflow_state_id for state in states},
        status=TaskState.STATUS_REJECTED,
    )
    rows = rejected.order_by("finished_at", "pk").values_list("workflow_state", "comment")
    return dict(rows)


def _find_changes(items: Sequence[Item]) -> None:
    read = [item for item in items if item.page is not None and item.kind != "urgent"]
    keys = {key for item in read for key in (item.before, item.after) if key}
    versions = versions_of(Revision.objects.filter(pk__in=keys))
    bare = {item.page_id for item in read if item.before is None and _is_public(item)}
    rows = rows_of(bare)
    for item in read:
        after = versions.get(item.after or 0)
        before = versions.get(item.before or 0) or rows.get(item.page_id)
        item.changes = changes_between(before, after) if after is not None else []
        item.words = [str(change) for change in item.changes]
    for item in items:
        if item.kind == "urgent":
            item.words = [urgent.in_words(item.subject)]


def _is_public(item: Item) -> bool:
    """Whether what is public has no revision of its own: then its row is what it was before."""
    return item.kind == "before" and item.page is not None and item.page.live
