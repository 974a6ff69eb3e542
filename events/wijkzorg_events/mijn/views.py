"""The screens of a partner's own activities: the list, one of them, a question at a time."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.actions.delete_page import DeletePageAction

from wijkzorg_home.models.moderation import AlreadyDecided
from wijkzorg_partners import moderation
from wijkzorg_partners.changes import changes_between
from wijkzorg_partners.mijn import draft as drafts
from wijkzorg_partners.mijn import screens, typed
from wijkzorg_partners.mijn.access import View, of_partner
from wijkzorg_partners.mijn.screens import Screen, Ways, show_and_save
from wijkzorg_partners.mijn.steps import Question
from wijkzorg_partners.models import PartnerPage
from wijkzorg_partners.panels import remark_on, state_of

from ..models import EventPage
from ..permissions import may_propose_events_for
from ..proposals import propose_event
from . import steps

#: Activities on one page of the list.
PER_PAGE = 10
#: Stands in the address while the questions about something new follow one another.
IN_A_ROW = "verder"


def address(partner: PartnerPage, name: str = "mijn_events", **kwargs: Any) -> str:
    return reverse(f"wijkzorg_events:{name}", kwargs={"key": partner.slug, **kwargs})


def address_of(
    partner: PartnerPage, event: EventPage, name: str = "mijn_event", **kwargs: Any
) -> str:
    return address(partner, name, event_id=event.pk, **kwargs)


# --- who --------------------------------------------------------------------------------------


def _own_events(partner: PartnerPage) -> Any:
    rows = EventPage.objects.child_of(partner)
    return rows.select_related("latest_revision__user", "live_revision")


def of_event(view: View) -> View:
    """Gives the view its partner and its event: absent for who may not change that event."""

    @wraps(view)
    def guarded(
        request: HttpRequest, partner: PartnerPage, event_id: int, **kwargs: Any
    ) -> HttpResponseBase:
        event = _own_events(partner).filter(pk=event_id).first()
        if event is None or not event.permissions_for_user(request.user).can_edit():
            raise Http404(event_id)
        return view(request, partner, event, **kwargs)

    return of_partner(guarded)


def may_see_activities(user: Any, partner: PartnerPage) -> bool:
    return partner.live and may_propose_events_for(user, partner)


def activities_of(user: Any, partner: PartnerPage) -> str:
    """The address of the list for whoever proposes activities of a public partner, else ""."""
    return address(partner) if may_see_activities(user, partner) else ""


def who_may_propose(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, partner: PartnerPage, **kwargs: Any) -> HttpResponseBase:
        if not partner.live:
            raise Http404
        if not may_propose_events_for(request.user, partner):
            raise PermissionDenied
        return view(request, partner, **kwargs)

    return of_partner(guarded)


# --- the list, and something new ----------------------------------------------------------------


@who_may_propose
def events(request: HttpRequest, partner: PartnerPage) -> HttpResponseBase:
    """The latest first. A helper changes the own ones, and sees of the others what everybody sees."""
    page = Paginator(_own_events(partner).order_by("-start_at", "-pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    rows = []
    for event in page:
        may_change = event.permissions_for_user(request.user).can_edit()
        if may_change or event.live:
            rows.append(
                {
                    "event": event,
                    "title": event.draft_title if may_change else event.title,
                    "sentence": state_of(event)[1] if may_change else "",
                    "url": address_of(partner, event) if may_change else event.get_url(request),
                }
            )
    context = {
        "partner": partner,
        "rows": rows,
        "page": page,
        "new_url": address(partner, "mijn_event_new"),
    }
    return render(request, "wijkzorg_events/mijn/events.html", context)


@who_may_propose
@show_and_save
def new(request: HttpRequest, partner: PartnerPage) -> HttpResponseBase:
    """The first screen; the draft is made when it is filled in."""
    event = EventPage(kind=EventPage.Kind.OPEN_TABLE)
    if request.method != "POST":
        form = screens.form_to_show(request, steps.WHEN.form, thing=event, page=partner)
        return _show_new(request, partner, form)
    form = steps.WHEN.form(request.POST, thing=event, page=partner)
    leaves = request.POST.get("go") == "back"
    if leaves and not form.has_changed():
        return redirect(address(partner))
    if not form.is_valid():
        return _show_new(request, partner, form)
    made = propose_event(partner, by=request.user, **form.answers())
    typed.forget(request)
    return redirect(address(partner) if leaves else _in_a_row(partner, made, steps.FURTHER[0]))


def _show_new(request: HttpRequest, partner: PartnerPage, form: Any) -> HttpResponseBase:
    context = {
        "partner": partner,
        "form": form,
        "question": steps.WHEN,
        "is_kept": form.is_bound and request.method != "POST",
        "goes_live_at_once": moderation.goes_live_at_once(partner),
    }
    return render(request, "wijkzorg_partners/mijn/question.html", context)


def _in_a_row(partner: PartnerPage, event: EventPage, step: Question) -> str:
    return f"{address_of(partner, event, 'mijn_event_step', step=step.slug)}?{IN_A_ROW}=1"


# --- one of them --------------------------------------------------------------------------------


def ways_of(partner: PartnerPage, event: EventPage) -> Ways:
    return Ways(
        overview=address_of(partner, event),
        preview=address_of(partner, event, "mijn_event_preview"),
        take_back=address_of(partner, event, "mijn_event_take_back"),
    )


@of_event
def event(request: HttpRequest, partner: PartnerPage, event: EventPage) -> HttpResponseBase:
    """How it stands, what is different from what is public, and what one can do with it."""
    wanted = request.GET.get("naar", "")
    if wanted in steps.BY_SLUG:
        return redirect(address_of(partner, event, "mijn_event_step", step=wanted))
    draft = event.get_latest_revision_as_object()
    state, sentence = state_of(event)
    differs = event.live and state != "live"
    context = {
        "partner": partner,
        "event": draft,
        "row": event,
        "state": state,
        "sentence": sentence,
        "remark": remark_on(event) if state == "sent_back" else "",
        "to_send": state in {"draft", "changed", "sent_back"},
        "is_locked": drafts.is_locked_for(event, request.user),
        "changes": changes_between(event, draft) if differs else [],
        "revision": event.latest_revision_id or "",
        "questions": [one for one in steps.QUESTIONS if event.live or one is not steps.GOES_AHEAD],
        "may_remove": _may_take_away(request.user, event),
        "public_url": event.get_url(request) if event.live else "",
        "ways": ways_of(partner, event),
        "who_url": address_of(partner, event, "mijn_registrations_people"),
        "submit_url": address_of(partner, event, "mijn_event_submit"),
        "remove_url": address_of(partner, event, "mijn_event_remove"),
        "list_url": address(partner),
        "goes_live_at_once": moderation.goes_live_at_once(event),
    }
    return render(request, "wijkzorg_events/mijn/event.html", context)


@of_event
@show_and_save
def question(
    request: HttpRequest, partner: PartnerPage, event: EventPage, step: str
) -> HttpResponseBase:
    """One question: alone when chosen on the screen of the activity, else one after the other."""
    asked = steps.BY_SLUG.get(step)
    if asked is None or (asked is steps.GOES_AHEAD and not event.live):
        raise Http404(step)
    overview = address_of(partner, event)
    forward = back = overview
    in_a_row = IN_A_ROW in request.GET and asked in steps.FURTHER
    if in_a_row:
        before, after = steps.neighbours(asked)
        forward = _in_a_row(partner, event, after) if after else overview
        back = (
            address_of(partner, event, "mijn_event_step", step=before.slug)
            if before is steps.WHEN
            else _in_a_row(partner, event, before)
        )
    screen = Screen(
        template="wijkzorg_partners/mijn/question.html",
        form=asked.form,
        place=drafts.Place(),
        forward=forward,
        back=back,
        overview=overview,
        ways=ways_of(partner, event),
        context={
            "partner": partner,
            "question": asked,
            "about": event.draft_title,
            "in_a_row": in_a_row,
        },
        forward_from=_asks_why(partner, event) if asked is steps.WHEN else None,
    )
    return screens.answer(request, event, screen)


def _asks_why(partner: PartnerPage, event: EventPage) -> Callable[[EventPage], str]:
    """Who moves what is on the site already, is asked why."""

    def leads_to(written: EventPage) -> str:
        if event.live and written.start_at != event.start_at:
            return address_of(partner, event, "mijn_event_step", step=steps.GOES_AHEAD.slug)
        return address_of(partner, event)

    return leads_to


@of_event
def preview(request: HttpRequest, partner: PartnerPage, event: EventPage) -> HttpResponseBase:
    return screens.preview(request, event, address_of(partner, event))


@of_event
@require_POST
def submit(request: HttpRequest, partner: PartnerPage, event: EventPage) -> HttpResponseBase:
    """Send in the draft that was looked at, and no newer one."""
    back = redirect(address_of(partner, event))
    if request.POST.get("revision", "") != str(event.latest_revision_id or ""):
        messages.warning(
            request, _("Somebody changed something meanwhile. Look once more, and send it in.")
        )
        return back
    try:
        moderation.submit_profile(event, by=request.user)
    except moderation.NothingToSubmit:
        messages.info(request, _("There is nothing new to send in."))
    except ValidationError as refused:
        for sentence in refused.messages:
            messages.error(request, sentence)
    else:
        event.refresh_from_db()
        is_public = event.live and not event.has_unpublished_changes
        messages.success(
            request,
            _("Thank you. It stands on the site now.")
            if is_public
            else _("Thank you. It is sent in."),
        )
    return back


@of_event
@require_POST
def take_back(request: HttpRequest, partner: PartnerPage, event: EventPage) -> HttpResponseBase:
    """What waits is a draft again."""
    try:
        moderation.withdraw_submission(event, by=request.user)
    except AlreadyDecided:
        messages.info(request, _("It does not wait any more. This is how it stands now."))
    else:
        messages.success(request, _("You have it back. Change it, and send it in again."))
    return redirect(address_of(partner, event))


@of_event
@show_and_save
def remove(request: HttpRequest, partner: PartnerPage, event: EventPage) -> HttpResponseBase:
    """Asks once."""
    if not _may_take_away(request.user, event):
        raise PermissionDenied
    if request.method == "POST":
        DeletePageAction(event, user=request.user).execute(skip_permission_checks=True)
        messages.success(request, _("%(name)s is taken off.") % {"name": event.draft_title})
        return redirect(address(partner))
    context = {
        "partner": partner,
        "thing": event.draft_title,
        "was_never_public": True,
        "back_url": address_of(partner, event),
    }
    return render(request, "wijkzorg_partners/mijn/remove.html", context)


def _may_take_away(user: Any, event: EventPage) -> bool:
    """Only what the public does not see; what it does see is cancelled, so that everybody reads it."""
    return not event.live and bool(event.permissions_for_user(user).can_delete())
