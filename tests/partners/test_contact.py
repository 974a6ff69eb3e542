"""A question to a partner: asked without an account, delivered, answered, followed up, forgotten."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.factories import dutch_time
from wijkzorg_home.models import OutgoingMail
from wijkzorg_home.spam_guard import signed_now
from wijkzorg_partners.contact import links, work
from wijkzorg_partners.contact.states import State
from wijkzorg_partners.models import ContactRequest

MAIL = "verpleegkundige@example.org"
TEXT = "Mag iemand met een rollator mee-eten op woensdag?"
#: A number that passes the elfproef and belongs to nobody.
BSN = "111222333"


@pytest.fixture
def clock():
    """Noon on Monday 4 January 2027 in Amsterdam, until the test moves it."""
    with time_machine.travel(dutch_time("2027-01-04 12:00"), tick=False) as moved:
        yield moved


@pytest.fixture
def partner(cast, clock):
    return cast.partner_a


def answers(**changed):
    """What somebody typed, two minutes after the form was shown."""
    with time_machine.travel(timezone.now() - timedelta(minutes=2), tick=False):
        shown = signed_now("contact")
    return {
        "name": "Sanne Vos",
        "email": MAIL,
        "organisation": "Thuiszorg Westkant",
        "phone": "020 000 00 09",
        "text": TEXT,
        "shown_at": shown,
        **changed,
    }


def ask(partner, browser=None, address="", **changed):
    return (browser or Client()).post(f"/vraag/{partner.pk}/{address}", answers(**changed))


def path_in(mail):
    return re.search(r"https?://[^/]+(\S*/vraag/\S+)", mail.text)[1]


def newest(kind, to=None):
    mails = OutgoingMail.objects.filter(kind=kind)
    return (mails.filter(to=to) if to else mails).order_by("pk").last()


def delivered(partner):
    """A question that is with the partner; the path of its sender's page."""
    assert ask(partner)["Location"] == "/vraag/verstuurd/"
    gone = Client().post(path_in(newest("contact_confirm")))
    assert gone.status_code == 302
    return gone["Location"]


def the_request():
    return ContactRequest.objects.get()


def days_later(clock, days):
    """A tick each day, like a server's."""
    for _day in range(days):
        clock.shift(timedelta(days=1))
        work.do_what_is_due(timezone.now())


def test_a_question_is_confirmed_delivered_and_answered_by_links_alone(partner):
    state_path = delivered(partner)
    request = the_request()
    assert request.state == State.DELIVERED
    mail = newest("contact_partner", "a@example.org")
    assert TEXT in mail.text
    assert TEXT in mail.html
    assert mail.headers == {"Reply-To": MAIL}
    assert mail.is_secret

    page = Client().get(path_in(mail))
    assert TEXT in page.content.decode()
    the_request().refresh_from_db()
    Client().post(path_in(mail), {"how": "answer", "text": "Ja, kom gerust."})
    assert the_request().state == State.ANSWERED
    told = newest("contact_sender", MAIL)
    assert "Ja, kom gerust." in told.text
    stands = Client().get(state_path).content.decode()
    assert "Ja, kom gerust." in stands
    assert "heeft geantwoord" in stands


def test_nobody_hears_of_a_question_before_the_link_was_pressed_and_a_get_presses_nothing(partner):
    ask(partner)
    assert set(OutgoingMail.objects.values_list("to", flat=True)) == {MAIL}
    shown = Client().get(path_in(newest("contact_confirm")))
    assert TEXT in shown.content.decode()
    assert the_request().state == State.UNCONFIRMED
    assert not OutgoingMail.objects.filter(kind="contact_partner").exists()


def test_what_nobody_confirmed_is_deleted_after_a_day(partner, clock):
    ask(partner)
    days_later(clock, 2)
    request = the_request()
    assert request.state == State.EXPIRED
    assert (request.name, request.email, request.text, request.phone) == ("", "", "", "")
    assert Client().post(path_in(newest("contact_sender") or _mail_of(request))).status_code == 404


def _mail_of(request):
    class Mail:
        text = links.address_of(request, links.CONFIRM, language="nl")

    return Mail
