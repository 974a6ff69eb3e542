"""What a moderator sees before merging two partners: what each has, and which ones look alike."""

from dataclasses import dataclass

from django.db.models import Q
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from . import actions, merging
from .joining import find_alike
from .models import Membership, PartnerCollection, PartnerPage


@dataclass
class Holdings:
    """What one of the two has, for the page on which somebody decides."""

    partner: PartnerPage
    languages: list[str]
    below: list[str]
    members: list[Membership]
    invitations: int
    references: int
    images: int
    documents: int


def holdings_of(partner: PartnerPage) -> Holdings:
    """Counted for both sides alike."""
    partner = actions.source_of(partner)
    pages = merging.versions(partner)
    keys = [page.pk for page in pages]
    files = Q(collection__in=PartnerCollection.objects.filter(partner=partner).values("collection"))
    return Holdings(
        partner=partner,
        languages=[str(page.locale) for page in pages],
        below=[page.title for one in pages for page in one.get_children()],
        members=list(partner.memberships.select_related("user").order_by("created_at")),
        invitations=sum(one.state() == "open" for one in partner.invitations.all()),
        references=sum(
            one.model._default_manager.filter(**{f"{one.attname}__in": keys}).count()
            for one in merging.relations_of_others()
        ),
        images=get_image_model().objects.filter(files).count(),
        documents=get_document_model().objects.filter(files).count(),
    )


def likely_targets(partner: PartnerPage, words: str) -> list[PartnerPage]:
    """Partners to merge into: those whose name holds the words, else those that look like this one."""
    found = PartnerPage.objects.filter(locale=partner.locale).exclude(pk=partner.pk)
    found = found.exclude(record__merged_into__isnull=False)
    if words:
        return list(found.filter(title__icontains=words).order_by("title")[:20])
    location = next(iter(partner.locations.all()), None)
    alike = find_alike(
        name=partner.title,
        postcode=location.postcode if location else "",
        website=partner.website,
        site=partner.get_site(),
    )
    keys = [one.partner.pk for one in alike if one.partner.pk != partner.pk]
    by_key = {one.pk: one for one in found.filter(pk__in=keys)}
    return [by_key[key] for key in keys if key in by_key][:20]
