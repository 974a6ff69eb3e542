import pytest
import time_machine

from tests.factories import dutch_time
from tests.home.mailing import Transport
from wijkzorg_home.models import OutgoingMail, PeriodicRun


@pytest.fixture
def clock():
    """It is noon on Monday 4 January 2027 in Amsterdam, and stays so until the test moves it."""
    with time_machine.travel(dutch_time("2027-01-04 12:00"), tick=False) as traveller:
        yield traveller


@pytest.fixture
def server(settings):
    settings.WIJKZORG_HOME_MAIL_TRANSPORT = "tests.home.mailing.Transport"
    Transport.down, Transport.sent, Transport.before_sending = False, [], None
    return Transport


@pytest.fixture
def really_committed(django_db_setup, django_db_blocker):
    """No transaction around the test, so that threads see one another's rows. What it wrote is deleted.

    Not pytest-django's `transaction=True`: that empties the whole database, with what migrations put there.
    For files that do not use `network`, whose transaction lasts as long as the file.
    """
    with django_db_blocker.unblock():
        yield
        OutgoingMail.objects.all().delete()
        PeriodicRun.objects.all().delete()
