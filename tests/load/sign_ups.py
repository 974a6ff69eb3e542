"""Whether seats, queue and mail hold when many come at once and processes die; and how fast it is.

    make load                                        both databases
    python tests/load/sign_ups.py [--rounds 10] [--people 500] [--only crowd,swap,kill,speed]
    python tests/postgres.py python tests/load/sign_ups.py

Run by hand, no test: it takes minutes. Two servers (gunicorn) and a worker on a throw-away database: SQLite,
or the one that DATABASE_URL names. Prints a table; ends with 1 when any count is wrong. Figures: README.md.
"""

import argparse
import os
import random
import signal
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from email import message_from_bytes
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.load import servers  # noqa: E402

PLACES, CROWD, SWAPS = 38, 200, 30


class Table:
    """What was wanted and what came, line by line."""

    def __init__(self, database):
        self.database, self.wrong = database, 0

    def check(self, what, wanted, got):
        self.wrong += wanted != got
        self._line("ok " if wanted == got else "BAD", what, f"{got}", f"wanted {wanted}")

    def tell(self, what, figure):
        self._line("   ", what, figure, "")

    def _line(self, mark, what, got, wanted):
        print(f"{mark} {self.database:10} {what:52} {got:>16}  {wanted}", flush=True)


# --- the world ----------------------------------------------------------------------------------------


def make_world():
    """An agenda; gives what makes an event with places in it."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from tests.conftest import build_network
    from tests.factories import make_event
    from wijkzorg_events.models import AgendaPage, SeatBook

    call_command("migrate", verbosity=0)
    agenda = build_network().district.add_child(instance=AgendaPage(title="Agenda", slug="agenda"))
    start = f"{timezone.now() + timedelta(days=60):%Y-%m-%d} 12:00"

    def make_book(title, **rules):
        return SeatBook.objects.create(
            event=make_event(agenda, title, start), is_open=True, **{"capacity": PLACES, **rules}
        )

    return make_book


@contextmanager
def running(*processes):
    for one in processes:
        one.start()
    try:
        for one in processes:
            if one.port:
                one.wait_until_it_answers()
        yield
    finally:
        for one in processes:
            one.stop(signal.SIGKILL)


def states(book):
    found = Counter(book.registrations.values_list("status", flat=True))
    return {name: found[name] for name in ("held", "seated", "waiting", "cancelled") if found[name]}


def seat_mails(book):
    """Keys of the mails that tell of a line of the log of this event."""
    from wijkzorg_home.models import OutgoingMail

    keys = {f"seat:{pk}" for pk in book.log.values_list("pk", flat=True)}
    return keys & set(OutgoingMail.objects.values_list("key", flat=True))


def mails_twice():
    from wijkzorg_home.models import OutgoingMail

    keys = list(OutgoingMail.objects.values_list("key", flat=True))
    return len(keys) - len(set(keys))


# --- scenarios ----------------------------------------------------------------------------------------


def crowd(table, ports, make_book, rounds):
    """200 at the same moment for 38 places, by two servers."""
    rates, slowest = [], []
    for number in range(rounds):
        book = make_book(f"Drukte {number}")
        addresses = [f"p{number}-{n}@example.org" for n in range(CROWD)]
        calls = [
            partial(servers.sign_up, ports[n % 2], book.event_id, address)
            for n, address in enumerate(addresses)
        ]
        start = time.perf_counter()
        results = servers.together(calls)
        rates.append(CROWD / (time.perf_counter() - start))
        slowest.append(statistics.quantiles([taken for _answer, taken in results], n=20)[-1])
        answers = Counter(str(answer) for answer, _taken in results)
        name = f"crowd {number + 1}"
        wanted = {"(202, 'held')": PLACES, "(202, 'waiting')": CROWD - PLACES}
        table.check(f"{name}: answers", _told(wanted), _told(answers))
        table.check(f"{name}: rows", {"held": PLACES, "waiting": CROWD - PLACES}, states(book))
        there = set(book.registrations.values_list("email", flat=True))
        table.check(f"{name}: lost", 0, len(set(addresses) - there))
        table.check(f"{name}: mails", CROWD, len(seat_mails(book)))
    table.tell("crowd: sign-ups a second by HTTP, median", f"{statistics.median(rates):.1f}")
    table.tell("crowd: 95 of 100 answered within, median", f"{statistics.median(slowest):.1f} s")


def _told(answers):
    return " ".join(f"{answers[name]}x{name}" for name in sorted(answers))


def swap(table, ports, make_book):
    """30 cancel, by their links, beside 30 who sign up, while 60 wait."""
    from wijkzorg_events import registration_links as links
    from wijkzorg_events.models import Registration

    book = make_book("Ruil")
    for status, size in (("seated", PLACES), ("waiting", 60)):
        Registration.objects.bulk_create(
            _registration(book, f"{status}{n}@example.org", status) for n in range(size)
        )
    seated = book.registrations.filter(status="seated").order_by("?")[:SWAPS]
    paths = [f"/aanmelding/{links.token_of(one)}/" for one in seated]
    form = "application/x-www-form-urlencoded"
    leave = [
        lambda n=n, path=path: servers.ask(ports[n % 2], "POST", path, "go=cancel", form)[0]
        for n, path in enumerate(paths)
    ]
    come = [
        lambda n=n: servers.sign_up(ports[n % 2], book.event_id, f"new{n}@example.org")
        for n in range(SWAPS)
    ]
    results = servers.together([*leave, *come])
    answers = Counter(str(answer) for answer, _taken in results)
    wanted = {"302": SWAPS, "(202, 'waiting')": SWAPS}
    table.check("swap: answers", _told(wanted), _told(answers))
    table.check("swap: rows", {"seated": PLACES, "waiting": 60, "cancelled": SWAPS}, states(book))
    promoted = list(book.log.filter(code="promoted").values_list("registration", flat=True))
    table.check("swap: promoted, different people", (SWAPS, SWAPS), _twice(promoted))
    first = book.registrations.filter(email__startswith="waiting").order_by("pk")[:SWAPS]
    table.check("swap: who waited longest", {one.pk for one in first} == set(promoted), True)
    table.check("swap: changes, mails", (3 * SWAPS,) * 2, (book.log.count(), len(seat_mails(book))))


def _twice(keys):
    return len(keys), len(set(keys))


def _registration(book, address, status):
    from django.utils import timezone

    from wijkzorg_events.models import Registration

    name = address.partition("@")[0]
    now = timezone.now()
    return Registration(
        book=book,
        name=name,
        email=address,
        email_key=address,
        status=status,
        confirmed_at=now,
        confirm_by=now + timedelta(days=1),
    )


def kill(table, two, the_worker, make_book, people):
    """`kill -9` of servers and worker at random moments, while people sign up and try again."""
    book = make_book("Stroomstoring")
    chance, taken = random.Random(17), Counter()
    waiting = [f"k{n}@example.org" for n in range(people)]
    acknowledged, turn = [], threading.Lock()

    def keep_signing_up():
        while True:
            with turn:
                if not waiting:
                    return
                address = waiting.pop(0)
            port = chance.choice(two).port
            try:
                status, _told_status = servers.sign_up(port, book.event_id, address)
            except OSError:
                status = "cut off"
                time.sleep(0.05)
            taken[status] += 1
            with turn:
                (acknowledged if status == 202 else waiting).append(address)

    threads = [threading.Thread(target=keep_signing_up) for _ in range(16)]
    for one in threads:
        one.start()
    kills = Counter()
    while any(one.is_alive() for one in threads):
        time.sleep(chance.uniform(0.5, 3.0))
        victim = chance.choice([*two, the_worker])
        victim.stop(signal.SIGKILL)
        kills["server" if victim.port else "worker"] += 1
        victim.start()
        if victim.port:
            victim.wait_until_it_answers()
    for one in threads:
        one.join()
    the_worker.stop(signal.SIGKILL)
    table.tell("kill: kills of servers, of the worker", f"{kills['server']}, {kills['worker']}")
    table.tell("kill: requests cut off, and tried again", f"{taken.pop('cut off', 0)}")
    table.check("kill: answers besides 202", {}, {k: v for k, v in taken.items() if k != 202})
    _all_is_there(table, book, acknowledged, people)


def _all_is_there(table, book, acknowledged, people):
    from django.conf import settings
    from django.utils import timezone

    from wijkzorg_home import outbox
    from wijkzorg_home.models import OutgoingMail

    there = list(book.registrations.active().values_list("email", flat=True))
    table.check("kill: acknowledged, different", (people, people), _twice(acknowledged))
    table.check("kill: acknowledged and not there", 0, len(set(acknowledged) - set(there)))
    table.check("kill: signed up, different", (people, people), _twice(there))
    table.check("kill: rows", {"held": PLACES, "waiting": people - PLACES}, states(book))
    table.check("kill: first mails in the outbox", people, len(seat_mails(book)))
    table.check("kill: keys twice in the outbox", 0, mails_twice())
    # A mail that a killed worker was at waits ten minutes; the tick of then does this.
    outbox.deliver(timezone.now() + outbox.SENDING_TAKES_AT_MOST + timedelta(minutes=1))
    unsent = OutgoingMail.objects.exclude(state=OutgoingMail.State.SENT).count()
    table.check("kill: mails that did not leave", 0, unsent)
    letters = [
        message_from_bytes(path.read_bytes())
        for path in Path(settings.EMAIL_FILE_PATH).glob("*.eml")
    ]
    got = Counter(letter["To"] for letter in letters)
    table.check("kill: acknowledged without a mail", 0, len(set(acknowledged) - set(got)))
    rows = OutgoingMail.objects.count()
    table.tell("kill: sent, then killed before it was noted", f"{len(letters) - rows}")


def speed(table, make_book, times=200):
    """One after another, in this process: what a sign-up costs beside the bare insert of its row."""
    from django.db import transaction

    from wijkzorg_events import registering
    from wijkzorg_home.models import OutgoingMail

    def rate(call):
        """A second, and the milliseconds that one takes of this process."""
        start, used = time.perf_counter(), time.process_time()
        for number in range(times):
            call(number)
        taken, used = time.perf_counter() - start, time.process_time() - used
        return times / taken, used / times * 1000

    def insert(number):
        with transaction.atomic():
            _registration(bare, f"bare{number}@example.org", "waiting").save()

    def come(number):
        address = f"speed{number}@example.org"
        registering.register(book.pk, registering.Applicant(name="Amina", email=address))

    bare, book = make_book("Kaal"), make_book("Snel")
    (inserts, insert_ms), (sign_ups, sign_up_ms) = rate(insert), rate(come)
    table.tell("speed: bare inserts a second", f"{inserts:.0f}")
    table.tell("speed: sign-ups a second, log and mail with them", f"{sign_ups:.1f}")
    table.tell("speed: ms of Python, insert and sign-up", f"{insert_ms:.1f}, {sign_up_ms:.1f}")
    OutgoingMail.objects.filter(to__startswith="speed").delete()


# --- the run ------------------------------------------------------------------------------------------


def main():
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--rounds", type=int, default=10)
    arguments.add_argument("--people", type=int, default=500)
    arguments.add_argument("--only", default="crowd,swap,kill,speed")
    asked = arguments.parse_args()
    wanted = asked.only.split(",")
    with tempfile.TemporaryDirectory(prefix="wijkzorg-load-") as name:
        folder = Path(name)
        url = os.environ.get("DATABASE_URL") or f"sqlite:///{folder}/db.sqlite3"
        variables = servers.environment(folder, url)
        os.environ.clear()
        os.environ.update(variables)
        sys.path[:0] = variables["PYTHONPATH"].split(os.pathsep)
        table = Table("SQLite" if url.startswith("sqlite") else "PostgreSQL")
        make_book = make_world()
        two = [servers.server(folder, variables, number) for number in (1, 2)]
        the_worker = servers.worker(folder, variables)
        ports = [one.port for one in two]
        if "speed" in wanted:
            speed(table, make_book)
        with running(*two, the_worker):
            if "crowd" in wanted:
                crowd(table, ports, make_book, asked.rounds)
            if "swap" in wanted:
                swap(table, ports, make_book)
            if "kill" in wanted:
                kill(table, two, the_worker, make_book, asked.people)
        trouble = [line for one in (*two, the_worker) for line in _trouble(one.log)]
    for line in trouble[:10]:
        print(line)
    table.check("errors in the logs", 0, len(trouble))
    sys.exit(1 if table.wrong else 0)


def _trouble(log):
    """Lines that tell of an error of ours; a server that is killed says nothing."""
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return [line for line in lines if "Error" in line or "Traceback" in line or "locked" in line]


if __name__ == "__main__":
    main()
