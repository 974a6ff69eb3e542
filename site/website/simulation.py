"""Years of confirming in minutes: does a network stay true with this many answers, hosts and calls?

The real `tick`, outbox and list of calls, on made-up partners, while the clock is moved by hand. What
people do is a matter of chance with the shares below; see site/docs/decisions/0010-confirmation.md.
"""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db.models import Count
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from wijkzorg_events.models import AgendaPage, EventHost, EventPage
from wijkzorg_home.models import Area, HomePage, NetworkSettings, OutgoingMail
from wijkzorg_partners import calls, confirmation
from wijkzorg_partners.confirmation import ALL_PARTS, Occasion, Part, Stage
from wijkzorg_partners.models import Confirmation, PartnerIndexPage, PartnerPage, PartnerRecord

#: Kinds of mail to partners that somebody may answer; who was silent before answers less. Nobody answers
#: the mails of those who are out of the lists.
FIRST_QUESTIONS = ("confirm_ask", "confirm_hours")
REMINDERS = ("confirm_remind", "confirm_marked")


@dataclass(frozen=True)
class Behaviour:
    """What people do, as shares of one; calls are a number a week."""

    answers_a_mail: float = 0.30
    answers_a_reminder: float = 0.15
    host_reaches: float = 0.40
    says_yes_to_a_host: float = 0.70
    calls_a_week: int = 10
    call_succeeds: float = 0.75


@dataclass
class Outcome:
    """What came of it. Shares are of all weeks after the first half year, when the network has settled."""

    partners: int
    years: float
    confirmed_share: float = 0.0
    lowest_share: float = 1.0
    hours_share: float = 0.0
    mails: Counter[str] = field(default_factory=Counter)
    confirmations: Counter[str] = field(default_factory=Counter)
    stages: Counter[str] = field(default_factory=Counter)
    calls: int = 0

    @property
    def mails_per_partner_and_year(self) -> float:
        to_partners = sum(number for kind, number in self.mails.items() if kind != "confirm_host")
        return to_partners / self.partners / self.years


class Simulation:
    """One run. `shift` moves the clock; the database is empty but for what migrations put there."""

    def __init__(
        self,
        *,
        partners: int,
        years: float,
        seed: int,
        shift: Callable[[timedelta], Any],
        behaviour: Behaviour | None = None,
    ) -> None:
        self.chance = random.Random(seed)  # noqa: S311  (a simulation, not a secret)
        self.outcome = Outcome(partners, years)
        self.shift = shift
        self.behaviour = behaviour or Behaviour()
        #: What will be answered: (when, partner, parts, occasion).
        self.answers: list[tuple[datetime, int, tuple[str, ...], str]] = []
        self.last_mail = 0

    def run(self) -> Outcome:
        self._build()
        weeks = round(self.outcome.years * 52)
        shares, hours = [], []
        for week in range(weeks):
            for _day in range(7):
                self.shift(timedelta(days=1))
                self._people_answer()
            self._the_next_wijktafel_is_planned(week)
            call_command("tick", stdout=_Nowhere())
            self._people_read_their_mail()
            self._the_coordinator_calls()
            if week >= 26 or weeks <= 26:
                shares.append(self._share())
                hours.append(self._share_of_hours())
        self._count(shares, hours)
        return self.outcome

    def _build(self) -> None:
        call_command("setup_network", stdout=_Nowhere())
        Page.objects.filter(depth=2).delete()
        self.area = Area.objects.first() or Area.add_root(
            instance=Area(name="Wijk", slug="wijk", level="wijk", code="W")
        )
        home = Page.get_first_root_node().add_child(
            instance=HomePage(
                title="Home", slug="home", heading="Home", locale=Locale.get_default()
            )
        )
        Site.objects.all().delete()
        site = Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
        NetworkSettings.objects.create(site=site)
        users: Any = get_user_model()
        self.coordinator = users.objects.create(
            username="c@example.org", email="c@example.org", is_superuser=True
        )
        self.directory = home.add_child(
            instance=PartnerIndexPage(title="Partners", slug="partners")
        )
        self._partners()
        self._agenda(home)

    def _partners(self) -> None:
        """Partners that joined in the half year before the first day, evenly spread."""
        now, rows = timezone.now(), []
        for number in range(self.outcome.partners):
            page = PartnerPage(
                title=f"Partner {number:04}",
                slug=f"partner-{number}",
                email=f"partner{number}@example.org",
                opening_hours="Maandag: 10.00 tot 12.00 uur",
            )
            page.areas = [self.area]
            self.directory.add_child(instance=page)
            since = now - timedelta(days=self.chance.randrange(182))
            rows += [
                Confirmation(
                    partner=page, part=part, occasion=Occasion.PUBLISHED, confirmed_at=since
                )
                for part in ALL_PARTS
            ]
        Confirmation.objects.bulk_create(rows, batch_size=500)

    def _agenda(self, home: Page) -> None:
        agenda = home.add_child(instance=AgendaPage(title="Agenda", slug="agenda"))
        host = PartnerPage.objects.order_by("pk").first()
        start = timezone.now()
        event = EventPage(
            title="Wijktafel",
            slug="wijktafel",
            start_at=start,
            end_at=start + timedelta(hours=2),
        )
        event.areas = [self.area]
        event.hosts = [EventHost(partner=host)]
        agenda.add_child(instance=event)

    def _the_next_wijktafel_is_planned(self, week: int) -> None:
        """Every fourth week, five weeks ahead: there is always one in sight of the question."""
        if week % 4 == 0:
            start = timezone.now() + timedelta(weeks=4)
            EventPage.objects.update(start_at=start, end_at=start + timedelta(hours=2))

    def _people_read_their_mail(self) -> None:
        """Some of those who were asked since the last tick will answer within ten days."""
        new = OutgoingMail.objects.filter(pk__gt=self.last_mail).order_by("pk")
        for pk, kind, key in new.values_list("pk", "kind", "key"):
            self.last_mail = pk
            self.outcome.mails[kind] += 1
            if kind not in FIRST_QUESTIONS + REMINDERS:
                continue
            reminder = kind in REMINDERS
            share = self.behaviour.answers_a_reminder if reminder else self.behaviour.answers_a_mail
            if self.chance.random() < share:
                parts = (str(Part.HOURS),) if kind == "confirm_hours" else ALL_PARTS
                self._will_answer(int(key.split(":")[1]), parts, Occasion.MAIL)
        asked_now = PartnerRecord.objects.filter(stage=Stage.HOST, stage_since=timezone.now())
        for partner in asked_now.values_list("partner", flat=True):
            share = self.behaviour.host_reaches * self.behaviour.says_yes_to_a_host
            if self.chance.random() < share:
                self._will_answer(partner, ALL_PARTS, Occasion.HOST)

    def _will_answer(self, partner: int, parts: tuple[str, ...], occasion: str) -> None:
        when = timezone.now() + timedelta(days=1 + self.chance.randrange(10))
        self.answers.append((when, partner, parts, occasion))

    def _people_answer(self) -> None:
        now = timezone.now()
        due = [answer for answer in self.answers if answer[0] <= now]
        self.answers = [answer for answer in self.answers if answer[0] > now]
        for _when, pk, parts, occasion in due:
            partner = PartnerPage.objects.get(pk=pk)
            if partner.live:
                confirmation.confirm(partner, parts, occasion=occasion)
                self.outcome.confirmations[occasion] += 1

    def _the_coordinator_calls(self) -> None:
        for record in calls.to_call(timezone.now())[: self.behaviour.calls_a_week]:
            self.outcome.calls += 1
            partner = PartnerPage.objects.get(pk=record.partner_id)
            if self.chance.random() < self.behaviour.call_succeeds:
                calls.still_right(partner, by=self.coordinator)
                self.outcome.confirmations[Occasion.CALL] += 1
            else:
                calls.not_reached(partner, by=self.coordinator)

    def _share(self) -> float:
        """Of what the lists show: how much was confirmed within its interval."""
        listed = PartnerRecord.objects.filter(partner__live=True).exclude(stage=Stage.UNLISTED)
        total = listed.count()
        return listed.filter(due_at__gt=timezone.now()).count() / total if total else 0.0

    def _share_of_hours(self) -> float:
        """The same for the hours, whose interval is shorter."""
        since = timezone.now() - timedelta(days=91)
        listed = PartnerRecord.objects.filter(partner__live=True).exclude(stage=Stage.UNLISTED)
        rows = Confirmation.objects.filter(
            part=Part.HOURS, confirmed_at__gt=since, partner__in=listed.values("partner")
        )
        return rows.values("partner").distinct().count() / max(listed.count(), 1)

    def _count(self, shares: list[float], hours: list[float]) -> None:
        outcome = self.outcome
        outcome.confirmed_share = sum(shares) / len(shares)
        outcome.lowest_share = min(shares)
        outcome.hours_share = sum(hours) / len(hours)
        rows = PartnerRecord.objects.order_by().values_list("stage").annotate(Count("pk"))
        outcome.stages = Counter(dict(rows))


class _Nowhere:
    """Takes what a command tells, and keeps none of it."""

    def write(self, text: str) -> None:
        pass

    def flush(self) -> None:
        pass
