"""The coordinator's page: what is to be followed up, and the way to each of it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail import hooks

from tests.factories import make_partner
from wijkzorg_home.contracts import CoordinatorList
from wijkzorg_home.work_panel import Work, WorkList
from wijkzorg_partners import calls, confirmation
from wijkzorg_partners.models import PartnerRecord

pytestmark = pytest.mark.django_db

URL = "/cms/coordination/"


def silent(network, title, stage, weeks=1):
    """A partner whose confirmation ended so many weeks ago."""
    partner = make_partner(network.directory, title, phone="020 000 00 09")
    at = timezone.now() - timedelta(weeks=26 + weeks)
    confirmation.confirm(partner, confirmation.ALL_PARTS, occasion="published", at=at)
    PartnerRecord.objects.filter(partner=partner).update(stage=stage)
    return partner


def shown(browser):
    """The lists by heading, as the page got them."""
    return {one.heading: one for one in browser.get(URL).context["lists"]}


def test_it_says_whom_to_call_and_who_did_not_confirm_with_the_way_to_each(
    network, cast, today, as_user
):
    called, asked = silent(network, "Eettafel", "call", 8), silent(network, "Klusclub", "reminded")
    browser = as_user(cast.coordinator)
    html = browser.get(URL).content.decode()
    lists = shown(browser)
    to_call, late = lists["Zij antwoordden niet op onze mails"], lists["Niet op tijd bevestigd"]
    assert [one.title for one in to_call.lines] == ["Eettafel"]
    assert [one.title for one in late.lines] == ["Klusclub"]
    assert f"/cms/call-list/#call-{called.pk}" in html
    assert f'id="call-{called.pk}"' in browser.get("/cms/call-list/").content.decode()
    assert browser.get(f"/cms/partners/{asked.pk}/members/").status_code == 200
    assert "Niet op tijd bevestigd (1)" in html
    calls.still_right(called, by=cast.coordinator)
    assert "Je hoeft niemand te bellen." in browser.get(URL).content.decode()


def test_a_list_shows_ten_lines_and_says_how_many_there_are(network, cast, today, as_user):
    for number in range(11):
        silent(network, f"Club {number}", "call")
    html = as_user(cast.coordinator).get(URL).content.decode()
    assert "(11)" in html
    assert len(shown(as_user(cast.coordinator))["Zij antwoordden niet op onze mails"].lines) == 10


def test_what_another_app_has_to_follow_up_stands_in_its_order(cast, as_user):
    own = WorkList("Van een ander", [Work("Iets", "", "Doe het", "/cms/")], "Niets.", number=1)
    first = CoordinatorList(name="other", order=1, build=lambda user: own)
    none = CoordinatorList(name="none", order=2, build=lambda user: None)
    with hooks.register_temporarily(
        [("register_coordinator_list", lambda: first), ("register_coordinator_list", lambda: none)]
    ):
        assert next(iter(shown(as_user(cast.coordinator)))) == "Van een ander"


@pytest.mark.parametrize("who", ["coordinator", "communications", "moderator", "administrator"])
def test_who_follows_up_has_it_in_the_menu(cast, as_user, who):
    browser = as_user(getattr(cast, who))
    assert browser.get(URL).status_code == 200
    assert URL in browser.get("/cms/").content.decode()


@pytest.mark.parametrize("who", ["editor_a", "member", None])
def test_nobody_else_sees_it(network, cast, today, as_user, who):
    silent(network, "Eettafel", "call")
    browser = as_user(getattr(cast, who) if who else None)
    assert "Eettafel" not in browser.get(URL, follow=True).content.decode()
    assert URL not in browser.get("/cms/", follow=True).content.decode()
