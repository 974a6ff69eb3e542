"""The guard of public forms: robots meet it, people don't, and nobody loses what was typed."""

from datetime import timedelta

import pytest
import time_machine
from django import forms
from django.test import RequestFactory
from django.utils import timezone

from wijkzorg_home.spam_guard import SpamGuardMixin, client_address, signed_now

NOW = timezone.now().replace(microsecond=0)


class LetterForm(SpamGuardMixin, forms.Form):
    guard_purpose = "letter"
    words = forms.CharField()


def sent(shown_at=None, *, later=timedelta(seconds=20), request=None, **fields):
    """The form as somebody sends it, that long after it was shown; without a cookie."""
    request = request or RequestFactory().post("/")
    with time_machine.travel(NOW, tick=False):
        shown = signed_now("letter") if shown_at is None else shown_at
    with time_machine.travel(NOW + later, tick=False):
        form = LetterForm({"words": "dag buur", "shown_at": shown, **fields}, request=request)
        form.is_valid()
    return form


def from_address(address="192.0.2.7", **headers):
    return RequestFactory().post("/", REMOTE_ADDR=address, headers=headers)


@pytest.mark.parametrize("later", [{"seconds": 3}, {"minutes": 5}, {"hours": 11, "minutes": 59}])
def test_a_slow_human_without_cookies_passes(later):
    form = sent(later=timedelta(**later))
    assert form.errors == {}
    assert form.cleaned_data["words"] == "dag buur"


@pytest.mark.parametrize(
    "robot",
    [
        {"shown_at": ""},
        {"shown_at": "1799999999.0"},
        {"shown_at": "1799999999.0:c2lnbmF0dXJl"},
        {"later": timedelta(seconds=2, milliseconds=900)},
        {"later": timedelta(hours=12, seconds=1)},
        {"website_address": "https://example.org/"},
    ],
)
def test_a_robot_is_refused_and_what_was_typed_stands_in_the_form_that_is_shown_again(robot):
    form = sent(**robot)
    assert len(form.non_field_errors()) == 1
    assert form["words"].value() == "dag buur"
    assert not form["website_address"].value()


def test_a_moment_signed_for_another_form_is_worth_nothing():
    with time_machine.travel(NOW, tick=False):
        other = signed_now("anything-else")
    assert sent(other).non_field_errors()


def test_who_was_too_quick_or_too_slow_sends_the_form_that_is_shown_again_and_passes():
    quick = sent(later=timedelta(seconds=1))
    assert sent(quick["shown_at"].value(), later=timedelta(seconds=5)).errors == {}
    slow = sent(later=timedelta(days=1))
    again = slow["shown_at"].value()
    assert sent(again, later=timedelta(days=1, seconds=5)).errors == {}


def test_an_empty_form_shows_a_moment_and_the_trap_where_no_keyboard_comes():
    form = LetterForm(request=RequestFactory().get("/"))
    assert form["shown_at"].value()
    assert 'tabindex="-1"' in str(form["website_address"])
    assert 'autocomplete="off"' in str(form["website_address"])


def test_one_client_and_one_mail_address_may_send_so_often(settings):
    settings.WIJKZORG_HOME_FORM_LIMITS = {"client": "3/h", "mail": "2/d"}
    here, there = from_address("192.0.2.7"), from_address("192.0.2.8")
    assert [sent(request=here).within_limits() for _ in range(4)] == [True, True, True, False]
    one = [sent(request=there).within_limits(a) for a in ("a@example.org", " A@example.org")]
    assert one == [True, True]
    third = sent(request=from_address("192.0.2.9"))
    assert not third.within_limits("a@example.org")
    assert third.non_field_errors()
    assert third["words"].value() == "dag buur"


def test_a_limit_ends_with_its_period(settings):
    from django.core.cache import cache

    settings.WIJKZORG_HOME_FORM_LIMITS = {"client": "1/h"}
    assert sent(request=from_address()).within_limits()
    assert not sent(request=from_address()).within_limits()
    with time_machine.travel(timezone.now() + timedelta(hours=1, minutes=1), tick=False):
        assert sent(request=from_address()).within_limits()
    cache.clear()


def test_limits_can_be_nothing(settings):
    settings.WIJKZORG_HOME_FORM_LIMITS = {}
    assert all(sent(request=from_address()).within_limits("a@example.org") for _ in range(50))


def test_a_forwarded_address_counts_only_behind_our_own_proxies(settings):
    forged = {"X-Forwarded-For": "198.51.100.1, 203.0.113.9"}
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert client_address(from_address("192.0.2.7", **forged)) == "192.0.2.7"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert client_address(from_address("192.0.2.7", **forged)) == "203.0.113.9"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 3
    assert client_address(from_address("192.0.2.7", **forged)) == "192.0.2.7"


def test_a_household_with_ipv6_is_one_client_and_nobody_without_an_address_is_limited(settings):
    assert client_address(from_address("2001:db8:1:2::5")) == client_address(
        from_address("2001:db8:1:2:ffff::9")
    )
    assert client_address(from_address("2001:db8:1:3::5")) != client_address(
        from_address("2001:db8:1:2::5")
    )
    settings.WIJKZORG_HOME_FORM_LIMITS = {"client": "1/h"}
    assert all(sent(request=from_address("")).within_limits() for _ in range(3))


def test_no_address_is_kept_in_the_cache(settings):
    from django.core.cache import cache

    sent(request=from_address("192.0.2.7")).within_limits("a@example.org")
    kept = str(cache._cache)
    assert "wijkzorg-form-" in kept
    assert "192.0.2.7" not in kept
    assert "example.org" not in kept
