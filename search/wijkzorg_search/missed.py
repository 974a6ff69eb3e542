"""Which words the search could not answer, counted without telling on anybody (decision 0018).

A request only remembers words in memory. They are written after its answer has gone out.
"""

import datetime
import logging
import re
import threading
from dataclasses import dataclass
from typing import Any

from django.core.signals import request_finished
from django.db import DatabaseError, transaction
from django.db.models import Count, Max, Q
from django.http import HttpRequest
from django.utils import timezone

from . import conf
from .analysis import INSIDE, WORD, fold
from .asking import Asked
from .finding import Answer, Hit
from .models import DismissedWord, MissedWord
from .weighing import CONCEPT

logger = logging.getLogger("wijkzorg.search")

#: Longer questions tell a story, and a story tells on somebody.
MOST_WORDS = 5
SHORTEST, LONGEST = 3, 24
#: Days for which a word is kept that was asked on enough days.
KEPT_FOR_EDITORS = 365
#: What a question may bring along and still be one that somebody typed: no page, filter or place in a list.
BARE = {"q", "limit"}
ROBOT = re.compile(r"bot\b|crawl|spider|slurp|preview|monitor|scan|headless|fetcher", re.IGNORECASE)
#: What looks like a number of any kind, a mail address or a link.
TELLS_ON_SOMEBODY = re.compile(r"[\d@/\\:]|www\.|\.\w{2,}\b")
#: Beside these stands a name, with a capital or without. Folded.
BESIDE_NAMES = frozenset(
    [
        *(
            "mevrouw",
            "mevr",
            "mw",
            "meneer",
            "mijnheer",
            "heer",
            "dhr",
            "dokter",
            "dr",
            "familie",
            "fam",
        ),
        *("heet", "heten", "naam", "genaamd", "mr", "mrs", "ms", "miss", "mister"),
        *("bay", "bayan", "bey", "hanim", "adim", "السيد", "السيده", "اسمي"),
    ]
)


@dataclass(frozen=True)
class OpenWord:
    """A word for the editors' list: on how many days it was asked, and the Monday of the last week."""

    word: str
    language: str
    days: int
    last_week: datetime.date
    #: Whether there always was some answer, but hardly one.
    is_weak: bool


def note(answer: Answer, request: HttpRequest, language: str) -> None:
    """Remember what this answer lacks, if a person asked it in so many words. Asks no database."""
    if not conf.COUNTS_MISSED_WORDS or not _is_asked_by_a_person(request):
        return
    for word, is_weak in missed_words(request.GET.get("q", ""), answer).items():
        _waiting.add(word, language, is_weak)


def _is_asked_by_a_person(request: HttpRequest) -> bool:
    given = {name for name, value in request.GET.items() if value}
    return given <= BARE and not ROBOT.search(request.headers.get("User-Agent", ""))


def missed_words(question: str, answer: Answer) -> dict[str, bool]:
    """The words of a question that have no good answer, folded > whether they have a weak one."""
    if not may_be_counted(question):
        return {}
    reading = answer.reading
    free = {word for place, word in enumerate(reading.asked) if place not in reading.taken}
    asked = [one for one in answer.asking.words if one.word in free]
    best = answer.hits[0] if answer.hits else None
    missing = [one for one in asked if best is None or not _is_in(one, best)]
    if best is not None:
        by_concept = any(term.startswith(CONCEPT) for term in best.terms)
        if by_concept or len(missing) * 2 <= len(asked):
            return {}
    return {
        one.word: best is not None
        for one in missing
        if SHORTEST <= len(one.word) <= LONGEST and one.word.isalpha()
    }


def may_be_counted(question: str) -> bool:
    """Whether a question is a few plain words, in which nothing looks like a person, number or address."""
    spoken = WORD.findall(INSIDE.sub("", question))
    if not 0 < len(spoken) <= MOST_WORDS or TELLS_ON_SOMEBODY.search(question):
        return False
    shouts = all(word.isupper() for word in spoken)
    has_name = not shouts and any(word[0].isupper() for word in spoken[1:])
    return not has_name and not BESIDE_NAMES & {fold(word) for word in spoken}


def _is_in(asked: Asked, hit: Hit) -> bool:
    return any(each.terms[0] in hit.terms for each in asked.alternatives if each.terms)


class _Waiting:
    """Words of this process that wait to be written, and those that were written today already."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        self.day = timezone.localdate()
        self.told: set[tuple[str, str]] = set()
        self.rows: list[MissedWord] = []

    def add(self, word: str, language: str, is_weak: bool) -> None:
        today = timezone.localdate()
        with self.lock:
            if self.day != today:
                self.day, self.told = today, set()
            known = (word, language)
            if known in self.told or len(self.told) >= conf.MISSED_MOST_A_DAY:
                return
            self.told.add(known)
            self.rows.append(MissedWord(word=word, language=language, day=today, is_weak=is_weak))

    def take(self) -> list[MissedWord]:
        with self.lock:
            rows, self.rows = self.rows, []
        return rows


_waiting = _Waiting()


def forget() -> None:
    """What this process remembers, for tests that take back what they wrote."""
    _waiting.forget()


def write(sender: Any = None, **_kwargs: Any) -> None:
    """Connected to the end of every request, when its answer has gone out: at most one statement."""
    if not _waiting.rows:
        return
    rows = _waiting.take()
    try:
        with transaction.atomic():
            MissedWord.objects.bulk_create(rows, ignore_conflicts=True)
    except DatabaseError:
        logger.warning("%d missed words could not be counted", len(rows))


def connect() -> None:
    """Called once, by the app when it is ready."""
    request_finished.connect(write, dispatch_uid="wijkzorg_search.missed")


def open_words() -> list[OpenWord]:
    """The words that wait for an editor, those of the most days first. In two queries."""
    dismissed = set(DismissedWord.objects.values_list("word", "language"))
    found = (
        MissedWord.objects.values("word", "language")
        .annotate(days=Count("pk"), last=Max("day"), weak=Count("pk", filter=Q(is_weak=True)))
        .filter(days__gte=conf.MISSED_ON_DAYS)
        .order_by("-days", "word", "language")
    )
    return [
        OpenWord(
            row["word"],
            row["language"],
            row["days"],
            monday_of(row["last"]),
            row["weak"] == row["days"],
        )
        for row in found
        if (row["word"], row["language"]) not in dismissed
    ]


def monday_of(day: datetime.date) -> datetime.date:
    """No editor sees a day, only a week."""
    return day - datetime.timedelta(days=day.weekday())


def purge(now: datetime.datetime) -> str:
    """Delete what was asked on too few days, what is long ago, and what was dismissed. Safe to repeat."""
    today = timezone.localdate(now)
    often = {(one.word, one.language) for one in open_words()}
    gone = []
    old = MissedWord.objects.filter(day__lt=today - datetime.timedelta(conf.MISSED_KEPT_DAYS))
    longest = today - datetime.timedelta(KEPT_FOR_EDITORS)
    for key, word, language, day in old.values_list("pk", "word", "language", "day"):
        if (word, language) not in often or day < longest:
            gone.append(key)
    for first in range(0, len(gone), 500):
        MissedWord.objects.filter(pk__in=gone[first : first + 500]).delete()
    return f"{len(gone)} missed words deleted" if gone else ""
