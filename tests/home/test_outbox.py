"""Mail goes through one table: nothing that is rolled back, nothing twice, and nothing is lost."""

from datetime import timedelta

import pytest
from django.core.mail import send_mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.home.mailing import letter, put
from wijkzorg_home import outbox
from wijkzorg_home.models import NetworkSettings, OutgoingMail


@pytest.mark.django_db
def test_the_same_key_is_written_once(server):
    assert put()
    assert not put(to="ander@example.org")
    assert outbox.put_many([letter("a"), letter("b"), letter("b")]) == 1
    assert OutgoingMail.objects.count() == 2


@pytest.mark.django_db
def test_a_server_that_fails_delays_longer_each_time_and_loses_nothing(server, clock):
    put()
    server.down = True
    pauses, last = [], timezone.now()
    for _quarter in range(24 * 4 * 5):
        attempts = OutgoingMail.objects.get().attempts
        outbox.deliver(timezone.now())
        if OutgoingMail.objects.get().attempts > attempts:
            pauses.append(timezone.now() - last)
            last = timezone.now()
        clock.shift(timedelta(minutes=15))
        if OutgoingMail.objects.get().attempts == 6:
            break
    assert pauses == sorted(pauses)
    assert OutgoingMail.objects.get().last_error == "ConnectionRefusedError: down"
    server.down = False
    clock.shift(timedelta(days=2))
    assert outbox.deliver() == 1
    assert server.sent == ["iemand@example.org"]


@pytest.mark.django_db
def test_after_days_of_failures_it_is_given_up_and_stays_in_the_log(server, clock):
    put()
    server.down = True
    for _day in range(12):
        outbox.deliver()
        clock.shift(timedelta(days=2))
    mail = OutgoingMail.objects.get()
    assert (mail.state, mail.attempts) == ("failed", len(outbox.PAUSES) + 1)


@pytest.mark.django_db
def test_while_the_server_is_down_the_others_keep_their_attempts(server, clock):
    outbox.put_many([letter(f"m{n}") for n in range(40)])
    server.down = True
    assert outbox.deliver() == 0
    assert OutgoingMail.objects.filter(attempts=0).count() == 40 - outbox.GIVE_UP_AFTER
    server.down = False
    clock.shift(timedelta(hours=1))
    assert outbox.deliver() == 40


@pytest.mark.django_db
def test_what_a_killed_worker_had_in_hand_is_taken_up_again(server, clock):
    put()

    def killed():
        raise SystemExit

    server.before_sending = killed
    with pytest.raises(SystemExit):
        outbox.deliver()
    server.before_sending = None
    assert outbox.deliver() == 0  # it could be at it still
    clock.shift(outbox.SENDING_TAKES_AT_MOST + timedelta(seconds=1))
    assert outbox.deliver() == 1


@pytest.mark.django_db
def test_mail_that_was_written_while_the_clock_was_years_ahead_leaves_all_the_same(server, clock):
    clock.shift(timedelta(days=3000))
    put()
    clock.shift(timedelta(days=-3000))
    assert outbox.deliver() == 1


@pytest.mark.django_db
def test_a_secret_is_gone_as_soon_as_the_mail_was_sent_or_given_up(server, clock):
    put("link", secret=True)
    put("news")
    send_mail(
        "Je code",
        "Dit is je code: ABCD-EFGH",
        None,
        ["code@example.org"],
        connection=outbox.OutboxBackend(),
    )
    assert "geheim" in OutgoingMail.objects.get(key="link").text
    outbox.deliver()
    texts = dict(OutgoingMail.objects.values_list("kind", "text"))
    assert "ABCD" not in str(texts)
    assert OutgoingMail.objects.get(key="link").text == ""
    assert "geheim" in OutgoingMail.objects.get(key="news").text
    put("lost", secret=True)
    server.down = True
    for _day in range(12):
        outbox.deliver()
        clock.shift(timedelta(days=2))
    assert OutgoingMail.objects.get(key="lost").text == ""


@pytest.mark.django_db
def test_texts_go_after_the_days_of_the_network_and_rows_after_a_year(server, clock, network):
    NetworkSettings.objects.update(mail_retention_days=10)
    put()
    outbox.deliver()
    put("waits")
    clock.shift(timedelta(days=9))
    assert outbox.purge_texts(timezone.now()) == ""
    clock.shift(timedelta(days=2))
    assert "1 texts" in outbox.purge_texts(timezone.now())
    assert OutgoingMail.objects.get(key="a").text == ""
    assert OutgoingMail.objects.get(key="waits").text
    clock.shift(timedelta(days=365))
    outbox.purge_texts(timezone.now())
    assert list(OutgoingMail.objects.values_list("key", flat=True)) == ["waits"]


@pytest.mark.django_db
def test_the_subject_of_a_secret_mail_goes_with_the_texts(server, clock, network):
    NetworkSettings.objects.update(mail_retention_days=10)
    put(secret=True)
    outbox.deliver()
    sent = OutgoingMail.objects.get()
    assert sent.subject
    assert not sent.text
    clock.shift(timedelta(days=11))
    assert "1 texts" in outbox.purge_texts(timezone.now())
    assert OutgoingMail.objects.get().subject == ""
    assert outbox.purge_texts(timezone.now()) == ""


@pytest.mark.django_db
def test_mail_status_tells_what_waits_and_complains_when_it_is_late(server, clock, network, capsys):
    call_command("tick")
    call_command("mail_status")
    put()
    server.down = True
    clock.shift(timedelta(hours=2))
    with pytest.raises(
        CommandError, match=r"mail waits since 2027-01-04.*no tick in the last hour"
    ):
        call_command("mail_status")
    assert "waiting: 1" in capsys.readouterr().out
