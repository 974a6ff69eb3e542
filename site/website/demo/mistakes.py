"""What visitors of the demo said is not right: one report waits, and one was handled."""

from datetime import timedelta
from typing import NamedTuple

from django.utils import timezone

from website.demo.content import Tally
from wijkzorg_partners.models import MistakeReport, PartnerPage

Topic, State = MistakeReport.Topic, MistakeReport.State


class Said(NamedTuple):
    """One report: so many days ago, and what came of it how many days ago."""

    topic: str
    text: str
    days: int
    state: str = State.OPEN
    remark: str = ""
    handled: int = 0


#: By the slug of the partner. The first lies so long that the coordinator sees it.
SAID = {
    "buurtkamer-de-populier": Said(
        Topic.HOURS, "Op woensdagmiddag stond ik voor een dichte deur. Klopt die tijd nog?", 9
    ),
    "wijkteam-de-linde": Said(
        Topic.CONTACT,
        "Ik kreeg op dit nummer een bandje: het is niet meer in gebruik.",
        16,
        State.RIGHT,
        "We hebben zelf gebeld. Er was die dag een storing.",
        14,
    ),
}


def add_what_visitors_reported(tally: Tally, added: dict[str, PartnerPage]) -> None:
    """For the partners that this run added; without an address, so nobody waits for a mail."""
    now = timezone.now()
    for slug, said in SAID.items():
        if slug not in added:
            continue
        MistakeReport.objects.create(
            partner=added[slug],
            topic=said.topic,
            text=said.text,
            state=said.state,
            remark=said.remark,
            reported_at=now - timedelta(days=said.days),
            decided_at=now - timedelta(days=said.handled) if said.handled else None,
        )
        tally.count("reported mistakes", added=True)
