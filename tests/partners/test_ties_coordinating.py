"""The coordinator's side of ties: pairs that might know each other, who stands alone, and the cost of both."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_many_partners, make_partner
from wijkzorg_home.contracts import collect
from wijkzorg_home.models import OutgoingMail
from wijkzorg_partners.models import Cooperation
from wijkzorg_partners.ties import cooperation, coordinating

pytestmark = pytest.mark.django_db
URL = "/cms/coordination/ties/"


@pytest.fixture
def team(network):
    """A formal partner in the gebied of the buurtkamer, on its theme."""
    return make_partner(
        network.directory,
        "Wijkteam De Linde",
        kind="formal",
        areas=[network.gebied],
        themes=network.themes,
        email="team@example.org",
        phone="020 000 00 08",
    )


def press(browser, one, other, what):
    return browser.post(f"{URL}{one.pk}/{other.pk}/", {"do": what}, follow=True)


def told():
    return [(pair.formal.title, pair.informal.title, pair.area) for pair in coordinating.pairs()]


def test_introducing_two_mails_both_once_and_never_again(team, cast, as_user):
    assert told() == [("Wijkteam De Linde", "Buurtkamer De Kade", "Plaszijde")]
    browser = as_user(cast.coordinator)
    html = browser.get(URL).content.decode()
    assert "1 thema gemeen (Eenzaamheid), Plaszijde" in html
    for _time in range(2):
        press(browser, team, cast.partner_a, "introduce")
    mails = OutgoingMail.objects.filter(kind="tie_introduced")
    assert sorted(mails.values_list("to", flat=True)) == ["a@example.org", "team@example.org"]
    assert told() == []
    assert Cooperation.objects.get().state == "introduced"
    seen = as_user(cast.editor_a).get("/mijn/buurtkamer-de-kade/samen/").content.decode()
    assert "Misschien kennen jullie elkaar" in seen


def test_two_that_were_introduced_say_yes_in_turn(team, cast):
    cooperation.introduce(team, cast.partner_a, by=cast.coordinator)
    cooperation.say_yes(cast.partner_a, team, by=cast.editor_a)
    assert OutgoingMail.objects.get(kind="tie_asked").to == "team@example.org"
    assert cooperation.say_yes(team, cast.partner_a, by=cast.moderator).state == "confirmed"


def test_a_pair_that_is_not_needed_is_suggested_no_more_and_hears_nothing(team, cast, as_user):
    press(as_user(cast.coordinator), team, cast.partner_a, "aside")
    assert told() == []
    assert OutgoingMail.objects.count() == 0
    assert cooperation.say_yes(cast.partner_a, team, by=cast.editor_a).state == "asked"


def test_who_works_with_nobody_is_listed_with_the_way_to_write_it_down(team, cast, as_user):
    cooperation.record(cast.partner_a, cast.partner_b, by=cast.coordinator)
    assert list(coordinating.alone().values_list("title", flat=True)) == ["Wijkteam De Linde"]
    html = as_user(cast.coordinator).get(URL).content.decode()
    assert f"{URL}{team.pk}/" in html
    cooperation.end_for_both(cast.partner_a, cast.partner_b, by=cast.coordinator)
    assert coordinating.alone().count() == 3
    ended = OutgoingMail.objects.filter(kind="tie_ended")
    assert sorted(ended.values_list("to", flat=True)) == ["a@example.org", "b@example.org"]


def test_the_coordinators_page_gets_both_lists_and_an_editor_gets_none(team, cast):
    names = {coordinating.PAIRS_LIST.name, coordinating.ALONE_LIST.name}
    lists = [one for one in collect("register_coordinator_list") if one.name in names]
    assert len(lists) == 2
    pairs, alone = (one.build(cast.coordinator) for one in sorted(lists, key=lambda one: one.order))
    [line] = pairs.lines
    assert line.title == "Wijkteam De Linde - Buurtkamer De Kade"
    assert line.url.startswith(f"{URL}#")
    assert len(alone.lines) == 3
    assert [one.build(cast.editor_a) for one in lists] == [None, None]


def test_the_page_takes_the_same_queries_at_fifty_and_at_two_thousand(
    network, cast, as_user, monkeypatch
):
    monkeypatch.setattr("tests.factories.bulk.index", lambda model, pages: None)  # nobody searches
    browser = as_user(cast.coordinator)
    counts = []
    for more in (50, 1_950):
        made = make_many_partners(network, more)
        for one, other in zip(made[:40:2], made[1:40:2], strict=True):
            Cooperation.objects.create(first=one, second=other, proposed_side="network")
        browser.get(URL)  # what is asked once in the life of a process
        with CaptureQueriesContext(connection) as asked:
            answer = browser.get(URL)
        assert answer.status_code == 200
        assert len(answer.context["pairs"]) == coordinating.MOST_PAIRS
        counts.append(len(asked))
    assert counts[0] == counts[1]
    with CaptureQueriesContext(connection) as asked:
        coordinating.pairs()
    assert len(asked) == 9
