"""What two people do at the same moment comes out as if one had been first, and the other is told."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def found(tmp_path_factory, empty_database):
    """What races.py printed: of two moderators, and of those who join, hand over and merge."""
    folder = tmp_path_factory.mktemp("races")
    shutil.copy(empty_database, folder / "db.sqlite3")
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.partners.races"],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "website.settings_for_tests",
            "WIJKZORG_DATA_DIR": str(folder),
            "PYTHONPATH": ":".join(["site", "home", "partners", "events", "news", "search", "."]),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_of_two_moderators_at_once_one_decides(found):
    assert found[0] == {
        "digests": ["done", "done"],
        "digests mailed": 1,
        "approved twice": ["AlreadyDecided", "done"],
        "approved and sent back": ["AlreadyDecided", "done"],
        "which agrees": True,
        "mails to the editor": 2,
        "read and undone": ["AlreadyDecided", "done"],
        "undo agrees": True,
    }


def test_two_at_once_come_out_as_one_after_the_other(found):
    assert found[1] == {
        "one link twice": ["done", "used"],
        "two links, two people": ["done", "done"],
        "two links, one new address": ["PermissionDenied", "done"],
        "drafts": ["eettafel-de-pan", *(f"eettafel-de-pan-{n}" for n in (2, 3, 4))],
        "two owners named": ["done", "done"],
        "owners": 1,
        "merged twice": ["done", "done"],
        "merged each way": ["MergeRefused", "done"],
        "merged records": 2,
    }
