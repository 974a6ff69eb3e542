"""A profile's life as a machine: the clock, the mail server, and everybody who does something with it.

`test_life_of_a_profile.py` lets Hypothesis choose what happens; what always holds stands in watched_life.py.
"""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, TestCase
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    precondition,
    rule,
)
from wagtail.actions.delete_page import DeletePageAction, DeletePagePermissionError
from wagtail.models import WorkflowState

from tests.home.mailing import Transport
from tests.partners.mijn_browser import fields_of
from tests.partners.moderating import network_mode
from tests.partners.watched_life import KeepingTransport, WatchedLife
from wijkzorg_home import outbox
from wijkzorg_home.models import NetworkSettings
from wijkzorg_partners import (
    calls,
    confirmation,
    confirmation_work,
    digest,
    merging,
    moderation,
    own_data,
    unused_accounts,
    urgent,
)
from wijkzorg_partners.freshness import STAGES
from wijkzorg_partners.models import PartnerPage, Review
from wijkzorg_partners.records import record_of

MODES = ["strict", "light", "open"]
FORM = "/mijn/de-kade/vraag/wat/"


def done():
    """What is done after commit is done when the block ends."""
    return TestCase.captureOnCommitCallbacks(execute=True)


def is_there(life):
    """It was neither deleted nor merged."""
    return life.page is not None and not life.merged


def is_public(life):
    return is_there(life) and life.page.live


def waits(life):
    return life.waiting == WorkflowState.STATUS_IN_PROGRESS


def has_owner(life):
    return is_there(life) and life.owner is not None


class Life(WatchedLife):
    """The rules: one for everything that somebody does, or that happens by itself."""

    def new_text(self):
        self.number += 1
        return f"koffie{self.number:03}"

    @initialize(
        is_live=st.booleans(),
        mode=st.sampled_from(["strict", *MODES]),
        own_mode=st.sampled_from(["", "", "", *MODES]),
    )
    def it_begins(self, is_live, mode, own_mode):
        self.the_modes_change(mode, own_mode, True)
        if is_live:
            self.a_moderator_publishes_the_newest()
        self.page = PartnerPage.objects.get(pk=self.key)

    # Time and machines

    @rule(days=st.sampled_from([1, 3, 21, 60, 400]))
    def time_passes(self, days):
        self.clock.shift(timedelta(days=days))

    @rule(times=st.sampled_from([1, 1, 2]))
    def tick(self, times):
        self.by_tick = True
        for _time in range(times):
            confirmation_work.ask_what_is_due(timezone.now())
            digest.send_digests(timezone.now())
            digest.send_reminders(timezone.now())
            unused_accounts.end_unused_accounts(timezone.now())
            self.look()
        if self.owner and not type(self.owner).objects.filter(pk=self.owner.pk).exists():
            # Only who has no page any more, and heard it before.
            assert not is_there(self)
            self.owner = None
            self.reached["account ended"] += 1
        self.by_tick = False

    @rule(weeks=st.sampled_from([6, 15]))
    def weeks_with_ticks(self, weeks):
        for _week in range(0, weeks, 3):
            self.clock.shift(timedelta(weeks=3))
            self.tick(1)
            outbox.deliver()

    @precondition(is_public)
    @rule(steps=st.sampled_from([1, 2, 4, 7, 8]))
    def nobody_answers(self, steps):
        """To the moment at which the next stage begins, with a tick that is in time; so many times."""
        for _step in range(steps):
            record = self.record()
            if record is None or record.due_at is None or record.stage == "offline":
                return self.tick(1)
            outbox.deliver()
            rules = confirmation.rules_for(NetworkSettings.objects.get(), record)
            following = STAGES[STAGES.index(record.stage) + 1]
            begins = rules.begins(following, record.due_at)
            leaves = record.stage_since + rules.lasts(record.stage, record.due_at)
            self.clock.move_to(max(begins, leaves, timezone.now()) + timedelta(hours=1))
            self.tick(1)
        return None

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
        outbox.deliver()

    # How changes are moderated

    @precondition(is_there)
    @rule(
        mode=st.sampled_from(MODES),
        own_mode=st.sampled_from(["", "", *MODES]),
        trusted=st.booleans(),
    )
    def the_modes_change(self, mode, own_mode, trusted):
        self.reached["network", self.mode, mode] += 1
        self.reached["partner", self.own_mode, own_mode] += 1
        self.mode, self.own_mode, self.trusted = mode, own_mode, trusted
        network_mode(mode)
        record = record_of(self.page)
        record.moderation_mode, record.is_trusted = own_mode, trusted
        moderation.set_moderation(record, by=self.world.moderator)

    def goes_live_at_once(self):
        mode = self.own_mode or self.mode
        return mode == "open" or (mode == "light" and self.trusted)

    # The owner

    @precondition(lambda self: has_owner(self) and not waits(self))
    @rule(sends_in=st.booleans())
    def a_draft_is_saved(self, sends_in):
        draft = self.page.get_latest_revision_as_object()
        draft.what_we_do = self.new_text()
        self.typed.add(draft.what_we_do)
        draft.save_revision(user=self.owner)
        self.page = PartnerPage.objects.get(pk=self.key)
        if sends_in:
            self.the_owner_sends_it_in()

    @precondition(has_owner)
    @rule()
    def a_form_is_opened_at_the_own_door(self):
        self.browser = self.browser or Client()
        self.browser.force_login(
            self.owner, backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        shown = self.browser.get(FORM)
        self.form = fields_of(shown) if "what_we_do" in shown.content.decode() else None

    @precondition(lambda self: has_owner(self) and self.form is not None)
    @rule()
    def the_form_is_sent(self):
        """Whatever happened since it was opened: it is saved, or comes back, or is kept for a day.

        Kept when the page waits, and when the session ended.
        """
        text, form, self.form = self.new_text(), self.form, None
        answer = self.browser.post(FORM, {**form, "what_we_do": text, "go": "next"})
        if answer.status_code == 302 and "/login/" not in answer["Location"]:
            self.typed.add(text)
            self.reached["typed", "saved"] += 1
        elif answer.status_code == 302 or waits(self):
            kept = self.browser.session["wijkzorg_typed"]["sent"]
            assert kept["what_we_do"] == [text]
            self.reached["typed", "kept"] += 1
        else:
            assert text in answer.content.decode()
            self.reached["typed", "shown beside the other's"] += 1

    @precondition(has_owner)
    @rule()
    def the_owner_sends_it_in(self):
        waited, newest = waits(self), self.newest()
        nothing_new = self.page.live and not self.page.has_unpublished_changes
        try:
            with done():
                moderation.submit_profile(self.page, by=self.owner)
        except moderation.NothingToSubmit:
            assert nothing_new
            assert not self.waiting
            return
        if waited:
            return
        row = PartnerPage.objects.get(pk=self.key)
        self.reached["sent in", self.own_mode or self.mode, self.goes_live_at_once()] += 1
        assert row.workflow_in_progress is not self.goes_live_at_once()
        if self.goes_live_at_once():
            assert (row.live, row.what_we_do) == (True, newest)
            self.may_be_public.add(newest)
            self.decided["approved"] += 1

    @precondition(lambda self: has_owner(self) and waits(self))
    @rule()
    def the_owner_takes_it_back(self):
        moderation.withdraw_submission(self.page, by=self.owner)

    @precondition(lambda self: has_owner(self) and is_public(self))
    @rule(parts=st.sampled_from([["hours"], ["contact"], list(confirmation.ALL_PARTS)]))
    def the_owner_confirms(self, parts):
        confirmation.confirm(self.page, parts, by=self.owner, occasion="mijn")

    @precondition(lambda self: has_owner(self) and is_public(self))
    @rule()
    def the_owner_puts_a_wrong_number_right(self):
        """At once, whatever the mode, and nothing else of what waits goes with it."""
        self.number += 1
        phone = f"020 000 {self.number:02} 01"
        urgent.change_phone(self.page, phone, by=self.owner)
        row = PartnerPage.objects.get(pk=self.key)
        assert (row.phone, row.what_we_do) == (phone, self.page.what_we_do)

    @rule(newest=st.booleans())
    def a_link_in_a_mail_is_pressed(self, newest):
        paths = re.findall(r"(/klopt/[\w-]+/)", "\n".join(KeepingTransport.bodies))
        if paths:
            path = paths[-1] if newest else paths[0]
            shown = Client().get(path)
            found = re.search(r'name="revision"\s+value="(\d*)"', shown.content.decode())
            answer = Client().post(path, {"revision": found.group(1) if found else ""})
            gone = not is_there(self) or self.owner is None
            assert answer.status_code in ({200, 410, 404} if gone else {200, 410})

    @precondition(lambda self: self.page is not None and self.owner is not None and self.number > 4)
    @rule()
    def the_owner_erases_what_is_held(self):
        with done():
            own_data.erase(self.owner, language="nl")
        self.owner = None
        self.reached["owner erased"] += 1

    # Moderators and coordinators

    @precondition(waits)
    @rule(approves=st.booleans())
    def a_moderator_decides(self, approves):
        state, newest = self.page.current_workflow_state, self.newest()
        if self.owner:
            with pytest.raises(PermissionDenied):
                moderation.approve(state, by=self.owner)
        with done():
            if approves:
                moderation.approve(state, by=self.world.moderator)
                self.may_be_public.add(newest)
            else:
                moderation.send_back(state, by=self.world.moderator, remark="Welke dag?")
        if self.owner:
            self.decided["approved" if approves else "sent-back"] += 1

    @precondition(lambda self: is_there(self) and self.may_be_public)
    @rule(is_fine=st.booleans())
    def a_moderator_reads_it_after(self, is_fine):
        review = Review.objects.filter(page=self.key, outcome="").order_by("-pk").first()
        if review is None:
            return
        if is_fine:
            moderation.accept(review, by=self.world.moderator)
            self.reached["read after", "fine"] += 1
            return
        try:
            with done():
                moderation.undo(review, by=self.world.moderator, remark="Dit klopt niet.")
        except moderation.NewerIsLive:
            assert self.page.live_revision_id != review.after_id
            return
        self.may_be_public.discard(review.after.content["what_we_do"])
        self.reached["read after", "undone"] += 1
        if self.owner:
            self.decided["undone"] += 1

    @precondition(is_there)
    @rule()
    def a_moderator_publishes_the_newest(self):
        self.may_be_public.add(self.newest())
        with done():
            self.page.get_latest_revision().publish(user=self.world.moderator)

    @precondition(is_public)
    @rule()
    def a_moderator_takes_it_offline(self):
        self.page.unpublish(user=self.world.moderator)

    @precondition(is_public)
    @rule()
    def the_coordinator_hears_that_it_is_gone(self):
        calls.exists_no_more(self.page, by=self.world.moderator)
        assert not PartnerPage.objects.get(pk=self.key).live

    @precondition(lambda self: self.page is not None)
    @rule()
    def somebody_brings_it_back(self):
        before = self.record()
        try:
            confirmation.bring_back(self.page, occasion="mail")
        except confirmation.NotOffline:
            is_offline = before is not None and before.stage == "offline"
            assert not is_offline or self.merged or self.page.live
        else:
            assert not self.merged
            assert PartnerPage.objects.get(pk=self.key).live
            assert self.record().stage == "fresh"

    @precondition(lambda self: is_public(self) and self.number > 3)
    @rule()
    def it_is_merged_into_another(self):
        if waits(self):
            with pytest.raises(merging.MergeRefused, match="waiting"):
                merging.merge(self.page, self.world.other, by=self.world.moderator)
            return
        with done():
            merging.merge(self.page, self.world.other, by=self.world.moderator)
        self.merged = True

    @precondition(lambda self: self.page is not None and self.number > 5)
    @rule()
    def an_administrator_deletes_it(self):
        """Not what waits for a moderator: that is locked."""
        if waits(self):
            with pytest.raises(DeletePagePermissionError):
                DeletePageAction(self.page, user=self.world.moderator).execute()
            return
        with done():
            DeletePageAction(self.page, user=self.world.moderator).execute()
