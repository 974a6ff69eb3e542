"""Services, places and contact persons: a list of each, and one screen for one of them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from .. import consent, mentions
from ..models import PartnerPage
from . import draft as drafts
from .access import who_may_change
from .kinds import KINDS, Kind
from .screens import Screen, answer, show_and_save, waiting
from .views import address, ways_of

#: Stands in the address while the further questions about something new follow one another.
IN_A_ROW = "verder"


def _kind(slug: str) -> Kind:
    if slug not in KINDS:
        raise Http404(slug)
    return KINDS[slug]


@who_may_change
def things(request: HttpRequest, partner: PartnerPage, kind: str) -> HttpResponseBase:
    """What there is of a kind. Choosing one in the list is a question to this same address."""
    found = _kind(kind)
    draft = partner.get_latest_revision_as_object()
    here = [(getattr(one, found.key), one) for one in getattr(draft, found.relation).all()]
    wanted = request.GET.get("welke", "")
    if any(str(key) == wanted for key, _one in here):
        return redirect(_chosen(request, partner, found, wanted))
    is_locked = drafts.is_locked_for(partner, request.user)
    context = {
        "partner": draft,
        "kind": found,
        "things": here,
        "is_locked": is_locked,
        "may_take_off": not is_locked or found.relation == "contact_persons",
    }
    return render(request, "wijkzorg_partners/mijn/things.html", context)


def _chosen(request: HttpRequest, partner: PartnerPage, kind: Kind, uid: str) -> str:
    """Where the form in the list leads: to taking it off, or to what one wants to change of it."""
    where = {"kind": kind.slug, "uid": uid}
    if "weg" in request.GET:
        return address(partner, "mijn_thing_remove", **where)
    if step := kind.step(request.GET.get("wat", "")):
        return address(partner, "mijn_thing_step", step=step.slug, **where)
    return address(partner, "mijn_thing", **where)


@who_may_change
@show_and_save
def thing(
    request: HttpRequest, partner: PartnerPage, kind: str, uid: UUID | None = None
) -> HttpResponseBase:
    found = _kind(kind)
    listing = address(partner, "mijn_things", kind=kind)
    screen = Screen(
        template="wijkzorg_partners/mijn/thing.html",
        form=found.form,
        place=drafts.Place(found, uid),
        forward=listing,
        back=listing,
        overview=listing,
        ways=ways_of(partner),
        context={"question": found, "kind": found},
        forward_from=_first_step(partner, found) if uid is None and found.steps else None,
    )
    return answer(request, partner, screen)


def _first_step(partner: PartnerPage, kind: Kind) -> Callable[[Any], str]:
    """Something new is followed by the further questions about it."""

    def address_of(written: Any) -> str:
        if not kind.asks_further(written):
            return address(partner, "mijn_things", kind=kind.slug)
        uid = getattr(written, kind.key)
        return _in_a_row(partner, kind, uid, kind.steps[0].slug)

    return address_of


def _in_a_row(partner: PartnerPage, kind: Kind, uid: UUID, step: str) -> str:
    where = address(partner, "mijn_thing_step", kind=kind.slug, uid=uid, step=step)
    return f"{where}?{IN_A_ROW}=1"


@who_may_change
@show_and_save
def thing_step(
    request: HttpRequest, partner: PartnerPage, kind: str, uid: UUID, step: str
) -> HttpResponseBase:
    """One further question about a thing: alone when chosen in the list, else one after the other."""
    found = _kind(kind)
    asked = found.step(step)
    if asked is None:
        raise Http404(step)
    listing = address(partner, "mijn_things", kind=kind)
    forward = back = listing
    in_a_row = IN_A_ROW in request.GET and asked in found.steps
    if in_a_row:
        before, after = found.neighbours(asked)
        forward = _in_a_row(partner, found, uid, after.slug) if after else listing
        back = address(partner, "mijn_thing", kind=kind, uid=uid)
        back = _in_a_row(partner, found, uid, before.slug) if before else back
    place = drafts.Place(found, uid)
    screen = Screen(
        template="wijkzorg_partners/mijn/question.html",
        form=asked.form,
        place=place,
        forward=forward,
        back=back,
        overview=listing,
        ways=ways_of(partner),
        context={
            "question": asked,
            "about": place.find(partner.get_latest_revision_as_object()),
            "in_a_row": in_a_row,
        },
    )
    return answer(request, partner, screen)


@who_may_change
@show_and_save
def remove(request: HttpRequest, partner: PartnerPage, kind: str, uid: UUID) -> HttpResponseBase:
    """Asks once. A person is taken off everywhere at once; the rest goes with the next publication."""
    found = _kind(kind)
    is_person = found.relation == "contact_persons"
    if drafts.is_locked_for(partner, request.user) and not is_person:
        return waiting(request, partner, ways_of(partner))
    place = drafts.Place(found, uid)
    draft = partner.get_latest_revision_as_object()
    one = place.find(draft)
    if one is None:
        raise Http404
    if request.method == "POST":
        _take_away(partner, found, place, by=request.user)
        messages.success(request, _("%(name)s is taken off.") % {"name": one})
        if is_person and (elsewhere := mentions.still_stands_in(one.name, partner)):
            messages.info(request, elsewhere)
        return redirect(address(partner, "mijn_things", kind=kind))
    context = {
        "partner": draft,
        "thing": one,
        "is_person": is_person,
        "back_url": address(partner, "mijn_things", kind=kind),
    }
    return render(request, "wijkzorg_partners/mijn/remove.html", context)


def _take_away(partner: PartnerPage, kind: Kind, place: drafts.Place, *, by: Any) -> None:
    if kind.relation == "contact_persons":
        consent.withdraw_consent(partner, place.key, by=by)
    else:
        drafts.take_away(partner, place=place, by=by)
