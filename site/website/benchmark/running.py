"""Setting up a network with the profiles, asking every question, and scoring what comes."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.utils import translation
from wagtail.models import Locale, Site

from website.benchmark.questions import Judged
from website.benchmark.scoring import halves, latency, means, score, score_group
from website.demo import network, pages
from website.demo.content import Tally
from wijkzorg_events.models import AgendaPage
from wijkzorg_home.models import Area, Theme
from wijkzorg_partners.models import PartnerIndexPage, PartnerPage
from wijkzorg_search import indexing, knowing, semantic, vectors
from wijkzorg_search.finding import BEST, Question, find
from wijkzorg_search.starter import load_concepts

LANGUAGE, SOURCE = "nl", "partner"
WORDS_ONLY = "words, concepts and what the question says; not by meaning"

Tell = Callable[[str], object]


@dataclass
class Run:
    """What was answered, by the id of the question."""

    search: str
    #: Ids of profiles, best first; what is in no file has "" as id.
    ranked: dict[str, list[str]] = field(default_factory=dict)
    best: dict[str, list[str]] = field(default_factory=dict)
    milliseconds: dict[str, float] = field(default_factory=dict)
    #: Seconds that reading the index into memory took.
    reading: float = 0.0
    documents: int = 0


def set_up(directory: str = "", *, agenda: bool = False) -> None:
    """What a network needs before its first partner: nothing that stands already is touched.

    `directory` names one that is chosen; then no page is made. With `agenda`, there is room for events, and
    there are the pages that show all partners.
    """
    call_command("setup_network", verbosity=0, stdout=_Nowhere())
    tally = Tally()
    if not Area.objects.exists():
        network.add_areas(tally)
    if not Theme.objects.exists():
        network.add_themes(tally)
    wanted = {"home", "district", "partners"} | ({"agenda"} if agenda else set())
    if not directory and not PartnerIndexPage.objects.exists():
        areas = {area.code: area for area in Area.objects.all()}
        site = Site.objects.select_related("root_page").get(is_default_site=True)
        pages.add_pages(tally, site, areas, only=wanted)
    elif agenda and not AgendaPage.objects.exists():
        beside = PartnerIndexPage.objects.filter(locale=Locale.get_default()).order_by("path")[0]
        pages.publish(beside.get_parent(), AgendaPage(title="Agenda", slug="agenda"))
    if agenda:
        _add_overviews()
    load_concepts()


#: Page types of the partners app that show all partners: those that an installation has get a page.
OVERVIEWS = {"MatrixPage": "matrix", "MapPage": "kaart", "FiguresPage": "cijfers"}


def _add_overviews() -> None:
    """Below the district of the directory, whatever of these is not there yet."""
    above = (
        PartnerIndexPage.objects.filter(locale=Locale.get_default())
        .order_by("path")[0]
        .get_parent()
    )
    for name, slug in OVERVIEWS.items():
        try:
            page_type = apps.get_model("wijkzorg_partners", name)
        except LookupError:
            continue
        allowed = page_type in above.specific_class.allowed_subpage_models()
        if allowed and not page_type.objects.exists():
            pages.publish(above, page_type(title=slug.capitalize(), slug=slug))


class _Nowhere:
    def write(self, text: str) -> None:
        """Commands that tell what they did."""


def build_index(tell: Tell) -> str:
    """Make the index, and vectors where the extra is installed; which search answers then."""
    begun = time.perf_counter()
    count = indexing.rebuild()
    tell(f"Index of {count} documents written in {time.perf_counter() - begun:.1f} s.")
    begun = time.perf_counter()
    vectors.make()
    works, line = semantic.state()
    if not works:
        return f"{WORDS_ONLY} ({line})"
    tell(f"Vectors made in {time.perf_counter() - begun:.1f} s.")
    return line


def ask_all(questions: Sequence[Judged], search: str) -> Run:
    """Ask each question as a person on the Dutch search page would, who looks for partners."""
    ids = dict(PartnerPage.objects.values_list("pk", "source_id"))
    run = Run(search)
    begun = time.perf_counter()
    corpus = knowing.index_now().corpus(LANGUAGE)
    find(Question(words="buurt", type=SOURCE), page_language=LANGUAGE)
    run.reading, run.documents = time.perf_counter() - begun, len(corpus.documents)
    with translation.override(LANGUAGE):
        for one in questions:
            begun = time.perf_counter()
            answer = find(Question(words=one.words, type=SOURCE), page_language=LANGUAGE)
            run.milliseconds[one.id] = (time.perf_counter() - begun) * 1000
            run.ranked[one.id] = [ids.get(hit.pk, "") for hit in answer.hits]
            run.best[one.id] = [ids.get(hit.pk, "") for hit in answer.hits if hit.group == BEST]
    return run


def figures(questions: Sequence[Judged], run: Run, seed: int) -> dict[str, Any]:
    """Everything that is told: of all questions, by type, of two random halves, and of the group "best"."""

    def of(some: Sequence[Judged]) -> dict[str, float]:
        scores = [score(one.grades, run.ranked[one.id]) for one in some]
        return {"n": len(some), **means(scores)}

    first, second = halves((one.id for one in questions), seed)
    return {
        "all": {**of(questions), **latency(list(run.milliseconds.values()))},
        "types": {
            type_: of([one for one in questions if one.type == type_])
            for type_ in sorted({one.type for one in questions})
        },
        "halves": [of([one for one in questions if one.id in half]) for half in (first, second)],
        "best": means([score_group(one.grades, run.best[one.id]) for one in questions]),
    }
