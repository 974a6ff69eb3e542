"""What a new network begins with: concepts in everyday words. Editors change them as they like.

Nothing that is there already is touched, so loading twice is harmless.
"""

import json
from pathlib import Path
from typing import Any

from django.db import transaction
from wagtail.models import Locale

from wijkzorg_home.models import Theme

from ..models import Concept
from ..models.concepts import ASKED_IN, HELPS

FOLDER = Path(__file__).parent


@transaction.atomic
def load_concepts() -> int:
    """Add the concepts of the starter set that are not there yet; how many those were.

    Themes that the network does not have are left out. The index has to be made anew after this.
    """
    known = set(Concept.objects.values_list("code", flat=True))
    rows = [row for row in starter_concepts() if row["code"] not in known]
    Concept.objects.bulk_create([_concept(row) for row in rows])
    by_code = {one.code: one for one in Concept.objects.all()}
    themes = {one.slug: one for one in Theme.objects.filter(locale=Locale.get_default())}
    in_theme = Concept.themes.through
    in_theme.objects.bulk_create(
        in_theme(concept_id=by_code[row["code"]].pk, theme_id=themes[slug].pk)
        for row in rows
        for slug in row["themes"]
        if slug in themes
    )
    for grade, field in HELPS.items():
        through = getattr(Concept, field).through
        through.objects.bulk_create(
            through(from_concept_id=by_code[row["code"]].pk, to_concept_id=by_code[code].pk)
            for row in rows
            for code, helps in row["helps"].items()
            if helps == grade and code in by_code
        )
    return len(rows)


def starter_concepts() -> list[dict[str, Any]]:
    """The rows of all files: code, name, themes, helps (code > 3 to 1), offered, and asked by language."""
    files = sorted(FOLDER.glob("concepts-*.json"))
    return [row for file in files for row in json.loads(file.read_text(encoding="utf-8"))]


def starter_questions() -> list[tuple[str, str]]:
    """Whole questions as people ask them, each with the code of the concept that answers it best.

    Nothing is found by them: from them is learned what a question means (see `learning.py`).
    """
    rows = json.loads((FOLDER / "questions.json").read_text(encoding="utf-8"))
    return [(row["code"], one) for row in rows for some in row["asked"].values() for one in some]


def _concept(row: dict[str, Any]) -> Concept:
    asked: dict[str, list[str]] = row["asked"]
    elsewhere = [
        f"{language}: {phrase}"
        for language, phrases in asked.items()
        if language not in ASKED_IN
        for phrase in phrases
    ]
    fields = {field: "\n".join(asked.get(language, ())) for language, field in ASKED_IN.items()}
    return Concept(
        code=row["code"],
        name=row["name"],
        offered="\n".join(row["offered"]),
        asked_elsewhere="\n".join(elsewhere),
        **fields,
    )
