"""Reading judged questions: a JSON list of `{"id", "type", "query", "relevance": {profile: 2 or 1}}`."""

from collections.abc import Container
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wijkzorg_home.importing import Fault, ImportRefused, read_json

GRADES = (0, 1, 2)


@dataclass(frozen=True)
class Judged:
    """A question, and which profiles answer it: id > 2 exactly what is asked, 1 useful."""

    id: str
    type: str
    words: str
    grades: dict[str, int]


@dataclass
class Questions:
    judged: list[Judged] = field(default_factory=list)
    #: What is odd and does no harm, such as a profile that is in no file.
    warnings: list[str] = field(default_factory=list)


def read_questions(path: str | Path, profiles: Container[str]) -> Questions:
    """`profiles` are the ids that there are. Raises ImportRefused with every fault of the file."""
    rows = read_json(path)
    if not isinstance(rows, list):
        raise ImportRefused([Fault(str(path), "", "is not a list of questions")])
    found, faults = Questions(), list[Fault]()
    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        place = f"question {number}"
        wrong = _faults(row, place)
        if not wrong and row["id"] in seen:
            wrong = [Fault(place, "id", f"{row['id']} is there twice")]
        faults += wrong
        if wrong:
            continue
        seen.add(row["id"])
        grades = {key: grade for key, grade in row["relevance"].items() if grade}
        found.warnings += [
            f"{row['id']}: there is no profile {key}" for key in grades if key not in profiles
        ]
        if grades:
            found.judged.append(Judged(row["id"], row["type"], row["query"], grades))
        else:
            found.warnings.append(f"{row['id']}: nothing answers it, so it is not scored")
    if not found.judged and not faults:
        faults.append(Fault(str(path), "", "holds no question that can be scored"))
    if faults:
        raise ImportRefused(faults)
    return found


def _faults(row: Any, place: str) -> list[Fault]:
    if not isinstance(row, dict):
        return [Fault(place, "", "is not an object")]
    if isinstance(row.get("id"), str) and row["id"]:
        place = f"{place} ({row['id']})"
    found = [
        Fault(place, name, "has to be a text")
        for name in ("id", "type", "query")
        if not isinstance(row.get(name), str) or not row[name]
    ]
    relevance = row.get("relevance")
    if not isinstance(relevance, dict):
        found.append(Fault(place, "relevance", "has to be an object: profile, and 2 or 1"))
    else:
        found += [
            Fault(place, "relevance", f"{key}: {grade!r} is no grade; 2, 1 or 0 is")
            for key, grade in relevance.items()
            if type(grade) is not int or grade not in GRADES
        ]
    return found
