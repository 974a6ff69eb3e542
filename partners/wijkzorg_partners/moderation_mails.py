"""What an editor hears of the own change, at once and once: approved, sent back, undone.

Takes the place of Wagtail's own mails about workflows, see apps.py. All goes through the outbox, in the
transaction of the decision.
"""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page, TaskState, WorkflowState

from wijkzorg_home import outbox

from .actions import source_of
from .models import BelowPartnerMixin, PartnerPage, Review, UrgentChange

#: Kinds of mail in the delivery log.
APPROVED, SENT_BACK, UNDONE = "approved", "sent-back", "undone"


def tell_approved(sender: type, instance: WorkflowState, user: Any = None, **_kwargs: Any) -> None:
    """Connected to Wagtail's `workflow_approved`. Without a user nobody read it: it went live at once."""
    _tell_of_workflow(instance, user, APPROVED, "approved_notifications")


def tell_sent_back(sender: type, instance: WorkflowState, user: Any = None, **_kwargs: Any) -> None:
    """Connected to Wagtail's `workflow_rejected`."""
    _tell_of_workflow(instance, user, SENT_BACK, "rejected_notifications")


def _tell_of_workflow(workflow: WorkflowState, user: Any, kind: str, setting: str) -> None:
    to, page = workflow.requested_by, workflow.content_object
    if not isinstance(page, Page) or (user is not None and to == user) or not wants(to, setting):
        return
    decision = TaskState.objects.get(pk=workflow.current_task_state_id)
    values = {"remark": decision.get_comment(), "read_after": user is None}
    _put(f"{kind}:{decision.pk}", kind, to, page, values)


def tell_undone(review: Review) -> None:
    if wants(review.submitted_by, "rejected_notifications"):
        _put(
            f"{UNDONE}:{review.pk}",
            UNDONE,
            review.submitted_by,
            review.page,
            {"remark": review.remark},
        )


def tell_urgent_undone(change: UrgentChange, remark: str) -> None:
    from .urgent import in_words

    to = change.made_by
    if not wants(to, "rejected_notifications"):
        return
    with translation.override(language_of(to)):
        words = in_words(change)
    values = {"remark": remark, "words": words}
    _put(f"urgent-undone:{change.pk}", "urgent-undone", to, change.partner, values)


def _put(key: str, kind: str, to: Any, page: Page, values: dict[str, Any]) -> None:
    page = Page.objects.get(pk=page.pk).specific
    language = language_of(to)
    with transaction.atomic():
        outbox.put(
            key=key,
            kind=kind,
            to=to.email,
            template=f"wijkzorg_partners/mail/{kind.replace('-', '_')}",
            context={
                "name": to.first_name,
                "title": page.draft_title or page.title,
                "public_url": page.full_url if page.live else "",
                "own_url": own_address(page, to, language),
                **values,
            },
            language=language,
        )


# --- who reads, in which language, and where ------------------------------------------------------


def wants(user: Any, setting: str) -> bool:
    """Whether somebody can get a mail, and did not switch this kind off in the own account."""
    if user is None or not user.is_active or not user.email:
        return False
    profile = getattr(user, "wagtail_userprofile", None)
    return bool(getattr(profile, setting, True))


def language_of(user: Any) -> str:
    """The language that somebody chose, else the site's first."""
    profile = getattr(user, "wagtail_userprofile", None)
    return str(getattr(profile, "preferred_language", "") or settings.LANGUAGE_CODE)


def own_address(page: Page, user: Any, language: str) -> str:
    """Where somebody changes the own page: in the CMS, or at /mijn/ for whoever can't come in there."""
    if user.has_perm("wagtailadmin.access_admin"):
        return absolute(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    above = page.get_ancestors(inclusive=True).type(PartnerPage).last()
    if above is None:
        return absolute("/")
    with translation.override(language):
        key = source_of(above.specific).slug
        below = page.specific
        if isinstance(below, BelowPartnerMixin):
            return absolute(below.own_door_path(key))
        return absolute(reverse("wijkzorg_partners:mijn_partner", args=[key]))


def absolute(path: str) -> str:
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path
