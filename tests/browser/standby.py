"""A site that stands by: loading Wagtail takes seconds, so it is done once, and each start is a fork of it.

`python -m tests.browser.standby` reads a line of JSON at a time, and answers each with one:
{"serve": "127.0.0.1:8001"} starts the server, {"stop": true} ends it, and {"run": "print(1)"} gives what
the code says and its exit code. Database and address are those of the environment, as for manage.py.
"""

import gc
import json
import os
import signal
import sys
import traceback

import manage  # noqa: F401  # puts our folders on the path


def load():
    """All that a first request loads, and no connection, which a fork must not share."""
    import django
    from django.db import connections
    from django.urls import get_resolver

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "website.settings")
    django.setup()
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    assert connections["default"].connection is None


def fork(work, output, *, streams=(1,)):
    """The id of a process that does the work, with what it says going to the file of that number."""
    if pid := os.fork():
        return pid
    for stream in streams:
        os.dup2(output, stream)
    code = 0
    try:
        work()
    except BaseException:
        traceback.print_exc(file=sys.stdout)
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def serve(address):
    from django.conf import settings
    from django.core.management import call_command

    def server():
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        call_command("runserver", address, use_reloader=False, skip_checks=True)

    with open(settings.DATA_DIR / "server.log", "w") as log:
        return fork(server, log.fileno(), streams=(1, 2))


def run(code):
    """What the code says, and its exit code."""
    ours, theirs = os.pipe()
    pid = fork(lambda: exec(code, {}), theirs)
    os.close(theirs)
    with open(ours, encoding="utf-8") as said:
        text = said.read()
    return {"said": text, "code": os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}


def stop(server):
    os.kill(server, signal.SIGTERM)
    os.waitpid(server, 0)


def main():
    load()
    server = None
    print(json.dumps({"ready": True}), flush=True)
    try:
        for line in sys.stdin:
            asked, answer = json.loads(line), {}
            if "run" in asked:
                answer = run(asked["run"])
            if server and ("stop" in asked or "serve" in asked):
                server = stop(server)
            if "serve" in asked:
                server = serve(asked["serve"])
            print(json.dumps(answer), flush=True)
    finally:
        if server:
            stop(server)


if __name__ == "__main__":
    main()
