"""How a change becomes public: sent in, read before or after, approved, sent back, undone.

Strict: a moderator reads every change before it is public. Light: what trusted partners send in goes live at
once and is read after. Open: everything does. The network decides, and may decide otherwise for one partner.
Holds for profiles and for what stands below them; every other page is strict. The why stands in
site/docs/decisions/0012-moderation.md.
"""

import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log
from wagtail.models import Page, Revision, WorkflowState

from wijkzorg_home.models import Area, NetworkSettings
from wijkzorg_home.models.moderation import AlreadyDecided, locked_task_state
from wijkzorg_home.translations import publish_beside_what_waits

from . import moderation_mails
from .actions import network_of, source_of
from .models import ModerationAssignment, ModeratorArea, PartnerPage, PartnerRecord, Review
from .permissions import may_moderate, may_set_moderation

logger = logging.getLogger("wijkzorg.moderation")

Mode = NetworkSettings.ModerationMode


class NothingToSubmit(Exception):
    """Nothing changed since what is public, or since what waits."""


class NewerIsLive(Exception):
    """What would be undone is not what the public sees now."""


# --- how a page is moderated --------------------------------------------------------------------


def partner_of(page: Page) -> PartnerPage | None:
    """The partner that a page is about, as its source page: itself, or the profile that it stands below."""
    specific = page.specific
    if not isinstance(specific, PartnerPage):
        above = page.get_ancestors().type(PartnerPage).last()
        specific = above.specific if above is not None else None
    return source_of(specific) if specific is not None else None


def mode_for(page: Page) -> str:
    """One of NetworkSettings.ModerationMode."""
    return _mode_and_trust(page)[0]


def goes_live_at_once(page: Page) -> bool:
    mode, is_trusted = _mode_and_trust(page)
    return mode == Mode.OPEN or (mode == Mode.LIGHT and is_trusted)


def _mode_and_trust(page: Page) -> tuple[str, bool]:
    partner = partner_of(page)
    if partner is None:
        return Mode.STRICT, False
    record = PartnerRecord.objects.filter(partner=partner).first() or PartnerRecord()
    return record.moderation_mode or network_of(partner).moderation_mode, record.is_trusted


# --- sending in ---------------------------------------------------------------------------------


def submit_profile(page: Page, *, by: Any) -> WorkflowState | None:
    """Send in the newest draft of a profile, or of a page below one.

    Gives the state of its workflow, also when it waited already; its status is "approved" when the
    change went live at once. None where the site has no workflow. Raises PermissionDenied,
    NothingToSubmit, and ValidationError when the draft is not complete.
    """
    page = Page.objects.get(pk=page.pk).specific
    if not page.permissions_for_user(by).can_edit():
        raise PermissionDenied
    state: WorkflowState | None = page.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS:
        return state
    if page.locked and page.locked_by_id != by.pk:
        raise PermissionDenied
    if state is None and page.live and not page.has_unpublished_changes:
        raise NothingToSubmit
    page.get_latest_revision_as_object().full_clean()
    with transaction.atomic():
        if page.latest_revision is None:
            page.save_revision(user=by)
        state = _start_or_resume(page, state, by)
    if state is not None:
        state.refresh_from_db()
    return state


def _start_or_resume(page: Page, state: WorkflowState | None, by: Any) -> WorkflowState | None:
    if state is not None:
        state.resume(user=by)
        was_sent_in_again(state, by=by)
        return state
    workflow = page.get_workflow()
    return workflow.start(page, by) if workflow is not None else None


def was_sent_in_again(state: WorkflowState, *, by: Any) -> None:
    """After a change that was sent back is sent in again: it is theirs who sent it in last.

    For `resume()` Wagtail has no signal that comes after the state is saved.
    """
    WorkflowState.objects.filter(pk=state.pk).update(requested_by=by)
    transaction.on_commit(lambda: _go_live_or_wait(state.pk))


def withdraw_submission(page: Page, *, by: Any) -> None:
    """Take back what waits; the draft stays. Raises PermissionDenied, and AlreadyDecided."""
    page = Page.objects.get(pk=page.pk).specific
    state = page.current_workflow_state
    if not page.permissions_for_user(by).can_edit():
        raise PermissionDenied
    if state is None or state.current_task_state is None:
        raise AlreadyDecided
    with transaction.atomic():
        locked_task_state(state.current_task_state)
        state.cancel(user=by)


# --- going live at once -------------------------------------------------------------------------


def what_is_trusted_goes_live(sender: type, instance: WorkflowState, **_kwargs: Any) -> None:
    """Connected to Wagtail's `workflow_submitted`: whatever the door, the CMS or /mijn/."""
    transaction.on_commit(lambda: _go_live_or_wait(instance.pk))


def _go_live_or_wait(state_pk: int) -> None:
    """If publishing fails, the change stays waiting for a moderator, and nothing else is half done."""
    try:
        with transaction.atomic():
            _go_live(state_pk)
    except AlreadyDecided:
        return
    except Exception:
        logger.exception("The change of workflow state %s did not go live; it waits", state_pk)


def _go_live(state_pk: int) -> None:
    state = WorkflowState.objects.select_related("current_task_state").get(pk=state_pk)
    page = state.content_object
    if not isinstance(page, Page) or state.current_task_state is None:
        return
    page = page.specific
    if not goes_live_at_once(page):
        return
    task_state = locked_task_state(state.current_task_state)
    after = task_state.revision
    if page.latest_revision_id != after.pk:
        return
    Review.objects.create(
        page=page,
        before=_what_is_public(page),
        after=after,
        submitted_by=state.requested_by,
    )
    task_state.specific.approve(user=None)
    page.refresh_from_db()
    if page.live_revision_id != after.pk:
        raise RuntimeError(f"revision {after.pk} was approved, but is not live")


def _what_is_public(page: Page) -> Revision | None:
    """The revision that is live. What was made without one, such as by an import, gets one of its own."""
    if not page.live:
        return None
    if page.live_revision is None:
        first = page.revisions.order_by("created_at").first()
        assert first is not None, "what was sent in has a revision"
        page.live_revision = Revision.objects.create(
            content_object=page,
            base_content_type=page.get_base_content_type(),
            created_at=first.created_at - timedelta(milliseconds=1),
            object_str=str(page),
            content=page.serializable_data(),
        )
        Page.objects.filter(pk=page.pk).update(live_revision=page.live_revision)
    return page.live_revision


# --- deciding before ----------------------------------------------------------------------------


def approve(state: WorkflowState, *, by: Any, remark: str = "") -> None:
    """Publish what waits. Raises PermissionDenied (also for one's own), and AlreadyDecided."""
    _decide(state, "approve", by=by, remark=remark)


def send_back(state: WorkflowState, *, by: Any, remark: str) -> None:
    """Ask for a change. Raises PermissionDenied, AlreadyDecided, and ValidationError without a remark."""
    if not remark.strip():
        raise ValidationError(_("Write in one or two sentences what should be different."))
    _decide(state, "reject", by=by, remark=remark.strip())


def _decide(state: WorkflowState, action: str, *, by: Any, remark: str) -> None:
    if not may_moderate(by):
        raise PermissionDenied
    with transaction.atomic():
        standing = WorkflowState.objects.select_related("current_task_state__task").get(pk=state.pk)
        if standing.current_task_state is None or not standing.is_active:
            raise AlreadyDecided
        task = standing.current_task_state.task.specific
        task.on_action(standing.current_task_state, by, action, comment=remark)


def take_over(state: WorkflowState, *, by: Any) -> None:
    """Say that one reads this change oneself, also when somebody else had said so."""
    if not may_moderate(by) or state.requested_by_id == by.pk:
        raise PermissionDenied
    if state.status != WorkflowState.STATUS_IN_PROGRESS:
        raise AlreadyDecided
    ModerationAssignment.objects.update_or_create(
        workflow_state=state, defaults={"moderator": by, "taken_at": timezone.now()}
    )


# --- reading after ------------------------------------------------------------------------------


def accept(review: Review, *, by: Any) -> None:
    """A change that went live was read, and is fine. Raises PermissionDenied, AlreadyDecided."""
    with transaction.atomic():
        review = _open_review(review, by)
        _close(review, Review.Outcome.FINE, by, "")
        log(instance=review.page.specific, action="wijkzorg.moderation.read", user=by)


def undo(review: Review, *, by: Any, remark: str = "") -> None:
    """Show again what was public before, or take offline what was not; the change stays as a draft.

    Raises PermissionDenied, AlreadyDecided, and NewerIsLive when the public sees something else by now.
    """
    with transaction.atomic():
        review = _open_review(review, by)
        page = review.page.specific
        if review.after_id is None or page.live_revision_id != review.after_id:
            raise NewerIsLive
        if review.before is not None:
            publish_beside_what_waits(review.before, by=by)
        else:
            UnpublishPageAction(page, user=by).execute(skip_permission_checks=True)
        _close(review, Review.Outcome.UNDONE, by, remark.strip())
        log(
            instance=page,
            action="wijkzorg.moderation.undone",
            user=by,
            data={"remark": review.remark},
        )
        moderation_mails.tell_undone(review)


def _open_review(review: Review, by: Any) -> Review:
    rows = Review.objects.select_for_update(of=("self",)).select_related("page", "before")
    standing = rows.get(pk=review.pk)
    if not may_moderate(by) or standing.submitted_by_id == by.pk:
        raise PermissionDenied
    if standing.outcome:
        raise AlreadyDecided
    return standing


def _close(review: Review, outcome: str, by: Any, remark: str) -> None:
    review.outcome, review.remark = outcome, remark
    review.decided_by, review.decided_at = by, timezone.now()
    review.save(update_fields=["outcome", "remark", "decided_by", "decided_at"])


# --- who is moderated how, and who reads what -----------------------------------------------------


def set_moderation(record: PartnerRecord, *, by: Any) -> None:
    """Keep how one partner is moderated and how long it counts as confirmed. Raises PermissionDenied."""
    if not may_set_moderation(by):
        raise PermissionDenied
    fields = [
        "moderation_mode", "is_trusted", "confirm_interval_months", "hours_interval_months"
    ]  # fmt: skip
    with transaction.atomic():
        record.save(update_fields=fields if record.pk else None)
        log(
            instance=record.partner,
            action="wijkzorg.moderation.settings",
            user=by,
            data={name: getattr(record, name) for name in fields},
        )


def set_areas(moderator: Any, areas: Iterable[Area], *, by: Any) -> None:
    """The areas, with all below them, whose changes a moderator reads first. Raises PermissionDenied."""
    if not by.has_perm("wijkzorg_partners.change_moderatorarea") or not may_moderate(moderator):
        raise PermissionDenied
    wanted = {area.pk for area in areas}
    with transaction.atomic():
        ModeratorArea.objects.filter(user=moderator).exclude(area__in=wanted).delete()
        for area in wanted:
            ModeratorArea.objects.get_or_create(user=moderator, area_id=area)
