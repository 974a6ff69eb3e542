"""The step of the workflow in which a moderator decides."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState


class AlreadyDecided(PermissionDenied):
    """Somebody else approved, sent back or withdrew the change in the meantime."""


class RemarkForm(forms.Form):
    """What a moderator asks of whoever sent a change in: never sent back without a word."""

    comment = forms.CharField(
        label=_("What should be different?"),
        help_text=_("One or two plain sentences. The sender gets them by mail."),
        error_messages={"required": _("Write in one or two sentences what should be different.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ModerationTask(Task):
    """Moderators approve or send back; never the change that they sent in themselves.

    Not one of Wagtail's group approval tasks, whose every submission is mailed to every moderator at
    once: ours stand in one digest a day, which the partners app makes.
    """

    groups = models.ManyToManyField(Group, verbose_name=_("groups"), related_name="+")

    admin_form_fields = [*Task.admin_form_fields, "groups"]
    admin_form_widgets = {"groups": forms.CheckboxSelectMultiple}

    class Meta:
        verbose_name = _("moderation")

    def is_moderator(self, user: Any) -> bool:
        if user.is_superuser:
            return True
        checked = user.__dict__.setdefault("_wijkzorg_moderates", {})
        if self.pk not in checked:
            checked[self.pk] = self.groups.filter(pk__in=user.groups.all()).exists()
        return bool(checked[self.pk])

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        return self.is_moderator(user)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        return not self.is_moderator(user)

    def user_can_lock(self, obj: Any, user: Any) -> bool:
        return self.is_moderator(user)

    def user_can_unlock(self, obj: Any, user: Any) -> bool:
        return False

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        if not self.is_moderator(user) or _sent_in_by(obj.current_workflow_state, user):
            return []
        return [
            ("reject", _("Send back with a remark"), True),
            ("approve", _("Approve"), False),
            ("approve", _("Approve with a remark"), True),
        ]

    def get_form_for_action(self, action: str) -> Any:
        return RemarkForm if action == "reject" else super().get_form_for_action(action)

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        """Approve or send back, once: of two moderators at the same moment the first one decides.

        Raises PermissionDenied for whoever sent the change in, since nobody approves their own, and
        AlreadyDecided for the second.
        """
        standing = locked_task_state(task_state)
        if _sent_in_by(standing.workflow_state, user):
            raise PermissionDenied
        if action_name == "approve":
            # A moderator may have mended the draft while it waited; what is approved is the newest.
            standing.revision = standing.workflow_state.content_object.get_latest_revision()
        super().on_action(standing, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> "QuerySet[TaskState]":
        if not self.is_moderator(user):
            return TaskState.objects.none()
        return self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)

    @classmethod
    def get_description(cls) -> Any:
        return _("A moderator of the chosen groups approves, or sends back with a remark.")


def locked_task_state(task_state: TaskState) -> TaskState:
    """The same as it stands now, kept from others until the transaction ends. Raises AlreadyDecided."""
    rows = TaskState.objects.select_for_update(of=("self",)).select_related("workflow_state")
    standing: TaskState = rows.get(pk=task_state.pk)
    if standing.status != TaskState.STATUS_IN_PROGRESS:
        raise AlreadyDecided
    return standing


def _sent_in_by(workflow_state: Any, user: Any) -> bool:
    return bool(
        workflow_state is not None
        and user is not None
        and workflow_state.requested_by_id == user.pk
    )
