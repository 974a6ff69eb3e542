"""What people hear of their registration: one mail for each change, in the language in which they signed up.

Each is a subject and some short paragraphs; one pair of templates draws them all, with the facts of the event
and the link by which one confirms, changes, cancels or passes the place on.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wijkzorg_home.outbox import Letter

from . import registration_links as links
from .ical import calendar_of
from .models import EventMeeting, EventPage, Registration, SeatLogEntry, Substitute

Status, Code = Registration.Status, SeatLogEntry.Code

TEMPLATE = "wijkzorg_events/mail/registration"


@dataclass(frozen=True)
class Message:
    """What one mail says; drawn with the facts of the event. `button` is what the link is called."""

    kind: str
    subject: str
    paragraphs: Sequence[str]
    button: str = ""
    has_calendar: bool = False


def about(entry: SeatLogEntry, registration: Registration, place: int) -> list[Letter]:
    """The mail that belongs to one line of the log; none for who has no address."""
    if not registration.email or entry.registration_id is None:
        return []
    with translation.override(registration.language):
        event = event_in(registration)
        message = _MESSAGES[entry.code](event, registration, place, entry)
        return [_letter(f"seat:{entry.pk}", registration, event, message)] if message else []


def again(registration: Registration, place: int, now: datetime) -> Letter:
    """For who signed up before: where it stands, and the link. Once an hour at most."""
    with translation.override(registration.language):
        event = event_in(registration)
        key = f"registration-again:{registration.uid}:{now:%Y%m%d%H}"
        return _letter(key, registration, event, _again(event, registration, place))


def full(registration: Registration) -> Letter:
    """For who is known, where a stranger would have had a place: `registration` is not saved any more."""
    with translation.override(registration.language):
        event = event_in(registration)
        message = Message(
            "registration-full",
            _("No place: %(event)s") % {"event": event.title},
            [
                _("You signed up for “%(event)s”. There is no place any more.")
                % {"event": event.title},
                _("The places that are left are kept for people who come for the first time."),
            ],
        )
        key = f"registration-full:{registration.uid}"
        return _letter(key, registration, event, message)


def offered(registration: Registration) -> Letter:
    """To the colleague to whom somebody offers the place."""
    with translation.override(registration.language):
        event = event_in(registration)
        values = {"name": registration.name, "event": event.title}
        message = Message(
            "registration-offered",
            _("A place for you: %(event)s") % values,
            [
                _("%(name)s can't come to “%(event)s”, and offers you the place.") % values,
                _("Open the page and take it. As long as you do not, nothing changes."),
            ],
            button=_("Take the place"),
        )
        return _drawn(
            f"registration-offered:{registration.uid}:{registration.offer_nonce}",
            message,
            event,
            to=registration.offered_to,
            name=registration.offered_name,
            language=registration.language,
            url=links.offer_url(registration),
        )


def substitute(who: Substitute, registration: Registration, day: EventMeeting) -> Letter:
    """To who comes to one day of a series in somebody's place."""
    with translation.override(registration.language):
        event = event_in(registration)
        values = {"name": registration.name, "event": event.title, "when": moment(day.start_at)}
        message = Message(
            "registration-substitute",
            _("You come in the place of %(name)s: %(event)s") % values,
            [
                _("%(name)s can't come on %(when)s, and asked you to come instead.") % values,
                _("You need not do anything. Can't you come either? Tell %(name)s.") % values,
            ],
        )
        return _drawn(
            f"registration-substitute:{registration.uid}:{day.uid}:{who.email}",
            message,
            event,
            to=who.email,
            name=who.name,
            language=registration.language,
        )


def passed_on(registration: Registration) -> Letter:
    """To who had the place before; called before the row gets its new person."""
    with translation.override(registration.language):
        event = event_in(registration)
        values = {"name": registration.offered_name, "event": event.title}
        message = Message(
            "registration-passed-on",
            _("Passed on: %(event)s") % values,
            [
                _("%(name)s has your place at “%(event)s” now. You need not do anything more.")
                % values,
            ],
        )
        return _drawn(
            f"registration-passed-on:{registration.uid}:{registration.offer_nonce}",
            message,
            event,
            to=registration.email,
            name=registration.name,
            language=registration.language,
        )


def reminder(registration: Registration) -> Letter:
    """Two days before; once for each day on which it is."""
    with translation.override(registration.language):
        event = event_in(registration)
        values = {"event": event.title, "when": moment(event.start_at)}
        message = Message(
            "registration-reminder",
            _("See you soon: %(event)s") % values,
            [
                _("“%(event)s” is on %(when)s. There is a chair for you.") % values,
                _cancel_in_time(),
            ],
            button=_("Change or cancel"),
            has_calendar=True,
        )
        key = f"registration-reminder:{registration.uid}:{event.start_at:%Y%m%d%H%M}"
        return _letter(key, registration, event, message)


def thanks(registration: Registration) -> Letter:
    """The morning after, with what came of it and what comes next, as far as that is public."""
    with translation.override(registration.language):
        event = event_in(registration)
        values = {"event": event.title}
        paragraphs = [_("Thank you for coming to “%(event)s”.") % values]
        if event.report is not None:
            paragraphs.append(_("What came of it: %(url)s") % {"url": event.report.full_url})
        following = event.public_next
        if following is not None and not following.is_past:
            next_values = {"when": moment(following.start_at), "url": following.full_url}
            paragraphs.append(_("The next one is on %(when)s: %(url)s") % next_values)
        message = Message("registration-thanks", _("Thank you: %(event)s") % values, paragraphs)
        return _letter(f"registration-thanks:{registration.uid}", registration, event, message)


def event_changed(registration: Registration, sequence: int) -> Letter:
    """It is on another day, at another place, or does not go ahead; `sequence` as in the calendar file."""
    with translation.override(registration.language):
        event = event_in(registration)
        make = _event_is_off if event.is_cancelled else _event_is_otherwise
        key = f"registration-event:{registration.uid}:{sequence}"
        return _letter(key, registration, event, make(event))


def from_organiser(registration: Registration, key: str, subject: str, text: str) -> Letter:
    """What the organiser writes to everybody, as it was typed: each line is a paragraph.

    `key` is that of the message: with it, nobody gets it twice.
    """
    with translation.override(registration.language):
        message = Message(
            "registration-message",
            subject,
            paragraphs_of(text),
            button=_("Look at your registration"),
        )
        letter_key = f"registration-message:{key}:{registration.uid}"
        return _letter(letter_key, registration, event_in(registration), message)


def paragraphs_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


# --- the words ---------------------------------------------------------------------------------------


def moment(when: datetime) -> str:
    """A day and an hour in words, in Dutch time."""
    local = timezone.localtime(when)
    day = date_format(local, pgettext("a day, in Django's date format", "l j F"))
    hour = date_format(local, pgettext("a time, in Django's date format", "H:i"))
    return _("%(day)s at %(time)s") % {"day": day, "time": hour}


def _held(event: EventPage, registration: Registration, _place: int, _entry: Any) -> Message:
    values = {"event": event.title, "until": _until(registration)}
    return Message(
        "registration-confirm",
        _("Do you come? %(event)s") % values,
        [
            _("You signed up for “%(event)s”. A place is kept for you until %(until)s.") % values,
            _("Open the page and say yes. Then the place is yours."),
            _("Was it not you? Then do nothing. The place goes to somebody else."),
        ],
        button=_("Yes, I come"),
    )


def _waiting(event: EventPage, registration: Registration, place: int, _entry: Any) -> Message:
    values = {"event": event.title, "until": _until(registration), "place": place}
    if registration.confirmed_at is None:
        return Message(
            "registration-confirm",
            _("Do you want to wait? %(event)s") % values,
            [
                _("You signed up for “%(event)s”. There is no free place now.") % values,
                _("You are number %(place)s of those who wait.") % values,
                _("Open the page before %(until)s, and say that you want to wait.") % values,
                _("Was it not you? Then do nothing."),
            ],
            button=_("Yes, I want to wait"),
        )
    return Message(
        "registration-waiting",
        _("You wait for a place: %(event)s") % values,
        [
            _("There is no free place now. You are number %(place)s of those who wait.") % values,
            _("As soon as there is a place for you, you get a mail. You need not do anything."),
            *_cut_off(registration),
        ],
        button=_("Look at your registration"),
    )


def _seated(event: EventPage, registration: Registration, _place: int, _entry: Any) -> Message:
    values = {"event": event.title}
    return Message(
        "registration-seated",
        _("You have a place: %(event)s") % values,
        [_("There is a place for you at “%(event)s”.") % values, *_calendar_and_cancel()],
        button=_("Change or cancel"),
        has_calendar=True,
    )


def _promoted(event: EventPage, registration: Registration, _place: int, _entry: Any) -> Message:
    values = {"event": event.title, "until": _until(registration)}
    if registration.status == Status.HELD:
        return Message(
            "registration-promoted",
            _("A place has come free: %(event)s") % values,
            [
                _("A place has come free for you at “%(event)s”.") % values,
                _("Open the page before %(until)s and say yes. Then the place is yours.") % values,
            ],
            button=_("Yes, I come"),
        )
    return Message(
        "registration-promoted",
        _("A place has come free: %(event)s") % values,
        [_("A place has come free at “%(event)s”. It is yours.") % values, *_calendar_and_cancel()],
        button=_("Change or cancel"),
        has_calendar=True,
    )


def _confirmed(event: EventPage, registration: Registration, place: int, entry: Any) -> Message:
    if registration.status == Status.WAITING:
        return _waiting(event, registration, place, entry)
    return _seated(event, registration, place, entry)


def _changed(event: EventPage, registration: Registration, _place: int, _entry: Any) -> Message:
    values = {"event": event.title, "name": registration.name}
    paragraphs = [
        _("You changed your registration for “%(event)s”. This is what we know now:") % values
    ]
    paragraphs.append(_("You: %(name)s") % values)
    if registration.guests:
        paragraphs.append(
            _("Who comes along: %(names)s") % {"names": ", ".join(registration.guests)}
        )
    return Message(
        "registration-changed",
        _("Changed: %(event)s") % values,
        paragraphs,
        button=_("Change or cancel"),
        has_calendar=registration.status == Status.SEATED,
    )


def _cancelled(event: EventPage, registration: Registration, _place: int, entry: Any) -> Message:
    values = {"event": event.title}
    if entry.values.get("by_organiser"):
        told = _("The organiser cancelled your registration for “%(event)s”.") % values
    else:
        told = _("You cancelled for “%(event)s”. Thank you: somebody else can come now.") % values
    return Message(
        "registration-cancelled",
        _("Cancelled: %(event)s") % values,
        [told, _("Until another time!")],
    )


def _again(event: EventPage, registration: Registration, place: int) -> Message:
    values = {"event": event.title, "until": _until(registration), "place": place}
    if registration.confirmed_at is None:
        where = _("You have not said yes yet. Do so before %(until)s.") % values
    elif registration.status == Status.WAITING:
        where = _("You are number %(place)s of those who wait.") % values
    else:
        where = _("You have a place.")
    return Message(
        "registration-again",
        _("You are signed up: %(event)s") % values,
        [_("You signed up for “%(event)s” before.") % values, where],
        button=_("Look at your registration"),
    )


def _taken_over(event: EventPage, registration: Registration, place: int, entry: Any) -> Message:
    return _confirmed(event, registration, place, entry)


def _nothing(*_args: Any) -> None:
    """Who never confirmed hears nothing more: it may not have been their own address."""


_MESSAGES: dict[str, Any] = {
    Code.HELD: _held,
    Code.SEATED: _seated,
    Code.WAITING: _waiting,
    Code.PROMOTED: _promoted,
    Code.CONFIRMED: _confirmed,
    Code.CHANGED: _changed,
    Code.CANCELLED: _cancelled,
    Code.PASSED_ON: _taken_over,
    Code.EXPIRED: _nothing,
}


def _event_is_off(event: EventPage) -> Message:
    values = {"event": event.title}
    return Message(
        "registration-event-cancelled",
        _("Does not go ahead: %(event)s") % values,
        [_("“%(event)s” does not go ahead.") % values, *_reason(event)],
        has_calendar=True,
    )


def _event_is_otherwise(event: EventPage) -> Message:
    values = {"event": event.title}
    told = _("Something changed about “%(event)s”. Below you read when and where it is now.")
    return Message(
        "registration-event-changed",
        _("Changed: %(event)s") % values,
        [told % values, *_reason(event), _cancel_in_time()],
        button=_("Change or cancel"),
        has_calendar=True,
    )


def _reason(event: EventPage) -> list[str]:
    return [_("The reason: %(reason)s") % {"reason": event.reason}] if event.reason else []


def _until(registration: Registration) -> str:
    return moment(registration.confirm_by) if registration.confirm_by else ""


def _calendar_and_cancel() -> list[str]:
    return [_("The file with this mail puts it into your calendar."), _cancel_in_time()]


def _cancel_in_time() -> str:
    return _(
        "Can't you come? Tell us by the link. Then somebody else can come, or a colleague of yours."
    )


def _cut_off(registration: Registration) -> list[str]:
    cut_off = registration.book.cut_off_at
    if cut_off is None:
        return []
    return [_("From %(day)s on nobody moves up any more.") % {"day": moment(cut_off)}]


# --- drawing ----------------------------------------------------------------------------------------


def event_in(registration: Registration) -> EventPage:
    """The event in the person's language, if it is public in it; one query a language and transaction."""
    book = registration.book
    known: dict[str, EventPage] = book.__dict__.setdefault("_event_in", {})
    language = registration.language
    source = book.event
    if source.live and source.locale.language_code == language:
        return source
    if language not in known:
        translated = EventPage.objects.filter(
            translation_key=source.translation_key, locale__language_code=language, live=True
        )
        known[language] = translated.first() or source
    return known[language]


def _letter(key: str, registration: Registration, event: EventPage, message: Message) -> Letter:
    url = links.manage_url(registration) if message.button else ""
    return _drawn(
        key,
        message,
        event,
        to=registration.email,
        name=registration.name,
        language=registration.language,
        url=url,
    )


def _drawn(
    key: str,
    message: Message,
    event: EventPage,
    *,
    to: str,
    name: str,
    language: str,
    url: str = "",
) -> Letter:
    place = event.place
    where = [place["name"], place["address"], f"{place['postcode']} {place['city']}".strip()]
    context = {
        "subject": message.subject,
        "name": name,
        "paragraphs": list(message.paragraphs),
        "button": message.button,
        "url": url,
        "event": event,
        "when": _when(event),
        "where": ", ".join(part for part in where if part) or event.online_url,
        "event_url": event.full_url,
    }
    return Letter(
        key=key,
        kind=message.kind,
        to=to,
        template=TEMPLATE,
        context=context,
        language=language,
        attachments=[_calendar(event)] if message.has_calendar else [],
        secret=bool(url),
    )


def _when(event: EventPage) -> str:
    day = date_format(event.starts, pgettext("a day, in Django's date format", "l j F"))
    words = render_to_string("wijkzorg_events/includes/when.html", {"event": event, "day": day})
    return " ".join(words.split())


def _calendar(event: EventPage) -> dict[str, str]:
    return {
        "name": f"{event.slug}.ics",
        "type": "text/calendar; charset=utf-8; method=PUBLISH",
        "content": base64.b64encode(calendar_of([event])).decode(),
    }
