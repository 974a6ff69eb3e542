"""The moderator's page in the CMS: what waits, what went live unread, urgent facts."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.models import TaskState

from wijkzorg_home.models import ModerationTask
from wijkzorg_home.models.moderation import AlreadyDecided, RemarkForm

from . import cms_moderation_settings, moderation, urgent
from .mistakes import reports
from .models import Review, UrgentChange
from .permissions import may_coordinate, may_moderate, may_set_moderation
from .waiting import Item, described, everything

app_name = "wijkzorg_moderation"
#: Of each of the three lists.
PAGE_SIZE = 10
KINDS = ("before", "after", "urgent")


def must_moderate(user: Any) -> None:
    if not may_moderate(user):
        raise PermissionDenied


def overview(request: HttpRequest) -> HttpResponse:
    """Three lists, oldest first, what is for this moderator before the rest; `?show=mine` is only that."""
    must_moderate(request.user)
    items = everything()
    only_mine = request.GET.get("show") == "mine"
    if only_mine:
        items = [item for item in items if item.is_for(request.user)]
    items.sort(key=lambda item: not item.is_for(request.user))
    context: dict[str, Any] = {
        "only_mine": only_mine,
        **{kind: _paged(request, items, kind) for kind in KINDS},
        "back": request.GET.urlencode(),
        "may_set": may_set_moderation(request.user),
        "mistakes_url": reverse("wijkzorg_mistakes:list") if may_coordinate(request.user) else "",
        "mistakes": reports.still_open().count(),
    }
    described([item for kind in KINDS for item in context[kind]])
    return render(request, "wijkzorg_partners/cms/moderation.html", context)


def _paged(request: HttpRequest, items: Sequence[Item], kind: str) -> "Page[Item]":
    mine = [item for item in items if item.kind == kind]
    return Paginator(mine, PAGE_SIZE).get_page(request.GET.get(kind))


# --- deciding -----------------------------------------------------------------------------------


@require_POST
def approve(request: HttpRequest, state_id: int) -> HttpResponse:
    """Nobody approves what they did not read: the newest draft must be the one that was shown."""
    state = _state(request, state_id)
    page = state.workflow_state.content_object
    if str(page.latest_revision_id) != request.POST.get("revision"):
        messages.warning(request, _("This changed since you opened the list. Read it again below."))
        return redirect(_list_address(request))

    def do() -> str:
        moderation.approve(state.workflow_state, by=request.user)
        return _("Approved. It is on the site now, and the sender gets a mail.")

    return _done(request, do)


@require_POST
def take_over(request: HttpRequest, state_id: int) -> HttpResponse:
    state = _state(request, state_id)

    def do() -> str:
        moderation.take_over(state.workflow_state, by=request.user)
        return _("You read this one. Your colleagues see that.")

    return _done(request, do)


@require_POST
def read(request: HttpRequest, review_id: int) -> HttpResponse:
    must_moderate(request.user)
    review = get_object_or_404(Review, pk=review_id)

    def do() -> str:
        moderation.accept(review, by=request.user)
        return _("Marked as read.")

    return _done(request, do)


@require_POST
def undo(request: HttpRequest, review_id: int) -> HttpResponse:
    must_moderate(request.user)
    review = get_object_or_404(Review, pk=review_id)

    def do() -> str:
        moderation.undo(review, by=request.user, remark=_remark(request))
        return _("Undone. Visitors see what was there before, and the sender gets a mail.")

    return _done(request, do)


@require_POST
def read_urgent(request: HttpRequest, change_id: int) -> HttpResponse:
    must_moderate(request.user)
    change = get_object_or_404(UrgentChange, pk=change_id)

    def do() -> str:
        urgent.read_urgent(change, by=request.user)
        return _("Marked as read.")

    return _done(request, do)


@require_POST
def undo_urgent(request: HttpRequest, change_id: int) -> HttpResponse:
    must_moderate(request.user)
    change = get_object_or_404(UrgentChange, pk=change_id)

    def do() -> str:
        urgent.withdraw_urgent(change, by=request.user, remark=_remark(request))
        return _("Undone. It is off the site, and the sender gets a mail.")

    return _done(request, do)


def _state(request: HttpRequest, state_id: int) -> TaskState:
    must_moderate(request.user)
    states = TaskState.objects.select_related("workflow_state")
    return get_object_or_404(states, pk=state_id, task__in=ModerationTask.objects.all())


def _remark(request: HttpRequest) -> str:
    return request.POST.get("remark", "")[:2000]


def send_back(request: HttpRequest, state_id: int) -> HttpResponse:
    """A page of its own for the remark: what was typed stays when something is wrong with it."""
    state = _state(request, state_id)
    form = RemarkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            remark = form.cleaned_data["comment"]
            moderation.send_back(state.workflow_state, by=request.user, remark=remark)
            return _("Sent back. The sender gets a mail with your remark.")

        return _done(request, do)
    found = [one for one in everything() if one.kind == "before" and one.subject.pk == state.pk]
    if not found:
        return _already_decided(request)
    [item] = described(found)
    if item.by_id == request.user.pk:
        raise PermissionDenied
    context = {"item": item, "form": form, "back": _back(request)}
    status = 422 if form.errors else 200
    return render(request, "wijkzorg_partners/cms/send_back.html", context, status=status)


def _done(request: HttpRequest, do: Callable[[], str]) -> HttpResponse:
    """Do it, and say so; or say what came in between."""
    try:
        messages.success(request, do())
    except AlreadyDecided:
        return _already_decided(request)
    except moderation.NewerIsLive:
        messages.error(
            request,
            _("Something newer is on the site since. Undo that first, or change the page itself."),
        )
    return redirect(_list_address(request))


def _already_decided(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("Somebody else decided on this just now. Nothing is lost."))
    return redirect(_list_address(request))


def _back(request: HttpRequest) -> str:
    return str(request.POST.get("back") or request.GET.get("back") or "")[:200]


def _list_address(request: HttpRequest) -> str:
    back = _back(request)
    return reverse("wijkzorg_moderation:list") + (f"?{back}" if back else "")


urlpatterns = [
    path("", overview, name="list"),
    path("approve/<int:state_id>/", approve, name="approve"),
    path("send-back/<int:state_id>/", send_back, name="send_back"),
    path("take-over/<int:state_id>/", take_over, name="take_over"),
    path("read/<int:review_id>/", read, name="read"),
    path("undo/<int:review_id>/", undo, name="undo"),
    path("read-urgent/<int:change_id>/", read_urgent, name="read_urgent"),
    path("undo-urgent/<int:change_id>/", undo_urgent, name="undo_urgent"),
    path("areas/", cms_moderation_settings.areas, name="areas"),
    path("areas/<int:user_id>/", cms_moderation_settings.areas_of, name="areas_of"),
    path("partners/<int:partner_id>/", cms_moderation_settings.partner, name="partner"),
]
