import pytest
import time_machine

from tests.factories import dutch_time
from tests.home.mailing import Transport


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
