"""Reading areas from a file: our own list, or any GeoJSON FeatureCollection. No database inside."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from .importing import Fault, ImportRefused, clean_text, kind_of, text_fault
from .models import Area
from .outlines import (
    Point,
    centre_of,
    looks_turned_round,
    outline_fault,
    point_fault,
    tidy_outline,
)

#: What files call the levels > ours. Dutch as the town and Statistics Netherlands write them.
LEVELS = {
    **{level.value: level for level in Area.Level},
    "gemeente": Area.Level.TOWN,
    "stadsdeel": Area.Level.DISTRICT,
}
POSTCODE = re.compile(r"[1-9][0-9]{3}")
LIST_MARKS = re.compile(r"[\s,;|]+")


@dataclass(frozen=True, kw_only=True)
class AreaFileOptions:
    """Where a GeoJSON file keeps things, and what holds for areas of which any file does not tell.

    `parent` is the code of an area.
    """

    name_property: str = "name"
    code_property: str = "code"
    parent_property: str = "parent"
    level_property: str = "level"
    postcodes_property: str = "postcodes"
    level: str = ""
    parent: str = ""


@dataclass(kw_only=True)
class AreaRow:
    """One area as the file tells it; None means that the file does not tell."""

    number: int
    place: str
    name: str = ""
    code: str = ""
    level: str = ""
    #: The parent's code; "" for an area without one.
    parent: str | None = None
    postcodes: list[str] | None = None
    #: Longitude, latitude.
    centre: Point | None = None
    outline: dict[str, Any] | None = None


@dataclass
class AreaRows:
    rows: list[AreaRow]
    faults: list[Fault]
    warnings: list[str]


def read_area_rows(content: Any, options: AreaFileOptions) -> AreaRows:
    """All rows, with all faults in them. Raises ImportRefused for another kind of file."""
    found = AreaRows([], [], [])
    for number, raw in enumerate(_raw_rows(content), start=1):
        reader = _RowReader(number, raw, options, is_feature=_is_collection(content))
        found.rows.append(reader.read())
        found.faults += reader.faults
        found.warnings += reader.warnings
    counted = Counter(row.code for row in found.rows if row.code)
    found.faults += [
        Fault(
            row.place, _field_name("code", options, content), _("this code is there more than once")
        )
        for row in found.rows
        if counted[row.code] > 1
    ]
    return found


def _is_collection(content: Any) -> bool:
    return isinstance(content, dict) and content.get("type") == "FeatureCollection"


def _field_name(name: str, options: AreaFileOptions, content: Any) -> str:
    return getattr(options, f"{name}_property") if _is_collection(content) else name


def _raw_rows(content: Any) -> list[Any]:
    key = "features" if _is_collection(content) else "areas"
    rows = content.get(key) if isinstance(content, dict) else None
    if isinstance(rows, list):
        return rows
    reason = _("must be an object with a list of “areas”, or a GeoJSON FeatureCollection")
    raise ImportRefused([Fault("", "", reason)])


class _RowReader:
    """Reads one row and gathers what is wrong with it."""

    def __init__(
        self, number: int, raw: Any, options: AreaFileOptions, *, is_feature: bool
    ) -> None:
        self.number = number
        self.options = options
        self.is_feature = is_feature
        self.faults: list[Fault] = []
        self.warnings: list[str] = []
        self.place = _("Row %(number)d") % {"number": number}
        self.raw = raw
        self.values: dict[str, Any] = {}

    def read(self) -> AreaRow:
        row = AreaRow(number=self.number, place=self.place)
        if not self._find_values():
            return row
        row.code = self._text("code")
        row.name = self._text("name")
        row.place = self.place = self._place(row)
        # The faults of code and name came before the place was known.
        self.faults = [Fault(self.place, fault.field, fault.reason) for fault in self.faults]
        row.level = self._level()
        row.parent = self._parent(row.code)
        row.postcodes = self._postcodes()
        row.outline = self._outline()
        row.centre = self._centre(row.outline)
        return row

    def _find_values(self) -> bool:
        """Whether the row is something to read. A feature's values come under our own names."""
        if not isinstance(self.raw, dict):
            self._fault("", _("must be an object, not %(kind)s") % {"kind": kind_of(self.raw)})
            return False
        if not self.is_feature:
            self.values = self.raw
            return True
        properties = self.raw.get("properties")
        if not isinstance(properties, dict):
            self._fault(
                "properties", _("must be an object, not %(kind)s") % {"kind": kind_of(properties)}
            )
            return False
        self.values = {
            name: properties[self._name_in_file(name)]
            for name in ("name", "code", "parent", "level", "postcodes")
            if self._name_in_file(name) in properties
        }
        self.values |= {"outline": self.raw.get("geometry"), "centroid": properties.get("centroid")}
        return True

    def _name_in_file(self, name: str) -> str:
        if not self.is_feature:
            return name
        if name == "outline":
            return "geometry"
        return str(getattr(self.options, f"{name}_property", name))

    def _fault(self, name: str, reason: str) -> None:
        self.faults.append(Fault(self.place, self._name_in_file(name) if name else "", reason))

    def _place(self, row: AreaRow) -> str:
        known = ", ".join(part for part in (row.code, row.name) if part)
        return f"{self.place} ({known})" if known else self.place

    def _told(self, name: str) -> Any:
        """The value, or None where the file does not tell: absent, null or empty text."""
        value = self.values.get(name)
        if isinstance(value, str) and not value.strip():
            return None
        return value

    def _text(self, name: str) -> str:
        value = self._told(name)
        if value is None:
            self._fault(name, _("is missing"))
            return ""
        return self._checked_text(name, value)

    def _checked_text(self, name: str, value: Any) -> str:
        """The text; "" with a fault when it can't be stored. GeoJSON often has codes as numbers."""
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**15:
            value = str(value)
        fault = text_fault(value)
        if fault:
            self._fault(name, fault)
            return ""
        return " ".join(clean_text(value).split())

    def _level(self) -> str:
        told = self._told("level")
        word = self._checked_text("level", told) if told is not None else self.options.level
        if not word:
            return ""
        level = LEVELS.get(word.lower())
        if level is None:
            self._fault(
                "level",
                _("unknown level “%(level)s”; known are %(known)s")
                % {"level": word[:40], "known": ", ".join(LEVELS)},
            )
            return ""
        return level.value

    def _parent(self, code: str) -> str | None:
        told = self._told("parent")
        if told is not None:
            return self._checked_text("parent", told) or None
        if self.options.parent and self.options.parent != code:
            return self.options.parent
        return "" if "parent" in self.values else None

    def _postcodes(self) -> list[str] | None:
        told = self._told("postcodes")
        if told is None:
            return None
        if isinstance(told, str):
            told = [part for part in LIST_MARKS.split(told) if part]
        if not isinstance(told, list):
            told = [told]
        codes = []
        for code in told:
            text = str(code) if isinstance(code, int) and abs(code) < 10**6 else code
            if isinstance(text, str) and POSTCODE.fullmatch(text.strip()):
                codes.append(text.strip())
            else:
                shown = f"“{text[:20]}”" if isinstance(text, str) else kind_of(code)
                self._fault(
                    "postcodes", _("%(code)s is not four digits, such as 1068") % {"code": shown}
                )
        return sorted(set(codes))

    def _outline(self) -> dict[str, Any] | None:
        told = self._told("outline")
        if told is None:
            return None
        fault = outline_fault(told)
        if fault:
            self._fault("outline", fault)
            return None
        self._warn_when_turned_round("outline", told)
        return tidy_outline(told)

    def _centre(self, outline: dict[str, Any] | None) -> Point | None:
        told = self._told("centroid")
        if told is None:
            return centre_of(outline) if outline else None
        fault = point_fault(told)
        if fault:
            self._fault("centroid", fault)
            return None
        self._warn_when_turned_round("centroid", told)
        return float(told[0]), float(told[1])

    def _warn_when_turned_round(self, name: str, told: Any) -> None:
        if looks_turned_round(told):
            self.warnings.append(
                _("%(place)s, field “%(field)s”: latitude and longitude seem swapped")
                % {"place": self.place, "field": self._name_in_file(name)}
            )


def ancestors(code: str, parent_of: dict[str, str]) -> Iterator[str]:
    """The codes above an area, nearest first; stops where the chain bites its own tail."""
    seen = {code}
    while code := parent_of.get(code, ""):
        yield code
        if code in seen:
            return
        seen.add(code)
