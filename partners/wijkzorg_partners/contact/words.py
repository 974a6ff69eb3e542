"""The log of a request in plain words, for all three sides. Never what was written."""

from django.utils.translation import gettext as _

from ..models import ContactEntry, ContactRequest
from .states import Actor, Event, State


def entry_words(entry: ContactEntry) -> str:
    named = {"partner": entry.partner_name}
    if entry.state == State.ESCALATED and entry.event in {
        Event.CONFIRM,
        Event.PASS_ON,
        Event.REPLY,
        Event.LOSE_PARTNER,
    }:
        return _("%(partner)s can't be reached by mail. The coordinator has it now.") % named
    by_us = entry.actor == Actor.COORDINATOR
    words = {
        Event.CONFIRM: _("Sent to %(partner)s."),
        Event.ANSWER: _("The coordinator answered.") if by_us else _("%(partner)s answered."),
        Event.PHONE: _("The coordinator phones or mails.")
        if by_us
        else _("%(partner)s phones or mails."),
        Event.ANSWERED_ALREADY: _("%(partner)s says that it is answered already."),
        Event.PASS_ON: _("Passed on to %(partner)s."),
        Event.HAND_OVER: _("%(partner)s can't help. The coordinator looks for somebody who can."),
        Event.REMIND_AGAIN: _("The coordinator reminded %(partner)s."),
        Event.CLOSE: _("Closed by the coordinator."),
        Event.REPLY: _("The sender replied."),
        Event.HELPED: _("The sender was helped."),
        Event.NOT_HELPED: _("The sender was not helped."),
        Event.NO_ANSWER_CAME: _("The sender got no answer."),
        Event.WITHDRAW: _("Taken back by the sender."),
        Event.LAPSE: _("Not confirmed in time."),
        Event.REMIND: _("%(partner)s got a reminder."),
        Event.ESCALATE: _("%(partner)s did not answer. The coordinator has it now."),
        Event.NAG: _("The coordinator got a reminder."),
        Event.ASK_HELPED: _("We asked the sender whether it helped."),
        Event.FINISH: _("Over."),
        Event.MOVE: _("It is with %(partner)s now: two organisations became one."),
    }
    return words[Event(entry.event)] % named


def state_words(request: ContactRequest) -> str:
    """Where it stands, in one sentence."""
    words = {
        State.UNCONFIRMED: _("It waits for the sender to confirm the mail address."),
        State.DELIVERED: _("It is with %(partner)s, and waits for an answer."),
        State.PASSED_ON: _("It was passed on to %(partner)s, and waits for an answer."),
        State.ESCALATED: _("It is with the coordinator."),
        State.ANSWERED: _("It is answered."),
        State.CLOSED: _("It is over."),
        State.EXPIRED: _("It was not confirmed in time, and is deleted."),
    }
    return words[State(request.state)] % {"partner": request.partner_name}


def steps_of(request: ContactRequest) -> list[tuple[ContactEntry, str]]:
    """What happened, the first first. One query."""
    return [(entry, entry_words(entry)) for entry in request.entries.all()]


def author_words(author: str, request: ContactRequest, partner_name: str) -> str:
    if author == Actor.SENDER:
        return request.name or _("The sender")
    return partner_name if author == Actor.PARTNER else _("The coordinator")
