"""The coordinator's list of calls: who is on it, in which order, and what each button does."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import make_partner
from wijkzorg_partners import actions, calls, confirmation
from wijkzorg_partners.models import CallAttempt, ContactPerson, PartnerPage, PartnerRecord

pytestmark = pytest.mark.django_db

URL = "/cms/call-list/"


@pytest.fixture
def silent(network, today):
    """Makes a partner that stands on the list, since so many weeks."""

    def make(title, weeks, stage="call", **fields):
        partner = make_partner(network.directory, title, **fields)
        at = timezone.now() - timedelta(weeks=26 + weeks)
        confirmation.confirm(partner, confirmation.ALL_PARTS, occasion="published", at=at)
        PartnerRecord.objects.filter(partner=partner).update(stage=stage)
        return partner

    return make


def titles():
    return [record.partner.title for record in calls.to_call(timezone.now())]


def press(browser, partner, outcome, note=""):
    return browser.post(f"{URL}{partner.pk}/", {"outcome": outcome, "note": note}, follow=True)


@pytest.mark.both_databases
def test_who_waits_longest_stands_first_and_who_was_just_tried_last(silent, cast, today):
    first, _second = silent("Eerst", 8, "marked"), silent("Dan", 3)
    silent("Niet", 0, "host")
    confirmation.confirm(cast.partner_b, confirmation.ALL_PARTS, occasion="published")
    confirmation.report_gone(cast.partner_b)
    assert titles() == ["Eerst", "Dan", "Klusclub De Hamer"]
    calls.not_reached(first, by=cast.coordinator)
    assert titles()[-1] == "Eerst"
    today.shift(timedelta(days=8))
    assert titles().index("Eerst") < titles().index("Dan")


@pytest.mark.parametrize("who", ["coordinator", "communications", "moderator", "administrator"])
def test_the_network_sees_whom_to_call_and_how(silent, cast, as_user, who):
    partner = silent("Eettafel", 5, phone="020 000 00 09")
    partner.contact_persons.add(ContactPerson(name="Emine", phone="020 000 00 08"))
    partner.save()
    html = as_user(getattr(cast, who)).get(URL).content.decode()
    for words in ("Eettafel", "020 000 00 09", "Emine", "020 000 00 08"):
        assert words in html


@pytest.mark.parametrize("who", ["editor_a", "member", None])
def test_nobody_else_does(silent, cast, as_user, who):
    partner = silent("Eettafel", 5)
    browser = as_user(getattr(cast, who) if who else None)
    assert "Eettafel" not in browser.get(URL, follow=True).content.decode()
    press(browser, partner, "right")
    assert not CallAttempt.objects.exists()
    assert PartnerRecord.objects.get(partner=partner).stage == "call"


def test_it_is_right_confirms_by_telephone_and_leaves_the_list(silent, cast, as_user, stage_of):
    partner = silent("Eettafel", 5)
    press(as_user(cast.coordinator), partner, "right")
    assert stage_of(partner) == "fresh"
    assert titles() == []
    assert {one.occasion for one in confirmation.last_confirmed(partner).values()} == {"call"}


def test_not_reached_keeps_the_note_with_its_date(silent, cast, as_user, stage_of):
    partner = silent("Eettafel", 5)
    answer = press(as_user(cast.coordinator), partner, "not_reached", "belt maandag terug")
    html = answer.content.decode()
    assert "belt maandag terug" in html
    assert "4 januari 2027" in html
    assert stage_of(partner) == "call"


def test_a_coordinator_hands_what_is_gone_to_a_moderator(silent, cast, as_user):
    partner = silent("Eettafel", 5)
    press(as_user(cast.coordinator), partner, "gone", "gestopt in mei")
    assert PartnerPage.objects.get(pk=partner.pk).live
    assert titles() == ["Eettafel"]
    press(as_user(cast.moderator), partner, "gone")
    assert not PartnerPage.objects.get(pk=partner.pk).live
    assert titles() == []


def test_what_is_offline_stands_in_a_list_of_its_own_and_comes_back(
    silent, cast, as_user, stage_of
):
    partner = silent("Eettafel", 5)
    confirmation.take_offline(partner, by=cast.moderator)
    browser = as_user(cast.coordinator)
    assert "Eettafel" not in browser.get(URL).content.decode()
    assert "Eettafel" in browser.get(f"{URL}?show=offline").content.decode()
    press(browser, partner, "online")
    assert PartnerPage.objects.get(pk=partner.pk).live
    assert stage_of(partner) == "fresh"
    # A second press, from a page that was open all the while, breaks nothing.
    assert press(browser, partner, "online").status_code == 200


def test_an_unknown_button_does_nothing(silent, cast, as_user):
    partner = silent("Eettafel", 5)
    assert press(as_user(cast.coordinator), partner, "delete").status_code == 404
    assert as_user(cast.coordinator).get(f"{URL}{partner.pk}/").status_code == 405


def test_the_menu_of_a_coordinator_has_it_and_an_editors_has_not(cast, as_user):
    assert URL in as_user(cast.coordinator).get("/cms/").content.decode()
    assert URL not in as_user(cast.editor_a).get("/cms/").content.decode()


# The start page


def test_coordinator_starts_with_whom_to_call_and_the_way_to_who_edits_what(cast, as_user, silent):
    silent("Stille kamer", 3, phone="020 000 00 44")
    html = as_user(cast.coordinator).get("/cms/").content.decode()
    for words in ("Stille kamer", "020 000 00 44", f'href="{URL}"', 'href="/cms/partners/"'):
        assert words in html, words
    assert "Je houdt nog geen pagina bij" not in html
    assert html.count("<h1") == 1


def test_coordinator_who_edits_a_page_finds_that_below(cast, as_user):
    actions.add_member(cast.partner_a, cast.coordinator)
    html = as_user(cast.coordinator).get("/cms/").content.decode()
    assert html.index('id="coordinator_work-heading"') < html.index(cast.partner_a.title)


@pytest.mark.parametrize("role", ["editor_a", "communications", "moderator"])
def test_others_do_not_start_with_the_list_of_calls(cast, as_user, silent, role):
    silent("Stille kamer", 3)
    assert "coordinator_work" not in as_user(getattr(cast, role)).get("/cms/").content.decode()


def test_the_coordinators_start_page_asks_the_same_of_the_database_at_any_size(
    cast, as_user, silent
):
    browser = as_user(cast.coordinator)
    counts = []
    for weeks in (3, 7):
        for number in range(weeks):
            silent(f"Kamer {weeks} {number}", weeks)
        browser.get("/cms/")
        with CaptureQueriesContext(connection) as asked:
            browser.get("/cms/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
