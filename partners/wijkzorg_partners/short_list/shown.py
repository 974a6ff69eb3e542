"""What the keys of a short list become on the page."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from wagtail.models import Locale

from ..models import PartnerPage, PartnerRecord
from ..opening import with_openings


@dataclass(frozen=True)
class Shown:
    """Profiles in the order of the list, each with its `list_key`, and how many are not on the site.

    Of those not even a name is told: the page of a key may never have been public.
    """

    partners: list[PartnerPage]
    number_gone: int

    @property
    def keys(self) -> list[int]:
        return [partner.list_key for partner in self.partners]


def shown(keys: list[int]) -> Shown:
    """A fixed number of queries. Of what was merged, the page that goes on stands there, once."""
    merged = PartnerRecord.objects.filter(partner__in=keys, merged_into__isnull=False)
    leads = dict(merged.values_list("partner_id", "merged_into_id"))
    wanted = list(dict.fromkeys(leads.get(key, key) for key in keys))
    # The source pages: an address of a translation stands for the same partner.
    rows = PartnerPage.objects.filter(pk__in=wanted).values_list("pk", "translation_key")
    key_of = dict(rows)
    public = PartnerPage.objects.open_to_the_public().in_language(get_language() or "")
    found = public.filter(translation_key__in=key_of.values())
    related = found.with_card_facts().prefetch_related("locations")
    pages = {page.translation_key: page for page in with_openings(related)}
    partners: list[PartnerPage] = []
    for key in wanted:
        page = pages.get(key_of.get(key))
        if page is not None and page not in partners:
            page.list_key = key
            partners.append(page)
    there = {page.translation_key for page in partners}
    gone = {key_of.get(key, key) for key in wanted} - there
    return Shown(partners, len(gone))


def source_key(key: int) -> int | None:
    """The key of the source page of a partner that everybody may see, in whatever language it was put on."""
    page = PartnerPage.objects.open_to_the_public().filter(pk=key).first()
    if page is None:
        return None
    sources = PartnerPage.objects.filter(
        translation_key=page.translation_key, locale=Locale.get_default()
    )
    found: int | None = sources.values_list("pk", flat=True).first()
    return found or page.pk


def translation_keys(keys: list[int]) -> set[Any]:
    """By which a card in any language knows that it is on the list. One query, none for an empty list."""
    if not keys:
        return set()
    pages = PartnerPage.objects.filter(pk__in=keys)
    return set(pages.values_list("translation_key", flat=True))
