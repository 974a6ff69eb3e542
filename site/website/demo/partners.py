"""The organisations of the demo, half of them informal; all made up."""

import hashlib
from datetime import date, timedelta
from typing import Any

from django.core.files.images import ImageFile
from django.utils import timezone
from wagtail.images.models import Image

from website.demo import pictures, scenes
from website.demo.content import Tally, read
from website.demo.pages import publish
from wijkzorg_home.models import Area, Language, NetworkPage, Theme
from wijkzorg_partners.actions import own_collection
from wijkzorg_partners.models import ContactPerson, Location, PartnerPage, Service
from wijkzorg_partners.schedule import split_schedule

CITY = "Amsterdam"
# Telephone numbers that nobody has: 020 000 00 03 is the first partner's.
FIRST_NUMBER = 3


def add_partners(
    tally: Tally, directory: NetworkPage, areas: dict[str, Area], themes: dict[str, Theme]
) -> dict[str, PartnerPage]:
    """Add the partners that are missing; those that this run added, by their slug."""
    known = set(PartnerPage.objects.exclude(source_id="").values_list("source_id", flat=True))
    taken = set(directory.get_children().values_list("slug", flat=True))
    languages = {language.code: language for language in Language.objects.all()}
    added: dict[str, PartnerPage] = {}
    rows = [
        {**row, "kind": kind}
        for kind in ("informal", "formal")
        for row in read(f"partners/{kind}.json")
    ]
    for number, row in enumerate(rows, start=FIRST_NUMBER):
        there = source_id(row["slug"]) in known or row["slug"] in taken
        tally.count("partners", added=not there)
        if there:
            continue
        partner = _build(row, number)
        partner.areas = [areas[code] for code in row["areas"]]
        partner.themes = [themes[slug] for slug in row["themes"]]
        partner.languages = [languages[code] for code in row["languages"]]
        partner.services = [_service(one, at) for at, one in enumerate(row["services"])]
        partner.locations = _locations(row, areas)
        partner.contact_persons = _contact_persons(row)
        added[row["slug"]] = _add(tally, directory, partner, row)
    return added


def _service(row: dict[str, Any], at: int) -> Service:
    told = dict(row)
    walk_in, closed_for = told.pop("walk_in", False), told.pop("closed_for_days", 0)
    access = Service.Access.WALK_IN if walk_in else Service.Access.APPOINTMENT
    today = timezone.localdate()
    service = Service(**{"sort_order": at, "access": access, **told})
    service.hours, service.schedule = split_schedule(service.schedule, today)
    if closed_for:
        service.is_closed, service.closed_until = True, today + timedelta(days=closed_for)
    return service


def _hours(row: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """The times, with exceptions so many days from now, and the lines that are no times."""
    today = timezone.localdate()
    dated = [
        f"{today + timedelta(days=days)}: {times}" + (f" ({note})" if note else "")
        for days, times, note in row.get("exceptions", ())
    ]
    return split_schedule("\n".join([*row["opening_hours"], *dated]), today)


def source_id(slug: str) -> str:
    return f"demo-{slug}"


def _build(row: dict[str, Any], number: int) -> PartnerPage:
    hours, words = _hours(row)
    mail_name = row.get("mail") or row["slug"].split("-")[-1]
    return PartnerPage(
        title=row["title"],
        slug=row["slug"],
        source_id=source_id(row["slug"]),
        kind=row["kind"],
        summary=row["summary"],
        what_we_do="\n".join(row["what_we_do"]),
        what_we_do_not="\n".join(row["what_we_do_not"]),
        when_professional="\n".join(row["when_professional"]),
        for_whom=row["for_whom"],
        asked_for_as="\n".join(row.get("asked_for_as", ())),
        cost=row["cost"],
        hours=hours,
        opening_hours=words,
        what_we_share="\n".join(row.get("what_we_share", ())),
        how_to_refer=row["how_to_refer"],
        accessibility=row["accessibility"],
        phone=f"020 000 00 {number:02d}",
        email=f"{mail_name}@example.org",
        website=row.get("website", ""),
    )


def _add(
    tally: Tally, directory: NetworkPage, partner: PartnerPage, row: dict[str, Any]
) -> PartnerPage:
    if row.get("state") == "draft":
        partner.live = False
        directory.add_child(instance=partner)
        partner.save_revision(clean=False)
        return partner
    if "picture" not in row:
        publish(directory, partner)
        return partner
    # The collection of the picture belongs to the page, so the page has to stand first.
    partner.live = False
    directory.add_child(instance=partner)
    partner.photo = _picture(tally, partner, row["picture"])
    partner.save_revision(clean=False).publish(skip_permission_checks=True)
    partner.refresh_from_db()
    return partner


def _picture(tally: Tally, partner: PartnerPage, name: str) -> Image:
    drawn = pictures.draw(name)
    image = Image(
        title=f"{partner.title} (tekening)",
        description=scenes.DESCRIPTIONS[name],
        collection=own_collection(partner),
        file=ImageFile(drawn, name=f"demo-{name}.jpg"),
    )
    image.save()
    tally.count("pictures", added=True)
    return image


def _locations(row: dict[str, Any], areas: dict[str, Area]) -> list[Location]:
    """The place of a partner, near the middle of its wijk: the streets exist on no map."""
    place = row.get("place")
    if place is None:
        return []
    wijk = areas[place.get("wijk", row["areas"][0])]
    digest = hashlib.sha256(row["slug"].encode()).digest()
    north, east = (digest[0] - 128) / 60_000, (digest[1] - 128) / 40_000
    return [
        Location(
            name=place.get("name", ""),
            address=place["address"],
            postcode=place["postcode"],
            city=CITY,
            address_hidden=row.get("address_hidden", False),
            accessibility_facts=row.get("facts", []),
            accessibility=place.get("accessibility", ""),
            latitude=round((wijk.latitude or 0) + north, 5),
            longitude=round((wijk.longitude or 0) + east, 5),
        )
    ]


def _contact_persons(row: dict[str, Any]) -> list[ContactPerson]:
    return [
        ContactPerson(
            name=one["name"],
            role=one.get("role", ""),
            phone=one.get("phone", ""),
            visibility=one["visibility"],
            consent_on=date.fromisoformat(one["consent_on"]) if "consent_on" in one else None,
            sort_order=at,
        )
        for at, one in enumerate(row["contacts"])
    ]
