"""A username that is a mail address is the one of the account, and nobody else's."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model

from wijkzorg_partners import actions

OLD, NEW = "wil@example.org", "wil.nieuw@example.org"


@pytest.fixture
def wil(db):
    return actions.make_account(OLD)


def username_of(user):
    return get_user_model().objects.get(pk=user.pk).username


def test_a_change_of_address_in_the_own_account_takes_the_username_along(wil):
    assert username_of(wil) == OLD
    EmailAddress.objects.create(user=wil, email=NEW, verified=True).set_as_primary()
    assert username_of(wil) == NEW


def test_a_change_of_address_by_an_administrator_does_too(wil):
    wil.email = NEW.upper()
    wil.save()
    assert username_of(wil) == NEW


def test_who_gets_the_old_address_gets_an_account_of_their_own(wil):
    get_user_model().objects.filter(pk=wil.pk).update(email=NEW)  # as before usernames followed
    EmailAddress.objects.filter(user=wil).update(email=NEW)
    other = actions.make_account(OLD)
    assert other.pk != wil.pk
    assert "@" not in username_of(other)
    wil.refresh_from_db()
    wil.save()
    assert username_of(wil) == NEW


def test_a_name_that_somebody_made_up_stays(db):
    user = get_user_model().objects.create_user(username="beheer", email=OLD)
    user.email = NEW
    user.save()
    assert username_of(user) == "beheer"
