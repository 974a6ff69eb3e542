"""Who may do what with pages in general. The rules for partners stand in the partners app."""

from typing import Any

from wagtail.models import Page, PagePermissionTester

from .privacy import source_elsewhere, source_is_hidden

#: Names of the groups that `manage.py setup_network` makes.
MODERATORS = "Moderators"
COMMUNICATIONS = "Communications"
COORDINATORS = "Coordinators"


class NetworkPagePermissionTester(PagePermissionTester):
    """Wagtail's rules, and four of ours.

    Page privacy acts at once, is not versioned and goes round moderation, so only administrators set
    it, and for all languages at the source; a translation is published only while its source is
    (site/docs/decisions/0017-hide-means-hide.md). A locked page can't be deleted, nor a page with a
    locked page below it (wagtail#1957). Nobody decides on what they sent in themselves, so whoever sent
    in what waits can't publish it either: withdraw it first (0012-moderation.md).
    """

    def can_publish(self) -> bool:
        return (
            super().can_publish()
            and not self._own_change_waits()
            and not source_is_hidden(self.page)
        )

    def _own_change_waits(self) -> bool:
        waiting = self.page.current_workflow_state
        return bool(
            waiting is not None
            and waiting.status == waiting.STATUS_IN_PROGRESS
            and waiting.requested_by_id == self.user.pk
        )

    def can_set_view_restrictions(self) -> bool:
        return is_administrator(self.user) and source_elsewhere(self.page) is None

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return super().can_delete(ignore_bulk=ignore_bulk) and not self._is_locked_here_or_below()

    def can_move(self) -> bool:
        # Wagtail asks can_delete(); a page that waits for approval may still be moved by those who
        # may move it, so the lock does not count here.
        return super().can_delete(ignore_bulk=True)

    def _is_locked_here_or_below(self) -> bool:
        page: Page = self.page
        if page.locked or page.get_lock() is not None:
            return True
        return page.get_descendants().filter(locked=True).exists()


def is_administrator(user: Any) -> bool:
    return bool(user.is_active and user.is_superuser)
