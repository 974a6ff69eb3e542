"""What a visitor says is not right on a profile: the form, who reads it, and what comes of it."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, PageViewRestriction

from tests.factories import make_many_partners, make_partner, make_translation, make_user
from wijkzorg_home import outbox
from wijkzorg_home.models import NetworkSettings, OutgoingMail
from wijkzorg_home.spam_guard import signed_now
from wijkzorg_partners import merging, own_data
from wijkzorg_partners.mistakes import cms, keeping, mails, reports
from wijkzorg_partners.models import MistakeReport, PartnerPage

pytestmark = pytest.mark.django_db

WORDS, ADDRESS = "Het nummer 020 000 00 99 is van iemand anders.", "buurvrouw@example.org"
LIST = "/cms/coordination/mistakes/"


def answers(**changes):
    """What somebody sends who took two minutes over it."""
    with time_machine.travel(timezone.now() - timedelta(minutes=2)):
        shown = signed_now("mistake")
    return {"topic": "contact", "text": WORDS, "email": "", "shown_at": shown, **changes}


def send(partner, prefix="", **changes):
    return Client().post(f"{prefix}/melden/{partner.pk}/", answers(**changes))


def reported(partner, **changes):
    said = {"topic": "hours", "text": WORDS, "language": "nl", **changes}
    return reports.report(partner, **said)


def mails_to(address):
    return list(OutgoingMail.objects.filter(to=address).order_by("pk"))


@pytest.fixture
def owner(cast):
    return make_user("eigenaar@example.org", partner=cast.partner_a, role="owner", cms_access=False)


# --- reporting -------------------------------------------------------------------------------------


def test_a_visitor_comes_from_the_profile_and_reads_that_it_arrived(cast):
    stranger = Client()
    form_address = f"/melden/{cast.partner_a.pk}/"
    assert f'href="{form_address}"' in stranger.get(cast.partner_a.get_url()).content.decode()
    assert stranger.get(form_address).status_code == 200
    answer = stranger.post(form_address, answers(email=ADDRESS))
    assert answer.status_code == 302
    assert answer["Location"] == f"{form_address}verstuurd/"
    assert not answer.cookies
    thanks = stranger.get(answer["Location"]).content.decode()
    assert WORDS not in thanks
    assert ADDRESS not in thanks
    kept = MistakeReport.objects.get()
    assert (kept.partner, kept.topic, kept.text, kept.email) == (
        cast.partner_a,
        "contact",
        WORDS,
        ADDRESS,
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"topic": ""},
        {"topic": "anders dan dit"},
        {"text": " "},
        {"text": "x" * 1001},
        {"email": "geen adres"},
        {"shown_at": ""},
        {"website_address": "https://spam.example.org/"},
    ],
)
def test_what_was_typed_stays_when_something_is_wrong_and_nothing_is_kept(cast, changes):
    answer = send(cast.partner_a, **{"email": ADDRESS, **changes})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert changes.get("email", ADDRESS) in answer.content.decode()
    assert "error-summary" in answer.content.decode()
    assert not MistakeReport.objects.exists()


def test_a_robot_that_sends_at_once_is_refused_and_a_slow_human_without_cookies_passes(cast):
    with time_machine.travel(timezone.now(), tick=False):
        assert send(cast.partner_a, shown_at=signed_now("mistake")).status_code == 200
    assert not MistakeReport.objects.exists()
    assert send(cast.partner_a).status_code == 302


def test_one_sender_or_address_cannot_flood_the_form(cast, settings):
    settings.WIJKZORG_HOME_FORM_LIMITS = {"client": "3/h", "mail": "1/d"}
    assert send(cast.partner_a, email=ADDRESS).status_code == 302
    again = send(cast.partner_b, email=ADDRESS)
    assert again.status_code == 429
    assert WORDS in again.content.decode()
    assert send(cast.partner_b).status_code == 302
    assert send(cast.partner_b, text="Nog iets").status_code == 429
    assert MistakeReport.objects.count() == 2


def test_what_is_sent_twice_is_one_report_with_the_address_of_either(cast, today):
    send(cast.partner_a)
    send(cast.partner_a, text=f"  {WORDS.upper()} ", email=ADDRESS)
    assert MistakeReport.objects.get().email == ADDRESS
    send(cast.partner_a, email="iemand.anders@example.org")
    send(cast.partner_b)
    assert MistakeReport.objects.count() == 3
    today.shift(reports.SAME_WITHIN + timedelta(minutes=1))
    send(cast.partner_a)
    assert MistakeReport.objects.count() == 4


def test_of_a_page_that_is_not_public_there_is_no_form(cast, network):
    draft = make_partner(network.directory, "Nog niet", live=False)
    PageViewRestriction.objects.create(page=cast.partner_b, restriction_type="login")
    absent = Client().get("/melden/999999/").status_code
    for page in (draft, cast.partner_b, network.district):
        for path in (f"/melden/{page.pk}/", f"/melden/{page.pk}/verstuurd/"):
            assert Client().get(path).status_code == absent == 404
        assert send(page).status_code == 404
    assert not MistakeReport.objects.exists()


def test_a_translation_asks_in_its_language_and_reports_about_the_partner(cast, owner):
    english = make_translation(cast.partner_a, "en")
    assert "Is something not right?" in Client().get(f"/en/melden/{english.pk}/").content.decode()
    assert send(english, "/en", email=ADDRESS).status_code == 302
    kept = MistakeReport.objects.get()
    assert (kept.partner, kept.language) == (cast.partner_a, "en")
    reports.handle(kept, "mended", by=owner)
    [mail] = mails_to(ADDRESS)
    assert "It is mended" in mail.text


# --- who hears of it --------------------------------------------------------------------------------


def test_the_owner_gets_one_mail_and_neither_address_nor_moderator_is_in_it(cast, owner):
    send(cast.partner_a, email=ADDRESS)
    send(cast.partner_a, email=ADDRESS)
    [mail] = mails_to(owner.email)
    assert WORDS in mail.text
    assert "/mijn/buurtkamer-de-kade/meldingen/" in mail.text
    assert ADDRESS not in mail.text + mail.subject
    assert OutgoingMail.objects.count() == 1  # editors and moderators find it in their lists
    outbox.deliver()
    assert WORDS not in OutgoingMail.objects.get().text


def test_without_an_owner_the_editors_hear_and_without_anybody_the_organisation(cast, network):
    send(cast.partner_a)
    assert [mail.to for mail in OutgoingMail.objects.all()] == [cast.editor_a.email]
    alone = make_partner(network.directory, "Alleen", email="alleen@example.org")
    send(alone)
    [mail] = mails_to("alleen@example.org")
    assert "/mijn/" not in mail.text


def test_who_plays_with_the_form_does_not_fill_the_mailbox_of_an_owner(cast, owner):
    for number in range(mails.MAILS_A_DAY + 3):
        reported(cast.partner_a, text=f"Fout {number}")
    assert len(mails_to(owner.email)) == mails.MAILS_A_DAY


# --- handling ---------------------------------------------------------------------------------------


def test_the_owner_reads_it_at_the_own_door_and_mends_it_with_one_button(cast, owner, as_user):
    kept = reported(cast.partner_a, email=ADDRESS)
    browser = as_user(owner)
    own = "/mijn/buurtkamer-de-kade/"
    assert f"{own}meldingen/" in browser.get(own).content.decode()
    html = browser.get(f"{own}meldingen/").content.decode()
    assert WORDS in html
    assert ADDRESS not in html
    answer = browser.post(f"{own}meldingen/{kept.pk}/", {"outcome": "mended"}, follow=True)
    assert "Wie het meldde, krijgt een mail" in answer.content.decode()
    kept.refresh_from_db()
    assert (kept.state, kept.email, kept.decided_by) == ("mended", "", owner)
    [mail] = mails_to(ADDRESS)
    assert "Het is verbeterd" in mail.text
    history = PageLogEntry.objects.filter(action__startswith="wijkzorg.mistake").order_by("pk")
    assert [one.action.rpartition(".")[2] for one in history] == ["reported", "mended"]
    assert WORDS not in str([one.data for one in history])


def test_a_coordinator_says_that_it_is_right_and_why(cast, as_user):
    kept = reported(cast.partner_a, email=ADDRESS)
    browser = as_user(cast.coordinator)
    html = browser.get(LIST).content.decode()
    assert WORDS in html
    assert ADDRESS not in html
    browser.post(f"{LIST}{kept.pk}/", {"outcome": "right", "remark": "Gebeld: het klopt."})
    [mail] = mails_to(ADDRESS)
    assert "het klopt zoals het is" in mail.text
    assert "Gebeld: het klopt." in mail.text
    assert WORDS not in browser.get(LIST).content.decode()


def test_who_left_no_address_gets_no_mail(cast, as_user):
    kept = reported(cast.partner_a)
    as_user(cast.moderator).post(f"{LIST}{kept.pk}/", {"outcome": "mended"})
    assert not OutgoingMail.objects.filter(kind=mails.ANSWER).exists()


@pytest.mark.parametrize("first", ["mended", "right"])
@pytest.mark.parametrize("second", ["mended", "right"])
def test_what_was_handled_is_not_handled_again_nor_mailed_twice(cast, first, second):
    kept = reported(cast.partner_a, email=ADDRESS)
    reports.handle(kept, first, by=cast.moderator)
    with pytest.raises(reports.AlreadyHandled):
        reports.handle(kept, second, by=cast.editor_a)
    assert MistakeReport.objects.get().state == first
    assert len(mails_to(ADDRESS)) == 1


def test_an_unknown_button_or_a_remark_that_is_too_long_changes_nothing(cast, as_user):
    kept = reported(cast.partner_a)
    browser = as_user(cast.coordinator)
    for sent in ({"outcome": "open"}, {}, {"outcome": "right", "remark": "x" * 501}):
        assert "niet bewaard" in browser.post(f"{LIST}{kept.pk}/", sent, follow=True).text
    assert MistakeReport.objects.get().state == "open"


@pytest.mark.parametrize("who", ["editor_b", "member"])
def test_nobody_of_another_partner_reads_or_handles_it(cast, as_user, who):
    kept = reported(cast.partner_a)
    browser, own = as_user(getattr(cast, who)), "/mijn/buurtkamer-de-kade/meldingen/"
    assert browser.get(own).status_code == 404
    assert browser.post(f"{own}{kept.pk}/", {"outcome": "mended"}).status_code == 404
    assert WORDS not in browser.get(LIST, follow=True).text
    browser.post(f"{LIST}{kept.pk}/", {"outcome": "mended"})
    with pytest.raises(PermissionDenied):
        reports.handle(kept, "mended", by=getattr(cast, who))
    assert MistakeReport.objects.get().state == "open"


def test_an_editor_handles_no_report_of_another_partner_through_the_own_address(cast, as_user):
    kept = reported(cast.partner_a)
    path = f"/mijn/{cast.partner_b.slug}/meldingen/{kept.pk}/"
    assert as_user(cast.editor_b).post(path, {"outcome": "mended"}).status_code == 404
    assert MistakeReport.objects.get().state == "open"


def test_a_helper_leaves_it_to_the_others(cast, as_user):
    reported(cast.partner_a)
    helper = make_user("hulp@example.org", partner=cast.partner_a, role="helper", cms_access=False)
    own = "/mijn/buurtkamer-de-kade/"
    assert "meldingen" not in as_user(helper).get(own).text
    assert as_user(helper).get(f"{own}meldingen/").status_code == 403


def test_the_start_page_of_an_editor_in_the_cms_leads_to_it(cast, as_user):
    browser = as_user(cast.editor_a)
    assert "/meldingen/" not in browser.get("/cms/").text
    reported(cast.partner_a)
    assert "/mijn/buurtkamer-de-kade/meldingen/" in browser.get("/cms/").text


def test_moderators_find_the_list_on_their_page(cast, as_user):
    reported(cast.partner_a)
    html = as_user(cast.moderator).get("/cms/moderation/").text
    assert LIST in html
    assert "Gemelde fouten (1)" in html


# --- while time passes --------------------------------------------------------------------------------


def test_the_coordinator_sees_what_lies_still_and_at_once_where_nobody_is(
    cast, network, today, as_user
):
    NetworkSettings.objects.update(mistake_follow_up_days=3)
    reported(cast.partner_a)
    reported(make_partner(network.directory, "Alleen"), text="Bestaat niet meer")
    shown = cms.mistakes_that_lie_still(cast.coordinator)
    assert [one.title for one in shown.lines] == ["Alleen"]
    assert "(2)" in shown.more_label
    today.shift(timedelta(days=3))
    html = as_user(cast.coordinator).get("/cms/coordination/").text
    assert "Gemelde fouten waar niemand naar keek (2)" in html
    assert WORDS not in html
    assert cms.mistakes_that_lie_still(cast.editor_a) is None


def test_reports_go_after_their_time_and_who_waits_still_hears_so(cast, today):
    NetworkSettings.objects.update(mistake_retention_days=60)
    handled = reported(cast.partner_a, email=ADDRESS)
    reports.handle(handled, "right", by=cast.moderator)
    reported(cast.partner_b, email="wacht@example.org")
    today.shift(timedelta(days=59))
    assert keeping.end_what_is_over(timezone.now()) == ""
    today.shift(timedelta(days=2))
    assert keeping.end_what_is_over(timezone.now()) == "deleted: 2 reported mistakes"
    [mail] = mails_to("wacht@example.org")
    assert "niemand kon ernaar kijken" in mail.text
    outbox.deliver()
    assert keeping.end_what_is_over(timezone.now()) == "deleted: 2 answers to reports"
    assert not mails_to(ADDRESS) + mails_to("wacht@example.org")
    assert keeping.end_what_is_over(timezone.now()) == ""


def test_who_reported_sees_it_among_the_own_data_and_erases_it(cast):
    person = make_user("buurvrouw@example.org")
    reported(cast.partner_a, email=ADDRESS.upper())
    reported(cast.partner_b, email="ander@example.org")
    [held] = own_data.collect(person)["reported_mistakes"]
    assert held["text"] == WORDS
    own_data.erase(person, language="nl")
    assert [one.email for one in MistakeReport.objects.all()] == ["ander@example.org"]


def test_merging_takes_reports_along_and_deleting_the_page_deletes_them(cast):
    reported(cast.partner_a)
    merging.merge(cast.partner_a, cast.partner_b, by=cast.moderator)
    assert MistakeReport.objects.get().partner == cast.partner_b
    PartnerPage.objects.get(pk=cast.partner_b.pk).delete()
    assert not MistakeReport.objects.exists()


@pytest.mark.slow
def test_the_list_asks_the_database_as_much_for_many_as_for_few(cast, network, as_user):
    browser, counts = as_user(cast.coordinator), []
    for size in (50, 2000):
        made = make_many_partners(network, size - network.directory.get_children_count())
        MistakeReport.objects.bulk_create(
            MistakeReport(partner=one, topic="offer", text=WORDS) for one in made
        )
        for path in (LIST, "/cms/coordination/"):
            browser.get(path)
            with CaptureQueriesContext(connection) as asked:
                assert browser.get(path).status_code == 200
            counts.append(len(asked))
    print(counts)
    assert counts[:2] == counts[2:]
    assert max(counts) <= 60
    assert Page.objects.count() > 2000
