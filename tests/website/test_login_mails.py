"""The mails that let people in, in our words."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import make_user


@pytest.fixture
def ask_for_code(cast):
    def ask(email):
        return Client().post(reverse("account_request_login_code"), {"email": email})

    return ask


def test_the_code_comes_by_mail_in_dutch(ask_for_code, cast, mailoutbox):
    ask_for_code(cast.editor_a.email)
    [mail] = mailoutbox
    assert mail.to == [cast.editor_a.email]
    assert mail.subject == "Je code om in te loggen"
    assert "Dit is je code:" in mail.body
    assert re.search(r"^[A-Z0-9]+-[A-Z0-9]+$", mail.body, re.MULTILINE)


def test_an_unknown_address_is_told_what_to_do(ask_for_code, mailoutbox):
    ask_for_code("niemand@example.org")
    [mail] = mailoutbox
    assert mail.subject == "We kennen dit mailadres niet"
    assert "het adres waarop je bent uitgenodigd" in mail.body
    assert "http" not in mail.body  # nobody makes an account alone


def test_somebody_made_by_an_administrator_comes_in_with_the_code_of_one_mail(network, mailoutbox):
    """As `createsuperuser` and the CMS make users: without a row for the address."""
    make_user("Vera@example.org", superuser=True)
    browser = Client()
    browser.post(reverse("account_request_login_code"), {"email": "vera@example.org"})
    code = re.search(r"^[A-Z0-9]+-[A-Z0-9]+$", mailoutbox[0].body, re.MULTILINE)[0]
    browser.post(reverse("account_confirm_login_code"), {"code": code})
    assert browser.get("/cms/").status_code == 200
    assert len(mailoutbox) == 1
