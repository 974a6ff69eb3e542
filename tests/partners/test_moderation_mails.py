"""The mails around moderation say what happened, once, in the reader's language."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from wagtail.users.models import UserProfile

from tests.factories import dutch_time, make_user
from tests.partners.moderating import draft, fresh, mails, network_mode, review_of
from wijkzorg_home.models import NetworkSettings, OutgoingMail
from wijkzorg_partners import digest, moderation, urgent
from wijkzorg_partners.models import ModerationAssignment, ModeratorArea
from wijkzorg_partners.working_days import working_days_between

pytestmark = pytest.mark.slow

REMARK = "Schrijf erbij op welke dag je open bent.\nEn <waar> je bent."
NEW = "020 000 00 99"


def speaks(user, language):
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = language
    profile.save()


def submit(partner, user, **texts):
    page = draft(partner, user, **(texts or {"title": "De Kade & Co"}))
    return moderation.submit_profile(page, by=user)


def tick():
    call_command("tick", verbosity=0)


def links_in(mail):
    return re.findall(r"https?://\S+", mail.text)


@pytest.fixture
def submitted(cast):
    return submit(cast.partner_a, cast.editor_a)


@pytest.fixture
def at():
    """The clock in Amsterdam says a moment, and stands still."""
    travellers = []

    def travel(text):
        traveller = time_machine.travel(dutch_time(text), tick=False)
        traveller.start()
        travellers.append(traveller)

    yield travel
    for traveller in reversed(travellers):
        traveller.stop()


# --- to the editor --------------------------------------------------------------------------------------


def test_sending_in_mails_nobody_at_once(cast, submitted, mailoutbox):
    assert mails() == []
    assert mailoutbox == []


def test_a_page_that_is_sent_back_carries_the_remark(cast, submitted, mailoutbox):
    moderation.send_back(submitted, by=cast.moderator, remark=REMARK)
    [mail] = mails()
    assert (mail.to, mail.kind) == (cast.editor_a.email, "sent-back")
    assert mail.subject == "Wil je nog iets aanpassen: De Kade & Co"
    assert REMARK in mail.text
    assert links_in(mail)[0].endswith(f"/cms/pages/{cast.partner_a.pk}/edit/")
    assert mailoutbox == [], "Wagtail's own mail must not double ours"


def test_it_is_mailed_again_when_it_is_sent_back_again(cast, submitted):
    moderation.send_back(submitted, by=cast.moderator, remark="Een")
    submit(cast.partner_a, cast.editor_a, title="De Kade")
    moderation.send_back(submitted, by=cast.moderator, remark="Twee")
    assert len(mails(cast.editor_a, "sent-back")) == 2


def test_an_approved_page_is_mailed_with_its_public_address(cast, submitted, mailoutbox):
    moderation.approve(submitted, by=cast.moderator, remark="Mooi geschreven.")
    [mail] = mails()
    assert mail.subject == "Goedgekeurd: De Kade & Co"
    assert "Mooi geschreven." in mail.text
    assert links_in(mail) == [fresh(cast.partner_a).full_url]
    assert mailoutbox == []


def test_approving_in_wagtails_own_door_mails_the_same_once(cast, submitted, as_user, mailoutbox):
    task = submitted.current_task_state_id
    as_user(cast.moderator).post(f"/cms/pages/workflow/action/{cast.partner_a.pk}/approve/{task}/")
    assert [mail.kind for mail in mails()] == ["approved"]
    assert mailoutbox == []


def test_what_went_live_at_once_is_mailed_once_and_says_that_it_is_read_after(
    cast, django_capture_on_commit_callbacks
):
    network_mode("open")
    with django_capture_on_commit_callbacks(execute=True):
        submit(cast.partner_a, cast.editor_a)
    [mail] = mails()
    assert mail.subject == "Nu op de site: De Kade & Co"
    assert "leest het daarna" in mail.text
    moderation.undo(review_of(cast.partner_a), by=cast.moderator, remark=REMARK)
    [_approved, undone] = mails(cast.editor_a)
    assert undone.kind == "undone"
    assert REMARK in undone.text


def test_whoever_has_no_cms_gets_the_address_of_the_own_door(cast):
    volunteer = make_user("vrijwilliger@example.org", partner=cast.partner_a, cms_access=False)
    state = submit(cast.partner_a, volunteer)
    moderation.send_back(state, by=cast.moderator, remark=REMARK)
    [mail] = mails(volunteer)
    assert links_in(mail)[0].endswith("/mijn/buurtkamer-de-kade/")


def test_who_switched_it_off_gets_none(cast, submitted):
    UserProfile.objects.update_or_create(
        user=cast.editor_a, defaults={"rejected_notifications": False}
    )
    moderation.send_back(submitted, by=cast.moderator, remark=REMARK)
    assert mails() == []


def test_the_mail_is_in_the_language_of_its_reader(cast, submitted):
    speaks(cast.editor_a, "tr")
    moderation.send_back(submitted, by=cast.moderator, remark=REMARK)
    [mail] = mails(cast.editor_a)
    assert mail.subject == "Bir şeyi daha değiştirir misin: De Kade & Co"
    for text in (mail.text, mail.html):
        assert "Buradan değiştir ve yeniden gönder:" in text
        assert "Hallo" not in text
    assert "En &lt;waar&gt; je bent." in mail.html


def test_the_mail_is_rolled_back_with_the_decision(cast, submitted):
    with transaction.atomic():
        moderation.send_back(submitted, by=cast.moderator, remark=REMARK)
        transaction.set_rollback(True)
    assert mails() == []


# --- the digest -----------------------------------------------------------------------------------------


def test_digest_tells_what_changed_and_what_was_asked(cast, at):
    at("2027-05-10 08:00")
    state = submit(cast.partner_a, cast.editor_a, phone="020 000 00 98")
    moderation.send_back(state, by=cast.moderator, remark="Klopt dit nummer?")
    submit(cast.partner_a, cast.editor_a, phone=NEW)
    tick()
    [mail] = mails(cast.moderator)
    assert mail.subject == "1 wijziging om te lezen"
    assert "Buurtkamer De Kade" in mail.text
    assert f"Telefoon: 020 000 00 03 werd {NEW}" in mail.text
    assert "Klopt dit nummer?" in mail.text
    assert links_in(mail)[0].endswith("/cms/moderation/")


def test_digest_is_in_the_language_of_its_reader(cast, at):
    at("2027-05-10 08:00")
    speaks(cast.moderator, "en")
    submit(cast.partner_a, cast.editor_a, phone=NEW)
    tick()
    [mail] = mails(cast.moderator)
    assert mail.subject == "1 change to read"
    assert f"Telephone: 020 000 00 03 became {NEW}" in mail.text


def test_digest_holds_what_went_live_and_urgent_facts(cast, at, django_capture_on_commit_callbacks):
    at("2027-05-10 08:00")
    network_mode("open")
    with django_capture_on_commit_callbacks(execute=True):
        submit(cast.partner_a, cast.editor_a, cost="Gratis")
    urgent.report_closed(cast.partner_b, by=cast.editor_b, until=None, note="De kok is ziek.")
    tick()
    [mail] = mails(cast.moderator)
    assert "Wat het kost, erbij: Gratis" in mail.text
    assert "De kok is ziek." in mail.text


def test_one_digest_a_day_however_often_tick_runs(cast, at):
    at("2027-05-10 06:00")
    submit(cast.partner_a, cast.editor_a)
    for moment in ("06:00", "06:45", "07:00", "07:15", "12:00", "23:45"):
        at(f"2027-05-10 {moment}")
        tick()
    assert len(mails(cast.moderator)) == 1
    at("2027-05-11 06:45")
    tick()
    assert len(mails(cast.moderator)) == 1
    at("2027-05-11 07:00")
    tick()
    tick()
    assert len(mails(cast.moderator)) == 2


@pytest.mark.parametrize("hour", [2, 3])
@pytest.mark.parametrize("day", ["2027-03-28", "2027-10-31"])
def test_one_digest_on_the_day_that_the_clock_changes(cast, day, hour):
    """In March the hour from two to three is not there, in October it is there twice."""
    NetworkSettings.objects.update(digest_hour=hour)
    midnight = dutch_time(f"{day} 00:00").timestamp()
    with time_machine.travel(midnight, tick=False):
        submit(cast.partner_a, cast.editor_a)
    for half_hours in range(12):
        with time_machine.travel(midnight + half_hours * 1800, tick=False):
            digest.send_digests(timezone.now())
    assert len(mails(cast.moderator, "digest")) == 1


def test_nothing_waits_nobody_is_mailed(cast, at):
    at("2027-05-10 08:00")
    tick()
    assert mails(kind="digest") == []


def test_digest_goes_to_the_moderators_of_the_area_and_all_above(cast, network, at):
    at("2027-05-10 08:00")
    far = make_user("ver@example.org", groups=["Moderators"])
    near = make_user("dichtbij@example.org", groups=["Communications"])
    ModeratorArea.objects.create(user=far, area=network.other_wijk)
    ModeratorArea.objects.create(user=near, area=network.gebied)
    submit(cast.partner_a, cast.editor_a)
    tick()
    assert [mail.to for mail in mails(kind="digest")] == [near.email]
    submit(cast.partner_b, cast.editor_b, phone=NEW)
    at("2027-05-11 08:00")
    tick()
    assert [mail.to for mail in mails(far, "digest")] == [far.email]


def test_area_of_nobody_goes_to_all_moderators_and_to_no_one_else(cast, network, at):
    at("2027-05-10 08:00")
    far = make_user("ver@example.org", groups=["Moderators"])
    ModeratorArea.objects.create(user=far, area=network.other_wijk)
    submit(cast.partner_a, cast.editor_a)
    tick()
    assert {mail.to for mail in mails(kind="digest")} == {far.email, cast.moderator.email}


def test_digest_of_what_somebody_took_on_goes_to_them_alone(cast, at):
    at("2027-05-10 08:00")
    other = make_user("ander@example.org", groups=["Moderators"])
    state = submit(cast.partner_a, cast.editor_a)
    moderation.take_over(state, by=other)
    tick()
    assert [mail.to for mail in mails(kind="digest")] == [other.email]


def test_nobody_is_sent_what_they_sent_in_themselves(cast, network, at):
    at("2027-05-10 08:00")
    both = make_user("beide@example.org", groups=["Moderators"], partner=cast.partner_a)
    ModeratorArea.objects.create(user=both, area=network.wijk)
    submit(cast.partner_a, both)
    tick()
    assert [mail.to for mail in mails(kind="digest")] == [cast.moderator.email]


def test_long_digest_says_how_many_more(cast, at, monkeypatch):
    monkeypatch.setattr(digest, "ITEMS_IN_A_DIGEST", 1)
    at("2027-05-10 08:00")
    submit(cast.partner_a, cast.editor_a)
    submit(cast.partner_b, cast.editor_b, cost="Gratis")
    tick()
    [mail] = mails(cast.moderator)
    assert mail.subject == "2 wijzigingen om te lezen"
    assert "De Kade & Co" in mail.text
    assert "En nog 1." in mail.text


# --- the reminder ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2027-05-10", "2027-05-10", 0),  # a Monday
        ("2027-05-10", "2027-05-11", 1),
        ("2027-05-14", "2027-05-15", 0),  # from Friday to Saturday
        ("2027-05-14", "2027-05-17", 1),
        ("2027-05-15", "2027-05-17", 1),
        ("2027-05-10", "2027-05-24", 10),
        ("2027-05-11", "2027-05-10", 0),
    ],
)
def test_working_days(first, last, days):
    assert working_days_between(date.fromisoformat(first), date.fromisoformat(last)) == days


def test_working_days_are_what_counting_them_gives():
    start = date(2027, 1, 1)
    for length in range(40):
        counted = sum((start + timedelta(days=n)).weekday() < 5 for n in range(1, length + 1))
        assert working_days_between(start, start + timedelta(days=length)) == counted


def test_reminder_comes_once_after_three_working_days(cast, at):
    at("2027-05-13 16:00")  # Thursday
    state = submit(cast.partner_a, cast.editor_a, phone=NEW)
    for day in ("14", "15", "16", "17"):
        at(f"2027-05-{day} 08:00")
        tick()
    assert mails(kind="reminder") == []
    for moment in ("2027-05-18 00:15", "2027-05-18 08:00", "2027-05-25 08:00"):
        at(moment)
        tick()
    reminders = mails(kind="reminder")
    assert {mail.to for mail in reminders} == {cast.moderator.email, cast.coordinator.email}
    assert len(reminders) == 2
    assert ModerationAssignment.objects.get().workflow_state == state


def test_what_was_sent_back_and_comes_again_is_reminded_of_again(cast, at):
    at("2027-05-10 08:00")
    state = submit(cast.partner_a, cast.editor_a, phone=NEW)
    at("2027-05-17 08:00")
    tick()
    moderation.send_back(state, by=cast.moderator, remark="Zet je nummer erbij.")
    at("2027-05-18 08:00")
    moderation.submit_profile(cast.partner_a, by=cast.editor_a)
    tick()
    assert len(mails(cast.moderator, "reminder")) == 1
    for day in ("24", "25"):
        at(f"2027-05-{day} 08:00")
        tick()
    assert len(mails(cast.moderator, "reminder")) == 2
    assert len(mails(cast.coordinator, "reminder")) == 2


def test_coordinator_hears_that_it_waits_and_not_what(cast, at):
    at("2027-05-10 08:00")
    submit(cast.partner_a, cast.editor_a, title="Geheime naam", phone=NEW)
    at("2027-05-17 08:00")
    tick()
    [mail] = mails(cast.coordinator)
    assert "Buurtkamer De Kade" in mail.text
    assert "5 werkdagen" in mail.text
    assert "Geheime naam" not in mail.text + mail.subject
    assert NEW not in mail.text
    [mail] = mails(cast.moderator, "reminder")
    assert "Geheime naam" in mail.text
    assert NEW in mail.text


def test_what_was_decided_is_not_reminded_of(cast, at):
    at("2027-05-10 08:00")
    moderation.approve(submit(cast.partner_a, cast.editor_a), by=cast.moderator)
    at("2027-05-20 08:00")
    tick()
    assert OutgoingMail.objects.filter(kind__in=["reminder", "digest"]).count() == 0
