"""Who may do what with events and reports."""

from typing import Any

from wijkzorg_home.permissions import NetworkPagePermissionTester
from wijkzorg_partners.permissions import has_no_pages_by_group

#: To connect an event with partners and other events, which takes the chooser of pages.
CONNECT = "wijkzorg_events.connect_event"


class EventPagePermissionTester(NetworkPagePermissionTester):
    """A partner's editor proposes an event below the own profile; what was public stays a moderator's."""

    def can_add_subpage(self) -> bool:
        """The report of an event is written by those who publish."""
        return self.can_publish() and super().can_add_subpage()

    def can_publish_subpage(self) -> bool:
        """A report is public only while its event is."""
        return bool(self.page.live) and super().can_publish_subpage()

    def can_move(self) -> bool:
        return self.can_publish() and super().can_move()

    def can_copy(self) -> bool:
        return self.can_publish() and super().can_copy()


class ReportPermissionTester(NetworkPagePermissionTester):
    """A report is the network's: no partner changes one, also not below its own event.

    Nor is it published before its event: see `EventReportPage.may_be_public`.
    """

    def can_publish(self) -> bool:
        return self.page.specific.may_be_public and super().can_publish()

    def can_edit(self) -> bool:
        return not has_no_pages_by_group(self.user) and super().can_edit()

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return not has_no_pages_by_group(self.user) and super().can_delete(ignore_bulk=ignore_bulk)


def may_propose_events_for(user: Any, partner: Any) -> bool:
    return bool(partner.permissions_for_user(user).can_add_subpage())


def may_organise(user: Any, event: Any) -> bool:
    """Who sees and keeps the registrations of an event: whoever may change its page."""
    return bool(user.is_authenticated and event.permissions_for_user(user).can_edit())


def may_repeat(user: Any, event: Any) -> bool:
    """Whoever may change an event, which shows its drafts, and may put another one beside it."""
    parent = event.get_parent().specific
    return (
        event.is_source
        and event.permissions_for_user(user).can_edit()
        and parent.permissions_for_user(user).can_add_subpage()
    )
