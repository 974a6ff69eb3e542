"""The environment is read strictly: a typo stops the start and says what is wrong."""

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.slow


def start(**environment):
    """Start Django in a process of its own, with these variables and no others of ours."""
    clean = {
        k: v
        for k, v in os.environ.items()
        if not k.startswith("WIJKZORG_") and k not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    }
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={**clean, **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )


PRODUCTION = {
    "WIJKZORG_ENVIRONMENT": "production",
    "WIJKZORG_SECRET_KEY": "k" * 60,
    "WIJKZORG_HOSTS": "wijkzorg.example.org",
    "WIJKZORG_BASE_URL": "https://wijkzorg.example.org",
    "DATABASE_URL": "sqlite:///tmp-production.sqlite3",
    "EMAIL_URL": "smtp+tls://user:password@mail.example.org:587",
}


def test_an_unknown_name_stops_the_start_and_is_told_with_the_nearest_known_one(tmp_path):
    done = start(WIJKZORG_DEBG="1", WIJKZORG_DATA_DIR=str(tmp_path))
    assert done.returncode != 0
    assert "WIJKZORG_DEBG is not a setting of Wijkzorg; did you mean WIJKZORG_DEBUG?" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_value_that_does_not_parse_stops_the_start(tmp_path):
    done = start(WIJKZORG_DEBUG="misschien", WIJKZORG_DATA_DIR=str(tmp_path))
    assert done.returncode != 0
    assert "WIJKZORG_DEBUG" in done.stderr


def test_production_starts_when_all_is_there():
    done = start(**PRODUCTION)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "name",
    ["WIJKZORG_SECRET_KEY", "WIJKZORG_HOSTS", "DATABASE_URL", "EMAIL_URL", "WIJKZORG_BASE_URL"],
)
def test_production_refuses_to_start_without(name):
    done = start(**{k: v for k, v in PRODUCTION.items() if k != name})
    assert done.returncode != 0
    assert name in done.stderr


@pytest.mark.parametrize(
    "fault",
    [
        {"WIJKZORG_DEMO": "1"},
        {"WIJKZORG_DEBUG": "1"},
        {"WIJKZORG_HOSTS": "*"},
        {"EMAIL_URL": "smtp://mail.example.org"},
        {"DATABASE_URL": "mysql://root@localhost/x"},
        {"CACHE_URL": "memcached://x"},
    ],
)
def test_production_refuses_to_start_with(fault):
    done = start(**{**PRODUCTION, **fault})
    assert done.returncode != 0
    assert next(iter(fault)) in done.stderr
