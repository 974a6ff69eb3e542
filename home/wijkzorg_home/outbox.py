"""The one way by which mail leaves: a row in the transaction of the change, sent after commit.

What is rolled back is never mailed, what is committed is mailed once, and a mail server that fails delays
and loses nothing. Django's own `send_mail` goes the same way when EMAIL_BACKEND is
`wijkzorg_home.outbox.OutboxBackend`; how mail really travels is WIJKZORG_HOME_MAIL_TRANSPORT.
"""

import base64
import logging
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone, translation

from .conf import MAIL_TRANSPORT
from .models import NetworkSettings, OutgoingMail

logger = logging.getLogger("wijkzorg.mail")

#: How long to wait after each failed attempt; after the last one the message is given up.
PAUSES = [timedelta(minutes=m) for m in (1, 5, 15, 60, 4 * 60, 12 * 60, 24 * 60, 48 * 60)]
#: A worker that died while sending leaves its message to another after this time.
SENDING_TAKES_AT_MOST = timedelta(minutes=10)
#: After so many failures in a row the mail server is down: the rest keeps its attempts for later.
GIVE_UP_AFTER = 5
#: Kind of what Django and its libraries send: codes and links, whose text goes as soon as it was sent.
PLAIN = "plain"


def put(
    *,
    key: str,
    kind: str,
    to: str,
    template: str,
    context: Mapping[str, Any],
    language: str,
    attachments: Sequence[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
    secret: bool = False,
) -> bool:
    """Write a mail that is to be sent after commit; False when one with this key was written before.

    `template` is a path without ending: `<template>_subject.txt`, `<template>.txt` and, where there is one,
    `<template>.html` are drawn with `context` in `language`. Call it inside the transaction of the change.
    Of a `secret` mail, such as one with a link that lets somebody in, the text goes as soon as it was sent.
    """
    if OutgoingMail.objects.filter(key=key).exists():
        return False
    letter = Letter(key, kind, to, template, context, language, attachments, headers or {}, secret)
    _made, created = OutgoingMail.objects.get_or_create(key=key, defaults=_drawn(letter))
    if created:
        send_after_commit()
    return created


@dataclass(frozen=True)
class Letter:
    """A mail for `put_many`; the attributes are the arguments of `put`."""

    key: str
    kind: str
    to: str
    template: str
    context: Mapping[str, Any]
    language: str
    attachments: Sequence[Mapping[str, str]] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    secret: bool = False


def put_many(letters: Sequence[Letter]) -> int:
    """As `put`, for many in two queries; how many were new."""
    keys = [letter.key for letter in letters]
    known = set(OutgoingMail.objects.filter(key__in=keys).values_list("key", flat=True))
    new = {letter.key: letter for letter in letters if letter.key not in known}
    # Another transaction may write the same key meanwhile: then its mail counts, and ours is left out.
    OutgoingMail.objects.bulk_create(
        [OutgoingMail(key=key, **_drawn(letter)) for key, letter in new.items()],
        ignore_conflicts=True,
    )
    if new:
        send_after_commit()
    return len(new)


def _drawn(letter: Letter) -> dict[str, Any]:
    """The fields of the row besides its key."""
    with translation.override(letter.language):
        values = {**letter.context, "language": letter.language}
        subject = render_to_string(f"{letter.template}_subject.txt", values)
        text = render_to_string(f"{letter.template}.txt", values)
        html = _rendered_or_empty(f"{letter.template}.html", values)
    return {
        "kind": letter.kind,
        "to": letter.to,
        "subject": " ".join(subject.split())[:250],
        "text": text.strip() + "\n",
        "html": html,
        "headers": dict(letter.headers),
        "attachments": [dict(one) for one in letter.attachments],
        "is_secret": letter.secret,
    }


def _rendered_or_empty(template: str, values: Mapping[str, Any]) -> str:
    from django.template import TemplateDoesNotExist

    try:
        return render_to_string(template, dict(values))
    except TemplateDoesNotExist:
        return ""


def send_after_commit() -> None:
    from .tasks import deliver_mail

    transaction.on_commit(lambda: deliver_mail.enqueue())


def deliver(now: datetime | None = None) -> int:
    """Send what is due; how many went. Safe to run by several workers at once, and at any moment."""
    sent = failed = 0
    while failed < GIVE_UP_AFTER and (mail := _take_one(now or timezone.now())) is not None:
        if _send(mail):
            sent, failed = sent + 1, 0
        else:
            failed += 1
    return sent


def _take_one(now: datetime) -> OutgoingMail | None:
    """The next mail that is due, kept from other workers while we send it."""
    # No pause is that long: such a moment was written while the clock was wrong.
    due_now = Q(next_try_at__lte=now) | Q(next_try_at__gt=now + 2 * PAUSES[-1])
    with transaction.atomic():
        due = OutgoingMail.objects.filter(due_now, state=OutgoingMail.State.WAITING)
        mail = (
            due.select_for_update(skip_locked=True, of=("self",))
            .order_by("next_try_at", "pk")
            .first()
        )
        if mail is not None:
            mail.attempts += 1
            mail.next_try_at = timezone.now() + SENDING_TAKES_AT_MOST
            mail.save(update_fields=["attempts", "next_try_at"])
    return mail


def _send(mail: OutgoingMail) -> bool:
    try:
        _message(mail).send()
    except Exception as error:  # whatever the transport raises: the next try is what helps
        _put_off(mail, error)
        return False
    mail.state, mail.sent_at, mail.last_error = OutgoingMail.State.SENT, timezone.now(), ""
    _forget_secret(mail)
    mail.save()
    return True


def _put_off(mail: OutgoingMail, error: Exception) -> None:
    mail.last_error = f"{type(error).__name__}: {error}"[:300]
    logger.warning("Mail %s (%s) was not sent: %s", mail.pk, mail.kind, type(error).__name__)
    if mail.attempts > len(PAUSES):
        mail.state = OutgoingMail.State.FAILED
        _forget_secret(mail)
    else:
        mail.next_try_at = timezone.now() + PAUSES[mail.attempts - 1]
    mail.save()


def _forget_secret(mail: OutgoingMail) -> None:
    if mail.is_secret or mail.kind == PLAIN:
        forget_text(mail)


def try_again(mail: OutgoingMail) -> bool:
    """Send what was given up once more, from the first attempt on; False when its text is gone."""
    given_up = OutgoingMail.objects.filter(pk=mail.pk, state=OutgoingMail.State.FAILED)
    with transaction.atomic():
        done = given_up.exclude(text="", html="").update(
            state=OutgoingMail.State.WAITING, attempts=0, next_try_at=timezone.now()
        )
        if done:
            send_after_commit()
    return bool(done)


def forget_text(mail: OutgoingMail) -> None:
    mail.text, mail.html, mail.attachments, mail.headers = "", "", [], {}


def _message(mail: OutgoingMail) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        to=[mail.to],
        headers={"Auto-Submitted": "auto-generated", **mail.headers},
        connection=get_connection(MAIL_TRANSPORT()),
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    for one in mail.attachments:
        message.attach(one["name"], base64.b64decode(one["content"]), one["type"])
    return message


def purge_texts(now: datetime) -> str:
    """Delete text and subject of mail that was sent or given up longer ago than the network keeps it.

    The row itself, with the address, goes after a year: until then it is the delivery log.
    """
    days = min(NetworkSettings.objects.values_list("mail_retention_days", flat=True), default=30)
    old = OutgoingMail.objects.exclude(state=OutgoingMail.State.WAITING)
    emptied = (
        old.filter(created_at__lt=now - timedelta(days=days))
        .exclude(text="", html="", subject="")  # of a secret mail only the subject is left
        .update(text="", html="", attachments=[], headers={}, subject="")
    )
    gone, _rows = old.filter(created_at__lt=now - timedelta(days=365)).delete()
    return f"{emptied} texts of mail deleted, {gone} rows" if emptied or gone else ""


class OutboxBackend(BaseEmailBackend):
    """Django's mail through the same outbox: one row for each receiver."""

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        with transaction.atomic():
            for message in email_messages:
                for address in message.recipients():
                    self._write(message, address)
            send_after_commit()
        return len(email_messages)

    def _write(self, message: Any, address: str) -> None:
        html = next(
            (one[0] for one in getattr(message, "alternatives", []) if one[1] == "text/html"), ""
        )
        OutgoingMail.objects.create(
            key=f"{PLAIN}:{uuid.uuid4()}",
            kind=PLAIN,
            to=address,
            subject=message.subject[:250],
            text=message.body,
            html=html,
            is_secret=True,
        )
