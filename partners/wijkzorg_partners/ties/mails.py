"""What one side hears of the other: four mails, each to whoever keeps the page, in the reader's language.

Called inside the transaction of what happened. The key holds the moment of the proposal, so that one thing
is told once, also when a pair begins anew.
"""

from wijkzorg_home.outbox import Letter, put_many

from ..actions import network_of
from ..confirmation_mails import receivers_of
from ..mail import FOLDER, full_address
from ..models import Cooperation, PartnerPage


def ask(tie: Cooperation, *, to: PartnerPage, of: PartnerPage) -> None:
    """`of` says that the two work together: does `to` say so too?"""
    _write("tie_asked", tie, to, of)


def introduce(tie: Cooperation, *, to: PartnerPage, of: PartnerPage) -> None:
    """The network thinks that `to` might know `of`."""
    _write("tie_introduced", tie, to, of)


def tell_confirmed(tie: Cooperation, *, to: PartnerPage, of: PartnerPage) -> None:
    """It stands on both profiles now: `of` said yes too, or the network wrote it down."""
    _write("tie_confirmed", tie, to, of)


def tell_ended(tie: Cooperation, *, to: PartnerPage, of: PartnerPage, was_confirmed: bool) -> None:
    """`of`, or the network, ended it; or `of` said no to what `to` proposed."""
    _write("tie_ended", tie, to, of, was_confirmed=was_confirmed)


def _write(kind: str, tie: Cooperation, to: PartnerPage, of: PartnerPage, **more: object) -> None:
    network = network_of(to)
    moment = tie.proposed_at.isoformat()
    letters = [
        Letter(
            key=f"{kind}:{tie.pk}:{to.pk}:{moment}:{receiver.key}",
            kind=kind,
            to=receiver.email,
            template=f"{FOLDER}/{kind}",
            context={
                "partner": to,
                "other": of,
                "by_call": tie.way == Cooperation.Way.CALL,
                "link": full_address("mijn_tie", to.slug, of.pk, language=receiver.language),
                "network": network,
                **more,
            },
            language=receiver.language,
        )
        for receiver in receivers_of([to]).get(to.pk, [])
    ]
    put_many(letters)
