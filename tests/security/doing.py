"""How the deeds of deeds.py are done: through the door, as a browser would, and what came of it.

A deed is a function that is named as its row in the table. It gets the world, arranges what the row
needs, and gives the `Act` that each role then tries in turn, on the same world.
"""

import copy
import re
from collections.abc import Callable
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from django.core.cache import cache
from django.db import connection, transaction
from django.template import loader
from django.template.response import SimpleTemplateResponse
from django.test import Client, TestCase
from django_tasks.backends.immediate import ImmediateBackend

#: (door, deed) > the function that arranges it.
DEEDS: dict[tuple[str, str], Callable[[Any], "Act"]] = {}


@dataclass(frozen=True)
class Act:
    """One request, and how to tell that the deed is done.

    `path`, `data` may be functions of the role, where each has a thing of its own. `before` arranges
    what holds for one role only; `send` takes the place of the one request. `draws` says that the page is
    read; `commits` that what comes after the transaction counts.
    """

    path: Any = ""
    data: Any = None
    happened: Callable[[Any], bool] = lambda response: False
    before: Callable[[str, Client], object] = lambda role, browser: None
    send: Callable[[Client], Any] | None = None
    draws: bool = False
    commits: bool = False

    def carry_out(self, browser: Client, role: str) -> Any:
        if self.send is not None:
            return self.send(browser)
        path = self.path(role) if callable(self.path) else self.path
        data = self.data(role) if callable(self.data) else self.data
        return browser.get(path) if data is None else browser.post(path, data)


def door(name: str) -> Callable[[Any], Any]:
    """A decorator: the function arranges the deed of this door that has its name."""

    def deed(function: Callable[[Any], Act]) -> Callable[[Any], Act]:
        key = (name, function.__name__.replace("__", ": ").replace("_", " "))
        assert key not in DEEDS, key
        DEEDS[key] = function
        return function

    return deed


def text_of(response: Any) -> str:
    """What stands in an answer; it may be read again, also when it was streamed."""
    if not hasattr(response, "was_read"):
        body = b"".join(response.streaming_content) if response.streaming else response.content
        response.was_read = body.decode("utf-8", "replace")
    return str(response.was_read)


def see(path: Any, word: str = "", **more: Any) -> Act:
    """Somebody who sees the page, and this word in it."""
    return Act(
        path,
        happened=lambda response: (
            response.status_code == 200 and word.lower() in text_of(response).lower()
        ),
        draws=True,
        **more,
    )


def post(path: Any, data: Any = None, *, happened: Callable[[], object], **more: Any) -> Act:
    """Somebody who sends this; `happened` looks in the database."""
    sent = {"sent": "1"} if data is None else data

    def is_done(response: Any) -> bool:
        done = happened()
        assert isinstance(done, bool), f"{done} is always true"
        return done

    return Act(path, sent, happened=is_done, **more)


# --- what came of it ---------------------------------------------------------------------------

WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)', re.IGNORECASE)
#: Who is logged in, and the small pictures that are made when first shown, change nothing.
COUNTS_FOR_NOTHING = {"django_session", "wagtailimages_rendition"}


@contextmanager
def tables_written():
    """The tables into which anything is written meanwhile."""
    tables: set[str] = set()

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if (found := WRITES.match(sql)) and found[1] not in COUNTS_FOR_NOTHING:
            tables.add(found[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield tables


@contextmanager
def nothing_is_drawn():
    """Where nobody reads the page that comes back, a word will do for it; mail is written as always."""
    in_full = loader.render_to_string

    def draw(name: Any, context: Any = None, request: Any = None, using: Any = None) -> str:
        return "drawn" if request is not None else in_full(name, context, request, using)

    with (
        patch.object(loader, "render_to_string", draw),
        patch.object(SimpleTemplateResponse, "rendered_content", "drawn"),
    ):
        yield


def no_work_in_the_background():
    """The indexes follow later, and are undone with the deed."""
    return patch.object(ImmediateBackend, "_execute_task", lambda backend, result: None)


def letter_of(act: Act, role: str, browser: Client, remembered: Any = None) -> str:
    """Try the deed, and undo it: the letter that belongs into the table (see deeds.LETTERS).

    Where nothing is arranged and nothing is sent, rows that read the same page may share the answer:
    `remembered` keeps it, by role and address.
    """
    if remembered is not None and act.draws and (role, act.path) in remembered:
        response, written = remembered[role, act.path]
        return _letter(act.happened(response), response, written)
    cache.clear()
    undone: Any = transaction.atomic()
    undone._from_testcase = True  # as in Django's own TestCase: an action may begin a durable one
    with undone:
        browser = _copy_of(browser)
        act.before(role, browser)
        with ExitStack() as stack:
            if not act.draws:
                stack.enter_context(nothing_is_drawn())
            if not act.commits:
                stack.enter_context(no_work_in_the_background())
            written = stack.enter_context(tables_written())
            stack.enter_context(TestCase.captureOnCommitCallbacks(execute=act.commits))
            response = act.carry_out(browser, role)
        happened = act.happened(response)
        transaction.set_rollback(True)
    if remembered is not None and act.draws:
        remembered[role, act.path] = response, written
    return _letter(happened, response, written)


def _letter(happened: bool, response: Any, written: set[str]) -> str:
    kind = _kind_of(response)
    if happened:
        return "Y" if response.status_code < 400 else f"{response.status_code} and done!"
    if kind == "answered" or (kind == "F" and response.status_code == 302 and written):
        return "D" if written else "N"
    return f"{kind}, but wrote {sorted(written)}" if written else kind


def _copy_of(browser: Client) -> Client:
    """The same log-in, in a browser of its own: what it is told, the next one does not know."""
    other = Client(raise_request_exception=False)
    other.cookies = copy.deepcopy(browser.cookies)
    return other


def _kind_of(response: Any) -> str:
    place = response.headers.get("Location", "").split("?")[0]
    if response.status_code >= 500:
        return f"broken ({response.status_code})"
    if place in {"/account/login/", "/cms/login/"}:
        return "L"
    if response.status_code in {404, 410}:
        return "A"
    if place == "/cms/" or response.status_code in {403, 405}:
        return "F"
    return "M" if place == "/mijn/" else "answered"
