"""What the mails about a request say, in the language that is active."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from ..models import ContactRequest
from .states import NOT_GOOD, Actor, Event, State


@dataclass(frozen=True)
class Words:
    """One mail: paragraphs, what somebody wrote, more paragraphs, and what the link does."""

    subject: str
    greeting: str
    before: list[str]
    quote: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    link_label: str = ""


def words_of(
    kind: str,
    request: ContactRequest,
    event: Event | None,
    text: str,
    *,
    can_reply: bool,
    actor: str,
) -> Words:
    if kind == "contact_confirm":
        return _confirm(request)
    if kind == "contact_taken_back":
        return _taken_back(request)
    assert event is not None
    if kind == "contact_partner":
        return _partner(request, event, text)
    if kind == "contact_coordinator":
        return _coordinator(request, event)
    return _sender(request, event, text, can_reply=can_reply, actor=actor)


def _hello(name: str = "") -> str:
    return _("Hello %(name)s,") % {"name": name} if name else _("Hello,")


def _confirm(request: ContactRequest) -> Words:
    named = {"partner": request.partner_name}
    return Words(
        subject=_("Is this your mail address? Then we send your question to %(partner)s") % named,
        greeting=_hello(),
        before=[
            _("Somebody filled in this mail address with a question to %(partner)s.") % named,
            _("Was it you? Open the link and press the button. Then we send your question."),
        ],
        link_label=_("Send my question"),
        after=[_("Was it not you? Then you need not do anything. We delete what was filled in.")],
    )


def _taken_back(request: ContactRequest) -> Words:
    """It names nobody: it may be that the sender had everything erased."""
    named = {"partner": request.partner_name}
    return Words(
        subject=_("You need not answer any more: %(partner)s") % named,
        greeting=_hello(),
        before=[_("The sender took back a question to %(partner)s. You need not answer.") % named],
    )


def who_asks(request: ContactRequest) -> str:
    if request.organisation:
        return _("%(name)s of %(organisation)s") % {
            "name": request.name,
            "organisation": request.organisation,
        }
    return request.name


def contact_facts(request: ContactRequest) -> list[tuple[str, str]]:
    facts = [
        (_("From"), who_asks(request)),
        (_("E-mail address"), request.email),
        (_("Telephone"), request.phone),
    ]
    return [(label, value) for label, value in facts if value]


def _partner(request: ContactRequest, event: Event, text: str) -> Words:
    named = {"partner": request.partner_name, "name": request.name}
    subjects = {
        Event.REMIND: _("Not answered yet: a question for %(partner)s"),
        Event.REMIND_AGAIN: _("Not answered yet: a question for %(partner)s"),
        Event.REPLY: _("A reply for %(partner)s"),
    }
    openings = {
        Event.REMIND: _("This question to %(partner)s is not answered yet."),
        Event.REMIND_AGAIN: _("This question to %(partner)s is not answered yet."),
        Event.REPLY: _("%(name)s wrote back to %(partner)s."),
        Event.PASS_ON: _("Somebody else passed on this question to %(partner)s."),
    }
    is_introduction = request.kind == request.Kind.INTRODUCTION
    subject = (
        _("Somebody would like to get to know %(partner)s")
        if is_introduction
        else _("A question for %(partner)s")
    )
    opening = (
        _("Somebody would like to be introduced to %(partner)s.")
        if is_introduction
        else _("Somebody has a question for %(partner)s.")
    )
    return Words(
        subject=subjects.get(event, subject) % named,
        greeting=_hello(),
        before=[openings.get(event, opening) % named],
        quote=text if event == Event.REPLY else request.text,
        facts=contact_facts(request),
        link_label=_("Answer, or pass it on"),
        after=[
            _("You can also reply to this mail, or phone. Tell us so through the link."),
            _("Is nobody of you able to answer? Pass it on through the link. That is fine."),
        ],
    )


def _coordinator(request: ContactRequest, event: Event) -> Words:
    named = {"partner": request.partner_name}
    reasons = {
        Event.ESCALATE: _("Nobody of %(partner)s answered a question, also after a reminder."),
        Event.NAG: _("A question to %(partner)s still waits for you."),
        Event.HAND_OVER: _("%(partner)s asks you to find somebody else for a question."),
        Event.LOSE_PARTNER: _("A question was with %(partner)s, which can't be reached now."),
        **dict.fromkeys(
            NOT_GOOD, _("%(partner)s answered a question, and the sender was not helped.")
        ),
    }
    other = _("There is a question for %(partner)s, which can't be reached by mail.")
    return Words(
        subject=_("A question waits for you: %(partner)s") % named,
        greeting=_hello(),
        before=[
            reasons.get(event, other) % named,
            _("You can answer, pass it on to another organisation, or close it with a word."),
        ],
        link_label=_("To the question"),
    )


def _sender(
    request: ContactRequest, event: Event, text: str, *, can_reply: bool, actor: str
) -> Words:
    subject, sentence = _sender_sentence(request, event, actor)
    after = []
    if event in {Event.ANSWER, Event.PHONE, Event.ANSWERED_ALREADY}:
        after.append(
            _("You can reply to this mail. Or reply once through the link.")
            if can_reply
            else _("Do you want to reply? You can do so once, through the link.")
        )
    labels = {Event.ASK_HELPED: _("Tell whether it helped")}
    return Words(
        subject=subject,
        greeting=_hello(request.name),
        before=[sentence],
        quote=text,
        after=after,
        link_label=labels.get(event, _("See how it stands")),
    )


def _sender_sentence(request: ContactRequest, event: Event, actor: str) -> tuple[str, str]:
    """The subject, and the first sentence."""
    named = {"partner": request.partner_name}
    by_us = actor == Actor.COORDINATOR
    coordinator = _("Your question is with our coordinator now. You hear from us.")
    news = _("News about your question to %(partner)s") % named
    if request.state == State.ESCALATED:
        if event == Event.ESCALATE:
            return news, _("%(partner)s did not answer yet.") % named + " " + coordinator
        if event == Event.HAND_OVER:
            return news, _(
                "%(partner)s can't help you with this. Our coordinator looks for somebody who can."
            ) % named
        return news, _("%(partner)s can't be reached by mail now.") % named + " " + coordinator
    sentences = {
        Event.CONFIRM: _("We sent your question to %(partner)s."),
        Event.PASS_ON: _("Your question was passed on to %(partner)s."),
        Event.ANSWER: _("Our coordinator answers your question to %(partner)s.")
        if by_us
        else _("%(partner)s answers your question."),
        Event.PHONE: _("Our coordinator phones or mails you.")
        if by_us
        else _("%(partner)s phones or mails you."),
        Event.ANSWERED_ALREADY: _("%(partner)s says that your question is answered already."),
        Event.ASK_HELPED: _("%(partner)s answered your question. Did that help you?"),
        Event.CLOSE: _("Our coordinator closed your question to %(partner)s."),
    }
    subjects = {
        Event.CONFIRM: _("Your question is with %(partner)s"),
        Event.ANSWER: _("An answer from %(partner)s"),
        Event.ASK_HELPED: _("Did the answer of %(partner)s help you?"),
    }
    return subjects.get(event, news) % named if event in subjects else news, sentences[
        event
    ] % named
