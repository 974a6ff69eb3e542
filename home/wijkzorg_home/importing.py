"""What the imports share: faults that name their place, a report, and reading a file of JSON.

An import reads the whole file, collects every fault, and writes only when there is none.
"""

import json
import math
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

#: How many names a line of the report shows.
NAMES_SHOWN = 5
#: How often a fault is told row by row.
SAME_FAULTS_SHOWN = 3


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong. `place` says where: the row, and what identifies it."""

    place: str
    field: str
    reason: str

    def __str__(self) -> str:
        where = [self.place] if self.place else []
        if self.field:
            where.append(_("field “%(field)s”") % {"field": self.field})
        text = f"{', '.join(where)}: {self.reason}" if where else self.reason
        # What it quotes from the file may hold half a character, which can't be printed.
        return text.encode("utf-8", "replace").decode("utf-8")


class ImportRefused(Exception):
    """The file can't be imported: `faults` says why. Nothing was written."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)
        super().__init__(
            "\n".join(
                [
                    ngettext(
                        "%(count)d fault. Nothing was imported.",
                        "%(count)d faults. Nothing was imported.",
                        len(self.faults),
                    )
                    % {"count": len(self.faults)},
                    *(f"- {line}" for line in _grouped(self.faults)),
                ]
            )
        )


def _grouped(faults: list[Fault]) -> list[str]:
    """A line for each fault; one that many rows share is told once, with all its places."""
    groups: dict[tuple[str, str], list[Fault]] = {}
    for fault in faults:
        groups.setdefault((fault.field, fault.reason), []).append(fault)
    lines: list[str] = []
    for same in groups.values():
        if len(same) <= SAME_FAULTS_SHOWN:
            lines += [str(fault) for fault in same]
            continue
        what = str(Fault("", same[0].field, same[0].reason))
        lines.append(f"{what} - {'; '.join(fault.place for fault in same)}")
    return lines


@dataclass
class Report:
    """What an import did, or with `--dry-run` would do, by name."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    #: Rows that were not applied, each with the reason.
    put_aside: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def lines(self, *, dry_run: bool) -> list[str]:
        counted = [
            _count(_("Added"), self.added),
            _count(_("Changed"), self.changed),
            _count(_("Left alone"), self.left),
        ]
        if self.put_aside:
            counted.append(_count(_("Put aside"), self.put_aside, shown=len(self.put_aside)))
        warnings = [_("Warning: %(text)s") % {"text": text} for text in self.warnings]
        dry = [_("This was a dry run: nothing was written.")] if dry_run else []
        return [*warnings, *counted, *dry]


def _count(label: str, names: list[str], shown: int = NAMES_SHOWN) -> str:
    line = f"{label}: {len(names)}"
    if not names:
        return line
    more = "; …" if len(names) > shown else ""
    return f"{line} ({'; '.join(names[:shown])}{more})"


def read_json(path: str | Path) -> Any:
    """The content of a JSON file in UTF-8. Raises ImportRefused, with line and column."""
    path = Path(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = _("can't be read: %(reason)s") % {"reason": error.strerror or error}
        raise ImportRefused([Fault(str(path), "", reason)]) from error
    return parsed_json(content, str(path))


def parsed_json(content: bytes, place: str) -> Any:
    """What stands in JSON in UTF-8; `place` is what a fault names. Raises ImportRefused."""
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_no_such_number)
    except UnicodeDecodeError as error:
        reason = _("is not UTF-8 at byte %(byte)d") % {"byte": error.start}
    except json.JSONDecodeError as error:
        reason = _("is not JSON at line %(line)d, column %(column)d: %(reason)s") % {
            "line": error.lineno,
            "column": error.colno,
            "reason": error.msg,
        }
    except RecursionError:
        reason = _("is nested too deeply")
    except ValueError as error:
        reason = _("is not JSON: %(reason)s") % {"reason": error}
    raise ImportRefused([Fault(place, "", reason)])


def _no_such_number(name: str) -> None:
    raise ValueError(_("%(name)s is not a number in JSON") % {"name": name})


def text_fault(value: Any) -> str:
    """Why the value can't be stored as text on every database; empty when it can."""
    if not isinstance(value, str):
        return _("must be text, not %(kind)s") % {"kind": kind_of(value)}
    for character in value:
        category = unicodedata.category(character)
        if category in {"Cc", "Cs"} and character not in "\n\r\t":
            return _("has a character that can't be stored: %(character)s") % {
                "character": f"U+{ord(character):04X}"
            }
    return ""


def clean_text(value: str) -> str:
    """Without outer space, with one way to write an accent and one way to end a line."""
    return unicodedata.normalize("NFC", "\n".join(value.strip().splitlines()))


def kind_of(value: Any) -> str:
    """What a value is, in words for somebody who looks into the file."""
    if value is None:
        return _("nothing")
    if isinstance(value, bool):
        return _("true or false")
    if isinstance(value, int | float):
        return _("a number")
    if isinstance(value, str):
        return _("text")
    return _("a list") if isinstance(value, list) else _("an object")


def is_number(value: Any) -> bool:
    """A finite number; JSON's `1e400` becomes infinite in Python."""
    if isinstance(value, bool):
        return False
    return isinstance(value, int) or (isinstance(value, float) and math.isfinite(value))


def faults_of_model(place: str, error: ValidationError, names: dict[str, str]) -> list[Fault]:
    """The faults that a model finds, under the names that the fields have in the file."""
    if not hasattr(error, "error_dict"):
        return [Fault(place, "", message) for message in error.messages]
    return [
        Fault(place, names.get(field_name, field_name.removeprefix("__all__")), message)
        for field_name, messages in error.message_dict.items()
        for message in messages
    ]


def plain_name(name: str) -> str:
    """Without case, accents, punctuation and spaces: "Nieuw-Sloten" > "nieuwsloten"."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(character for character in decomposed if character.isalnum())
