"""What two people do at the same moment comes out as if one had been first."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.slow


def test_two_at_once_come_out_as_one_after_the_other(tmp_path, empty_database):
    shutil.copy(empty_database, tmp_path / "db.sqlite3")
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.partners.races"],
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
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["one link twice"] == ["done", "used"]
    assert found["two links, two people"] == ["done", "done"]
    assert found["two links, one new address"] == ["PermissionDenied", "done"]
    assert found["drafts"] == ["eettafel-de-pan", *(f"eettafel-de-pan-{n}" for n in (2, 3, 4))]
    assert found["two owners named"] == ["done", "done"]
    assert found["owners"] == 1
    assert found["merged twice"] == ["done", "done"]
    assert found["merged each way"] == ["MergeRefused", "done"]
    assert found["merged records"] == 2
