"""Years of confirming: the real tick on made-up partners, with the clock moved by hand."""

from datetime import UTC, datetime

import pytest
import time_machine

from website.management.commands.simulate_confirmation import PROMISE
from website.simulation import Simulation

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def run(settings):
    settings.WIJKZORG_HOME_MAIL_TRANSPORT = "django.core.mail.backends.dummy.EmailBackend"

    def simulate(**asked):
        with time_machine.travel(datetime(2027, 1, 4, 8, tzinfo=UTC), tick=False) as clock:
            return Simulation(shift=clock.shift, **asked).run()

    return simulate


def test_a_small_network_stays_true_with_few_mails(run):
    outcome = run(partners=40, years=1, seed=1)
    assert outcome.confirmed_share >= PROMISE
    assert 2 <= outcome.mails_per_partner_and_year <= 8
    assert outcome.confirmations.keys() == {"mail", "host", "call"}
    assert outcome.stages["offline"] == 0
    assert sum(outcome.stages.values()) == 40
