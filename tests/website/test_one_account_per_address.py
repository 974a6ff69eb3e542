"""A mail address opens one account, however it is written and whoever made the account."""

import importlib
import re
from types import SimpleNamespace

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection, transaction

from tests.factories import make_user

ADDRESS = "vera@example.org"
WRITTEN = ["vera@example.org", "Vera@Example.org", " VERA@example.org "]
ALREADY = "Er is al een account met dit mailadres."


@pytest.fixture
def administrator(cast, as_user):
    return as_user(cast.administrator)


def form_of(email, username="iemand"):
    return {
        "username": username,
        "email": email,
        "first_name": "Vera",
        "last_name": "Vos",
        "password1": "een-lang-wachtwoord",
        "password2": "een-lang-wachtwoord",
        "is_active": "on",
    }


def accounts():
    return get_user_model().objects.filter(email__iexact=ADDRESS).count()


@pytest.mark.parametrize("email", WRITTEN)
def test_the_cms_makes_no_second_account_for_an_address(administrator, email):
    make_user(ADDRESS)
    response = administrator.post("/cms/users/new/", form_of(email))
    assert response.status_code == 200
    assert ALREADY in response.content.decode()
    assert accounts() == 1


def test_the_cms_gives_no_account_the_address_of_another(administrator):
    make_user(ADDRESS)
    other = make_user("wil@example.org")
    path = f"/cms/users/edit/{other.pk}/"
    assert ALREADY in administrator.post(path, form_of(WRITTEN[1], "wil")).content.decode()
    assert administrator.post(path, form_of("wil2@example.org", "wil")).status_code == 302
    assert administrator.post(path, form_of("wil2@example.org", "wil")).status_code == 302
    assert get_user_model().objects.get(pk=other.pk).email == "wil2@example.org"


def test_an_address_that_somebody_added_to_the_own_account_counts(administrator):
    EmailAddress.objects.create(user=make_user("wil@example.org"), email=ADDRESS, verified=True)
    assert ALREADY in administrator.post("/cms/users/new/", form_of(ADDRESS)).content.decode()
    assert accounts() == 0


def test_the_cms_makes_an_account_for_a_new_address(administrator):
    assert administrator.post("/cms/users/new/", form_of(WRITTEN[2])).status_code == 302
    assert get_user_model().objects.get(username="iemand").email == ADDRESS


@pytest.mark.both_databases
@pytest.mark.parametrize("email", WRITTEN[:2])
def test_the_database_refuses_a_second_account_whatever_the_code_does(db, email):
    users = get_user_model().objects
    users.bulk_create([users.model(username="een", email=ADDRESS)])
    with pytest.raises(IntegrityError), transaction.atomic():
        users.bulk_create([users.model(username="twee", email=email)])
    users.bulk_create([users.model(username=name) for name in ("drie", "vier")])
    assert users.filter(email="").count() == 2


def test_a_database_with_a_shared_address_is_told_which_before_it_is_changed(db):
    migration = importlib.import_module("website.migrations.0001_one_account_per_address")
    users = get_user_model().objects
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {migration.INDEX}")
    users.bulk_create([users.model(username="een", email=ADDRESS)])
    editor = SimpleNamespace(connection=connection)
    migration.no_address_is_shared(apps, editor)
    users.bulk_create([users.model(username="twee", email=WRITTEN[1])])
    with pytest.raises(RuntimeError, match=re.escape(ADDRESS)):
        migration.no_address_is_shared(apps, editor)
