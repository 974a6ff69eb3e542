"""Keeps robots from a public form without asking anything of people, and without anybody else's service.

Three small hurdles: a field that nobody sees, the moment at which the form was shown (signed, so that it
works without a cookie), and a limit on how often one address may send it. Nothing is dropped in silence:
whoever meets a hurdle sees the form again with what was typed, and reads what to do.

    class JoinForm(SpamGuardMixin, forms.Form):
        guard_purpose = "join"

    form = JoinForm(request.POST or None, request=request)

The template draws it with `wijkzorg_home/includes/spam_guard.html`. After `is_valid()`, and before anything
is done, `form.within_limits("person@example.org")` counts the attempt.
"""

import hashlib
import hmac
import ipaddress
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .conf import form_limits

#: Nobody reads a form and fills it in within this time.
AT_LEAST = timedelta(seconds=3)
#: A form that was left open overnight is shown again; what was typed stays.
AT_MOST = timedelta(hours=12)
TRAP, SHOWN = "website_address", "shown_at"
LIMIT = re.compile(r"([0-9]+)/([1-9][0-9]*)?([smhd])")
PERIODS = {"s": 1, "m": 60, "h": 60 * 60, "d": 24 * 60 * 60}


class SpamGuardMixin:
    """Adds the two hidden fields and their rules to a form; takes `request` besides a form's arguments.

    `guard_purpose` names the form: a moment signed for one form is worth nothing in another.
    """

    guard_purpose = "form"
    #: Set by `within_limits`: the answer is a 429.
    is_too_often = False
    data: Any  # the QueryDict that was sent

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        self.request = request
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
        fields[TRAP] = forms.CharField(
            label=gettext_lazy("Leave this empty"),
            required=False,
            widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
        )
        fields[SHOWN] = forms.CharField(
            required=False,
            widget=forms.HiddenInput,
            initial=lambda: signed_now(self.guard_purpose),
        )

    @property
    def asks(self) -> list[Any]:
        """The fields that people see."""
        return [field for field in self if field.name not in {TRAP, SHOWN}]  # type: ignore[attr-defined]

    def clean(self) -> Any:
        cleaned: Any = super().clean()  # type: ignore[misc]
        trouble = self._trouble()
        if trouble:
            self.add_error(None, trouble)  # type: ignore[attr-defined]
        return cleaned

    def _trouble(self) -> str:
        """What keeps this answer from being taken, as a sentence that says what to do; "" for nothing."""
        trap, shown = self.add_prefix(TRAP), self.add_prefix(SHOWN)  # type: ignore[attr-defined]
        sent = self.data
        if sent.get(trap):
            self._show_again(trap, "")
            return _(
                "Something was filled in that should stay empty. We emptied it. Send it again."
            )
        age = age_of(sent.get(shown, ""), self.guard_purpose)
        if age is None or age > AT_MOST:
            self._show_again(shown, signed_now(self.guard_purpose))
            return _("This form was open for a long time. Check what you typed, and send it again.")
        if age < AT_LEAST:
            return _("That was very quick. Check what you typed, and send it again.")
        return ""

    def _show_again(self, name: str, value: str) -> None:
        """Put another value into the form that is shown again."""
        self.data = self.data.copy()
        self.data[name] = value

    def limits(self) -> Mapping[str, str]:
        """How often it may be sent; another form may have limits of its own."""
        return form_limits()

    def within_limits(self, mail_address: str = "") -> bool:
        """Count this attempt, and tell whether it may go on; if not, the form says so."""
        if count_attempt(self.request, self.guard_purpose, mail_address, self.limits()):
            return True
        self.is_too_often = True
        self.add_error(  # type: ignore[attr-defined]
            None, _("This form was sent very often from here. Try it again later, or call us.")
        )
        return False


def signed_now(purpose: str) -> str:
    return _signer(purpose).sign(f"{timezone.now().timestamp():.1f}")


def age_of(signed: str, purpose: str) -> timedelta | None:
    """How long ago the form was shown; None when the moment is not ours."""
    try:
        moment = float(_signer(purpose).unsign(signed))
    except (signing.BadSignature, ValueError):
        return None
    return timedelta(seconds=timezone.now().timestamp() - moment)


def _signer(purpose: str) -> signing.Signer:
    return signing.Signer(salt=f"wijkzorg.spam_guard.{purpose}")


def client_address(request: HttpRequest) -> str:
    """Whom the request comes from; "" when nobody can tell.

    X-Forwarded-For counts only as far as the site says that it stands behind proxies
    (WIJKZORG_TRUSTED_PROXIES): anybody can write that header. Of an IPv6 address only the network counts,
    since one household has as many addresses as it likes.
    """
    from allauth.account.adapter import get_adapter

    try:
        found = get_adapter(request).get_client_ip(request)
    except (ImproperlyConfigured, PermissionDenied):  # came round the proxy, or without an address
        found = request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(found)
    except ValueError:
        return ""
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def count_attempt(
    request: HttpRequest, purpose: str, mail_address: str, limits: Mapping[str, str]
) -> bool:
    """Count one attempt for the client and for the mail address; False when either is over its limit."""
    return not seconds_to_wait(request, purpose, mail_address, limits)


def seconds_to_wait(
    request: HttpRequest, purpose: str, mail_address: str, limits: Mapping[str, str]
) -> int:
    """As `count_attempt`; 0 within the limits, else after how many seconds it surely works again.

    `limits` is such as {"client": "30/h", "mail": "5/d"}; what it does not name has no limit.
    """
    who = {"client": client_address(request), "mail": mail_address.strip().lower()}
    waits = [
        _count(f"{purpose}:{kind}", value, limits[kind])
        for kind, value in who.items()
        if value and limits.get(kind)
    ]
    return max(waits, default=0)


def _count(kind: str, value: str, limit: str) -> int:
    """One more; 0, or how long a limit such as "20/h" (twenty in an hour) lasts. What is kept is a hash."""
    most, seconds = parse_limit(limit)
    key = (
        "wijkzorg-form-"
        + hmac.digest(
            settings.SECRET_KEY.encode(), f"{kind}:{value}".encode(), hashlib.sha256
        ).hex()
    )
    cache.add(key, 0, timeout=seconds)
    try:
        number = cache.incr(key)
    except ValueError:  # it ended between the two
        cache.set(key, 1, timeout=seconds)
        number = 1
    return 0 if number <= most else seconds


def parse_limit(limit: str) -> tuple[int, int]:
    """ "20/h", or "20/10m", as a number and seconds. Raises ImproperlyConfigured."""
    parts = LIMIT.fullmatch(limit)
    if parts is None:
        raise ImproperlyConfigured(
            f"WIJKZORG_HOME_FORM_LIMITS: {limit!r} is not a number, a slash and one of s, m, h, d"
        )
    return int(parts[1]), int(parts[2] or 1) * PERIODS[parts[3]]
