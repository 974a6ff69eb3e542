"""Made-up partners and events: number and seed in, a page that is not saved yet and what hangs on it out.

The same seed and number always give the same, whatever came before. No database in here.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from website.made_up import pieces
from wijkzorg_events.models import EventPage
from wijkzorg_home.models import Area, Language, Theme
from wijkzorg_partners.models import Location, PartnerPage, Service

#: In `source_id` of each partner, and in the address of each event: by this they are known again.
MARK = "made-up"
SUMMARY_LENGTH = 250


@dataclass(frozen=True)
class World:
    """What the made-up ones belong to: neighbourhoods, themes and languages of the network."""

    areas: Sequence[Area]
    themes: Sequence[Theme]
    languages: dict[str, Language]
    city: str


@dataclass
class Made:
    """A page that is not saved yet, with all that has to point to it once it is."""

    page: PartnerPage | EventPage
    areas: list[Area] = field(default_factory=list)
    themes: list[Theme] = field(default_factory=list)
    languages: list[Language] = field(default_factory=list)
    services: list[Service] = field(default_factory=list)
    locations: list[Location] = field(default_factory=list)


def slug_of(what: str, number: int) -> str:
    """Of the page with this number: `what` is "partner" or "event"."""
    return f"{MARK}-{what}-{number}"


def make_partner(number: int, seed: int, world: World) -> Made:
    """One organisation; half of them are informal."""
    chance = random.Random(f"{seed} partner {number}")  # noqa: S311
    area, themes = chance.choice(world.areas), _themes(chance, world)
    offers = [chance.choice(pieces.OFFERS.get(one.slug, pieces.ANYTHING)) for one in themes]
    offers += [chance.choice(pieces.OFFERS.get(themes[0].slug, pieces.ANYTHING))]
    offers = list(dict.fromkeys(offers))
    informal = number % 2 == 1
    kinds = pieces.INFORMAL_KINDS if informal else pieces.FORMAL_KINDS
    words = {
        "area": area.name,
        "offer": offers[0],
        "other": offers[-1],
        "years": chance.randint(2, 40),
    }
    page = PartnerPage(
        title=f"{chance.choice(kinds)} De {_name(chance)}",
        slug=slug_of("partner", number),
        source_id=slug_of("partner", number),
        kind=PartnerPage.Kind.INFORMAL if informal else PartnerPage.Kind.FORMAL,
        summary=_sentence(_filled(chance.choice(pieces.SUMMARIES), **words))[:SUMMARY_LENGTH],
        what_we_do="\n".join(_sentence(one) for one in offers),
        what_we_do_not=chance.choice(pieces.NOT_OFFERED),
        for_whom=_filled(chance.choice(pieces.AUDIENCES), **words),
        cost=chance.choice(pieces.COSTS),
        hours=_hours(chance),
        phone=f"020 000 {number // 100 % 100:02} {number % 100:02}",
        email=f"{slug_of('partner', number)}@example.org",
    )
    codes = {"nl", *chance.choices(pieces.LANGUAGES, k=chance.choice((0, 1, 1, 2)))}
    service = Service(
        name=_sentence(offers[-1]).rstrip(".")[:120],
        description=f"{_sentence(offers[0])} Elke week in {area.name}.",
        access=chance.choice(list(Service.Access)),
        translation_key=_key(chance),
    )
    return Made(
        page,
        areas=[area],
        themes=themes,
        languages=[world.languages[code] for code in sorted(codes) if code in world.languages],
        services=[service] if chance.random() < 0.5 else [],
        locations=[_location(chance, area, world)],
    )


def make_event(number: int, seed: int, world: World, now: datetime) -> Made:
    """One event, from half a year ago to a year ahead; `now` is aware, and only its day counts."""
    chance = random.Random(f"{seed} event {number}")  # noqa: S311
    area, themes = chance.choice(world.areas), _themes(chance, world)
    offer = chance.choice(pieces.OFFERS.get(themes[0].slug, pieces.ANYTHING))
    start = now.replace(hour=chance.randint(9, 20), minute=0, second=0, microsecond=0)
    start += timedelta(days=chance.randint(-180, 365))
    location = _location(chance, area, world)
    page = EventPage(
        title=_filled(chance.choice(pieces.EVENT_TITLES), topic=chance.choice(pieces.TOPICS)),
        slug=slug_of("event", number),
        summary=_sentence(f"{offer} in {area.name}")[:SUMMARY_LENGTH],
        kind=chance.choice(EventPage.Kind.values),
        start_at=start,
        end_at=start + timedelta(hours=chance.randint(1, 3)),
        address=location.address,
        postcode=location.postcode,
        city=location.city,
        audience=_filled(chance.choice(pieces.AUDIENCES), area=area.name),
        description=f"<p>{_sentence(offer)} {_sentence(chance.choice(pieces.ANYTHING))}</p>",
    )
    return Made(page, areas=[area], themes=themes)


def _filled(text: str, **words: object) -> str:
    """The text with each {name} as the word of that name."""
    for name, word in words.items():
        text = text.replace(f"{{{name}}}", str(word))
    return text


def _themes(chance: random.Random, world: World) -> list[Theme]:
    return chance.sample(list(world.themes), k=min(chance.choice((1, 1, 2)), len(world.themes)))


def _name(chance: random.Random) -> str:
    name = chance.choice(pieces.FIRST_PARTS) + chance.choice(pieces.LAST_PARTS)
    if chance.random() < 0.3:
        name += f" en {chance.choice(pieces.FIRST_PARTS)}{chance.choice(pieces.LAST_PARTS)}"
    return name


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".") + "."


def _hours(chance: random.Random) -> dict[str, object]:
    days = sorted(chance.sample(range(7), k=chance.choice((1, 2, 3, 5))))
    opens, closes = chance.choice(pieces.TIMES)
    weekly = [{"byday": pieces.DAYS[day], "opens_at": opens, "closes_at": closes} for day in days]
    return {"weekly": weekly, "exceptions": []}


def _location(chance: random.Random, area: Area, world: World) -> Location:
    street = f"{chance.choice(pieces.FIRST_PARTS)}{chance.choice(pieces.STREETS)}"
    letters = "".join(chance.choices("ABCDEGHJKLMNPRTVWXZ", k=2))
    postcode = f"{chance.choice(area.postcodes)} {letters}" if area.postcodes else ""
    return Location(
        address=f"{street} {chance.randint(1, 240)}",
        postcode=postcode,
        city=world.city,
        translation_key=_key(chance),
    )


def _key(chance: random.Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)


def translation_key(what: str, number: int, seed: int) -> UUID:
    return _key(random.Random(f"{seed} {what} {number} key"))  # noqa: S311
