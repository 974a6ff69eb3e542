"""Of two moderators at the same moment one decides, and the other is told."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.slow


def test_of_two_at_once_one_decides(tmp_path, empty_database):
    shutil.copy(empty_database, tmp_path / "db.sqlite3")
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.partners.moderation_races"],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "website.settings_for_tests",
            "WIJKZORG_DATA_DIR": str(tmp_path),
            "PYTHONPATH": ":".join(["site", "home", "partners", "events", "news", "search", "."]),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "digests": ["done", "done"],
        "digests mailed": 1,
        "approved twice": ["AlreadyDecided", "done"],
        "approved and sent back": ["AlreadyDecided", "done"],
        "which agrees": True,
        "mails to the editor": 2,
        "read and undone": ["AlreadyDecided", "done"],
        "undo agrees": True,
    }
