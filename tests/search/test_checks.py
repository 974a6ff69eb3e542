"""The system check: a page type is found, or says why it is not."""

import pytest
from django.core.checks import run_checks
from wagtail.models import Page

from wijkzorg_home.models import HomePage, NetworkPage
from wijkzorg_partners.models import PartnerPage
from wijkzorg_search.checks import every_page_type_is_found_or_says_why_not as check


class Forgotten(NetworkPage):
    """A page type that neither registers nor opts out. Abstract, so that it makes no table."""

    class Meta:
        abstract = True
        app_label = "wijkzorg_home"


class OptedOut(Forgotten):
    search_opt_out = "It is only a test."

    class Meta(Forgotten.Meta):
        abstract = True


def faults(monkeypatch, *page_types):
    monkeypatch.setattr("wagtail.models.get_page_models", lambda: list(page_types))
    return check()


def test_page_type_that_forgot_itself_is_an_error_that_names_it(monkeypatch):
    (error,) = faults(monkeypatch, PartnerPage, Forgotten, HomePage)
    assert error.id == "wijkzorg_search.E001"
    assert error.is_serious()
    assert "Forgotten" in error.msg
    assert "register_search_source" in error.hint


@pytest.mark.parametrize("page_type", [PartnerPage, HomePage, OptedOut, Page])
def test_registered_opted_out_and_foreign_page_types_are_no_error(monkeypatch, page_type):
    assert faults(monkeypatch, page_type) == []


def test_check_is_among_those_that_django_runs(monkeypatch):
    monkeypatch.setattr("wagtail.models.get_page_models", lambda: [Forgotten])
    assert "wijkzorg_search.E001" in {message.id for message in run_checks()}


def test_page_types_of_the_site_are_all_found_or_opted_out():
    assert check() == []
