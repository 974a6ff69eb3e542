"""The links in mails about a request. Made with the site's secret, never stored (decision 0016).

GET shows and POST acts, since scanners of mail open links. A partner's link works for whom the request is
with now: who stopped as an editor, or whose organisation passed it on, is let in no more.
"""

import re

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac

from ..confirmation_mails import Receiver
from ..models import ContactRequest
from .receivers import mark_of, receivers_at

HEX = re.compile(r"[0-9a-f]{32}")
CONFIRM, SENDER, PARTNER = "confirm", "sender", "partner"
#: Purpose > the name of the address.
NAMES = {CONFIRM: "contact_confirm", SENDER: "contact_state", PARTNER: "contact_answer"}


def token_of(request: ContactRequest, purpose: str, mark: str = "") -> str:
    uid = request.uid.hex
    value = f"{uid}:{request.nonce}:{mark}"
    mac = salted_hmac(f"wijkzorg.contact.{purpose}", value, algorithm="sha256")
    return f"{uid}-{mac.hexdigest()[:40]}"


def find(token: str, purpose: str) -> ContactRequest | None:
    """The request of the sender's link; None for what is unknown, tampered with or ended."""
    found = _named(token)
    if found is None or not constant_time_compare(token_of(found, purpose), token):
        return None
    return found


def find_for_partner(token: str) -> tuple[ContactRequest, Receiver] | None:
    """The request and who the link was mailed to; None for whom it is not with any more."""
    found = _named(token)
    if found is None:
        return None
    for receiver in receivers_at(found.partner):
        mark = mark_of(receiver, found.partner)
        if constant_time_compare(token_of(found, PARTNER, mark), token):
            return found, receiver
    return None


def _named(token: str) -> ContactRequest | None:
    uid, _dash, _rest = token.partition("-")
    if not HEX.fullmatch(uid):
        return None
    rows = ContactRequest.objects.select_related("partner__locale", "asked_of")
    return rows.filter(uid=uid).first()


def address_of(request: ContactRequest, purpose: str, *, language: str, mark: str = "") -> str:
    """Absolute, in a language."""
    name = f"wijkzorg_partners:{NAMES[purpose]}"
    with translation.override(language):
        path = reverse(name, args=[token_of(request, purpose, mark)])
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path


def cms_address(request: ContactRequest) -> str:
    path = reverse("wijkzorg_partners_contact:one", args=[request.pk])
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path
