"""Outgoing mail as files, and in the demo as pages: nobody needs a mail server to try the site."""

import email.policy
import re
import time
import uuid
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage as ParsedMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import urlize
from django.utils.safestring import SafeString

#: Newest messages that the list shows.
LIST_SIZE = 100


class EmlFolderBackend(BaseEmailBackend):
    """Writes every message as one .eml file into EMAIL_FILE_PATH, newest name last."""

    def send_messages(self, email_messages: Any) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            self._write(folder, message)
        return len(email_messages)

    def _write(self, folder: Path, message: EmailMessage) -> None:
        name = f"{time.time_ns()}-{uuid.uuid4().hex[:8]}"
        unfinished = folder / f"{name}.part"
        unfinished.write_bytes(message.message().as_bytes())
        unfinished.rename(folder / f"{name}.eml")


@dataclass(frozen=True)
class StoredMail:
    """One message of the folder, as the mailbox shows it."""

    id: str
    subject: str
    to: str
    from_: str
    sent: datetime | None
    body: str

    @property
    def body_html(self) -> SafeString:
        """The plain text with its links to follow; what a mail says is never markup."""
        return SafeString(urlize(self.body, autoescape=True))


def read_mail(path: Path) -> StoredMail:
    message = message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(message, ParsedMessage)
    text = message.get_body(preferencelist=("plain", "html"))
    date = message["date"]
    return StoredMail(
        id=path.stem,
        subject=str(message["subject"] or ""),
        to=str(message["to"] or ""),
        from_=str(message["from"] or ""),
        sent=parsedate_to_datetime(date) if date else None,
        body=text.get_content() if text else "",
    )


def _folder() -> Path:
    if not settings.WIJKZORG_DEMO:
        raise Http404("the mailbox is part of the demo only")
    return Path(settings.EMAIL_FILE_PATH)


def mailbox(request: HttpRequest) -> HttpResponse:
    paths = sorted(_folder().glob("*.eml"), reverse=True)[:LIST_SIZE]
    messages = [read_mail(path) for path in paths]
    return render(request, "website/mailbox_list.html", {"mails": messages})


def mailbox_message(request: HttpRequest, mail_id: str) -> HttpResponse:
    path = _folder() / f"{mail_id}.eml"
    if not re.fullmatch(r"[0-9a-f-]+", mail_id) or not path.is_file():
        raise Http404(mail_id)
    return render(request, "website/mailbox_message.html", {"mail": read_mail(path)})
