"""Signposts for people in danger, as a new network begins with."""

import json
from pathlib import Path
from typing import Any

from django.db import transaction
from wagtail.models import Locale

from ..models import Signpost, SignpostText

FOLDER = Path(__file__).parent


@transaction.atomic
def add_signposts() -> list[str]:
    """Add the signposts that are not there, by their code. What is there stays as an editor left it.

    Gives a line for people about what it did with each.
    """
    source = Locale.get_default().language_code
    locales = {one.language_code: one for one in Locale.objects.all()}
    lines = []
    for entry in json.loads((FOLDER / "signposts.json").read_text(encoding="utf-8")):
        texts = entry["texts"]
        first = texts.get(source) or texts["nl"]
        wanted = {
            "sort_order": entry["order"],
            "telephone": entry["telephone"],
            "url": entry["url"],
            "wordings": "\n".join(entry["wordings"]),
            "unless": "\n".join(entry["unless"]),
            **first,
        }
        signpost, made = Signpost.objects.get_or_create(code=entry["code"], defaults=wanted)
        if made:
            SignpostText._default_manager.bulk_create(
                SignpostText(signpost=signpost, locale=locales[code], **words)
                for code, words in texts.items()
                if code in locales and code != source
            )
        lines.append(_told(signpost, wanted, made=made))
    return lines


def _told(signpost: Signpost, wanted: dict[str, Any], *, made: bool) -> str:
    if made:
        return f"Signpost {signpost.code}: added."
    same = all(getattr(signpost, name) == value for name, value in wanted.items())
    return f"Signpost {signpost.code}: there already, " + (
        "as it came." if same else "and other than it came; left as it is."
    )
