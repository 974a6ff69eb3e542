"""Doing what was planned for the rows of a file. The caller holds the transaction."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.log_actions import log

from wijkzorg_home.importing import ImportRefused, faults_of_model

from ..models import PartnerImportRow, PartnerIndexPage, PartnerPage
from ..partner_references import areas_by_code, make_languages, make_themes
from .planning import NAMES_IN_FILE, Outcome

State = PartnerImportRow.State
#: What the history of a page says.
IMPORTED = "wijkzorg.import"


def apply(
    outcomes: Iterable[Outcome], directory: PartnerIndexPage, *, publish: bool, by: Any = None
) -> None:
    """Add and change the pages. Raises ImportRefused where a page as a whole is not right.

    The drafts carry no name, so that the next import does not take them for somebody's work; the history of
    each page says who imported it.
    """
    todo = [one for one in outcomes if one.state in {State.NEW, State.CHANGED}]
    edits = [one for one in todo if one.is_edit]
    things: dict[str, dict[str, Any]] = {
        "areas": areas_by_code(_named(edits, "areas")),
        "languages": make_languages(_named(edits, "languages")),
        "themes": make_themes(_named(edits, "themes")),
    }
    for outcome in todo:
        page = outcome.page
        assert page is not None
        assert outcome.facts is not None
        if outcome.is_edit:
            for name, keys in outcome.facts.relations.items():
                getattr(page, name).set([things[name][key] for key in keys])
            _save(outcome, page, directory, by)
        if publish:
            page.get_latest_revision().publish(user=by, skip_permission_checks=True)


def _named(outcomes: Iterable[Outcome], relation: str) -> set[str]:
    return {name for one in outcomes if one.facts for name in one.facts.relations.get(relation, ())}


def _save(outcome: Outcome, page: PartnerPage, directory: PartnerIndexPage, by: Any) -> None:
    try:
        if outcome.state == State.NEW:
            directory.add_child(instance=page)
        page.save_revision(log_action=by is None)
    except ValidationError as error:
        raise ImportRefused(faults_of_model(outcome.row.place, error, NAMES_IN_FILE)) from error
    if by is not None:
        log(page, IMPORTED, user=by)
