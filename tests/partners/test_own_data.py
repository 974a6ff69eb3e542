"""Own data: everything is shown to its person and to nobody else, corrected, taken along and erased."""

import json
import re
from datetime import date, timedelta
from io import StringIO
from types import SimpleNamespace

import pytest
import time_machine
from allauth.account.internal.flows.login import record_authentication
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, PageLogEntry, Revision, Workflow
from wagtail_localize.models import TranslationSource

from tests.factories import make_user
from wijkzorg_home import outbox
from wijkzorg_home.models import NetworkSettings, OutgoingMail
from wijkzorg_partners import actions, own_data, people
from wijkzorg_partners.models import (
    Confirmation,
    ContactPerson,
    Invitation,
    JoinRequest,
    Membership,
    PartnerPage,
)

pytestmark = pytest.mark.slow

OWN = "/mijn/gegevens/"
ADDRESS = "roos.van.dam@example.org"
NAME = ("Roosmarijn", "Van Damme")


@pytest.fixture
def roos(cast, network):
    """Somebody of whom there is something everywhere."""
    from allauth.account.models import EmailAddress

    partner = cast.partner_a
    user = make_user(ADDRESS, partner=partner)
    own_data.set_name(user, first_name=NAME[0], last_name=NAME[1])
    EmailAddress.objects.create(user=user, email=ADDRESS, verified=True, primary=True)
    partner = PartnerPage.objects.get(pk=partner.pk)
    entry = {"email": ADDRESS.upper(), "phone": "020 000 00 09", "visibility": "public"}
    partner.contact_persons.add(
        ContactPerson(name=" ".join(NAME), consent_on=date(2026, 1, 1), **entry)
    )
    partner.save_revision(user=user, log_action=True).publish(user=cast.moderator)
    draft = PartnerPage.objects.get(pk=cast.partner_b.pk)
    draft.contact_persons.add(ContactPerson(name="R. van Damme", **entry))
    draft.save_revision(user=cast.editor_b)
    TranslationSource.update_or_create_from_instance(draft)
    workflow = Workflow.objects.get(name="Moderatie").start(partner, user)
    workflow.cancel(user=user)
    Confirmation.objects.create(partner=partner, part="offer", occasion="mijn", confirmed_by=user)
    people.share(cast.partner_b, ADDRESS, by=cast.moderator)
    JoinRequest.objects.create(
        name="Leesclub", area=network.wijk, email=ADDRESS, token_hash="h", expires_at=timezone.now()
    )
    log(user, "wagtail.edit", user=cast.administrator)
    OutgoingMail.objects.create(
        key="digest",
        kind="digest",
        to="moderator@example.org",
        subject=f"Van {ADDRESS}",
        text=f"{' '.join(NAME)} stuurde iets in.",
        state="sent",
    )
    return user


@pytest.fixture
def browser(roos, as_user):
    """Roos, who has just logged in by a code."""
    window = as_user(roos)
    request = SimpleNamespace(session=window.session)
    record_authentication(request, roos, method="code", email=ADDRESS)
    request.session.save()
    return window


def rows_with(*words):
    """Every table and column of the database in which one of the words stands."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    text = value if isinstance(value, str) else json.dumps(value, default=str)
                    if any(word.lower() in text.lower() for word in words):
                        found.add(f"{table}.{column}")
    return found


# ----------------------------------------------------------------------------------- to see it


def test_a_person_sees_everything_and_it_is_the_own_only(browser, cast, as_user):
    shown = browser.get(OWN).content.decode()
    for words in (
        ADDRESS,
        NAME[0],
        "Leesclub",
        "R. van Damme",
        cast.partner_b.title,
        "020 000 00 09",
    ):
        assert words in shown
    other = as_user(cast.editor_b).get(OWN).content.decode()
    assert ADDRESS not in other
    assert NAME[0] not in other


@pytest.mark.parametrize("path", ["", "meenemen/", "wissen/"])
def test_it_is_for_people_who_are_logged_in(client, network, path):
    assert client.get(f"{OWN}{path}")["Location"].startswith("/account/login/")


def test_what_is_taken_along_holds_all_of_it(browser, cast, roos):
    response = browser.get(f"{OWN}meenemen/")
    assert "attachment" in response["Content-Disposition"]
    held = json.loads(response.content)
    assert held["account"]["email"] == ADDRESS
    assert held["mail_addresses"] == [{"email": ADDRESS, "verified": True, "primary": True}]
    assert [one["partner"] for one in held["memberships"]] == [cast.partner_a.title]
    assert [one["partner"] for one in held["invitations"]] == [cast.partner_b.title]
    assert sorted(one["name"] for one in held["contact_person_of"]) == [
        "R. van Damme",
        "Roosmarijn Van Damme",
    ]
    assert [one["name"] for one in held["requests_to_join"]] == ["Leesclub"]
    assert held["done"]["confirmations"]["number"] == 1
    assert held["done"]["drafts"]["number"] == 1
    assert len(held["sessions"]) == 1
    assert len(held["mails"]) == 1  # the invitation


def test_the_page_takes_the_same_number_of_queries_with_more_of_everything(browser, roos, cast):
    from django.test.utils import CaptureQueriesContext

    browser.get(OWN)
    counts = []
    for number in (0, 25):
        for one in range(number):
            Confirmation.objects.create(
                partner=cast.partner_a, part="offer", occasion="mijn", confirmed_by=roos
            )
            OutgoingMail.objects.create(key=f"k{one}", kind="digest", to=ADDRESS, subject="s")
            people.share(cast.partner_b, ADDRESS, by=cast.moderator)
        with CaptureQueriesContext(connection) as queries:
            browser.get(OWN)
        counts.append(len(queries))
    assert counts[0] == counts[1]


# -------------------------------------------------------------------------- to correct, to withdraw


def test_a_name_is_corrected(browser, roos):
    browser.post(OWN, {"first_name": " Roos ", "last_name": ""})
    roos.refresh_from_db()
    assert (roos.first_name, roos.last_name) == ("Roos", "")


def test_an_entry_is_corrected_on_the_own_page_and_elsewhere_by_the_network(roos, as_user):
    NetworkSettings.objects.update(contact_email="hulp@example.org")
    page = as_user(roos).get(OWN).content.decode()
    assert page.count("Verbeter het op de pagina") == 1
    assert 'href="/mijn/buurtkamer-de-kade/"' in page
    assert 'href="/mijn/klusclub-de-hamer/"' not in page
    assert 'href="mailto:hulp@example.org?subject=Klusclub%20De%20Hamer"' in page


def test_consent_is_withdrawn_for_an_own_entry_live_and_in_a_draft(browser, roos, cast):
    entries = own_data.contact_entries({ADDRESS})
    assert len(entries) == 2
    for entry in entries:
        browser.post(f"{OWN}contactpersoon/", {"partner": entry.partner.pk, "uid": entry.uid})
    assert own_data.contact_entries({ADDRESS}) == []
    assert not ContactPerson.objects.exists()
    assert rows_with("R. van Damme") == set()


def test_nobody_withdraws_for_another(as_user, roos, cast):
    entry = own_data.contact_entries({ADDRESS})[0]
    as_user(cast.member).post(
        f"{OWN}contactpersoon/", {"partner": entry.partner.pk, "uid": entry.uid}
    )
    assert len(own_data.contact_entries({ADDRESS})) == 2


# ------------------------------------------------------------------------------------- to erase


def test_after_erasing_no_table_holds_the_address_or_the_name(browser, roos, cast):
    from django.core.management import call_command

    assert len(rows_with(ADDRESS, *NAME)) > 8
    response = browser.post(f"{OWN}wissen/")
    assert response["Location"] == f"{OWN}gewist/"
    # Documented: one mail that says so, until it was sent.
    assert rows_with(ADDRESS, *NAME) == {"wijkzorg_home_outgoingmail.to"}
    assert OutgoingMail.objects.filter(to=ADDRESS).values_list("kind", flat=True).get() == "erased"
    call_command("tick", stdout=StringIO())
    assert rows_with(ADDRESS, *NAME) == set()
    assert mail.outbox[-1].to == [ADDRESS]


def test_what_was_done_stays_without_a_name(browser, roos, cast):
    before = PageLogEntry.objects.filter(user=roos).count()
    assert before
    browser.post(f"{OWN}wissen/")
    assert Confirmation.objects.exists()
    assert not Confirmation.objects.filter(confirmed_by__isnull=False).exists()
    assert PageLogEntry.objects.filter(page=cast.partner_a.pk, user=None).count() >= before
    assert Revision.objects.filter(user=None).exists()
    assert not ModelLogEntry.objects.exists()
    assert PartnerPage.objects.get(pk=cast.partner_a.pk).live
    assert not Membership.objects.filter(user_id=roos.pk).exists()
    assert not Invitation.objects.exists()


def test_the_session_ends_and_so_does_every_other(browser, roos, as_user):
    other = as_user(roos)
    browser.post(f"{OWN}wissen/")
    for window in (browser, other):
        assert window.get(OWN).status_code == 302


def test_looking_erases_nothing_and_an_old_log_in_asks_for_a_code_first(browser, roos):
    assert browser.get(f"{OWN}wissen/").context["recent"]
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        response = browser.post(f"{OWN}wissen/")
        assert response.status_code == 409
        assert "opnieuw-inloggen" in response.content.decode()
        again = browser.post(f"{OWN}opnieuw-inloggen/")
    assert again["Location"] == "/account/login/?next=%2Fmijn%2Fgegevens%2Fwissen%2F"
    assert "_auth_user_id" not in browser.session
    roos.refresh_from_db()


def test_an_owner_of_others_hands_over_first(browser, roos, cast):
    Membership.objects.filter(user=roos).update(role="owner")
    response = browser.post(f"{OWN}wissen/")
    assert response.status_code == 409
    assert "/mijn/buurtkamer-de-kade/mensen/" in response.content.decode()
    roos.refresh_from_db()
    people.hand_over(cast.partner_a, Membership.objects.get(user=cast.editor_a), by=cast.moderator)
    assert browser.post(f"{OWN}wissen/").status_code == 302


def test_who_is_alone_is_told_so_and_may_go(browser, roos, cast):
    Membership.objects.filter(user=cast.editor_a).delete()
    Membership.objects.filter(user=roos).update(role="owner")
    assert cast.partner_a.title in browser.get(f"{OWN}wissen/").content.decode()
    assert browser.post(f"{OWN}wissen/").status_code == 302


def test_the_only_administrator_can_not_go(cast):
    with pytest.raises(own_data.LastAdministrator):
        own_data.erase(cast.administrator, language="nl")
    make_user("tweede@example.org", superuser=True)
    own_data.erase(cast.administrator, language="nl")


def test_an_address_that_is_the_organisations_own_stays_and_is_told(browser, roos, cast):
    PartnerPage.objects.filter(pk=cast.partner_a.pk).update(email=ADDRESS)
    shown = browser.get(f"{OWN}wissen/").content.decode()
    assert cast.partner_a.title in re.sub(r"<main.*?<aside", "", shown, flags=re.DOTALL)
    browser.post(f"{OWN}wissen/")
    assert PartnerPage.objects.get(pk=cast.partner_a.pk).email == ADDRESS


def test_erasing_that_fails_halfway_changes_nothing(roos, monkeypatch):
    before = rows_with(ADDRESS, *NAME)

    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(own_data.mail, "say_goodbye", broken)
    with pytest.raises(RuntimeError):
        own_data.erase(roos, language="nl")
    assert rows_with(ADDRESS, *NAME) == before


# ------------------------------------------------------------------------------------ retention


def test_tick_deletes_ended_memberships_and_invitations_after_their_time(cast):
    now = timezone.now()
    ended = actions.add_member(cast.partner_a, cast.member)
    ended.ends_on = timezone.localdate() - timedelta(days=1)
    ended.save()
    people.share(cast.partner_a, "x@example.org", by=cast.moderator)
    assert own_data.purge(now) == ""
    with time_machine.travel(now + timedelta(days=92)):
        assert own_data.purge(timezone.now()) == "deleted: 1 memberships"
    with time_machine.travel(now + timedelta(days=120)):
        assert own_data.purge(timezone.now()) == "deleted: 1 invitations"
        assert own_data.purge(timezone.now()) == ""
    assert Membership.objects.filter(user=cast.editor_a).exists()


def test_tick_deletes_sessions_that_ended_with_what_was_typed_in_them(network, client):
    typed = "/mijn/buurtkamer-de-kade/vraag/wat/"
    client.post(typed, {"what_we_do": "Koffie"})
    now = timezone.now()
    own_data.purge(now)
    assert Session.objects.count() == 1
    assert own_data.purge(now + timedelta(hours=25)) == "deleted: 1 sessions"
    assert not Session.objects.exists()
    assert outbox.PLAIN
