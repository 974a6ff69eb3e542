"""What follows by itself when a page elsewhere changes. Connected to Wagtail's signals in apps.py."""

from typing import Any

from wagtail.actions.unpublish_page import UnpublishPageAction

from wijkzorg_home.searching import index_anew
from wijkzorg_partners.models import PartnerPage

from .calendar_entries import keep_up_at
from .models import EventPage, EventReportPage


def reports_hide_with_their_event(
    sender: type[EventPage], instance: EventPage, **_kwargs: Any
) -> None:
    """After an event is taken offline: see `EventReportPage.may_be_public`.

    Wagtail asks the officer about pages below; whatever the answer, nobody means to leave it half.
    """
    for report in EventReportPage.objects.child_of(instance).live():
        UnpublishPageAction(report).execute(skip_permission_checks=True)


def events_are_found_by_their_venue(
    sender: type[PartnerPage], instance: PartnerPage, **_kwargs: Any
) -> None:
    """After a partner gets another name, or is or is no longer public: search for events knows."""
    index_anew(EventPage.objects.filter(venue=instance))


def calendars_know_the_venue(
    sender: type[PartnerPage], instance: PartnerPage, **_kwargs: Any
) -> None:
    """After a partner has another name or address, or is or is no longer public."""
    if instance.is_source:
        keep_up_at(instance)
