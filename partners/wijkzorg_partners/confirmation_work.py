"""What `tick` does about confirmation: it looks at what is due, and takes one step for each profile.

It reads all profiles in a fixed number of queries, decides in `freshness.py`, and writes in batches. A
batch locks its records and leaves out those that somebody confirmed meanwhile, so that two ticks at once,
or a tick and a person, never do the same twice. Mails are written in the same transaction.

A stage that began with a mail goes on only when that mail left: see `_Delivery`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils import timezone
from wagtail.models import Locale, Site

from wijkzorg_home.contracts import TableHost, collect
from wijkzorg_home.models import NetworkSettings, OutgoingMail

from . import confirmation_mails as mails
from . import freshness
from .confirmation import ALL_PARTS, Occasion, goes_offline, rules_for
from .freshness import Rules
from .models import Confirmation, PartnerPage, PartnerRecord, Service

Stage = PartnerRecord.Stage
T = TypeVar("T")

#: Profiles in one transaction: SQLite lets nobody else write meanwhile.
BATCH = 50
#: The stages that begin with a mail to the partner.
MAIL_OF = {
    Stage.ASKED: mails.ASK,
    Stage.REMINDED: mails.REMIND,
    Stage.MARKED: mails.MARK,
    Stage.UNLISTED: mails.UNLIST,
}


@dataclass
class Standing:
    """One profile: its record, its last confirmations, and the rules that hold for it."""

    record: PartnerRecord
    rules: Rules
    confirmed: dict[str, datetime]
    has_hours: bool

    @property
    def due(self) -> datetime:
        return freshness.ends_at(self.since, self.rules.months)

    @property
    def since(self) -> datetime:
        since = freshness.confirmed_since(self.confirmed)
        assert since is not None  # _confirm_what_was_published saw to that
        return since


@dataclass
class Step:
    """What a profile goes to. `again` repeats the mail of the stage that it is in."""

    standing: Standing
    stage: str
    again: bool = False

    def still_holds(self, record: PartnerRecord) -> bool:
        """Whether nobody confirmed, and no other tick was at it, since the step was planned."""
        return _dates_of(record) == _dates_of(self.standing.record)


def ask_what_is_due(now: datetime) -> str:
    """The periodic work: one step for every profile for which one is due. Says what it did."""
    standings = list(_standings(now))
    _keep_records(standings, now)
    steps = list(_steps(standings, now))
    done: Counter[str] = Counter()
    by_stage: dict[str, list[Step]] = defaultdict(list)
    for step in steps:
        by_stage[step.stage].append(step)
    for stage in freshness.STAGES:
        for some in _batches(by_stage[stage]):
            done.update(_take(some, stage, now))
    done["asked about the hours"] = _ask_about_hours(standings, now)
    return ", ".join(f"{number} {words}" for words, number in done.items() if number)


def _batches(things: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(things), BATCH):
        yield things[start : start + BATCH]


def live_sources() -> "QuerySet[PartnerPage]":
    """What is public, each once: the pages that the others were translated from."""
    return PartnerPage.objects.live().filter(locale=Locale.get_default())


def _standings(now: datetime) -> Iterator[Standing]:
    """All public profiles, in six queries for any number."""
    in_words = Service.objects.filter(partner=OuterRef("pk")).exclude(schedule="")
    pages = list(
        live_sources()
        .filter(record__merged_into=None)
        .annotate(has_service_hours=Exists(in_words))
        .values_list(
            "pk", "path", "hours", "opening_hours", "has_service_hours", "first_published_at"
        )
    )
    records = _records([page[0] for page in pages], now)
    confirmed = _last_confirmations()
    _confirm_what_was_published({page[0]: page[5] or now for page in pages}, confirmed)
    networks = _networks()
    for pk, path, hours, opening_hours, has_service_hours, _published in pages:
        record = records[pk]
        yield Standing(
            record=record,
            rules=rules_for(_network_at(path, networks), record),
            confirmed=confirmed[pk],
            has_hours=bool(hours or opening_hours or has_service_hours),
        )


def _records(partners: Sequence[int], now: datetime) -> dict[int, PartnerRecord]:
    """The record of each; made where it is missing."""
    records = {record.partner_id: record for record in PartnerRecord.objects.all()}
    missing = [pk for pk in partners if pk not in records]
    if missing:
        PartnerRecord.objects.bulk_create(
            [PartnerRecord(partner_id=pk, stage_since=now) for pk in missing],
            ignore_conflicts=True,
        )
        for record in PartnerRecord.objects.filter(partner__in=missing):
            records[record.partner_id] = record
    return records


def _last_confirmations() -> dict[int, dict[str, datetime]]:
    rows = Confirmation.objects.order_by().values_list("partner", "part")
    confirmed: dict[int, dict[str, datetime]] = defaultdict(dict)
    for partner, part, moment in rows.annotate(Max("confirmed_at")):
        confirmed[partner][part] = moment
    return confirmed


def _confirm_what_was_published(
    published: dict[int, datetime], confirmed: dict[int, dict[str, datetime]]
) -> None:
    """What was public before confirmations were kept counts as confirmed when it was first published."""
    rows = [
        Confirmation(partner_id=pk, part=part, occasion=Occasion.PUBLISHED, confirmed_at=moment)
        for pk, moment in published.items()
        for part in ALL_PARTS
        if part not in confirmed[pk]
    ]
    Confirmation.objects.bulk_create(rows, batch_size=500)
    for row in rows:
        confirmed[row.partner_id][row.part] = row.confirmed_at


def _networks() -> list[tuple[str, NetworkSettings]]:
    """Each site's settings by the path of its root, the deepest first."""
    settings = {one.site_id: one for one in NetworkSettings.objects.all()}
    sites = Site.objects.select_related("root_page").order_by("-root_page__depth")
    return [(site.root_page.path, settings.get(site.pk, NetworkSettings())) for site in sites]


def _network_at(path: str, networks: Iterable[tuple[str, NetworkSettings]]) -> NetworkSettings:
    found = (network for root, network in networks if path.startswith(root))
    return next(found, NetworkSettings())


def _keep_records(standings: Iterable[Standing], now: datetime) -> None:
    """Bring the dates in the records into line with confirmations and settings.

    Not those that somebody changed since they were read: a confirmation brought them into line itself.
    """
    changed: dict[int, tuple[Any, ...]] = {}
    for standing in standings:
        record = standing.record
        as_read = _dates_of(record)
        record.confirmed_at, record.due_at = standing.since, standing.due
        # A stage that begins in the future comes from a clock that was wrong.
        record.stage_since = min(record.stage_since, now)
        if _dates_of(record) != as_read:
            changed[record.pk] = as_read
    planned = {standing.record.pk: standing.record for standing in standings}
    for keys in _batches(list(changed)):
        with transaction.atomic():
            rows = PartnerRecord.objects.select_for_update(of=("self",)).order_by("pk")
            same = [row for row in rows.filter(pk__in=keys) if _dates_of(row) == changed[row.pk]]
            PartnerRecord.objects.bulk_update(
                [planned[row.pk] for row in same], ["confirmed_at", "due_at", "stage_since"]
            )


def _dates_of(record: PartnerRecord) -> tuple[Any, ...]:
    return (record.stage, record.stage_since, record.confirmed_at, record.due_at)


def _steps(standings: Iterable[Standing], now: datetime) -> Iterator[Step]:
    planned = []
    for standing in standings:
        record = standing.record
        following = freshness.next_stage(
            record.stage, record.stage_since, standing.due, standing.rules, now
        )
        if following is not None:
            planned.append(Step(standing, following))
    delivery = _Delivery([step.standing.record for step in planned])
    for step in planned:
        record = step.standing.record
        goes_on = freshness.STAGES.index(step.stage) > freshness.STAGES.index(record.stage)
        outcome = delivery.of(record) if goes_on else "left"
        if outcome == "left":
            yield step
        elif outcome == "failed":
            yield Step(step.standing, record.stage, again=True)


class _Delivery:
    """What became of the mails with which stages began: "left", "waits", or "failed".

    A mail that was given up failed only when no mail at all left in the days of its attempts: then the
    mail server was down, nobody was asked, and the mail is written again. When others did leave, the
    address is wrong, and the telephone is the next step anyway.
    """

    def __init__(self, records: Iterable[PartnerRecord]) -> None:
        with_mail = [record for record in records if record.stage in MAIL_OF]
        #: For a kind and a partner: the states of its mails, and when they were written.
        self.states: dict[tuple[str, int], list[tuple[str, datetime]]] = defaultdict(list)
        self.days_with_mail: set[Any] = set()
        if not with_mail:
            return
        first = min(record.stage_since for record in with_mail)
        written = OutgoingMail.objects.filter(created_at__gte=first)
        of_ours = written.filter(kind__in=MAIL_OF.values())
        for key, state, created in of_ours.values_list("key", "state", "created_at"):
            kind, partner, *_rest = key.split(":")
            self.states[kind, int(partner)].append((state, created))
        if any(
            state == OutgoingMail.State.FAILED
            for rows in self.states.values()
            for state, _created in rows
        ):
            left = OutgoingMail.objects.filter(state=OutgoingMail.State.SENT, sent_at__gte=first)
            days = left.order_by().datetimes("sent_at", "day")
            self.days_with_mail = {timezone.localdate(day) for day in days}

    def of(self, record: PartnerRecord) -> str:
        if record.stage not in MAIL_OF:
            return "left"
        kind = MAIL_OF[Stage(record.stage)]
        # Not by the key of the mail: a part that is confirmed meanwhile moves the end that stands in it.
        of_this_partner = self.states.get((kind, record.partner_id), [])
        rows = [(state, at) for state, at in of_this_partner if at >= record.stage_since]
        states = {state for state, _created in rows}
        if not rows or OutgoingMail.State.SENT in states:
            return "left"
        if OutgoingMail.State.WAITING in states:
            return "waits"
        return "left" if any(self._others_left_after(at) for _state, at in rows) else "failed"

    def _others_left_after(self, moment: datetime) -> bool:
        day = timezone.localdate(moment)
        return any(day + timedelta(days=n) in self.days_with_mail for n in (1, 2, 3, 4))


def _take(steps: Sequence[Step], stage: str, now: datetime) -> Counter[str]:
    """Take some steps to one stage, in one transaction. Counts what was done, in words for the log."""
    if stage == Stage.OFFLINE:
        return _take_offline(steps, now)
    with transaction.atomic():
        pairs, steps = _locked(steps)
        if stage == Stage.HOST:
            return _ask_hosts(pairs, steps, now)
        forward = []
        for step, (record, page) in zip(steps, pairs, strict=True):
            goes_on = freshness.STAGES.index(stage) > freshness.STAGES.index(record.stage)
            if goes_on or step.again:
                forward.append((record, page))
            record.stage, record.stage_since = stage, now
        PartnerRecord.objects.bulk_update(
            [record for record, _page in pairs], ["stage", "stage_since"]
        )
        if stage in MAIL_OF:
            again = [pair for pair, step in zip(pairs, steps, strict=True) if step.again]
            first = [pair for pair in forward if pair not in again]
            mails.write_mails(MAIL_OF[Stage(stage)], first, now)
            mails.write_mails(MAIL_OF[Stage(stage)], again, now, again=True)
    return Counter({str(stage): len(pairs)})


def _locked(steps: Sequence[Step]) -> tuple[list[mails.Asked], list[Step]]:
    """The records of those steps that still hold, kept from others, with their pages. Two queries."""
    by_partner = {step.standing.record.partner_id: step for step in steps}
    records = PartnerRecord.objects.select_for_update(of=("self",)).filter(partner__in=by_partner)
    holding = {
        record.partner_id: record
        for record in records.order_by("pk")
        if by_partner[record.partner_id].still_holds(record)
    }
    pages = PartnerPage.objects.live().filter(pk__in=holding).select_related("locale")
    found = list(pages.order_by("pk"))
    return (
        [(holding[page.pk], page) for page in found],
        [by_partner[page.pk] for page in found],
    )


def _ask_hosts(pairs: Sequence[mails.Asked], steps: Sequence[Step], now: datetime) -> Counter[str]:
    """One mail to each host; who lives where no Wijktafel is near goes to the list of calls at once."""
    areas: dict[int, set[int]] = defaultdict(set)
    rows = PartnerPage.areas.through.objects.filter(partnerpage__in=[page for _r, page in pairs])
    for partner_id, area_id in rows.values_list("partnerpage_id", "area_id"):
        areas[partner_id].add(area_id)
    hosts: dict[tuple[int, ...], TableHost | None] = {}
    asked: dict[TableHost, list[mails.Asked]] = defaultdict(list)
    for (record, page), step in zip(pairs, steps, strict=True):
        where = tuple(sorted(areas[page.pk]))
        if where not in hosts:
            hosts[where] = _next_host(where, now)
        host = hosts[where]
        near = timedelta(weeks=step.standing.rules.host_within)
        if host is None or host.email == page.email or host.starts_at - now > near:
            record.stage = Stage.CALL
        else:
            record.stage = Stage.HOST
            asked[host].append((record, page))
        record.stage_since = now
    PartnerRecord.objects.bulk_update([one for one, _page in pairs], ["stage", "stage_since"])
    for host, some in asked.items():
        mails.write_host_mail(host, some, now)
    return Counter(str(record.stage) for record, _page in pairs)


def _next_host(areas: Sequence[int], now: datetime) -> TableHost | None:
    if not areas:
        return None
    found = (finder.find(areas, now) for finder in collect("register_host_finder"))
    return min(filter(None, found), key=lambda host: host.starts_at, default=None)


def _take_offline(steps: Sequence[Step], now: datetime) -> Counter[str]:
    """Each by itself: taking a page offline with its translations is long for one transaction."""
    done = 0
    for step in steps:
        with transaction.atomic():
            pairs, _steps = _locked([step])
            for record, page in pairs:
                goes_offline(record, page, now)
                mails.write_mails(mails.OFFLINE, [(record, page)], now)
                done += 1
    return Counter({str(Stage.OFFLINE): done})


def _ask_about_hours(standings: Iterable[Standing], now: datetime) -> int:
    """The short question of its own, which moves no stage. How many partners were asked."""
    due = [
        standing.record
        for standing in standings
        if standing.has_hours
        and freshness.must_ask_about_hours(
            standing.record.stage,
            standing.confirmed[freshness.HOURS],
            standing.record.hours_asked_at,
            standing.due,
            standing.rules,
            now,
        )
    ]
    return sum(_ask_some_about_hours(some, now) for some in _batches(due))


def _ask_some_about_hours(planned: Sequence[PartnerRecord], now: datetime) -> int:
    asked_before = {record.pk: record.hours_asked_at for record in planned}
    with transaction.atomic():
        rows = PartnerRecord.objects.select_for_update(of=("self",)).order_by("pk")
        records = [
            record
            for record in rows.filter(pk__in=asked_before, stage=Stage.FRESH)
            if record.hours_asked_at == asked_before[record.pk]
        ]
        pages = PartnerPage.objects.select_related("locale").in_bulk(
            [record.partner_id for record in records]
        )
        for record in records:
            record.hours_asked_at = now
        PartnerRecord.objects.bulk_update(records, ["hours_asked_at"])
        pairs = [(record, pages[record.partner_id]) for record in records]
        mails.write_mails(mails.HOURS, pairs, now)
    return len(records)
