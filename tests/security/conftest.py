import logging
from pathlib import Path

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import override_settings

from tests.conftest import build_cast, build_network
from tests.security.world import build_world
from wijkzorg_search import indexing


def pytest_collection_modifyitems(items):
    """These read much; `make test-quick` leaves them out, but for the rules on invitations and locks."""
    quick = {"test_invitations.py", "test_locks_and_privacy.py"}
    for item in items:
        if item.path.parent == Path(__file__).parent and item.path.name not in quick:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="module")
def standing_world(django_db_setup, django_db_blocker, tmp_path_factory):
    """The world is large, so it is built once for all tests of a file, and thrown away with it."""
    media = str(tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        network = build_network()
        world = build_world(network, build_cast(network))
        world.media_root = media
        indexing.rebuild()
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(standing_world, db, settings):
    """A network full of drafts and secrets, each with a marker; see world.py."""
    settings.MEDIA_ROOT = standing_world.media_root
    return standing_world


@pytest.fixture
def browser_of(world, as_user, caplog):
    """A browser in which the character of a role is logged in; errors are answers, not exceptions."""
    caplog.set_level(logging.CRITICAL, logger="django.request")

    def open_browser(role):
        browser = as_user(None if role == "anonymous" else getattr(world, role))
        browser.raise_request_exception = False
        return browser

    return open_browser


@pytest.fixture
def short_answers(monkeypatch):
    """Thousands of answers here are "not found": a word will do for each, instead of the page."""

    def render(request, template, context=None, status=200):
        return HttpResponse("absent", status=status)

    monkeypatch.setattr("website.views.render", render)
