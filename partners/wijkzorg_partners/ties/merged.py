"""What becomes of ties when two partners are merged: the one that goes on has those of both."""

from ..models import Cooperation, PartnerPage

#: Of two ties to the same other partner, the one that says most stays.
RANKS = ("ended", "introduced", "asked", "confirmed")
Side = Cooperation.Side
TURNED = {Side.FIRST: Side.SECOND, Side.SECOND: Side.FIRST}


def move_ties(old: PartnerPage, new: PartnerPage) -> int:
    """Give the ties of one source page to another; how many. In the transaction of the merge.

    Nobody gets a mail: what both sides said stays as it is.
    """
    there = {_other(tie, new): tie for tie in Cooperation.objects.of(new)}
    moved = 0
    for tie in Cooperation.objects.of(old):
        other = _other(tie, old)
        staying = there.get(other)
        weaker = staying is not None and _rank(staying) >= _rank(tie)
        if other == new.pk or weaker:  # it does not work together with itself
            tie.delete()
            continue
        if staying is not None:
            staying.delete()
        _put(tie, other, old, new)
        moved += 1
    return moved


def _other(tie: Cooperation, partner: PartnerPage) -> int:
    return int(tie.second_id if tie.first_id == partner.pk else tie.first_id)


def _rank(tie: Cooperation) -> int:
    return RANKS.index(tie.state)


def _put(tie: Cooperation, other: int, old: PartnerPage, new: PartnerPage) -> None:
    was_first = tie.first_id == old.pk
    tie.first_id, tie.second_id = sorted((other, new.pk))
    if was_first != (tie.first_id == new.pk):
        _turn(tie)
    tie.save()


def _turn(tie: Cooperation) -> None:
    """The sides change places: what was told of the first is that of the second."""
    for name in Cooperation.OF_A_SIDE:
        first, second = getattr(tie, f"first_{name}"), getattr(tie, f"second_{name}")
        setattr(tie, f"first_{name}", second)
        setattr(tie, f"second_{name}", first)
    tie.proposed_side = TURNED.get(Side(tie.proposed_side), Side.NETWORK)
    if tie.ended_side:
        tie.ended_side = TURNED.get(Side(tie.ended_side), Side.NETWORK)
