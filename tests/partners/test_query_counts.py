"""With 2,000 partners no page asks the database more than with 50: the public's pages, the own door of a
volunteer, what moderators read, and whom the coordinator calls."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import make_many_partners, make_user
from tests.partners.mijn_browser import answer
from tests.partners.moderating import draft
from wijkzorg_partners import moderation
from wijkzorg_partners.models import (
    FiguresPage,
    MapPage,
    MatrixPage,
    PartnerPage,
    PartnerRecord,
    Review,
    UrgentChange,
)

pytestmark = pytest.mark.slow

SIZES = (50, 2000)
MODERATION, CALLS = "/cms/moderation/", "/cms/call-list/"
#: What counts all partners, and keeps the numbers: asked once more with nothing kept.
COUNTING = {
    "/westkant/matrix/": "public",
    "/westkant/cijfers/": "public",
    "/cms/coordination/gaps/": "coordinator",
}
COORDINATION = "/cms/coordination/"
OWN = "/mijn/buurtkamer-de-kade/"
OWN_PAGES = (
    "voorbeeld/",
    "vraag/wat/",
    "insturen/",
    "klopt/",
    "vandaag/",
    "meer/aanbod/",
    "meer/aanbod/nieuw/",
)
#: For each kind of visitor the pages, and the most queries that one of them may take.
PAGES = {
    "public": (
        [
            "/westkant/partners/buurtkamer-de-kade/",
            "/westkant/partners/",
            "/westkant/partners/?kind=formal&theme=geld&area=W&language=ar",
            "/westkant/partners/?q=buurthuis",
            "/westkant/matrix/",
            "/westkant/matrix/?level=gebied&kind=formal",
            "/westkant/cijfers/",
            "/westkant/kaart/",
            "/westkant/kaart/?area=GW1&kind=formal&theme=geld&language=ar",
            "/westkant/kaart/?q=buurthuis",
        ],
        50,
    ),
    "volunteer": (["/mijn/", OWN, *(OWN + name for name in OWN_PAGES)], 60),
    "moderator": ([MODERATION], 50),
    "coordinator": ([CALLS, COORDINATION, "/cms/coordination/gaps/"], 100),
}


def what_waits(partners, cast):
    """Of each of the moderator's three lists one for every partner."""
    for partner in partners:
        page = draft(partner, cast.editor_a, cost="Gratis", phone="020 000 00 99")
        moderation.submit_profile(page, by=cast.administrator)
    revisions = PartnerPage.objects.in_bulk([partner.pk for partner in partners])
    Review.objects.bulk_create(
        Review(page_id=pk, before=page.latest_revision, after=page.latest_revision)
        for pk, page in revisions.items()
    )
    UrgentChange.objects.bulk_create(
        UrgentChange(partner=partner, kind="closed", made_by=cast.editor_a) for partner in partners
    )


def to_be_called(cast):
    """Everybody but the volunteer's partner."""
    rows = PartnerPage.objects.filter(record=None).exclude(pk=cast.partner_a.pk)
    PartnerRecord.objects.bulk_create(
        PartnerRecord(partner=page, stage="call", due_at=timezone.now()) for page in rows
    )


def test_no_page_asks_more_of_the_database_at_2000_partners_than_at_50(cast, network, as_user):
    network.district.add_child(instance=MapPage(title="Op de kaart", slug="kaart"))
    volunteer = make_user("wil@example.org", partner=cast.partner_a, cms_access=False)
    browsers = {
        "public": as_user(None),
        "volunteer": as_user(volunteer),
        "moderator": as_user(cast.moderator),
        "coordinator": as_user(cast.coordinator),
    }
    answer(browsers["volunteer"], OWN + "vraag/wat/", what_we_do="Koffie")
    network.district.add_child(instance=MatrixPage(title="Wie doet wat?", slug="matrix"))
    network.district.add_child(instance=FiguresPage(title="Cijfers", slug="cijfers"))
    counts, shown = {}, {}
    for size in SIZES:
        made = make_many_partners(network, size - network.directory.get_children_count())
        assert PartnerPage.objects.live().count() == size
        what_waits(made[:12], cast)
        to_be_called(cast)
        for who, (paths, _most) in PAGES.items():
            for path in paths:
                browsers[who].get(path)  # makes renditions and fills caches, as on a site
                with CaptureQueriesContext(connection) as asked:
                    response = browsers[who].get(path)
                assert response.status_code == 200, path
                counts.setdefault((who, path), []).append(len(asked))
                shown[path] = response.context
        for path, who in COUNTING.items():
            cache.clear()
            with CaptureQueriesContext(connection) as asked:
                browsers[who].get(path)
            counts.setdefault((who, f"{path} counted anew"), []).append(len(asked))
    print("\n".join(f"{path:70} {numbers}" for (_who, path), numbers in counts.items()))
    assert {path: numbers for path, numbers in counts.items() if len(set(numbers)) > 1} == {}
    most = {who: number for who, (_paths, number) in PAGES.items()}
    assert {path: n for (who, path), n in counts.items() if max(n) > most[who]} == {}
    # Long lists of work come in parts: ten of each list, and twenty-five calls.
    assert len(shown[MODERATION]["before"]) == 10
    assert len(shown[CALLS]["page_obj"]) == 25
    assert all(len(one.lines) <= 10 for one in shown[COORDINATION]["lists"])
