"""Reading partners from a file: a JSON list of profiles, one object each. No database inside."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from wijkzorg_home.importing import Fault, ImportRefused, clean_text, kind_of, text_fault

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
}
#: Of these the page wants one thing on each line.
LINE_BY_LINE = {"what_we_offer", "not_for"}
KNOWN_FIELDS = {
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
    source_id: str = ""
    #: Fields of the page > their values.
    texts: dict[str, str] = field(default_factory=dict)
    area: str | None = None
    languages: list[str] | None = None
    themes: list[str] | None = None
    #: Fields of the Location > their values.
    location: dict[str, str] = field(default_factory=dict)


@dataclass
class PartnerRows:
    rows: list[PartnerRow]
    faults: list[Fault]
    warnings: list[str]


def read_partner_rows(content: Any) -> PartnerRows:
    """All rows, with all faults in them. Raises ImportRefused for another kind of file."""
    if not isinstance(content, list):
        reason = _("must be a list of partners, not %(kind)s") % {"kind": kind_of(content)}
        raise ImportRefused([Fault("", "", reason)])
    found = PartnerRows([], [], [])
    unknown_fields: dict[str, int] = {}
    for number, raw in enumerate(content, start=1):
        reader = _RowReader(number, raw)
        found.rows.append(reader.read())
        found.faults += reader.faults
        for name in raw.keys() - KNOWN_FIELDS if isinstance(raw, dict) else ():
            unknown_fields.setdefault(name, number)
    found.warnings = [
        _("field “%(field)s” is not known and was not read (first in row %(number)d)")
        % {"field": ascii(name)[1:-1][:40], "number": number}
        for name, number in sorted(unknown_fields.items())
    ]
    counted = Counter(row.source_id for row in found.rows if row.source_id)
    found.faults += [
        Fault(row.place, "id", _("this id is there more than once"))
        for row in found.rows
        if counted[row.source_id] > 1
    ]
    return found


class _RowReader:
    """Reads one row and gathers what is wrong with it."""

    def __init__(self, number: int, raw: Any) -> None:
        self.raw = raw
        self.faults: list[Fault] = []
        self.place = _("Row %(number)d") % {"number": number}

    def read(self) -> PartnerRow:
        if not isinstance(self.raw, dict):
            self._fault("", _("must be an object, not %(kind)s") % {"kind": kind_of(self.raw)})
            return PartnerRow(place=self.place)
        source_id = self._required("id")
        if source_id:
            self.place = f"{self.place} ({source_id[:40]})"
        row = PartnerRow(place=self.place, source_id=source_id)
        row.texts = self._texts()
        row.area = self._text("area")
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

    def _required(self, name: str) -> str:
        before = len(self.faults)
        text = self._one_line(name) or ""
        if not text and len(self.faults) == before:
            self._fault(name, _("is missing"))
        return text

    def _texts(self) -> dict[str, str]:
        texts = {"title": self._required("name"), "kind": self._kind()}
        for name, page_field in PLAIN_TEXTS.items():
            text = self._text(name)
            if text is not None:
                texts[page_field] = one_per_line(text) if name in LINE_BY_LINE else text
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
        before = len(self.faults)
        word = self._required("kind")
        kind = KINDS.get(word.lower())
        if kind is None and len(self.faults) == before:
            self._fault("kind", _("must be “formeel” or “informeel”"))
        return kind.value if kind else ""

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
