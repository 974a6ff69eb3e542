"""Minimal stand-in of branch mod, which replaces this module."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.models import WorkflowState

from .models import PartnerPage


class NothingToSubmit(Exception):
    """There is no change that the public does not see yet."""


def goes_live_at_once(page: PartnerPage) -> bool:
    return False


def submit_profile(page: PartnerPage, *, by: Any) -> WorkflowState | None:
    tester = page.permissions_for_user(by)
    if not tester.can_edit() or not tester.can_submit_for_moderation():
        raise PermissionDenied
    if page.live and not page.has_unpublished_changes:
        raise NothingToSubmit
    with transaction.atomic():
        state = page.current_workflow_state
        if state is not None and state.status == state.STATUS_NEEDS_CHANGES:
            state.resume(user=by)
            return state
        return page.get_workflow().start(page, by)


def withdraw_submission(page: PartnerPage, *, by: Any) -> None:
    state = page.current_workflow_state
    if not page.permissions_for_user(by).can_edit() or state is None:
        raise PermissionDenied
    state.cancel(user=by)
