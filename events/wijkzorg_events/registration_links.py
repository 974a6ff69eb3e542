"""The link in a mail by which somebody keeps the own registration, without an account.

Made from the registration's key and its nonce with the site's secret, so that nothing that is stored lets
anybody in, a link can be made again for the next mail, and another nonce ends every older one.
"""

import re

from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from wijkzorg_partners.moderation_mails import absolute

from .models import Registration

HEX = re.compile(r"[0-9a-f]{32}")
MANAGE, TAKE_OVER, FEED = "manage", "take_over", "feed"


def token_of(registration: Registration) -> str:
    return _token(registration, MANAGE, registration.nonce)


def offer_token_of(registration: Registration) -> str:
    """For the colleague to whom the place was offered."""
    return _token(registration, TAKE_OVER, registration.offer_nonce)


def find(token: str, purpose: str = MANAGE) -> Registration | None:
    """The registration that a token is for; None for what is unknown, tampered with or replaced."""
    uid, _dash, _rest = token.partition("-")
    if not HEX.fullmatch(uid):
        return None
    rows = Registration.objects.select_related("book__event", "partner", "needs")
    found = rows.filter(uid=uid).first()
    if found is None:
        return None
    nonce = found.offer_nonce if purpose == TAKE_OVER else found.nonce
    if not nonce or not constant_time_compare(_token(found, purpose, nonce), token):
        return None
    return found


def manage_url(registration: Registration) -> str:
    """Absolute, in the language that is active."""
    return absolute(reverse("wijkzorg_events:registration", args=[token_of(registration)]))


def offer_url(registration: Registration) -> str:
    return absolute(reverse("wijkzorg_events:take_over", args=[offer_token_of(registration)]))


def feed_url(registration: Registration) -> str:
    """Of the calendar with everything that this person signed up for."""
    token = _token(registration, FEED, registration.nonce)
    return absolute(reverse("wijkzorg_events:personal_feed", args=[token]))


def _token(registration: Registration, purpose: str, nonce: str) -> str:
    uid = registration.uid.hex
    mac = salted_hmac(f"wijkzorg.registration.{purpose}", f"{uid}:{nonce}", algorithm="sha256")
    return f"{uid}-{mac.hexdigest()[:40]}"
