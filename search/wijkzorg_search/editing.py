"""What editors do with a word that the search missed. Each deed is told in Wagtail's log."""

from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from .models import Concept, DismissedWord, MissedWord

ADDED, DISMISSED = "wijkzorg.search.word_added", "wijkzorg.search.word_dismissed"


@transaction.atomic
def add_to_concept(concept: Concept, word: str, language: str, *, by: Any) -> None:
    """From now on the word means the concept, and waits for nobody."""
    concept.add_way(word, language)
    concept.save()
    MissedWord.objects.filter(word=word, language=language).delete()
    log(concept, ADDED, user=by, data={"word": word, "language": language})


@transaction.atomic
def make_concept(word: str, language: str, *, by: Any) -> Concept:
    """A new concept that begins with the word."""
    concept = Concept(name=word.capitalize(), code=Concept.free_code(word))
    concept.save()
    log(concept, "wagtail.create", user=by)
    add_to_concept(concept, word, language, by=by)
    return concept


@transaction.atomic
def dismiss(word: str, language: str, *, by: Any) -> None:
    """Nothing needs to be done with this word, now or later."""
    kept, _made = DismissedWord.objects.get_or_create(word=word, language=language)
    MissedWord.objects.filter(word=word, language=language).delete()
    log(kept, DISMISSED, user=by, data={"word": word, "language": language})
