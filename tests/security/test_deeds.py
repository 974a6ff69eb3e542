"""Every cell of deeds.py, done through the door: what is allowed is done, what is refused changes nothing."""

import logging

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from tests.security import (
    deeds,
    deeds_cms,
    deeds_contact,
    deeds_exchange,
    deeds_files,
    deeds_mijn,
    deeds_mijn_events,
    deeds_mijn_people,
    deeds_mijn_registrations,
    deeds_network,
    deeds_pages,
    deeds_public,
    deeds_registrations,
    deeds_ties,
)
from tests.security.deeds_world import GONE, ROLES, add_people, close_doors, public
from tests.security.doing import DEEDS, letter_of, tables_written

pytestmark = pytest.mark.slow
ROWS = deeds.read()
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
#: The modules that say how the deeds are done; importing them fills DEEDS.
DONE_IN = (
    deeds_public,
    deeds_contact,
    deeds_mijn,
    deeds_mijn_events,
    deeds_mijn_people,
    deeds_mijn_registrations,
    deeds_cms,
    deeds_pages,
    deeds_files,
    deeds_network,
    deeds_registrations,
    deeds_exchange,
    deeds_ties,
)


def test_the_table_has_a_letter_for_every_role_in_every_row():
    wrong = {
        f"{row.door}: {row.deed}": row.letters for row in ROWS if len(row.letters) != len(ROLES)
    }
    assert wrong == {}
    assert len(ROWS) * len(ROLES) > 2500


def test_every_row_is_a_deed_and_every_deed_a_row():
    rows = [(row.door, row.deed) for row in ROWS]
    assert len(rows) == len(set(rows))
    assert set(rows) == set(DEEDS)


def test_every_deed_is_allowed_to_some_and_refused_to_others_or_says_why_not():
    silent = []
    for row in ROWS:
        allowed = row.letters.count("Y")
        if allowed == len(ROLES):
            said = row.why.startswith("all: ")
        elif allowed == 0:
            said = row.why.startswith("none: ")
        else:
            said = not row.why.startswith(("all: ", "none: "))
        if not said:
            silent.append(f"{row.door}: {row.deed}")
    assert silent == []


@pytest.fixture(scope="module")
def actors(standing_world, django_db_blocker):
    """The world, the other people of A, and a browser in which each role is logged in."""
    world = standing_world
    with django_db_blocker.unblock():
        add_people(world)
        world.browsers, world.remembered, world.forms = {}, {}, {}
        for role in ROLES:
            world.browsers[role] = Client()
            if role != "anonymous":
                world.browsers[role].force_login(getattr(world, role), backend=BACKEND)
        close_doors(world)
    return world


@pytest.fixture
def doors(actors, world, caplog, monkeypatch):
    """What is absent says so in a word, instead of drawing a page thousands of times."""
    caplog.set_level(logging.CRITICAL)

    def render(request, template, context=None, status=200):
        return HttpResponse("absent", status=status)

    monkeypatch.setattr("website.views.render", render)
    return actors


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.door}: {row.deed}")
def test_deed(row, doors):
    with transaction.atomic():
        doors.a = public(doors.a)  # what a row did to the page in memory is not undone
        with tables_written() as arranged:
            act = DEEDS[row.door, row.deed](doors)
        remembered = None if arranged else doors.remembered
        left_out = {*GONE} - {GONE[ROWS.index(row) % len(GONE)]}
        found = {
            role: letter_of(act, role, doors.browsers[role], remembered)
            for role in ROLES
            if role not in left_out
        }
        transaction.set_rollback(True)
    wrong = {
        role: f"{found[role]}, not {letter}"
        for role, letter in row.by_role.items()
        if role not in left_out and found[role] != letter
    }
    assert wrong == {}
