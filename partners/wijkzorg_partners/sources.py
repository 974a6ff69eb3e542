"""What partners offer to the rest of the site: to be found, counted, and shown in sections."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from wijkzorg_home.contracts import (
    AreaCount,
    FacetRow,
    SearchResult,
    SearchSource,
    SearchText,
    Section,
    SectionPlace,
    SectionSource,
)
from wijkzorg_home.facets import facet_rows, search_results, search_texts
from wijkzorg_home.models import Area
from wijkzorg_home.navigation import local_page

from .freshness import SHOWN
from .models import PartnerIndexPage, PartnerPage
from .opening import hours_of, with_openings
from .schedule import half_hours


def public_partners(language: str) -> Any:
    """What the lists show: not who was left unconfirmed so long that only the own address shows it."""
    return PartnerPage.objects.open_to_the_public().in_language(language).listed()


def rows(keys: Iterable[int]) -> dict[int, FacetRow]:
    """By what each is filtered; those that are marked as not confirmed stand after the others."""
    found = facet_rows(PartnerPage, keys)
    marked = PartnerPage.objects.confirmed_first().filter(is_marked=True)
    for pk in marked.values_list("pk", flat=True):
        if pk in found:
            found[pk] = replace(found[pk], stands_last=True)
    return found


def results(keys: Sequence[int], request: HttpRequest | None) -> list[SearchResult]:
    found = PartnerPage.objects.filter(pk__in=list(keys)).with_card_facts()
    return search_results(
        "partner",
        found,
        keys,
        request,
        lambda partner: {
            "source_id": partner.source_id,
            "kind": partner.kind,
            "languages": partner.language_codes,
            "note": note_of(partner),
        },
    )


def note_of(partner: Any) -> str:
    """A line beside the title of what is marked: since when nobody confirmed it."""
    if partner.stage not in SHOWN or partner.confirmed_at is None:
        return ""
    return _("Not confirmed since %(date)s") % {
        "date": date_format(timezone.localtime(partner.confirmed_at), "j F Y")
    }


#: Words by which a profile says that something costs nothing.
FREE = re.compile(r"\b(gratis|kosteloos|free|ücretsiz|مجان\w*)\b", re.IGNORECASE)


def texts(keys: Sequence[int]) -> dict[int, SearchText]:
    found = (
        PartnerPage.objects.filter(pk__in=list(keys))
        .select_related("locale")
        .prefetch_related("areas", "languages", "services", "locations")
    )
    return search_texts(found, _words_of)


def _words_of(partner: PartnerPage) -> dict[str, Any]:
    places = list(partner.locations.all())
    services = list(partner.services.all())
    costs = " ".join([partner.cost, *(service.cost for service in services)])
    traits = {"free"} if FREE.search(f"{costs} {partner.summary} {partner.what_we_do}") else set()
    if any(service.walk_in for service in services):
        traits.add("walk_in")
    addresses = " ".join(f"{place.public_address} {place.city}" for place in places)
    return {
        "asked": partner.asked_for_as,
        "body": "\n".join(
            [partner.what_we_do, *(f"{one.name} {one.description}" for one in services)]
        ),
        "audience": " ".join([partner.for_whom, *(one.for_whom for one in services)]),
        "excluded": partner.what_we_do_not,
        "place": " ".join([*partner.area_names, addresses, *partner.language_names]),
        "postcode": next((p for place in places if (p := place.public_postcode)), "").replace(
            " ", ""
        ),
        "traits": frozenset(traits),
        "opening": frozenset(half for value in hours_of(partner) for half in half_hours(value)),
    }


PARTNER_SOURCE = SearchSource(
    name="partner",
    label=gettext_lazy("Organisations"),
    model=PartnerPage,
    public=public_partners,
    facet_rows=rows,
    results=results,
    texts=texts,
    order=10,
)


def count_per_area(language: str) -> dict[int, int]:
    """How many public partners are at home in each area or below it, in three queries."""
    partners = set(public_partners(language).values_list("pk", flat=True))
    areas = list(Area.objects.values_list("pk", "path"))
    paths = dict(areas)
    homes: dict[int, set[str]] = {}
    for partner, area in PartnerPage.areas.through.objects.values_list("partnerpage_id", "area_id"):
        if partner in partners:
            homes.setdefault(partner, set()).add(paths[area])
    return {
        pk: sum(any(home.startswith(path) for home in at) for at in homes.values())
        for pk, path in areas
    }


PARTNERS_PER_AREA = AreaCount(name="partners", count=count_per_area)


def partner_section(place: SectionPlace) -> Section | None:
    """Partners of a theme, of an area, or the ones that a moderator checked last."""
    directory = local_page(PartnerIndexPage)
    if directory is None or place.page is not None:
        return None
    partners = public_partners(get_language() or "")
    asked = {}
    if place.theme is not None:
        partners = partners.about(place.theme.slug)
        asked["theme"] = place.theme.slug
    if place.area is not None:
        partners = partners.in_area(place.area)
        asked["area"] = place.area.code
    newest = partners.confirmed_first("-last_published_at", "title").with_card_facts()
    url = directory.get_url(place.request) or ""
    return Section(
        heading=_("Who can help") if place.theme else _("Organisations in the neighbourhood"),
        template="wijkzorg_partners/includes/partner_card.html",
        items=with_openings(newest[: place.limit]),
        more_url=f"{url}?{urlencode(asked)}" if asked else url,
        more_label=_("All organisations"),
        empty_text=_("Nobody has been found here yet. Do you know an organisation? Tell us."),
    )


PARTNER_SECTION = SectionSource(name="partners", order=30, build=partner_section)
