"""The links in mails: GET shows, POST acts, once, for thirty days, about what the receiver was asked."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import make_partner, make_user
from tests.security.world import nothing_changes
from website.logs import TOKENS
from wijkzorg_partners import actions, confirmation, confirmation_mails, links, records
from wijkzorg_partners.models import OneTimeLink, PartnerPage, PartnerRecord, Service
from wijkzorg_partners.schedule import format_schedule, read_schedule

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def owner(profile):
    return profile.memberships.get().user


@pytest.fixture
def issue(profile, owner):
    """A link in a mail of a while ago, by its purpose; for the owner unless told otherwise."""

    def make(purpose, *, user=owner):
        page = PartnerPage.objects.get(pk=profile.pk)
        link, token = links.new_link(page, purpose, user.pk if user else None, timezone.now())
        link.save()
        return f"/klopt/{token}/"

    return make


@pytest.fixture
def half_a_year_later(profile, today):
    today.shift(timedelta(weeks=20))
    PartnerRecord.objects.update(stage="asked", stage_since=timezone.now())


def hidden(answer):
    return re.search(r'name="revision"\s+value="(\d*)"', answer.content.decode()).group(1)


def press(url, client=None, **extra):
    """Open the page as a browser does, and press its button."""
    browser = client or Client()
    shown = browser.get(url)
    assert shown.status_code == 200, shown.status_code
    return browser.post(url, {"revision": hidden(shown), **extra})


def ask_again(url):
    return Client().get(url)


PURPOSES = ["confirm", "hours", "host", "gone", "change"]


@pytest.mark.usefixtures("half_a_year_later")
@pytest.mark.parametrize("purpose", PURPOSES)
def test_opening_a_link_any_number_of_times_changes_nothing(issue, purpose):
    url = issue(purpose)
    with nothing_changes("a scanner"):
        for _time in range(3):
            assert Client().get(url).status_code == 200
            assert Client().head(url).status_code == 200


@pytest.mark.both_databases
@pytest.mark.usefixtures("half_a_year_later")
def test_still_right_confirms_every_part_in_the_persons_name(profile, issue, owner, stage_of):
    answer = press(issue("confirm"))
    assert answer.status_code == 200
    last = confirmation.last_confirmed(profile)
    assert {one.confirmed_at for one in last.values()} == {timezone.now()}
    assert {(one.confirmed_by, one.occasion) for one in last.values()} == {(owner, "mail")}
    assert stage_of(profile) == "fresh"


@pytest.mark.usefixtures("half_a_year_later")
def test_the_mail_of_the_organisation_itself_confirms_without_a_person(profile, issue):
    profile.memberships.all().delete()
    press(issue("confirm", user=None))
    assert confirmation.last_confirmed(profile)["offer"].confirmed_by is None
    assert confirmation.last_confirmed(profile)["offer"].confirmed_at == timezone.now()


@pytest.mark.usefixtures("half_a_year_later")
def test_hours_confirm_the_hours_and_in_the_same_press_the_rest(profile, issue):
    press(issue("hours"))
    last = confirmation.last_confirmed(profile)
    assert [part for part, one in last.items() if one.confirmed_at == timezone.now()] == ["hours"]
    press(issue("hours"), all="1")
    last = confirmation.last_confirmed(profile)
    assert {one.confirmed_at for one in last.values()} == {timezone.now()}


def test_the_times_that_one_confirms_stand_beside_the_button(profile, issue):
    profile.hours, _faults = read_schedule("di 14.00 tot 16.00", timezone.localdate())
    lesson, _faults = read_schedule("do 19.00 tot 21.00", timezone.localdate())
    profile.services = [Service(name="Taalles", hours=lesson), Service(name="Altijd welkom")]
    profile.save_revision().publish()
    asked = {name: Client().get(issue(name)).content.decode() for name in ("hours", "confirm")}
    for line in (*format_schedule(profile.hours), "Taalles", *format_schedule(lesson)):
        assert all(line in page for page in asked.values()), line
    assert {name for name, page in asked.items() if "Altijd welkom" in page} == {"confirm"}


@pytest.mark.usefixtures("half_a_year_later")
def test_a_host_confirms_in_the_name_of_the_table(profile, issue):
    press(issue("host", user=None))
    assert {one.occasion for one in confirmation.last_confirmed(profile).values()} == {"host"}


def test_gone_is_passed_on_and_takes_nothing_offline(profile, issue):
    press(issue("gone"))
    assert PartnerRecord.objects.get(partner=profile).reported_gone_at == timezone.now()
    assert PartnerPage.objects.get(pk=profile.pk).live


def test_change_leads_to_the_log_in_and_does_nothing_itself(issue):
    url = issue("change")
    answer = Client().get(url)
    assert re.search(r'class="btn big"\s+href="(/account/login/|/mijn/)', answer.content.decode())
    with nothing_changes("pressing where there is no button"):
        assert Client().post(url).status_code == 200


def test_without_an_account_change_offers_to_call(profile, issue):
    profile.memberships.all().delete()
    html = Client().get(issue("change", user=None)).content.decode()
    assert "020 000 00 01" in html
    assert 'class="btn big"' not in html


def test_offline_comes_back_with_one_press(profile, issue, cast, mailoutbox, stage_of):
    confirmation.take_offline(profile, by=cast.moderator)
    url = issue("online")
    press(url)
    assert PartnerPage.objects.get(pk=profile.pk).live
    assert stage_of(profile) == "fresh"
    assert ask_again(url).status_code == 410


# What can't be done any more, and the way on from there


def way_on(answer):
    """Each page leads somewhere: to the log-in or the own door, and it tells how to call."""
    html = answer.content.decode()
    assert re.search(r'class="btn"[^>]*href="(/account/login/|/mijn/)', html), html
    assert "020 000 00 01" in html
    return html


@pytest.mark.usefixtures("half_a_year_later")
@pytest.mark.parametrize("purpose", ["confirm", "hours", "host", "gone"])
def test_a_link_works_once(issue, purpose):
    url = issue(purpose)
    press(url)
    with nothing_changes("a replayed link"):
        assert Client().post(url, {"revision": "1"}).status_code == 410
        again = ask_again(url)
    assert again.status_code == 410
    way_on(again)


def test_after_thirty_days_it_is_too_old(issue, today):
    url = issue("confirm")
    today.shift(timedelta(days=30) - timedelta(seconds=1))
    assert ask_again(url).status_code == 200
    today.shift(timedelta(seconds=1))
    with nothing_changes("an old link"):
        answer = Client().post(url, {"revision": "1"})
    assert answer.status_code == 410
    way_on(answer)


def test_a_tampered_link_is_unknown(issue):
    url = issue("confirm")
    broken = url[:-3] + ("aa/" if url[-3:] != "aa/" else "bb/")
    for address in (
        broken,
        "/klopt/niet-van-ons/",
        "/klopt/%F0%9F%99%82/",
        "/klopt/" + "a" * 3000 + "/",
    ):
        answer = ask_again(address)
        assert answer.status_code == 404
        assert "020 000 00 01" in answer.content.decode()


def test_when_another_version_is_public_it_shows_that_one_and_asks_again(profile, issue, today):
    url = issue("confirm")
    page = PartnerPage.objects.get(pk=profile.pk)
    page.what_we_do = "Sinds kort ook soep"
    page.save_revision().publish()
    today.shift(timedelta(days=1))
    answer = ask_again(url)
    assert answer.context["state"] == "outdated"
    assert "Sinds kort ook soep" in answer.content.decode()
    press(url)
    one = confirmation.last_confirmed(profile)["offer"]
    assert one.confirmed_at == timezone.now()
    assert one.revision_id == PartnerPage.objects.get(pk=profile.pk).live_revision_id


def test_what_changes_while_one_reads_is_not_confirmed_unseen(profile, issue, today):
    url = issue("confirm")
    shown = hidden(ask_again(url))
    page = PartnerPage.objects.get(pk=profile.pk)
    page.what_we_do = "Iets anders"
    page.save_revision().publish()
    today.shift(timedelta(days=1))
    answer = Client().post(url, {"revision": shown})
    assert "Iets anders" in answer.content.decode()
    assert confirmation.last_confirmed(profile)["offer"].confirmed_at < timezone.now()
    for nonsense in ("", "x", "9" * 40, "-1"):
        Client().post(url, {"revision": nonsense})
    assert confirmation.last_confirmed(profile)["offer"].confirmed_at < timezone.now()


def test_who_left_can_no_longer_use_a_link(profile, issue, owner, cast):
    url = issue("confirm")
    actions.end_membership(profile.memberships.get(), by=cast.moderator)
    with nothing_changes("somebody who left"):
        answer = Client().post(url, {"revision": "1"})
    assert answer.status_code == 410
    way_on(answer)


def test_somebody_of_another_partner_is_told_whose_it_is(profile, issue, cast, as_user):
    url = issue("confirm")
    browser = as_user(cast.editor_b)
    with nothing_changes("another partner's editor"):
        answer = browser.post(url, {"revision": "1"})
    assert answer.context["state"] == "other"
    assert "Buurtkamer De Kade" in way_on(answer)


@pytest.mark.usefixtures("half_a_year_later")
def test_a_colleague_who_is_logged_in_may_use_it(profile, issue, as_user):
    colleague = make_user("collega@example.org", partner=profile, cms_access=False)
    press(issue("confirm"), as_user(colleague))
    assert confirmation.last_confirmed(profile)["offer"].confirmed_at == timezone.now()


def test_when_a_colleague_was_first_it_says_so(profile, issue, today):
    url = issue("confirm")
    today.shift(timedelta(days=1))
    confirmation.confirm(profile, confirmation.ALL_PARTS, occasion="mail")
    answer = ask_again(url)
    assert answer.context["state"] == "known"
    way_on(answer)


def test_links_can_be_revoked(profile, issue, owner):
    mine, ours = issue("confirm"), issue("confirm", user=None)
    assert records.revoke_links(profile, owner) == 1
    assert ask_again(mine).status_code == 410
    assert ask_again(ours).status_code == 200
    assert records.revoke_links(profile) == 1
    assert ask_again(ours).status_code == 410


def test_what_went_offline_ends_the_questions_about_it(profile, issue, cast):
    url = issue("confirm")
    confirmation.take_offline(profile, by=cast.moderator)
    way_on(ask_again(url))
    assert ask_again(url).status_code == 410


# Secrets


def test_the_token_is_stored_nowhere_once_the_mail_was_sent(profile, owner, mailoutbox):
    from wijkzorg_home import outbox
    from wijkzorg_home.models import OutgoingMail

    record = PartnerRecord.objects.get(partner=profile)
    page = PartnerPage.objects.get(pk=profile.pk)
    confirmation_mails.write_mails("confirm_ask", [(record, page)], timezone.now())
    outbox.deliver()
    [mail] = mailoutbox
    tokens = re.findall(r"/klopt/([\w-]+)/", mail.body)
    assert len(tokens) == 3
    stored = str(list(OneTimeLink.objects.values())) + str(list(OutgoingMail.objects.values()))
    assert not any(token in stored for token in tokens)


def test_the_token_stays_out_of_logs_caches_and_search_engines(issue):
    url = issue("confirm")
    answer = ask_again(url)
    assert answer["X-Robots-Tag"] == "noindex"
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"
    assert '<meta name="robots" content="noindex">' in answer.content.decode()
    token = url.split("/")[2]
    assert token not in TOKENS.sub(r"\1...", f"GET /en{url} 200")
    shown = answer.content.decode().replace(url, "")
    assert token not in shown


def test_the_page_is_in_the_language_of_its_address(issue):
    url = issue("confirm")
    assert 'lang="ar"' in Client().get(f"/ar{url}").content.decode()
    assert 'dir="rtl"' in Client().get(f"/ar{url}").content.decode()


def test_a_form_from_elsewhere_is_refused(profile, issue):
    browser = Client(enforce_csrf_checks=True)
    url = issue("gone")
    with nothing_changes("another site's form"):
        assert browser.post(url, {"revision": "1"}).status_code == 403


def test_links_of_two_partners_are_of_two_partners(network, profile, issue):
    other = make_partner(network.directory, "Ander")
    press(issue("gone"))
    assert not PartnerRecord.objects.filter(partner=other, reported_gone_at__isnull=False).exists()
