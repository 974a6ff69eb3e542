from datetime import timedelta

import pytest
import time_machine

from tests.factories import dutch_time, make_partner, make_user
from wijkzorg_home import outbox
from wijkzorg_partners import confirmation, confirmation_work
from wijkzorg_partners.models import PartnerRecord


@pytest.fixture
def today():
    """It is noon on Monday 4 January 2027 in Amsterdam, and stays so until the test moves it."""
    with time_machine.travel(dutch_time("2027-01-04 12:00"), tick=False) as clock:
        yield clock


@pytest.fixture
def profile(network, today):
    """A profile that its owner confirmed today."""
    partner = make_partner(
        network.directory,
        "Buurtkamer De Kade",
        areas=[network.wijk],
        phone="020 000 00 03",
        email="kade@example.org",
        what_we_do="Koffie schenken",
        opening_hours="Maandag: 10.00 tot 12.00 uur",
    )
    make_user("eigenaar@example.org", partner=partner, role="owner", cms_access=False)
    confirmation.confirm(partner, confirmation.ALL_PARTS, occasion="published")
    return partner


@pytest.fixture
def later(today):
    """Moves the clock by some weeks, with a tick every so many days on the way, and mail that leaves."""
    from django.utils import timezone

    def move(weeks=0, *, every=7, mail_works=True):
        days = int(weeks * 7)
        while days > 0:
            step = min(every, days)
            today.shift(timedelta(days=step))
            days -= step
            confirmation_work.ask_what_is_due(timezone.now())
            if mail_works:
                outbox.deliver()

    return move


@pytest.fixture
def stage_of():
    def stage(partner):
        return PartnerRecord.objects.get(partner=partner).stage

    return stage


@pytest.fixture
def volunteer(cast, as_user):
    """An owner without the CMS, which is what everybody gets."""
    user = make_user("wil@example.org", partner=cast.partner_a, cms_access=False, role="owner")
    return as_user(user)
