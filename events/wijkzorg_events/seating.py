"""Who sits and who waits: one pure function, called under the lock of the event. No database inside.

The rules, in words that an organiser can check:
- A group sits together or not at all. Who comes later never takes a seat that an earlier one could have.
- A seat is held from the moment of signing up; who does not confirm in time gives it back.
- Fewer places than people unseats nobody. From the cut-off on nobody moves up any more.
- Seats kept for newcomers, or for informal parties, are theirs only, until the organiser lets them go.
- While those who came last time go first, the others wait, but for the seats that are kept for them.
The measurements behind it: promotion without a lock promotes the same person again and again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    NEW = "new"
    HELD = "held"
    SEATED = "seated"
    WAITING = "waiting"
    EXPIRED = "expired"
    REFUSED = "refused"


#: Those that take a seat.
SITTING = frozenset({State.HELD, State.SEATED})


@dataclass(frozen=True)
class Rules:
    """Settings of an event. `capacity` None is no limit; times are aware, None is never."""

    capacity: int | None
    has_waiting_list: bool = True
    kept_for_new: int = 0
    kept_for_informal: int = 0
    kept_until: datetime | None = None
    priority_until: datetime | None = None
    cut_off: datetime | None = None


@dataclass(frozen=True)
class Party:
    """One registration with everybody in it. `confirm_by` counts while `is_confirmed` is False."""

    key: int
    state: State
    size: int = 1
    is_confirmed: bool = False
    confirm_by: datetime | None = None
    is_new: bool = False
    is_informal: bool = False
    came_last_time: bool = False


@dataclass(frozen=True)
class Move:
    """What becomes of one party."""

    key: int
    before: State
    after: State


def settle(rules: Rules, parties: Sequence[Party], now: datetime) -> list[Move]:
    """What must change, in that order; nothing when all is as it should be.

    `parties` stand in the order in which they signed up.
    """
    there = [one for one in parties if not _late(one, now)]
    table = _Table(rules, now, [one for one in there if one.state in SITTING])
    waiting = [one for one in there if one.state is State.WAITING]
    moves = [Move(one.key, one.state, State.EXPIRED) for one in parties if _late(one, now)]
    moves += [
        Move(one.key, State.HELD, State.SEATED)
        for one in table.sitting
        if one.state is State.HELD and one.is_confirmed
    ]
    moves += table.move_up(waiting)
    for one in there:
        if one.state is not State.NEW:
            continue
        passes_nobody = table.is_before_cut_off or not waiting
        if passes_nobody and table.has_room_for(one):
            moves += [table.seat(one), *table.move_up(waiting)]
        elif rules.has_waiting_list:
            moves.append(Move(one.key, State.NEW, State.WAITING))
            waiting.append(one)
        else:
            moves.append(Move(one.key, State.NEW, State.REFUSED))
    return moves


def _late(party: Party, now: datetime) -> bool:
    """Whether somebody had to confirm, and did not."""
    waits = party.state in {State.HELD, State.WAITING} and not party.is_confirmed
    return waits and party.confirm_by is not None and party.confirm_by <= now


class _Table:
    """The seats while they are given."""

    def __init__(self, rules: Rules, now: datetime, sitting: list[Party]) -> None:
        self.rules, self.now, self.sitting = rules, now, sitting

    @property
    def is_before_cut_off(self) -> bool:
        return self.rules.cut_off is None or self.now < self.rules.cut_off

    @property
    def free(self) -> int:
        """Places that nobody sits on, kept ones too; asked only where there is a limit."""
        return (self.rules.capacity or 0) - sum(one.size for one in self.sitting)

    @property
    def is_full(self) -> bool:
        return self.rules.capacity is not None and self.free <= 0

    def move_up(self, waiting: list[Party]) -> list[Move]:
        """Seat the first that fits, as long as there is one; takes them out of `waiting`.

        From the front again each time: a seat for who is both new and informal lets go of two kept ones.
        """
        moves: list[Move] = []
        while self.is_before_cut_off and not self.is_full:
            fitting = next((one for one in waiting if self.has_room_for(one)), None)
            if fitting is None:
                break
            waiting.remove(fitting)
            moves.append(self.seat(fitting))
        return moves

    def seat(self, party: Party) -> Move:
        after = State.SEATED if party.is_confirmed else State.HELD
        self.sitting.append(replace(party, state=after))
        return Move(party.key, party.state, after)

    def has_room_for(self, party: Party) -> bool:
        if self.rules.capacity is None:
            return True
        free = self.free
        if party.size > free or not self._has_its_turn(party):
            return False
        kept = self._kept([*self.sitting, party])
        return free - party.size >= sum(kept.values())

    def _has_its_turn(self, party: Party) -> bool:
        """While those who came last time go first, another takes a seat that is kept for such as it only."""
        until = self.rules.priority_until
        if until is None or self.now >= until or party.came_last_time:
            return True
        kept = self._kept(self.sitting)
        return any(kept[pool] >= party.size for pool in _pools(party))

    def _kept(self, sitting: Iterable[Party]) -> dict[str, int]:
        """Seats that are still kept for each kind of party, once these sit."""
        until = self.rules.kept_until
        if until is not None and self.now >= until:
            return {"new": 0, "informal": 0}
        kept = {"new": self.rules.kept_for_new, "informal": self.rules.kept_for_informal}
        for one in sitting:
            for pool in _pools(one):
                kept[pool] -= one.size
        return {pool: max(0, number) for pool, number in kept.items()}


def _pools(party: Party) -> list[str]:
    pools = {"new": party.is_new, "informal": party.is_informal}
    return [pool for pool, belongs in pools.items() if belongs]


def place_in_queue(parties: Sequence[Party], key: int) -> int:
    """1 for the first who waits; 0 for who does not wait."""
    waiting = [one.key for one in parties if one.state is State.WAITING]
    return waiting.index(key) + 1 if key in waiting else 0
