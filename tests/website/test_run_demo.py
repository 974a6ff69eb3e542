"""`make run`: what site/deploy/run-demo does around the commands that have tests of their own."""

import subprocess

import pytest

from tests.conftest import ROOT

#: In the place of Python: writes down what it is asked, finds the port free, and fails at what it is told to.
PYTHON = """#!/bin/sh
[ "$1" = -c ] && exit 1
shift
echo "did $*"
[ "$1" != "$FAILS" ]
"""


@pytest.fixture
def run_demo(tmp_path):
    """Run the script with another Python; gives what ended, with its output."""
    python = tmp_path / "python"
    python.write_text(PYTHON)
    python.chmod(0o755)

    def run(port, fails="nothing"):
        return subprocess.run(
            [ROOT / "site" / "deploy" / "run-demo", python, port],
            env={"PATH": "/usr/bin:/bin", "FAILS": fails},
            capture_output=True,
            text=True,
            timeout=30,
        )

    return run


def commands(done):
    return [line.split()[1] for line in done.stdout.splitlines() if line.startswith("did ")]


@pytest.mark.parametrize("port", ["", "acht", "0", "08000", "65536", "8000; true"])
def test_make_run_refuses_what_is_no_port(run_demo, port):
    done = run_demo(port)
    assert done.returncode != 0
    assert done.stderr == f"PORT must be a number from 1 to 65535, not '{port}'.\n"


def test_what_is_due_is_done_once_after_the_demo_is_loaded_and_before_the_site_starts(run_demo):
    done = run_demo("8765")
    assert commands(done)[:3] == ["migrate", "load_demo", "tick"]
    assert commands(done)[3] in {"db_worker", "runserver"}
    assert "Doing what is due today (manage.py tick;" in done.stdout


def test_the_site_starts_when_what_is_due_fails_and_not_without_the_demo(run_demo):
    assert {"db_worker", "runserver"} & set(commands(run_demo("8765", fails="tick"))[3:])
    assert commands(run_demo("8765", fails="load_demo")) == ["migrate", "load_demo"]
