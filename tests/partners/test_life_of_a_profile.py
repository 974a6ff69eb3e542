"""Whatever happens to a profile, in whatever order: nothing is lost, nobody hears anything twice, and it
goes offline only after each step was taken with time between."""

import itertools
import re
from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.factories import dutch_time, make_partner, make_user
from tests.home.mailing import Transport
from wijkzorg_home import outbox
from wijkzorg_home.models import OutgoingMail
from wijkzorg_partners import calls, confirmation, confirmation_work
from wijkzorg_partners.freshness import STAGES
from wijkzorg_partners.models import PartnerPage, PartnerRecord

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

STEPS = ["asked", "reminded", "call", "marked", "unlisted"]


class KeepingTransport(Transport):
    """Keeps the bodies, to press the links in them."""

    bodies: list = []

    def send_messages(self, messages):
        done = super().send_messages(messages)
        KeepingTransport.bodies += [message.body for message in messages]
        return done


class Life(RuleBasedStateMachine):
    """A profile with an owner; the clock, the mail server, and everybody who does something with it."""

    network = None
    #: How often each stage was reached in all lives: a check that the rules lead anywhere.
    reached: Counter = Counter()

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.travel = time_machine.travel(dutch_time("2027-01-04 12:00"), tick=False)
        self.clock = self.travel.start()
        Transport.down, Transport.sent, KeepingTransport.bodies = False, [], []
        self.page = make_partner(
            self.network.directory, "De Kade", live=False, what_we_do="Koffie 0"
        )
        self.owner = make_user("owner@example.org", partner=self.page, role="owner")
        self.moderator = make_user("mod@example.org", superuser=True)
        self.history = []
        self.texts = {"Koffie 0"}
        self.wrong_clock = False
        self.by_tick = False

    def teardown(self):
        self.travel.stop()
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    def now(self):
        return PartnerPage.objects.get(pk=self.page.pk)

    def record(self):
        return PartnerRecord.objects.filter(partner=self.page).first()

    # Time and machines

    @rule(days=st.sampled_from([1, 3, 7, 21, 30, 60, 400]))
    def time_passes(self, days):
        self.clock.shift(timedelta(days=days))

    @rule(times=st.sampled_from([1, 1, 2]))
    def tick(self, times):
        self.by_tick = True
        for _time in range(times):
            confirmation_work.ask_what_is_due(timezone.now())
            self.look()
        self.by_tick = False

    @rule(weeks=st.sampled_from([4, 12, 40, 70]))
    def weeks_with_ticks(self, weeks):
        for _week in range(weeks):
            self.clock.shift(timedelta(days=7))
            self.tick(1)
            outbox.deliver()

    @rule()
    def the_clock_is_wrong_for_a_moment(self):
        self.wrong_clock = True
        self.clock.shift(timedelta(days=2000))
        self.tick(1)
        self.clock.shift(timedelta(days=-2000))
        self.tick(1)

    @rule(down=st.booleans())
    def the_mail_server(self, down):
        Transport.down = down

    @rule()
    def mail_leaves(self):
        outbox.deliver()

    # People

    @rule()
    def a_draft_is_saved(self):
        page = self.now()
        page.what_we_do = f"Koffie {len(self.texts)}"
        self.texts.add(page.what_we_do)
        page.save_revision(user=self.owner)

    @rule()
    def the_newest_is_published(self):
        if self.record() and self.record().merged_into_id:
            return
        self.now().get_latest_revision().publish(user=self.moderator)

    @precondition(lambda self: self.now().live)
    @rule()
    def a_moderator_takes_it_offline_in_the_cms(self):
        self.now().unpublish(user=self.moderator)

    @precondition(lambda self: self.now().live)
    @rule(parts=st.sampled_from([["hours"], ["contact"], list(confirmation.ALL_PARTS)]))
    def the_owner_confirms(self, parts):
        confirmation.confirm(self.now(), parts, by=self.owner, occasion="mijn")

    @rule(newest=st.booleans())
    def a_link_in_a_mail_is_pressed(self, newest):
        paths = re.findall(r"(/klopt/[\w-]+/)", "\n".join(KeepingTransport.bodies))
        if paths:
            path = paths[-1] if newest else paths[0]
            shown = Client().get(path)
            found = re.search(r'name="revision"\s+value="(\d*)"', shown.content.decode())
            answer = Client().post(path, {"revision": found.group(1) if found else ""})
            assert answer.status_code in {200, 410}

    @precondition(lambda self: self.now().live)
    @rule()
    def the_coordinator_hears_that_it_is_gone(self):
        calls.exists_no_more(self.now(), by=self.moderator)
        assert not self.now().live

    @rule()
    def somebody_brings_it_back(self):
        before = self.record()
        try:
            confirmation.bring_back(self.now(), by=self.owner)
        except confirmation.NotOffline:
            assert (
                before is None
                or before.stage != "offline"
                or before.merged_into_id
                or self.now().live
            )
        else:
            assert self.now().live
            assert self.record().stage == "fresh"

    @rule()
    def it_is_merged_into_another(self):
        if self.record() and self.now().live and len(self.history) > 3:
            PartnerRecord.objects.update(merged_into=self.network.other)
            self.now().unpublish(user=self.moderator)

    # What always holds

    def look(self):
        """Follows the stages. What the tick does, it does in order, with a week between."""
        record = self.record()
        if record is None:
            return
        before = self.history[-1][0] if self.history else "fresh"
        if record.stage == before:
            return
        if record.stage == "fresh":
            self.history = []
            return
        # Where the end moved away a little, it went back: what came after counts no more.
        place = STAGES.index(record.stage)
        self.history = [one for one in self.history if STAGES.index(one[0]) < place]
        if record.stage == "offline" and self.by_tick:
            stages = [stage for stage, _moment in self.history if stage != "host"]
            assert stages[-5:] == STEPS, self.history
            if not self.wrong_clock:
                moments = [*(moment for _stage, moment in self.history), timezone.now()]
                gaps = [later - one for one, later in itertools.pairwise(moments)]
                assert min(gaps) >= timedelta(days=6), self.history
                kinds = OutgoingMail.objects.exclude(state="waiting").values_list("kind", flat=True)
                assert {"confirm_ask", "confirm_remind", "confirm_unlisted"} <= set(kinds)
        self.history.append((record.stage, timezone.now()))
        self.reached[record.stage, self.by_tick] += 1

    @invariant()
    def nothing_is_lost(self):
        self.look()
        page = self.now()
        kept = {revision.content["what_we_do"] for revision in page.revisions.all()}
        assert kept >= self.texts

    @invariant()
    def nobody_hears_anything_twice(self):
        sent = OutgoingMail.objects.filter(state="sent").values_list("key", flat=True)
        said = [":".join(key.split(":")[:4]) for key in sent]
        assert len(said) == len(set(said))

    @invariant()
    def offline_is_what_is_not_public(self):
        record = self.record()
        if record is not None and record.stage == "offline":
            assert not self.now().live

    @invariant()
    def what_was_never_published_was_never_asked_about(self):
        if self.now().first_published_at is None:
            assert not OutgoingMail.objects.exists()


def test_whatever_happens_to_a_profile(network, settings_of_mail):
    network.other = make_partner(network.directory, "Ander", email="")
    confirmation.confirm(network.other, confirmation.ALL_PARTS, occasion="published")
    PartnerRecord.objects.filter(partner=network.other).update(confirm_interval_months=2000)

    class OneLife(Life):
        pass

    OneLife.network = network
    run_state_machine_as_test(
        OneLife,
        settings=hypothesis_settings(
            max_examples=14,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
            phases=(Phase.explicit, Phase.generate),
        ),
    )
    assert all(Life.reached[stage, True] for stage in (*STEPS, "offline")), Life.reached


@pytest.fixture
def settings_of_mail(settings):
    settings.WIJKZORG_HOME_MAIL_TRANSPORT = "tests.partners.test_life_of_a_profile.KeepingTransport"
