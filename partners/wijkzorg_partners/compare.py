"""Two to four partners side by side, on the rows by which one chooses between them."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .models.profile import lines_of

if TYPE_CHECKING:
    from .models import PartnerIndexPage, PartnerPage

FEWEST, MOST = 2, 4
#: Longer questions are cut: nobody ticks so many boxes.
MOST_ASKED = 20


@dataclass
class Choice:
    """What was ticked in the directory: boxes of this page, and those of other pages as hidden fields."""

    url: str
    chosen: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)


def asked_for(request: HttpRequest) -> list[str]:
    """The slugs of `?p=`, each once, in their order."""
    return list(dict.fromkeys(slug[:255] for slug in request.GET.getlist("p") if slug))[:MOST_ASKED]


def choice(request: HttpRequest, shown: Any) -> Choice:
    """For the form around the list: which boxes are ticked."""
    chosen = asked_for(request)
    here = {partner.slug for partner in shown}
    return Choice(
        url=f"{request.path}vergelijk/",
        chosen=chosen,
        elsewhere=[slug for slug in chosen if slug not in here],
    )


def comparison(request: HttpRequest, index_page: "PartnerIndexPage") -> dict[str, Any]:
    """The partners asked for and the rows of the table; no rows where there are too few or too many."""
    partners = _partners(asked_for(request))
    fits = FEWEST <= len(partners) <= MOST
    back = index_page.get_url(request) or ""
    asked = urlencode({"p": [partner.slug for partner in partners]}, doseq=True)
    return {
        "partners": partners,
        "rows": _rows(partners) if fits else [],
        "too_many": len(partners) > MOST,
        "most": MOST,
        "directory_url": f"{back}?{asked}" if asked else back,
        "own_address": f"{index_page.get_full_url(request)}vergelijk/?{asked}",
    }


def _partners(slugs: list[str]) -> "list[PartnerPage]":
    """In the order asked; what is not public, or not there, is left out."""
    from .models import PartnerPage
    from .opening import with_openings

    public = PartnerPage.objects.open_to_the_public().in_language(get_language() or "")
    found = public.filter(slug__in=slugs).with_card_facts()
    related = found.prefetch_related("locations", "contact_persons").order_by("path")
    by_slug = {partner.slug: partner for partner in reversed(with_openings(related))}
    return [by_slug[slug] for slug in slugs if slug in by_slug]


def _rows(partners: "list[PartnerPage]") -> list[dict[str, Any]]:
    """Each row: its head, an icon of the role card, and for every partner what it says, line by line."""
    texts = [
        (_("For whom"), "", lambda one: lines_of(one.for_whom)),
        (_("This we do"), "check", lambda one: lines_of(one.what_we_do)),
        (_("This we do not do"), "x", lambda one: lines_of(one.what_we_do_not)),
        (_("We call a professional when"), "phone", lambda one: lines_of(one.when_professional)),
        (_("How you refer somebody"), "handshake", lambda one: lines_of(one.how_to_refer)),
        (_("What we share, and when"), "message-circle", lambda one: lines_of(one.what_we_share)),
        (_("When"), "", lambda one: [*one.hours_lines, *lines_of(one.opening_hours)]),
        (_("Costs"), "", lambda one: lines_of(one.cost)),
        (_("We speak"), "", lambda one: list(one.language_names)),
        (_("Where"), "", _places),
    ]
    return [
        {"head": head, "icon": icon, "cells": [read(partner) for partner in partners]}
        for head, icon, read in texts
    ]


def _places(partner: "PartnerPage") -> list[str]:
    places = [
        ", ".join(
            part
            for part in (place.public_address, f"{place.public_postcode} {place.city}".strip())
            if part
        )
        for place in partner.locations.all()
    ]
    return [*places, *partner.area_names]
