"""Make the next one of an event: drafts filled from it, each following on the one before."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from .models import EventHost, EventPage, ProgrammeItem
from .permissions import may_repeat
from .series import hours_on

#: What the next one has in common with the one before it. Not whether it goes ahead, nor its address.
SAME = (
    "title", "summary", "kind", "venue", "venue_name", "address", "postcode", "city", "online_url",
    "description", "audience", "accessibility", "photo",
)  # fmt: skip


def make_next(event: EventPage, days: Sequence[date], *, by: Any) -> list[EventPage]:
    """A draft for each day at the same hours, in order, chained by `previous_event`.

    `event` is a source page. The programme comes along without who speaks. Raises PermissionDenied, and
    ValidationError when what it has in common can't stand any more, such as its photo.
    """
    if not may_repeat(by, event):
        raise PermissionDenied
    example = as_it_stands(event)
    parent = event.get_parent().specific
    made: list[EventPage] = []
    with transaction.atomic():
        for day in sorted(days):
            following = filled_from(example, day)
            following.previous_event = made[-1] if made else event
            following.owner = by
            parent.add_child(instance=following)
            following.save_revision(user=by, log_action="wagtail.create")
            made.append(following)
    return made


def as_it_stands(event: EventPage) -> EventPage:
    """What is public, or else the newest draft."""
    newest: EventPage = event if event.live else event.get_latest_revision_as_object()
    return newest


def filled_from(event: EventPage, day: date) -> EventPage:
    """A new event on another day, not saved."""
    following = EventPage(live=False, locale=event.locale)
    for name in SAME:
        setattr(following, name, getattr(event, name))
    following.start_at, following.end_at = hours_on(day, event.start_at, event.end_at)
    for name in EventPage.SHARED_RELATIONS:
        setattr(following, name, getattr(event, name).all())
    following.hosts = [
        EventHost(partner=host.partner, sort_order=host.sort_order) for host in event.hosts.all()
    ]
    following.programme = [
        ProgrammeItem(
            starts=part.starts,
            title=part.title,
            description=part.description,
            sort_order=part.sort_order,
            locale=event.locale,
        )
        for part in event.programme.all()
    ]
    return following


def already_there(event: EventPage, days: Sequence[date]) -> dict[date, EventPage]:
    """Days on which an event of the same name, made before, begins at the same hour in the same place."""
    moments = {hours_on(day, event.start_at, event.end_at)[0]: day for day in days}
    beside = EventPage.objects.child_of(event.get_parent())
    found = beside.filter(start_at__in=moments, draft_title=event.title)
    return {moments[one.start_at]: one for one in found}
