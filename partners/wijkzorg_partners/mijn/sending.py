"""What one does with a profile as a whole: send it in, take it back, say that it is right, report a fact."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from wijkzorg_home.models import NetworkSettings

from .. import confirmation, moderation, panels, urgent
from ..changes import changes_between
from ..models import Confirmation, PartnerPage, UrgentChange
from . import draft as drafts
from .access import who_may_change
from .answers import words_of
from .kinds import KINDS
from .screens import show_and_save, waiting
from .steps import missing_questions
from .views import MOST_CHANGES, address, ways_of

# --- sending in -------------------------------------------------------------------------------


@who_may_change
@show_and_save
def submit(request: HttpRequest, partner: PartnerPage) -> HttpResponseBase:
    """What changed, what is missing, and one tap for "the rest is right too"."""
    if partner.workflow_in_progress or drafts.is_locked_for(partner, request.user):
        return waiting(request, partner, ways_of(partner))
    draft = partner.get_latest_revision_as_object()
    missing = [] if partner.live else missing_questions(draft)
    is_newest = request.POST.get("revision", "") == str(partner.latest_revision_id or "")
    if request.method == "POST" and not missing and is_newest:
        return _send_in(request, partner)
    public = partner if partner.live else None
    changes = changes_between(public, draft) if partner.live else []
    context = {
        "partner": draft,
        "is_live": partner.live,
        "changes": changes[:MOST_CHANGES],
        "more_changes": max(0, len(changes) - MOST_CHANGES),
        "missing": missing,
        "revision": partner.latest_revision_id or "",
        "changed_meanwhile": request.method == "POST" and not is_newest,
        "nothing_to_send": partner.live and not changes,
        "goes_live_at_once": moderation.goes_live_at_once(partner),
    }
    return render(request, "wijkzorg_partners/mijn/submit.html", context)


def _send_in(request: HttpRequest, partner: PartnerPage) -> HttpResponseBase:
    try:
        with transaction.atomic():
            moderation.submit_profile(partner, by=request.user)
            if request.POST.get("go") == "all_right":
                _confirm_all(partner, request.user, Confirmation.Occasion.SENT_IN)
    except moderation.NothingToSubmit:
        messages.info(request, _("There is nothing new to send in."))
        return redirect(address(partner))
    partner = PartnerPage.objects.get(pk=partner.pk)
    said = panels.state_of(partner)[0]
    if said == "live":
        messages.success(request, _("Thank you. It stands on the site now."))
    else:
        messages.success(request, _("Thank you. It is sent in."))
    return redirect(address(partner))


@who_may_change
@require_POST
def take_back(request: HttpRequest, partner: PartnerPage) -> HttpResponseBase:
    """What waits is a draft again."""
    if panels.state_of(partner)[0] == "waiting":
        moderation.withdraw_submission(partner, by=request.user)
        messages.success(request, _("You have it back. Change it, and send it in again."))
    return redirect(address(partner))


# --- "is this still right?" -------------------------------------------------------------------


@dataclass(frozen=True)
class PartToConfirm:
    label: Any
    facts: list[tuple[str, list[str]]]
    confirmed_at: Any


@who_may_change
@show_and_save
def confirm(request: HttpRequest, partner: PartnerPage) -> HttpResponseBase:
    """What the public reads now, part by part, and one button that says that it is right.

    The same answer about a page that was taken off the site brings it back.
    """
    if not partner.live:
        return _bring_back(request, partner)
    if request.method == "POST":
        _confirm_all(partner, request.user, Confirmation.Occasion.OWN_DOOR)
        messages.success(request, _("Thank you. Everybody sees now that it is right."))
        return redirect(address(partner))
    last = confirmation.last_confirmed(partner)
    parts = [
        PartToConfirm(
            Confirmation.Part(part).label,
            _facts(partner, names),
            last[part].confirmed_at if part in last else None,
        )
        for part, names in confirmation.PART_FIELDS.items()
    ]
    context = {"partner": partner, "parts": parts, "public_url": partner.get_url(request)}
    return render(request, "wijkzorg_partners/mijn/confirm.html", context)


def _bring_back(request: HttpRequest, partner: PartnerPage) -> HttpResponseBase:
    """One tap on the overview; absent where a person took the page off the site, or nobody did."""
    if request.method != "POST":
        raise Http404
    try:
        confirmation.bring_back(partner, by=request.user)
    except confirmation.NotOffline as refused:
        raise Http404 from refused
    messages.success(request, _("Thank you. Your page is on the site again."))
    return redirect(address(partner))


def _facts(partner: PartnerPage, names: list[str]) -> list[tuple[str, list[str]]]:
    """What stands in some fields, each with its name; the empty ones are left out."""
    lists = {kind.relation: kind.title for kind in KINDS.values()}
    facts = []
    for name in names:
        if lines := words_of(partner, name):
            field: Any = PartnerPage._meta.get_field(name)
            facts.append((str(lists.get(name) or field.verbose_name), lines))
    return facts


def _confirm_all(partner: PartnerPage, user: Any, occasion: str) -> None:
    confirmation.confirm(partner, list(confirmation.PART_FIELDS), by=user, occasion=occasion)


# --- facts that can't wait --------------------------------------------------------------------


class ClosedForm(forms.Form):
    until = forms.DateField(
        label=gettext_lazy("Up to and including which day?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Leave it empty if you do not know yet."),
    )
    note = forms.CharField(
        label=gettext_lazy("Why? One short sentence."), required=False, max_length=200
    )

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until and until < timezone.localdate():
            raise forms.ValidationError(_("This day is over. Choose today or a later day."))
        return until


class PhoneForm(forms.Form):
    phone = forms.CharField(
        label=gettext_lazy("The right number"),
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "dir": "ltr"}),
        error_messages={"required": gettext_lazy("Write the number that is right.")},
    )

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if sum(character.isdigit() for character in phone) < MIN_DIGITS:
            raise forms.ValidationError(_("This is no telephone number: it is too short."))
        return phone


#: The shortest number that one can call: 112.
MIN_DIGITS = 3


@who_may_change
@show_and_save
def today(request: HttpRequest, partner: PartnerPage) -> HttpResponseBase:
    """Closed for a while, or another number: on the site at once, read by a moderator after."""
    if not partner.live:
        raise Http404
    if not NetworkSettings.for_request(request).urgent_changes:
        return render(request, "wijkzorg_partners/mijn/today.html", {"partner": partner})
    what = request.POST.get("what", "")
    sent = request.POST if request.method == "POST" else None
    closed = ClosedForm(
        sent if what == "closed" else None, initial={"until": timezone.localdate()}, label_suffix=""
    )
    phone = PhoneForm(sent if what == "phone" else None, label_suffix="")
    if what == "closed" and closed.is_valid():
        values = closed.cleaned_data
        urgent.report_closed(partner, by=request.user, until=values["until"], note=values["note"])
        messages.success(request, _("Everybody sees now that you are closed."))
        return redirect(address(partner, "mijn_today"))
    if what == "phone" and phone.is_valid():
        urgent.change_phone(partner, phone.cleaned_data["phone"], by=request.user)
        messages.success(request, _("The new number stands on the site now."))
        return redirect(address(partner, "mijn_today"))
    going_on = _going_on(partner)
    if what == "open" and going_on:
        urgent.withdraw_urgent(going_on, by=request.user)
        messages.success(request, _("That is taken off the site."))
        return redirect(address(partner, "mijn_today"))
    context = {
        "partner": partner,
        "closed": closed,
        "phone": phone,
        "going_on": going_on,
        "is_allowed": True,
    }
    return render(request, "wijkzorg_partners/mijn/today.html", context)


def _going_on(partner: PartnerPage) -> UrgentChange | None:
    """The last time of being closed that is not over."""
    closed = UrgentChange.objects.filter(
        partner=partner, kind=UrgentChange.Kind.CLOSED, withdrawn_at=None
    )
    return closed.filter(Q(ends_on=None) | Q(ends_on__gte=timezone.localdate())).first()
