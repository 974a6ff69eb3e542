"""Questions to partners in the demo: one that waits, one that is answered, one that nobody answered."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from website.demo.content import Tally
from wijkzorg_home.models import NetworkPage
from wijkzorg_partners.contact.happening import forget, happen, locked, start
from wijkzorg_partners.contact.states import Actor, Event
from wijkzorg_partners.contact.work import keep_answer_times
from wijkzorg_partners.models import ContactRequest, PartnerPage

NAMESPACE = uuid.UUID("6b9d6c0e-5d0f-4c0b-9a53-2f6f3f1c7a10")
QUESTION, INTRODUCTION = ContactRequest.Kind.QUESTION, ContactRequest.Kind.INTRODUCTION

#: What happened, in hours after the question came: an event, who let it happen, and what was written.
Happened = tuple[int, Event, Actor, str]


@dataclass(frozen=True)
class Question:
    """One request, with its story. `days_ago` is when it came."""

    partner: str
    days_ago: int
    name: str
    organisation: str
    text: str
    story: tuple[Happened, ...]
    kind: str = QUESTION
    #: So long ago that only the number is left.
    is_forgotten: bool = False


CONFIRMED: Happened = (0, Event.CONFIRM, Actor.SENDER, "")


def _long_ago(partner: str, days_ago: int, hours: int) -> Question:
    story = (
        CONFIRMED,
        (hours, Event.ANSWER, Actor.PARTNER, ""),
        (90, Event.HELPED, Actor.SENDER, ""),
    )
    return Question(partner, days_ago, "", "", "", story, is_forgotten=True)


QUESTIONS = (
    Question(
        "buurtkamer-de-populier",
        4,
        "Sanne",
        "Thuiszorg De Brug",
        "Mag iemand met een rollator mee-eten op woensdag? En is er hulp bij de deur?",
        (
            CONFIRMED,
            (
                25,
                Event.ANSWER,
                Actor.PARTNER,
                "Ja, kom gerust. Er is geen drempel, en om half twaalf staat er iemand bij de deur.",
            ),
        ),
    ),
    Question(
        "eettafel-de-granaatappel",
        1,
        "Joris",
        "Wijkteam De Linde",
        "Wij werken in dezelfde straat en kennen jullie nog niet. Mogen we een keer langskomen?",
        (CONFIRMED,),
        kind=INTRODUCTION,
    ),
    Question(
        "wijkteam-de-linde",
        15,
        "Meral",
        "",
        "Wie kan ik bellen als ik me zorgen maak over een buurman die ik niet meer zie?",
        (
            CONFIRMED,
            (5 * 24, Event.REMIND, Actor.TIME, ""),
            (10 * 24, Event.ESCALATE, Actor.TIME, ""),
        ),
    ),
    _long_ago("buurtkamer-de-populier", 60, 24),
    _long_ago("buurtkamer-de-populier", 90, 30),
    _long_ago("buurtkamer-de-populier", 120, 20),
)


def add_questions(tally: Tally, directory: NetworkPage) -> None:
    """Those that are not there yet; each by the steps that it takes in life."""
    pages = PartnerPage.objects.child_of(directory).live().select_related("locale")
    partners = {page.slug: page for page in pages}
    for number, question in enumerate(QUESTIONS):
        uid = uuid.uuid5(NAMESPACE, f"{number}:{question.partner}")
        partner = partners.get(question.partner)
        if partner is None:
            continue
        added = not ContactRequest.objects.filter(uid=uid).exists()
        tally.count("questions to partners", added=added)
        if added:
            _live_through(question, partner, uid)
    keep_answer_times(timezone.now())


def _live_through(question: Question, partner: PartnerPage, uid: uuid.UUID) -> None:
    today = timezone.localtime().replace(hour=10, minute=12, second=0, microsecond=0)
    began = today - timedelta(days=question.days_ago)
    request = ContactRequest(
        uid=uid,
        kind=question.kind,
        partner=partner,
        asked_of=partner,
        partner_name=partner.title,
        name=question.name,
        email=f"{question.name.lower()}@example.org" if question.name else "",
        organisation=question.organisation,
        text=question.text,
    )
    start(request, now=began)
    for hours, event, actor, text in question.story:
        _happen(request, event, actor, text, began + timedelta(hours=hours))
    if question.is_forgotten:
        request.refresh_from_db()
        forget(request)


def _happen(
    request: ContactRequest, event: Event, actor: Actor, text: str, moment: datetime
) -> None:
    with locked(request.pk) as row:
        happen(row, event, actor, text=text, now=moment)
