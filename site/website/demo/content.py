"""Reading the sample texts, and keeping count of what was done with them."""

import json
import uuid
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://example.org/wijkzorg/demo")


def read(name: str) -> Any:
    """The contents of a JSON file of this folder, such as "partners/formal.json"."""
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def stable_id(*parts: object) -> str:
    """An id that is the same on every machine, for blocks that translations refer to."""
    return str(uuid.uuid5(NAMESPACE, "/".join(str(part) for part in parts)))


def rich_text(paragraphs: Sequence[str | Sequence[str]]) -> str:
    """Each a paragraph; a pair begins with its first text in bold."""
    return "".join(
        f"<p>{one}</p>" if isinstance(one, str) else f"<p><b>{one[0]}</b> {one[1]}</p>"
        for one in paragraphs
    )


class Tally:
    """What a run added, what it found there already, and what it could not do."""

    def __init__(self) -> None:
        self.added: Counter[str] = Counter()
        self.left: Counter[str] = Counter()
        self.remarks: list[str] = []

    def count(self, what: str, *, added: bool) -> None:
        (self.added if added else self.left)[what] += 1

    def lines(self) -> list[str]:
        kinds = list(dict.fromkeys([*self.added, *self.left]))
        done = [
            f"{what}: {self.added[what]} added, {self.left[what]} left as they were"
            for what in kinds
        ]
        if not self.added:
            done.append("Nothing was added: the demo was there already.")
        return [*done, *self.remarks]
