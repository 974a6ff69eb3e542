"""Doing what was planned for the rows of a file. The caller holds the transaction."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.log_actions import log

from wijkzorg_home.importing import ImportRefused, faults_of_model

from ..models import PartnerImportRow, PartnerIndexPage, PartnerPage
from ..partner_references import areas_by_code, make_languages, make_themes
from .planning import BY_IMPORT, NAMES_IN_FILE, Outcome

State = PartnerImportRow.State


def apply(
    outcomes: Iterable[Outcome], directory: PartnerIndexPage, *, publish: bool, by: Any = None
) -> None:
    """Add and change the pages. Raises ImportRefused where a page as a whole is not right.

    The history of each page says that its draft is an import's, and who imported it; by that the next import
    knows that it is nobody's work.
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
            revision = page.get_latest_revision() or page.save_revision()
            revision.publish(user=by, skip_permission_checks=True)


def _named(outcomes: Iterable[Outcome], relation: str) -> set[str]:
    return {name for one in outcomes if one.facts for name in one.facts.relations.get(relation, ())}


def _save(outcome: Outcome, page: PartnerPage, directory: PartnerIndexPage, by: Any) -> None:
    try:
        if outcome.state == State.NEW:
            directory.add_child(instance=page)
        revision = page.save_revision()
    except ValidationError as error:
        raise ImportRefused(faults_of_model(outcome.row.place, error, NAMES_IN_FILE)) from error
    log(page, BY_IMPORT, user=by, revision=revision)
