"""A real site with the demo, in a process of its own, and a real browser before it.

The demo is made once for all tests (by whichever worker comes first); a test that changes something
gets a copy.
"""

import json
import os
import random
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.conftest import ROOT, environment

#: Chromium without a window comes first: it shows the same pages with three quarters of the work.
CHROMIUM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
#: Without these, a start of Chromium asks hosts on the internet for things.
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-gpu-compositing",
    "--disable-software-rasterizer",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "wijkzorg-demo"


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(str(item.fspath)).is_relative_to(ROOT / "tests" / "browser"):
            item.add_marker("browser")


def find_chromium(names=CHROMIUM_NAMES):
    return next((found for name in names if (found := shutil.which(name))), None)


class Site:
    """A site in a folder of its own, loaded once and started as often as wanted; see standby.py."""

    def __init__(self, data_dir):
        self.data_dir = data_dir
        data_dir.mkdir(parents=True, exist_ok=True)
        self.address = f"127.0.0.1:{free_port()}"
        self.url = self.address.replace("127.0.0.1", "http://localhost")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.browser.standby"],
            cwd=ROOT,
            env=environment(data_dir, self.url),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert json.loads(self.process.stdout.readline())["ready"]

    def ask(self, **what):
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def start(self, demo_folder):
        """Serve a fresh copy of the demo."""
        shutil.rmtree(self.data_dir)
        shutil.copytree(demo_folder, self.data_dir)
        self.ask(serve=self.address)
        wait_for(self.url + "/robots.txt", self.process)

    def run(self, code):
        """What code says that runs beside the server, as in a shell of manage.py."""
        answer = self.ask(run=code)
        assert answer["code"] == 0, answer["said"]
        return answer["said"]

    def stop(self):
        self.ask(stop=True)

    def close(self):
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()


def free_port():
    """One below those that the system gives to whoever connects, so that it stays free between two starts."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as one:
            try:
                one.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


@contextmanager
def running(demo_folder, data_dir):
    site = Site(data_dir)
    try:
        site.start(demo_folder)
        yield site
    finally:
        site.close()


def wait_for(url, server, seconds=60):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        assert server.poll() is None, "the site stopped at its start"
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{url} did not answer within {seconds} seconds")


@pytest.fixture(scope="session")
def demo_site(demo_folder, tmp_path_factory):
    """A running site to look at, not to change: shared by all tests of a worker."""
    with running(demo_folder, tmp_path_factory.mktemp("demo-site")) as site:
        yield site


@pytest.fixture(scope="session")
def standby(tmp_path_factory):
    """A site that waits to be started, again and again."""
    site = Site(tmp_path_factory.mktemp("own-site"))
    yield site
    site.close()


@pytest.fixture
def own_site(demo_folder, standby):
    """A running site of the test's own, to change at will."""
    standby.start(demo_folder)
    yield standby
    standby.stop()


@contextmanager
def arriving():
    """A click ends when the page that it leads to is there: Playwright's own ends at that page's first byte.

    Who asks at once for an address, a width or the faults would then ask a page without a body.
    """
    from playwright.sync_api import Locator

    click = Locator.click

    def click_and_arrive(locator, **options):
        click(locator, **options)
        locator.page.wait_for_load_state("domcontentloaded")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Locator, "click", click_and_arrive)
        yield


@pytest.fixture(scope="session")
def chromium():
    path = find_chromium()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("in CI, Chromium must be there: install the package chromium")
        pytest.skip("no Chromium found: install the package chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, arriving():
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


class Watch:
    """What a browser must never report on a page of ours, gathered while a test runs."""

    def __init__(self, base_url):
        self.host = urlsplit(base_url).netloc
        self.faults = []

    def follow(self, page):
        page.on(
            "console",
            lambda message: self.heard(f"console {message.type}: {message.text}", page.url),
        )
        page.on("pageerror", lambda error: self.heard(f"error: {error}", page.url))
        page.on("request", self.asked)

    def heard(self, text, url):
        if urlsplit(url).path.startswith("/cms/"):
            return  # Wagtail's own scripts speak there; what they say is not ours
        if "Transition was" in text:
            return  # the page was left before the change to it was drawn
        self.faults.append(f"{url}: {text}")

    def asked(self, request):
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != self.host:
            self.faults.append(f"a request to another host: {request.url}")


@pytest.fixture
def open_page(chromium):
    """Open a window on a site: open_page(site, javascript=True, width=1280, ...). Watched throughout."""
    contexts, watches = [], []

    def open_window(site, *, javascript=True, width=1280, height=900, **options):
        context = chromium.new_context(
            base_url=site.url,
            java_script_enabled=javascript,
            viewport={"width": width, "height": height},
            locale="nl-NL",
            **options,
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        watch = Watch(site.url)
        watch.follow(page)
        watches.append(watch)
        return page

    yield open_window
    for context in contexts:
        context.close()
    faults = [fault for watch in watches for fault in watch.faults]
    assert not faults, "\n".join(faults)


def log_in(page, email, password=PASSWORD, *, to="/cms/"):
    """Through the real door: the log-in page, with the demo's password."""
    page.goto(f"/account/login/?next={to}")
    page.locator("details.fold summary").click()
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    page.locator("form:has(input[name=password]) button[type=submit]").click()
    page.wait_for_url(f"**{to}**")
