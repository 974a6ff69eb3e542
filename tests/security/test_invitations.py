"""An invitation is a key: it fits one lock, once, for a while, and nobody else gets to see it."""

import io
import logging
import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.factories import make_user
from wijkzorg_home import outbox
from wijkzorg_partners import actions
from wijkzorg_partners.models import Invitation, Membership

pytestmark = pytest.mark.slow
NEW = "nieuwe.buur@example.org"


@pytest.fixture
def invite(world, django_capture_on_commit_callbacks):
    """Invite an address to A, and give the path that stands in the mail."""

    def send(address=NEW):
        outbox.deliver()  # the letters that the world was built with
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            actions.invite_editor(world.a, address, by=world.moderator)
        [message] = mail.outbox
        assert message.to == [address]
        return re.search(r"https?://[^/]+(/uitnodiging/\S+)", message.body)[1]

    return send


def members(world):
    return set(Membership.objects.filter(partner=world.a).values_list("user__email", flat=True))


def test_get_and_head_change_nothing_and_post_accepts(world, invite):
    path, browser = invite(), Client()
    before = members(world)
    for method in (browser.get, browser.head, browser.get):
        assert method(path).status_code == 200
    assert browser.put(path).status_code == 405
    assert members(world) == before
    assert "_auth_user_id" not in browser.session
    assert browser.post(path).status_code == 302
    assert members(world) == before | {NEW}
    assert "_auth_user_id" in browser.session
    assert browser.get(f"/mijn/{world.a.slug}/vraag/wat/").status_code == 200


def test_it_works_once(world, invite):
    path = invite()
    Client().post(path)
    second = Client()
    assert second.post(path).status_code == 410
    assert second.get(path).status_code == 410
    assert "_auth_user_id" not in second.session


def test_it_expires(world, invite):
    path = invite()
    with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1)):
        browser = Client()
        assert browser.post(path).status_code == 410
        assert "_auth_user_id" not in browser.session
    assert NEW not in members(world)


def test_withdrawn_it_is_worth_nothing_and_so_is_an_older_one(world, invite, browser_of):
    older, path = invite(), invite()
    assert Client().post(older).status_code == 410
    invitation = Invitation.objects.get(email=NEW, withdrawn_at=None)
    browser_of("moderator").post(f"/cms/partners/invitations/{invitation.pk}/withdraw/")
    assert Client().post(path).status_code == 410
    assert NEW not in members(world)


def test_who_has_an_account_must_be_logged_in_with_it(world, invite, browser_of):
    make_user(NEW)
    path, stranger = invite(), Client()
    before = members(world)
    stranger.post(path)
    assert "_auth_user_id" not in stranger.session
    for role in ("editor_b", "member", "moderator", "administrator"):
        browser_of(role).post(path)
    assert members(world) == before
    assert Invitation.objects.get(email=NEW).accepted_at is None


def test_the_right_account_accepts_and_a_closed_one_does_not(world, invite, as_user):
    user = make_user(NEW)
    path = invite()
    user.is_active = False
    user.save()
    Client().post(path)
    assert NEW not in members(world)
    user.is_active = True
    user.save()
    as_user(user).post(path)
    assert NEW in members(world)


def test_an_address_in_other_letters_is_the_same_account(world, invite, as_user):
    make_user("Buur.Een@example.org")
    path, stranger = invite("buur.een@example.org"), Client()
    stranger.post(path)
    assert "_auth_user_id" not in stranger.session


def test_an_unknown_token_is_absent(world):
    for token in ("onbekend", "x" * 300, "%00", "..%2f..%2f", "'--"):
        assert Client().get(f"/uitnodiging/{token}/").status_code in {400, 404}


def test_the_token_is_stored_as_a_hash_only(world, invite):
    token = invite().rstrip("/").rpartition("/")[2]
    assert len(token) >= 40
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            assert token not in str(cursor.fetchall()), table


def test_the_token_is_not_in_the_logs(world, invite):
    """Also where a request is refused and written down: a live token would be a way in for readers of logs."""
    path = invite()
    token = path.rstrip("/").rpartition("/")[2]
    written = io.StringIO()
    console = [one for one in logging.getLogger().handlers if type(one) is logging.StreamHandler]
    assert len(console) == 1
    before = console[0].setStream(written)
    try:
        strict = Client(enforce_csrf_checks=True)
        assert strict.post(path).status_code == 403
        assert Client().put(path).status_code == 405
        Client().post(path)
        assert Client().get(path).status_code == 410
        assert Client().get(path + "meer/").status_code == 404
    finally:
        console[0].setStream(before)
    lines = written.getvalue()
    assert lines.count("/uitnodiging/") >= 3
    assert token not in lines


def test_the_token_is_told_to_no_other_site_and_no_search_engine(world, invite):
    response = Client().get(invite())
    assert response["Referrer-Policy"] in {"no-referrer", "same-origin"}
    assert "noindex" in response["X-Robots-Tag"]
    assert "no-store" in response["Cache-Control"]


def test_no_list_in_the_cms_shows_a_token(world, invite, browser_of):
    token = invite().rstrip("/").rpartition("/")[2]
    invitation = Invitation.objects.get(email=NEW)
    for role in ("moderator", "coordinator", "administrator"):
        text = browser_of(role).get(f"/cms/partners/{world.a.pk}/members/").content.decode()
        assert NEW in text
        assert token not in text
        assert invitation.token_hash not in text
