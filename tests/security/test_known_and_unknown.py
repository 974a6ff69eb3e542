"""Nobody learns from a form whether somebody has an account: not by its answer, and not by its time.

The same answer of the log-in is asserted in test_headers_and_doors.py, that of joining in tests/partners/test_joining.py.
Time is not measured here, where a busy machine would decide: what takes it is counted, which is the computing of
passwords (most of a second each on a server), mail, and questions to the database.
"""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import make_user
from wijkzorg_partners import actions
from wijkzorg_partners.models import Invitation, Membership

UNKNOWN = "niemand@example.org"
#: The most is for an account that the CMS made, at the first mail that it asks for. None is seen from outside: a
#: question to the database beside it takes a tenth of a millisecond.
QUERIES_APART = 8


@pytest.fixture
def addresses(cast):
    """One address of each kind of account, and one of none."""
    invited = actions.make_account("genodigd@example.org")
    closed = make_user("gesloten@example.org")
    closed.is_active = False
    closed.save()
    for user in (cast.editor_a, closed):
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    new = make_user("nieuw@example.org")  # as the CMS makes them: allauth does not know the address
    return [UNKNOWN, cast.editor_a.email, invited.email, closed.email, new.email]


@pytest.fixture
def hashed(monkeypatch):
    """How often a password was computed since it was last emptied."""
    done, encode = [], MD5PasswordHasher.encode

    def counted(self, *args, **kwargs):
        done.append(1)
        return encode(self, *args, **kwargs)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    return done


def post(path, form):
    """What the answer costs: mails and queries."""
    cache.clear()
    mail.outbox.clear()
    with CaptureQueriesContext(connection) as queries:
        Client().post(path, form)
    return len(mail.outbox), len(queries)


def test_a_wrong_password_takes_as_long_for_every_account_and_for_none(addresses, hashed):
    costs = {}
    for address in addresses:
        hashed.clear()
        _mails, queries = post("/account/login/", {"login": address, "password": "mis"})
        costs[address] = len(hashed), queries
    assert {hashes for hashes, _queries in costs.values()} == {1}
    assert apart(queries for _hashes, queries in costs.values()) <= QUERIES_APART, costs


@pytest.mark.parametrize("path", ["/account/login/code/", "/account/password/reset/"])
def test_asking_for_a_mail_takes_as_much_for_every_account_and_for_none(addresses, path):
    costs = {address: post(path, {"email": address}) for address in addresses}
    assert {mails for mails, _queries in costs.values()} == {1}, costs
    assert apart(queries for _mails, queries in costs.values()) <= QUERIES_APART, costs


def apart(numbers):
    found = list(numbers)
    return max(found) - min(found)


def test_who_invites_does_not_hear_whether_the_address_has_an_account(
    cast, addresses, as_user, django_capture_on_commit_callbacks
):
    Membership.objects.filter(user=cast.editor_a).update(role="owner")
    browser, said = as_user(cast.editor_a), set()
    for address in (UNKNOWN, "genodigd@example.org", "gesloten@example.org"):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            response = browser.post(
                "/mijn/buurtkamer-de-kade/mensen/uitnodigen/", {"email": address, "role": "editor"}
            )
        shown = browser.get(response["Location"]).content.decode()
        [message] = mail.outbox
        [notice] = re.findall(rf"[^<>]*{address}[^<>]*", shown)[:1]
        body = re.sub(r"/uitnodiging/\S+", "", message.body)
        said.add((notice.replace(address, ""), body.replace(address, ""), message.subject))
    assert len(said) == 1
    assert Invitation.objects.count() == 3
