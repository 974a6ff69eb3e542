"""What always holds in a profile's life, whatever happens to it; the rest of the machine stands in life.py."""

import itertools
import re
from collections import Counter
from datetime import timedelta

from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis.stateful import RuleBasedStateMachine, invariant

from tests.home.mailing import Transport
from wijkzorg_home.models import OutgoingMail
from wijkzorg_partners.freshness import STAGES
from wijkzorg_partners.models import PartnerPage, PartnerRecord

STEPS = ["asked", "reminded", "call", "marked", "unlisted"]
#: What somebody typed: a word that stands nowhere else.
TYPED = re.compile(r"koffie\d{3}")


class KeepingTransport(Transport):
    """Keeps the bodies, to press the links in them."""

    bodies: list = []

    def send_messages(self, messages):
        done = super().send_messages(messages)
        KeepingTransport.bodies += [message.body for message in messages]
        return done


class WatchedLife(RuleBasedStateMachine):
    """`world` holds what each life begins with, and `clock` the time; all is taken back at the end."""

    world = clock = None
    #: How often each state was reached in all lives: a check that the rules lead anywhere.
    reached: Counter = Counter()

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.clock.move_to(self.world.begin)
        Transport.down, Transport.sent, KeepingTransport.bodies = False, [], []
        self.page = PartnerPage.objects.get(pk=self.world.page.pk)
        self.owner = self.world.owner
        self.url, self.key = self.page.get_url(), self.page.pk
        self.merged = self.wrong_clock = self.by_tick = False
        self.waiting, self.form, self.browser = "", None, None
        self.mode, self.own_mode, self.trusted = "strict", "", False
        self.history, self.sent, self.decided = [], set(), Counter()
        self.typed, self.number = {"koffie000"}, 0
        #: What a moderator read, or what went live in a mode that lets it.
        self.may_be_public, self.seen = set(), None

    def teardown(self):
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    def record(self):
        return PartnerRecord.objects.filter(partner=self.key).first()

    def newest(self):
        return self.page.get_latest_revision_as_object().what_we_do

    # What always holds

    @invariant()
    def everything_holds(self):
        self.page = PartnerPage.objects.filter(pk=self.key).first()
        workflow = self.page.current_workflow_state if self.page else None
        self.waiting = workflow.status if workflow else ""
        self.look()
        for state in self.states():
            self.reached[state] += 1
        self.nothing_typed_is_lost()
        self.nothing_unmoderated_is_public()
        self.nobody_hears_anything_twice()

    def states(self):
        """The names that PRODUCT.md and the decisions have for where a profile stands."""
        if self.page is None:
            return {"erased"}
        record = self.record()
        stage = record.stage if record else "fresh"
        if self.merged:
            return {"merged"}
        found = {"needs_changes": "rejected", "in_progress": "submitted"}.get(self.waiting)
        place = {"marked": "unconfirmed", "unlisted": "hidden"}.get(stage, "live")
        if not self.page.live:
            place = "hidden" if stage == "offline" else "draft"
        return {place, found} - {None}

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
            self.each_step_was_taken()
        self.history.append((record.stage, timezone.now()))
        self.reached[record.stage, self.by_tick] += 1

    def each_step_was_taken(self):
        stages = [stage for stage, _moment in self.history if stage != "host"]
        assert stages[-5:] == STEPS, self.history
        if self.wrong_clock:
            return
        moments = [*(moment for _stage, moment in self.history), timezone.now()]
        gaps = [later - one for one, later in itertools.pairwise(moments)]
        assert min(gaps) >= timedelta(days=6), self.history
        if self.owner:
            kinds = OutgoingMail.objects.exclude(state="waiting").values_list("kind", flat=True)
            assert {"confirm_ask", "confirm_remind", "confirm_unlisted"} <= set(kinds)

    def nothing_typed_is_lost(self):
        if self.page is not None:
            contents = self.page.revisions.values_list("content", flat=True)
            assert {content["what_we_do"] for content in contents} >= self.typed

    def nothing_unmoderated_is_public(self):
        """Looked at where the public looks, whenever something changed that it could see."""
        record = self.record()
        stage = record.stage if record else ""
        row = self.page
        public = row.what_we_do if row and row.live else ""
        assert {public} - {""} <= self.may_be_public, (public, self.may_be_public)
        if stage == "offline" or self.merged:
            assert not public
        what = (public, bool(row), self.merged, stage in {"unlisted", "offline"})
        if what != self.seen:
            self.seen = what
            self.look_at_the_doors(public)

    def look_at_the_doors(self, public):
        browser = Client()
        page = browser.get(self.url)
        expected = 200 if public else 301 if self.merged else 404
        assert page.status_code == expected
        api = browser.get(f"/api/wagtail/v2/pages/{self.key}/?fields=*")
        assert api.status_code == (200 if public else 404)
        words = " ".join(sorted(self.typed)[-3:])
        found = browser.get(f"/api/v1/search?q={words}")
        for answer in (page, api, found):
            assert set(TYPED.findall(answer.content.decode())) - {*words.split()} <= {public}
        for answer in (page, api):
            assert set(TYPED.findall(answer.content.decode())) == {public} - {""}

    def nobody_hears_anything_twice(self):
        rows = OutgoingMail.objects.values_list("pk", "key", "kind", "state")
        sent = [row for row in rows if row[3] == "sent"]
        said = [":".join(key.split(":")[:4]) for _pk, key, _kind, _state in sent]
        assert len(said) == len(set(said))
        self.sent.update(pk for pk, *_rest in sent)
        assert len(Transport.sent) == len(self.sent)
        if self.owner:
            kinds = Counter(kind for _pk, _key, kind, _state in rows)
            for kind in ("approved", "sent-back", "undone"):
                assert kinds[kind] == self.decided[kind], kind
        if self.page and self.page.first_published_at is None:
            assert not [kind for _pk, _key, kind, _state in rows if kind.startswith("confirm")]
