"""Run a command on a throw-away PostgreSQL: `python tests/postgres.py pytest -m both_databases`.

Starts a cluster in a temporary folder, on a socket of its own, as another user when we are root
(PostgreSQL refuses root), puts its address into DATABASE_URL, runs the command, and throws all away.
Exit code 77 when no server is found; in CI that is an error.
"""

import getpass
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NOT_FOUND = 77
#: Users that exist on the usual systems and may own a cluster when we are root.
OTHER_USERS = ("postgres", "nobody", "daemon")


def find_binaries() -> Path | None:
    """The folder with initdb, pg_ctl and postgres: on the path, or where Debian and Homebrew put it."""
    on_path = shutil.which("initdb")
    places = [Path(on_path).resolve().parent] if on_path else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    places += sorted(Path("/opt/homebrew/opt").glob("postgresql@*/bin"), reverse=True)
    for place in places:
        if all((place / name).exists() for name in ("initdb", "pg_ctl", "postgres")):
            return place
    return None


def _other_user() -> str | None:
    for name in OTHER_USERS:
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return name
    return None


@contextmanager
def cluster(binaries: Path) -> Iterator[str]:
    """A running cluster; gives its address for DATABASE_URL."""
    folder = Path(tempfile.mkdtemp(prefix="wijkzorg-pg-"))
    owner = _other_user() if os.geteuid() == 0 else None
    if owner:
        os.chmod(folder, 0o755)
        shutil.chown(folder, owner)

    def run(*command: str) -> None:
        as_owner = ["runuser", "-u", owner, "--", *command] if owner else list(command)
        done = subprocess.run(as_owner, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")

    data = folder / "data"
    name = owner or getpass.getuser()
    run(
        str(binaries / "initdb"),
        "-D",
        str(data),
        "-A",
        "trust",
        "-U",
        name,
        "-E",
        "UTF8",
        "--no-sync",
    )
    # Compiling a query pays for long ones only, and here none is.
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c jit=off -c max_connections=200"
    control = [str(binaries / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log")]
    run(*control, "-o", options, "start")
    try:
        yield f"postgres://{name}@/postgres?host={folder}"
    finally:
        run(*control, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def main(command: list[str]) -> int:
    binaries = find_binaries()
    if binaries is None:
        print(
            "No PostgreSQL server found (initdb, pg_ctl, postgres): install Debian's package "
            "postgresql, and the tests that need it run too.",
            file=sys.stderr,
        )
        return 1 if os.environ.get("CI") else NOT_FOUND
    with cluster(binaries) as url:
        return subprocess.run(
            command, env={**os.environ, "DATABASE_URL": url}, check=False
        ).returncode


if __name__ == "__main__":
    # Whoever ends this, the cluster ends with it.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    sys.exit(main(sys.argv[1:]))
