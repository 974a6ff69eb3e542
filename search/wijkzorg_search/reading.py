"""What a question says besides its subject: a place, a language, a day, "free", "informal".

Each is shown as a filter that can be taken away, and lifts what fits it; nothing is left out because of it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from .analysis import words
from .places import Places
from .spoken_languages import codes_by_name

#: Longer questions are cut: nobody types them.
MOST_WORDS = 32
MOST_LETTERS = 2_000

POSTCODE = re.compile(r"(?<![\w])([1-9]\d{3})\s?([a-z]{2})?(?![\w])", re.IGNORECASE)

#: Words that say what somebody wants to learn, not what they speak: "Engels leren", "taalles Turks".
LEARNING = frozenset(
    [
        "leren",
        "leer",
        "les",
        "lessen",
        "cursus",
        "learn",
        "lesson",
        "lessons",
        "course",
        "ogrenmek",
        "kursu",
        "taalles",
    ]
)

#: Words beside the name of a language that only say that it is spoken.
SPEAKING = frozenset(
    [
        "spreekt",
        "spreken",
        "spreek",
        "sprekend",
        "sprekende",
        "praat",
        "praten",
        "taal",
        "talig",
        "talige",
        "speak",
        "speaks",
        "speaking",
        "konusan",
        "konusuyor",
        "يتكلم",
        "يتحدث",
    ]
)

INFORMAL = frozenset(
    [
        "informeel",
        "informele",
        "vrijwilligers",
        "buurtinitiatief",
        "buurtinitiatieven",
        "informal",
        "gayriresmi",
    ]
)
FORMAL = frozenset(
    ["formeel", "formele", "professioneel", "professionele", "professional", "formal", "resmi"]
)
FREE = frozenset(
    [
        "gratis",
        "kosteloos",
        "free",
        "ucretsiz",
        "bedava",
        "مجاني",
        "مجانا",
        "مجانيه",
        "gratuit",
        "darmowy",
    ]
)
WALK_IN = frozenset(["inloop", "inloopspreekuur", "binnenlopen", "dropin"])
WALK_IN_PHRASES = [
    ("zonder", "afspraak"),
    ("walk", "in"),
    ("drop", "in"),
    ("without", "appointment"),
    ("randevusuz",),
]
NOW_PHRASES = [
    ("nu", "open"),
    ("open", "nu"),
    ("vandaag", "open"),
    ("open", "vandaag"),
    ("open", "now"),
    ("simdi", "acik"),
    ("مفتوح", "الان"),
]

DAYS: dict[str, int] = {
    name: day
    for day, names in enumerate(
        [
            "maandag monday pazartesi الاثنين",
            "dinsdag tuesday sali الثلاثاء",
            "woensdag wednesday carsamba الاربعاء",
            "donderdag thursday persembe الخميس",
            "vrijdag friday cuma الجمعه",
            "zaterdag saturday cumartesi السبت",
            "zondag sunday pazar الاحد",
        ]
    )
    for name in names.split()
}
#: Part of the day > its half hours.
PARTS: dict[str, range] = {
    name: hours
    for names, hours in [
        ("ochtend ochtends morgen morgens voormiddag morning sabah", range(14, 24)),
        ("middag middags namiddag afternoon ogleden", range(24, 35)),
        ("avond avonds evening aksam", range(35, 46)),
        ("nacht nachts night gece", range(46, 48)),
    ]
    for name in names.split()
}
WEEKEND = frozenset(["weekend", "weekeinde", "weekends"])
HALF_HOURS = 48


@dataclass(frozen=True)
class Recognised:
    """One thing that a question says. `value` is what the filter of that kind takes; `said` its own words."""

    kind: str
    value: str
    said: str
    places: frozenset[int] = frozenset()


@dataclass
class Reading:
    """A question, read. `asked` are all its folded words; those in `taken` said one of the filters."""

    asked: list[str] = field(default_factory=list)
    filters: list[Recognised] = field(default_factory=list)
    areas: frozenset[str] = frozenset()
    postcode: str = ""
    languages: frozenset[str] = frozenset()
    kind: str = ""
    traits: frozenset[str] = frozenset()
    #: Half hours of the week that are asked for.
    opening: frozenset[int] = frozenset()

    @property
    def taken(self) -> frozenset[int]:
        return frozenset().union(*(one.places for one in self.filters))


def read(
    question: str, places: Places, *, now: int | None = None, ignore: Sequence[str] = ()
) -> Reading:
    """Read a question. `now` is the present half hour; `ignore` the kinds that somebody took away."""
    text = question[:MOST_LETTERS]
    found = Reading()
    postcode = POSTCODE.search(text) if "postcode" not in ignore else None
    if postcode and (postcode.group(2) or postcode.group(1) in places.by_postcode):
        digits, letters = postcode.group(1), (postcode.group(2) or "").upper()
        if (
            postcode.group(2)
            and digits not in places.by_postcode
            and letters.lower() in {"de", "en", "in", "of", "om", "op"}
        ):
            letters = ""
        found.postcode = digits + letters
        found.areas = places.by_postcode.get(digits, frozenset())
        value = f"{digits} {letters}".strip()
        found.filters.append(Recognised("postcode", value, postcode.group(0).strip()))
        text = text[: postcode.start()] + " " + text[postcode.end() :]
    found.asked = words(text)[:MOST_WORDS]
    for recognise in (_areas, _languages, _times, _traits):
        recognise(found, places, now)
    found.filters = [one for one in found.filters if one.kind not in ignore]
    _leave_out(found, ignore)
    return found


def _leave_out(found: Reading, ignore: Sequence[str]) -> None:
    if "area" in ignore and not found.postcode:
        found.areas = frozenset()
    if "language" in ignore:
        found.languages = frozenset()
    if "kind" in ignore:
        found.kind = ""
    if "when" in ignore:
        found.opening = frozenset()
    found.traits = frozenset(one for one in found.traits if one not in ignore)


def _areas(found: Reading, places: Places, _now: int | None) -> None:
    at = 0
    while at < len(found.asked):
        for length in (4, 3, 2, 1):
            name = tuple(found.asked[at : at + length])
            codes = places.by_name.get(name) if len(name) == length else None
            if codes:
                said = " ".join(name)
                found.areas |= codes
                found.filters.append(
                    Recognised(
                        "area", " ".join(sorted(codes)), said, frozenset(range(at, at + length))
                    )
                )
                at += length - 1
                break
        at += 1


def _languages(found: Reading, _places: Places, _now: int | None) -> None:
    if LEARNING & set(found.asked):
        return
    names = codes_by_name()
    speaking = frozenset(at for at, word in enumerate(found.asked) if word in SPEAKING)
    for at in range(len(found.asked)):
        for length in (2, 1):
            name = tuple(found.asked[at : at + length])
            code = names.get(name) if len(name) == length else None
            if code and code not in found.languages:
                found.languages |= {code}
                own = frozenset(range(at, at + length))
                found.filters.append(Recognised("language", code, " ".join(name), own | speaking))
                break


def _times(found: Reading, _places: Places, now: int | None) -> None:
    days: set[int] = set()
    hours: set[int] = set()
    at: set[int] = set()
    for place, word in enumerate(found.asked):
        day = DAYS.get(word) if word in DAYS else DAYS.get(word.removesuffix("en"))
        part = PARTS.get(word)
        if day is None and part is None:
            for name, number in DAYS.items():
                if word.startswith(name) and word.removeprefix(name).removesuffix("en") in PARTS:
                    day, part = number, PARTS[word.removeprefix(name).removesuffix("en")]
        if word in WEEKEND:
            days |= {5, 6}
            at.add(place)
        if day is not None:
            days.add(day)
            at.add(place)
        if part is not None:
            hours |= set(part)
            at.add(place)
    if days or hours:
        found.opening = frozenset(
            day * HALF_HOURS + hour
            for day in days or range(7)
            for hour in hours or range(HALF_HOURS)
        )
    for phrase in NOW_PHRASES:
        for place in _occurs(phrase, found.asked):
            at |= set(range(place, place + len(phrase)))
            if now is not None:
                found.opening = frozenset({now})
    if at:
        said = " ".join(found.asked[place] for place in sorted(at))
        found.filters.append(Recognised("when", said, said, frozenset(at)))


def _traits(found: Reading, _places: Places, _now: int | None) -> None:
    for place, word in enumerate(found.asked):
        if word in INFORMAL or word in FORMAL:
            found.kind = "informal" if word in INFORMAL else "formal"
            found.filters.append(Recognised("kind", found.kind, word, frozenset({place})))
        if word in FREE:
            found.traits |= {"free"}
            found.filters.append(Recognised("free", "free", word, frozenset({place})))
        if word in WALK_IN:
            found.traits |= {"walk_in"}
            found.filters.append(Recognised("walk_in", "walk_in", word, frozenset({place})))
    for phrase in WALK_IN_PHRASES:
        for place in _occurs(phrase, found.asked):
            found.traits |= {"walk_in"}
            at = frozenset(range(place, place + len(phrase)))
            found.filters.append(Recognised("walk_in", "walk_in", " ".join(phrase), at))


def _occurs(phrase: Sequence[str], asked: Sequence[str]) -> list[int]:
    size = len(phrase)
    return [
        at for at in range(len(asked) - size + 1) if tuple(asked[at : at + size]) == tuple(phrase)
    ]
