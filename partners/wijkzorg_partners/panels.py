"""The start page of the CMS: of a partner's editor, and of a coordinator."""

from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.models import Locale, Page, TaskState

from wijkzorg_home.work_panel import Work, WorkList, WorkPanel

from . import calls
from .mistakes import reports
from .models import PartnerPage, PartnerRecord, Review
from .permissions import may_edit_partner

#: Lines in a list of the start page.
LINES = 5


class OwnPartnersPanel(Component):
    """Each own profile: its state in words, the moderator's remark, and what is still missing."""

    name = "own_partners"
    template_name = "wijkzorg_partners/cms/own_partners.html"
    order = 1

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def partners(self) -> list[PartnerPage]:
        own = PartnerPage.objects.edited_by(self.request.user).filter(locale=Locale.get_default())
        return list(own.select_related("latest_revision", "live_revision").order_by("title"))

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {
            "partners": [self._described(partner) for partner in self.partners],
            "request": self.request,
            "csrf_token": get_token(self.request),
        }

    def _described(self, partner: PartnerPage) -> dict[str, Any]:
        """With one tap for "is the rest right too?", which is also where sending in leads."""
        described = describe(partner)
        to_confirm = partner.live or described["state"] == "offline"
        may_edit = may_edit_partner(self.request.user, partner)
        return {
            **described,
            "key": partner.slug,
            "may_confirm": to_confirm and may_edit,
            "mistakes": reports.still_open().filter(partner=partner).count() if may_edit else 0,
        }


class CoordinatorPanel(WorkPanel):
    """For who brings in editors but keeps no pages: whom to call, and the way to who edits what."""

    name = "coordinator_work"
    order = 0
    heads_the_page = True

    @property
    def heading(self) -> str:
        return _("Keeping in touch")

    def buttons(self) -> list[tuple[str, str]]:
        return [
            (_("To follow up"), reverse("wijkzorg_coordination:lists")),
            (_("Who to call"), reverse("wijkzorg_partners_calls:list")),
            (_("Who edits what"), reverse("wijkzorg_partners_cms:partners")),
            (_("Where nobody informal is"), reverse("wijkzorg_gaps:list")),
        ]

    def lists(self) -> list[WorkList]:
        to_call = calls.to_call(timezone.now()).select_related("partner")
        offline = calls.taken_offline().select_related("partner")
        address = reverse("wijkzorg_partners_calls:list")
        return [
            WorkList(
                heading=_("They did not answer our mails"),
                lines=[_call(record.partner, address) for record in to_call[:LINES]],
                nothing=_("Nobody has to be called."),
                more_url=address,
                more_label=_("The whole list"),
            ),
            WorkList(
                heading=_("Offline, until somebody reaches them"),
                lines=[
                    _call(record.partner, f"{address}?show=offline") for record in offline[:LINES]
                ],
                nothing=_("No page was taken offline."),
            ),
        ]


def _call(partner: PartnerPage, address: str) -> Work:
    return Work(
        title=partner.title,
        note=partner.phone,
        label=_("Write down what they said"),
        url=address,
        public_url=(partner.get_url() or "") if partner.live else "",
    )


def describe(partner: PartnerPage) -> dict[str, Any]:
    """What an editor wants to know of the own profile: the newest draft, its state, what is missing."""
    newest = partner.get_latest_revision_as_object()
    state, sentence = state_of(partner)
    return {
        "page": newest,
        "public_url": partner.get_url() if partner.live else "",
        "state": state,
        "sentence": sentence,
        "remark": remark_on(partner) if state == "sent_back" else "",
        "missing": newest.missing,
    }


def state_of(partner: Page) -> tuple[str, str]:
    """Where a profile stands, as a word for the style sheet and a sentence for people."""
    workflow = partner.current_workflow_state
    if workflow is not None and workflow.status == workflow.STATUS_NEEDS_CHANGES:
        return "sent_back", _(
            "A moderator asks for a change. Read the remark, mend it, and send it in again."
        )
    if workflow is not None:
        return "waiting", _(
            "You sent your change in. A moderator looks at it. You will get a mail."
        )
    if _undone(partner) is not None:
        return "sent_back", _(
            "A moderator took your change off the site. Read the remark, mend it, and send it in again."
        )
    if not partner.live and _was_taken_offline(partner):
        return "offline", _(
            "This page was taken off the site. Is it still right? Then put it back, as it was."
        )
    if partner.has_unpublished_changes and partner.live:
        return "changed", _(
            "You have changes that nobody sees yet. Send them in when you are ready."
        )
    if not partner.live:
        return "draft", _("This page is not public yet. Fill it in and send it in.")
    return "live", _("This page is public.")


def _was_taken_offline(page: Page) -> bool:
    """By time, or because somebody said that it exists no more: its own people can bring it back."""
    offline = PartnerRecord.objects.filter(stage=PartnerRecord.Stage.OFFLINE, merged_into=None)
    return offline.filter(partner=page.pk).exists()


def remark_on(partner: Page) -> str:
    """What the moderator wrote when the last change was sent back, or undone."""
    workflow = partner.current_workflow_state
    if workflow is None:
        review = _undone(partner)
        return review.remark if review else ""
    task_state = (
        workflow.task_states.filter(status=TaskState.STATUS_REJECTED)
        .order_by("-finished_at")
        .first()
    )
    return task_state.get_comment() if task_state else ""


def _undone(partner: Page) -> Review | None:
    """The newest draft, if it was public and a moderator undid it."""
    if not partner.has_unpublished_changes:
        return None
    return Review.objects.filter(
        page=partner.pk, after=partner.latest_revision_id, outcome=Review.Outcome.UNDONE
    ).first()
