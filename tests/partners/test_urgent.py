"""Closed today, and a wrong number: public at once beside what waits, and read after."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import PageLogEntry

from tests.factories import dutch_time, make_partner, make_translation, make_user
from tests.partners.moderating import draft, fresh, mails, network_mode, public, review_of
from wijkzorg_home.models import NetworkSettings
from wijkzorg_home.models.moderation import AlreadyDecided
from wijkzorg_partners import moderation, urgent
from wijkzorg_partners.models import Membership, PartnerPage, UrgentChange

NEW, OLD = "020 000 00 99", "020 000 00 03"
TODAY = date(2027, 5, 10)


@pytest.fixture(autouse=True)
def _on_a_monday():
    with time_machine.travel(dutch_time("2027-05-10 09:00"), tick=False):
        yield


def page_of(client, partner):
    return client.get(partner.url).content.decode()


# --- who ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["editor_a", "moderator", "communications", "administrator"])
def test_who_tells_urgent_facts(cast, who):
    user = getattr(cast, who)
    urgent.report_closed(cast.partner_a, by=user, until=TODAY)
    urgent.change_phone(cast.partner_a, NEW, by=user)
    assert UrgentChange.objects.count() == 2


@pytest.mark.parametrize("who", ["editor_b", "coordinator", "member"])
def test_who_does_not(cast, who):
    user = getattr(cast, who)
    change = urgent.report_closed(cast.partner_a, by=cast.editor_a, until=TODAY)
    for refused in (
        lambda: urgent.report_closed(cast.partner_a, by=user, until=TODAY),
        lambda: urgent.change_phone(cast.partner_a, NEW, by=user),
        lambda: urgent.withdraw_urgent(change, by=user),
        lambda: urgent.read_urgent(change, by=user),
    ):
        with pytest.raises(PermissionDenied):
            refused()
    assert public(cast.partner_a) == OLD


def test_helper_tells_nothing_urgent(cast):
    helper = make_user("helper@example.org", partner=cast.partner_a, role=Membership.Role.HELPER)
    with pytest.raises(PermissionDenied):
        urgent.report_closed(cast.partner_a, by=helper, until=TODAY)


def test_nobody_does_where_the_network_does_not_let_them(cast):
    NetworkSettings.objects.update(urgent_changes=False)
    with pytest.raises(PermissionDenied):
        urgent.report_closed(cast.partner_a, by=cast.editor_a, until=TODAY)
    with pytest.raises(PermissionDenied):
        urgent.change_phone(cast.partner_a, NEW, by=cast.editor_a)


# --- closed ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("until", "words"),
    [
        (TODAY, "Vandaag dicht"),
        (date(2027, 8, 3), "Tijdelijk dicht, tot en met 3 augustus"),
        (None, "Tijdelijk dicht"),
    ],
)
def test_closed_stands_on_the_profile_with_the_reason(cast, client, until, words):
    urgent.report_closed(cast.partner_a, by=cast.editor_a, until=until, note="De kok is ziek.")
    shown = page_of(client, cast.partner_a)
    assert f">{words}<" in shown
    assert "De kok is ziek." in shown
    assert "De kok is ziek." not in page_of(client, cast.partner_b)


def test_what_is_over_stands_nowhere(cast, client):
    urgent.report_closed(cast.partner_a, by=cast.editor_a, until=TODAY + timedelta(days=1))
    with time_machine.travel(dutch_time("2027-05-12 00:01")):
        assert urgent.urgent_notice(cast.partner_a, date(2027, 5, 12)) is None
        assert 'class="stale"' not in page_of(client, cast.partner_a)


def test_last_day_counts_and_says_today(cast):
    change = urgent.report_closed(cast.partner_a, by=cast.editor_a, until=TODAY + timedelta(days=1))
    tomorrow = TODAY + timedelta(days=1)
    assert urgent.urgent_notice(cast.partner_a, tomorrow) == change
    assert urgent.closed_in_words(change, tomorrow) == "Vandaag dicht"


def test_it_holds_in_every_language(cast, client):
    english = make_translation(cast.partner_a, "en")
    urgent.report_closed(english, by=cast.editor_a, until=None)
    assert "Temporarily closed" in page_of(client, english)
    assert "Tijdelijk dicht" in page_of(client, cast.partner_a)


def test_a_new_one_takes_the_place_of_the_one_before(cast):
    urgent.report_closed(cast.partner_a, by=cast.editor_a, until=None)
    urgent.report_closed(cast.partner_a, by=cast.editor_a, until=TODAY)
    assert urgent.closed_periods(cast.partner_a) == [(TODAY, TODAY)]


def test_open_again(cast, client):
    change = urgent.report_closed(cast.partner_a, by=cast.editor_a, until=None)
    urgent.withdraw_urgent(change, by=cast.editor_a)
    assert urgent.closed_periods(cast.partner_a) == []
    assert "Tijdelijk dicht" not in page_of(client, cast.partner_a)
    with pytest.raises(AlreadyDecided):
        urgent.withdraw_urgent(change, by=cast.editor_a)


def test_yesterday_and_long_stories_are_refused(cast):
    with pytest.raises(ValidationError):
        urgent.report_closed(cast.partner_a, by=cast.editor_a, until=TODAY - timedelta(days=1))
    with pytest.raises(ValidationError):
        urgent.report_closed(cast.partner_a, by=cast.editor_a, until=TODAY, note="a" * 201)


def test_a_list_takes_one_query(cast, network, django_assert_num_queries):
    urgent.report_closed(cast.partner_a, by=cast.editor_a, until=None)
    partners = [cast.partner_a, cast.partner_b, make_partner(network.directory, "Derde")]
    with django_assert_num_queries(1):
        found = urgent.urgent_notices(partners, TODAY)
    assert set(found) == {cast.partner_a.translation_key}


# --- the telephone number -------------------------------------------------------------------------------


def test_number_is_public_in_every_language_and_in_the_history(cast, client):
    english = make_translation(cast.partner_a, "en")
    urgent.change_phone(cast.partner_a, f" {NEW} ", by=cast.editor_a)
    for page in (cast.partner_a, english):
        assert NEW in page_of(client, page)
        assert OLD not in page_of(client, page)
        assert fresh(page).live_revision.content["phone"] == NEW
    entry = PageLogEntry.objects.get(action="wijkzorg.urgent.phone")
    assert (entry.user, entry.data) == (cast.editor_a, {"old": OLD, "new": NEW})


def test_number_publishes_nothing_else_of_a_draft_that_waits(cast):
    page = draft(cast.partner_a, cast.editor_a, cost="Gratis", phone="020 000 00 55")
    state = moderation.submit_profile(page, by=cast.editor_a)
    newest = page.latest_revision_id
    urgent.change_phone(cast.partner_a, NEW, by=cast.editor_a)
    page = fresh(cast.partner_a)
    assert (page.phone, page.cost) == (NEW, "")
    assert page.latest_revision_id == newest
    assert page.workflow_in_progress
    moderation.approve(state, by=cast.moderator)
    page = fresh(cast.partner_a)
    assert (page.phone, page.cost) == (NEW, "Gratis")


def test_number_stays_when_a_change_from_before_it_is_undone(
    cast, django_capture_on_commit_callbacks
):
    network_mode("open")
    page = draft(cast.partner_a, cast.editor_a, cost="Gratis")
    with django_capture_on_commit_callbacks(execute=True):
        moderation.submit_profile(page, by=cast.editor_a)
    urgent.change_phone(cast.partner_a, NEW, by=cast.editor_a)
    moderation.undo(review_of(cast.partner_a), by=cast.moderator)
    page = fresh(cast.partner_a)
    assert (page.phone, page.cost) == (NEW, "")


def test_number_of_a_partner_without_a_revision(cast):
    PartnerPage.objects.filter(pk=cast.partner_a.pk).update(
        live_revision=None, latest_revision=None
    )
    urgent.change_phone(cast.partner_a, NEW, by=cast.editor_a)
    assert public(cast.partner_a) == NEW


def test_number_is_taken_back(cast):
    change = urgent.change_phone(cast.partner_a, NEW, by=cast.editor_a)
    urgent.withdraw_urgent(change, by=cast.editor_a)
    assert public(cast.partner_a) == OLD
    assert fresh(cast.partner_a).latest_revision.content["phone"] == OLD
    assert mails() == []


@pytest.mark.parametrize("text", ["", "bel maar", "06<script>", "0" * 31, OLD])
def test_what_is_no_new_number_is_refused(cast, text):
    with pytest.raises(ValidationError):
        urgent.change_phone(cast.partner_a, text, by=cast.editor_a)
    assert public(cast.partner_a) == OLD


# --- read after -----------------------------------------------------------------------------------------


def test_moderator_reads_it_and_nobody_reads_their_own(cast):
    change = urgent.change_phone(cast.partner_a, NEW, by=cast.moderator)
    with pytest.raises(PermissionDenied):
        urgent.read_urgent(change, by=cast.moderator)
    urgent.read_urgent(change, by=cast.communications)
    change.refresh_from_db()
    assert change.reviewed_by == cast.communications
    with pytest.raises(AlreadyDecided):
        urgent.read_urgent(change, by=cast.communications)


def test_moderator_undoes_it_and_the_sender_hears_why(cast):
    change = urgent.report_closed(cast.partner_a, by=cast.editor_a, until=None, note="Vakantie")
    urgent.withdraw_urgent(change, by=cast.moderator, remark="Jullie zijn open.")
    [mail] = mails(cast.editor_a)
    assert "Jullie zijn open." in mail.text
    assert "Tijdelijk dicht: Vakantie" in mail.text
