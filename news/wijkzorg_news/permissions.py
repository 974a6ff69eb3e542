"""News is published by communications, and by nobody else."""

from typing import Any

from wijkzorg_home.permissions import NetworkPagePermissionTester

PUBLISH_NEWS = "wijkzorg_news.publish_news"


def may_publish_news(user: Any) -> bool:
    return bool(user.is_active and user.has_perm(PUBLISH_NEWS))


class NewsPermissionTester(NetworkPagePermissionTester):
    """For the list of news and the items in it: moderators of profiles read them only."""

    def can_add_subpage(self) -> bool:
        return may_publish_news(self.user) and super().can_add_subpage()

    def can_edit(self) -> bool:
        return may_publish_news(self.user) and super().can_edit()

    def can_publish(self) -> bool:
        return may_publish_news(self.user) and super().can_publish()

    def can_publish_subpage(self) -> bool:
        return may_publish_news(self.user) and super().can_publish_subpage()

    def can_unpublish(self) -> bool:
        return may_publish_news(self.user) and super().can_unpublish()

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return may_publish_news(self.user) and super().can_delete(ignore_bulk=ignore_bulk)

    def can_move(self) -> bool:
        return may_publish_news(self.user) and super().can_move()

    def can_copy(self) -> bool:
        return may_publish_news(self.user) and super().can_copy()

    def can_lock(self) -> bool:
        return may_publish_news(self.user) and super().can_lock()

    def can_unlock(self) -> bool:
        return may_publish_news(self.user) and super().can_unlock()

    def can_reorder_children(self) -> bool:
        return may_publish_news(self.user) and super().can_reorder_children()

    def can_submit_for_moderation(self) -> bool:
        return may_publish_news(self.user) and super().can_submit_for_moderation()
