"""Two people who change one profile at once: what to write, and where they contradict one another. Pure.

A form carries a fingerprint of each value that it began from, and not only the number of a draft: Wagtail's
autosave writes a draft over with the number kept.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: Enough to tell two values of one field apart.
FINGERPRINT_LENGTH = 16


@dataclass(frozen=True)
class Merge:
    """`wanted` is what to write; `clashing` names what somebody else changed to something different."""

    wanted: dict[str, Any] = field(default_factory=dict)
    clashing: list[str] = field(default_factory=list)


def fingerprint(value: Any) -> str:
    text = json.dumps(value, default=str, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:FINGERPRINT_LENGTH]


def fingerprints(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: fingerprint(value) for name, value in values.items()}


def merge(
    began_from: Mapping[str, str], newest: Mapping[str, Any], mine: Mapping[str, Any]
) -> Merge:
    """Put my answers beside the newest draft.

    `began_from` holds the fingerprints of what my form showed. What I left as it was stays as the newest
    draft has it; what only I changed is written; what both changed, differently, clashes.
    """
    wanted: dict[str, Any] = {}
    clashing = []
    for name, value in mine.items():
        before, now, after = began_from.get(name), fingerprint(newest.get(name)), fingerprint(value)
        if after in (before, now):
            continue
        wanted[name] = value
        if now != before:
            clashing.append(name)
    return Merge(wanted, clashing)


def both(theirs: str, mine: str) -> str:
    """The lines of both texts, each once, theirs first."""
    lines = [line.strip() for line in f"{theirs}\n{mine}".splitlines() if line.strip()]
    return "\n".join(dict.fromkeys(lines))
