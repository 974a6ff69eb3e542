"""Processes of the site for the measurements: two servers and a worker, with a database of their own."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("site", "home", "partners", "events", "news", "search")
SERVER = ("-m", "gunicorn", "website.wsgi", "--workers", "1", "--threads", "8")
#: As site/deploy/run-demo starts it.
WORKER = (
    *("manage.py", "db_worker", "--backend", "worker", "--interval", "0.2"),
    *("--no-reload", "--no-startup-delay", "--verbosity", "0"),
)


def environment(folder, database_url):
    """For every process of a measurement, ours too: no limits, and a worker that sends the mail."""
    clean = {name: os.environ[name] for name in os.environ if not name.startswith("WIJKZORG_")}
    return {
        **clean,
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "website.settings",
        "PYTHONPATH": os.pathsep.join(str(ROOT / one) for one in (*FOLDERS, ".")),
        "PYTHONWARNINGS": "ignore",
        "WIJKZORG_DATA_DIR": str(folder),
        "WIJKZORG_DEMO": "1",
        "WIJKZORG_ENVIRONMENT": "development",
        "WIJKZORG_EVENTS_RATE_LIMIT": "",
        "WIJKZORG_WORKER": "1",
    }


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@dataclass
class Process:
    """One that can be killed with all its children, and started again at the same place."""

    command: tuple
    variables: dict
    log: Path
    port: int = 0
    running: subprocess.Popen | None = field(default=None, repr=False)

    def start(self):
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(
                [sys.executable, *self.command],
                cwd=ROOT,
                env=self.variables,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        return self

    def stop(self, number=signal.SIGTERM):
        """SIGKILL is the power cut: to the whole group, at once."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.running.pid, number)
        self.running.wait()

    def wait_until_it_answers(self, seconds=120):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.running.poll() is not None:
                raise SystemExit(f"A server ended by itself:\n{self.log.read_text()}")
            try:
                if ask(self.port, "GET", "/robots.txt")[0] == 200:
                    return self
            except OSError:
                time.sleep(0.1)
        raise SystemExit(f"A server did not come up:\n{self.log.read_text()}")


def server(folder, variables, number):
    port = free_port()
    command = (*SERVER, "--bind", f"127.0.0.1:{port}", "--backlog", "512")
    return Process(command, variables, folder / f"server-{number}.log", port)


def worker(folder, variables):
    return Process(WORKER, variables, folder / "worker.log")


def ask(port, method, path, body="", media="", timeout=120):
    """One request over a connection of its own: the status and the body. Raises OSError."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request(method, path, body, {"Content-Type": media} if media else {})
        answer = connection.getresponse()
        return answer.status, answer.read()
    except http.client.HTTPException as error:
        raise ConnectionError(str(error)) from error
    finally:
        connection.close()


def sign_up(port, event_id, address):
    body = {"name": address.partition("@")[0], "email": address, "kind": "neighbour"}
    path = f"/api/v1/events/{event_id}/registrations"
    status, told = ask(port, "POST", path, json.dumps(body), "application/json")
    return status, json.loads(told).get("status", "")


def together(calls):
    """Run all at the same moment, a thread each: (answer or error, seconds) in their order."""
    barrier, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(number, call):
        barrier.wait()
        start = time.perf_counter()
        try:
            answer = call()
        except OSError as error:
            answer = error
        results[number] = answer, time.perf_counter() - start

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return results
