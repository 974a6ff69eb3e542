"""Reading a partner from one row of a file, as an object of JSON. No database inside."""

import re
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from wijkzorg_home.importing import Fault, clean_text, kind_of, text_fault

from .models import PartnerPage

KINDS = {
    "formeel": PartnerPage.Kind.FORMAL,
    "informeel": PartnerPage.Kind.INFORMAL,
    "formal": PartnerPage.Kind.FORMAL,
    "informal": PartnerPage.Kind.INFORMAL,
}
#: Text in the file > field of the page.
PLAIN_TEXTS = {
    "summary": "summary",
    "opening_hours": "opening_hours",
    "for_whom": "for_whom",
    "what_we_offer": "what_we_do",
    "not_for": "what_we_do_not",
    "when_professional": "when_professional",
    "how_to_refer": "how_to_refer",
    "what_we_share": "what_we_share",
    "accessibility": "accessibility",
    "cost": "cost",
    "phone": "phone",
    "email": "email",
    "website": "website",
}
#: What stands on one line.
ONE_LINE = {"cost", "phone", "email", "website"}
#: Of these the page wants one thing on each line.
LINE_BY_LINE = {"what_we_offer", "not_for"}
KNOWN_FIELDS = {
    "key",
    "id",
    "name",
    "kind",
    "area",
    "postcode",
    "address",
    "languages",
    "themes",
    "asked_for_as",
    *PLAIN_TEXTS,
}

#: A telephone number that a spreadsheet took for a number, and whose first 0 is gone.
WITHOUT_ZERO = re.compile(r"[1-9][0-9]{8}")
POSTCODE = re.compile(r"([1-9][0-9]{3})\s?([A-Za-z]{2})?")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-z]|[\d'\"“‘’])")
#: A full stop after these ends no sentence.
ABBREVIATIONS = re.compile(
    r"(?:^|[\s(])(?:[A-Za-z]|(?:[a-z]\.)+[a-z]|bijv|bv|ca|dr|drs|evt|excl|incl|ing|inl|ir|max|mevr|mgr"
    r"|min|mr|nl|nr|prof|resp|st|str|tel|vgl|zgn)\.$",
    re.IGNORECASE,
)


@dataclass(kw_only=True)
class PartnerRow:
    """One partner as the file tells it; what it does not tell is absent or None."""

    place: str
    number: int = 0
    #: What stood in the file, without what could not be read.
    raw: dict[str, Any] = field(default_factory=dict)
    #: The page's own key, by which the export names it.
    key: str = ""
    source_id: str = ""
    #: Fields of the page > their values.
    texts: dict[str, str] = field(default_factory=dict)
    areas: list[str] | None = None
    languages: list[str] | None = None
    themes: list[str] | None = None
    #: Fields of the Location > their values.
    location: dict[str, str] = field(default_factory=dict)
    #: What is wrong with its cells, or with the row of a table as a whole, whatever it is about.
    cell_faults: list[Fault] = field(default_factory=list)


def read_partner_row(
    number: int, raw: Any, leave_out: Iterable[str] = ()
) -> tuple[PartnerRow, list[Fault]]:
    """One row, and all that is wrong with it by itself. `leave_out` names fields that tell nothing new."""
    if leave_out and isinstance(raw, dict):
        raw = {name: value for name, value in raw.items() if name not in set(leave_out)}
    reader = _RowReader(number, raw)
    return reader.read(), reader.faults


def unknown_fields(raw: Any) -> set[str]:
    return set(map(str, raw.keys() - KNOWN_FIELDS)) if isinstance(raw, dict) else set()


class Identities:
    """Who the rows of a whole file are about: no partner may be there twice."""

    def __init__(self) -> None:
        self.keys: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.names: Counter[str] = Counter()

    def add(self, row: PartnerRow) -> None:
        self.keys[row.key] += 1
        self.ids[row.source_id] += 1
        self.names[row.texts.get("title", "")] += 1

    def faults_of(self, row: PartnerRow) -> list[Fault]:
        """What is wrong with a row because of the others. A row without key and id is known by its name."""
        faults = []
        if row.key and self.keys[row.key] > 1:
            faults.append(Fault(row.place, "key", _("this key is there more than once")))
        if row.source_id and self.ids[row.source_id] > 1:
            faults.append(Fault(row.place, "id", _("this id is there more than once")))
        name = row.texts.get("title", "")
        if not row.key and not row.source_id and name and self.names[name] > 1:
            reason = _("this name is there more than once, and there is no id to tell them apart")
            faults.append(Fault(row.place, "name", reason))
        return faults


class _RowReader:
    """Reads one row and gathers what is wrong with it."""

    def __init__(self, number: int, raw: Any) -> None:
        self.raw = raw
        self.number = number
        self.faults: list[Fault] = []
        self.place = _("Row %(number)d") % {"number": number}

    def read(self) -> PartnerRow:
        if not isinstance(self.raw, dict):
            self._fault("", _("must be an object, not %(kind)s") % {"kind": kind_of(self.raw)})
            return PartnerRow(place=self.place, number=self.number)
        source_id = self._one_line("id") or ""
        if source_id:
            self.place = f"{self.place} ({source_id[:40]})"
        row = PartnerRow(place=self.place, number=self.number, raw=self.raw, source_id=source_id)
        row.key = self._key()
        row.texts = self._texts()
        row.areas = self._areas()
        row.languages = self._list("languages")
        row.themes = self._list("themes")
        row.location = self._location()
        return row

    def _fault(self, name: str, reason: str) -> None:
        self.faults.append(Fault(self.place, name, reason))

    def _text(self, name: str) -> str | None:
        """The text on one or more lines; None when the file does not tell it, or not well."""
        value = self.raw.get(name)
        if value is None:
            return None
        if name == "id" and isinstance(value, int) and not isinstance(value, bool):
            value = str(value) if abs(value) < 10**15 else "?"
        fault = text_fault(value)
        if fault:
            self._fault(name, fault)
            return None
        return clean_text(value)

    def _one_line(self, name: str) -> str | None:
        text = self._text(name)
        return None if text is None else " ".join(text.split())

    def _key(self) -> str:
        key = self._one_line("key") or ""
        try:
            return str(uuid.UUID(key)) if key else ""
        except ValueError:
            self._fault("key", _("is no key that this site gave"))
            return ""

    def _texts(self) -> dict[str, str]:
        texts = {"title": self._one_line("name") or "", "kind": self._kind()}
        texts = {name: text for name, text in texts.items() if text}
        for name, page_field in PLAIN_TEXTS.items():
            text = self._one_line(name) if name in ONE_LINE else self._text(name)
            if text is not None:
                texts[page_field] = one_per_line(text) if name in LINE_BY_LINE else text
        if WITHOUT_ZERO.fullmatch(texts.get("phone", "")):
            self._fault("phone", _("has lost its first 0; make the cell a text"))
        asked = self._lines("asked_for_as")
        if asked is not None:
            texts["asked_for_as"] = asked
        for name in ("summary", "asked_for_as"):
            longest = PartnerPage._meta.get_field(name).max_length
            length = len(texts.get(name, ""))
            if length > longest:
                self._fault(
                    name,
                    _("is %(length)d characters long; at most %(longest)d fit")
                    % {"length": length, "longest": longest},
                )
        return texts

    def _kind(self) -> str:
        word = self._one_line("kind") or ""
        kind = KINDS.get(word.lower())
        if word and kind is None:
            self._fault("kind", _("must be “formeel” or “informeel”"))
        return kind.value if kind else ""

    def _areas(self) -> list[str] | None:
        """A name, or a list of names; without any the file does not tell it."""
        if isinstance(self.raw.get("area"), list):
            return self._list("area") or None
        text = self._text("area")
        return [text] if text else None

    def _lines(self, name: str) -> str | None:
        """A list, or a text of lines, as a text with one thing on each line."""
        if isinstance(self.raw.get(name), list):
            return "\n".join(self._list(name) or ())
        text = self._text(name)
        return None if text is None else "\n".join(filter(None, map(str.strip, text.splitlines())))

    def _list(self, name: str) -> list[str] | None:
        value = self.raw.get(name)
        if value is None:
            return None
        if not isinstance(value, list):
            self._fault(name, _("must be a list, not %(kind)s") % {"kind": kind_of(value)})
            return None
        items: list[str] = []
        for number, item in enumerate(value, start=1):
            fault = text_fault(item)
            if fault:
                self._fault(
                    name, _("item %(number)d: %(fault)s") % {"number": number, "fault": fault}
                )
            elif item.strip():
                items.append(" ".join(clean_text(item).split()))
        return list(dict.fromkeys(items))

    def _location(self) -> dict[str, str]:
        location = {}
        address = self._one_line("address")
        if address is not None:
            location["address"] = address
        postcode = self._one_line("postcode")
        if postcode:
            match = POSTCODE.fullmatch(postcode)
            if match:
                postcode = " ".join(part.upper() for part in match.groups() if part)
            else:
                reason = _("“%(postcode)s” is not a postcode, such as 1068 AB or 1068")
                self._fault("postcode", reason % {"postcode": postcode[:20]})
        if postcode is not None:
            location["postcode"] = postcode
        return location


def one_per_line(text: str) -> str:
    """The sentences of a text, each on a line of its own."""
    lines: list[str] = []
    for paragraph in text.splitlines():
        started = ""
        for piece in SENTENCE_END.split(paragraph.strip()):
            started = f"{started} {piece}" if started else piece
            if not ABBREVIATIONS.search(started):
                lines.append(started)
                started = ""
        if started:
            lines.append(started)
    return "\n".join(line for line in lines if line)
