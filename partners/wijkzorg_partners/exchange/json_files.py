"""JSON: a list of partners, one object each."""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from wijkzorg_home.importing import kind_of, parsed_json

from .files import ReadRow, count_rows, refuse
from .limits import DEPTH_LIMIT, ROW_LIMIT


class JsonTable:
    heads: list[str] = []
    read_as = "JSON"

    def __init__(self, file: BinaryIO) -> None:
        file.seek(0)
        content = parsed_json(file.read(), "")
        if not isinstance(content, list):
            refuse(_("must be a list of partners, not %(kind)s") % {"kind": kind_of(content)})
        count_rows(len(content))
        self.content = content

    def rows(self) -> Iterator[ReadRow]:
        for number, raw in enumerate(self.content, start=1):
            place = _("Row %(number)d") % {"number": number}
            if _is_deeper(raw, DEPTH_LIMIT):
                refuse(_("is nested too deeply"), place)
            if len(json.dumps(raw)) > ROW_LIMIT:
                refuse(
                    _("is longer than %(limit)d characters") % {"limit": ROW_LIMIT},
                    place,
                )
            yield ReadRow(number=number, raw=raw)


def _is_deeper(value: Any, levels: int) -> bool:
    if not isinstance(value, list | dict):
        return False
    if not levels:
        return True
    inner = value.values() if isinstance(value, dict) else value
    return any(_is_deeper(one, levels - 1) for one in inner)
