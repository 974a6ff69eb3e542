"""What the page with results shows of an answer: cards in groups, and where to turn when there are none."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest
from django.utils.translation import gettext as _

from wijkzorg_home.contracts import SearchResult
from wijkzorg_home.gathering import navigator_of
from wijkzorg_home.models import Area, DistrictPage, Navigator
from wijkzorg_home.navigation import local_pages

from .finding import BEST, Answer, Question, Shown
from .lexicon import OFFERED_IN
from .places import Places
from .recognised import in_words

#: Concepts that a card names at most.
MOST_CONCEPTS = 3


@dataclass(frozen=True)
class Reason:
    """Something that a result fits. `language` is that of the words, where it is not the reader's."""

    text: str
    language: str = ""


@dataclass(frozen=True)
class Card:
    """A result, the words in it that were asked for, and what else it fits."""

    item: SearchResult
    words: tuple[str, ...]
    fits: list[Reason]


@dataclass(frozen=True)
class Group:
    """Some cards below one heading; without a heading where nothing was asked."""

    name: str
    heading: str
    cards: list[Card]


def groups(shown: Iterable[Shown], places: Places, language: str, *, asked: bool) -> list[Group]:
    """The results in their order, each group that the page holds below its heading."""
    if not asked:
        cards = [Card(one.result, (), []) for one in shown]
        return [Group("", "", cards)] if cards else []
    headings = {True: _("Best results"), False: _("Perhaps these too")}
    return [
        Group(name, headings[name == BEST], [_card(one, places, language) for one in some])
        for name, some in groupby(shown, key=lambda one: one.hit.group)
    ]


def _card(one: Shown, places: Places, language: str) -> Card:
    spoken = "" if language == OFFERED_IN else OFFERED_IN
    fits = [Reason(name, spoken) for name in one.concepts[:MOST_CONCEPTS]]
    fits += [Reason(in_words(each, places)) for each in one.filters]
    return Card(one.result, one.highlights, fits)


def says_nothing(answer: Answer) -> bool:
    """Whether the question holds small words only, such as "is over me"."""
    asking = answer.asking
    return not (asking.words or asking.meanings or answer.reading.filters)


def person_to_turn_to(question: Question, answer: Answer, request: HttpRequest) -> Navigator | None:
    """The navigatie-assistent of the area that was chosen or recognised, else of the only district."""
    codes = {question.area} if question.area else set(answer.reading.areas)
    areas = list(Area.objects.filter(code__in=codes)) if codes else []
    if not areas:
        districts = list(local_pages(DistrictPage).select_related("area")[:2])
        areas = [districts[0].area] if len(districts) == 1 else []
    return navigator_of(request, areas)
