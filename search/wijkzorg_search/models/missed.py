"""Words that the search had no good answer to. No question, no person, no moment: see decision 0018."""

from django.db import models


class MissedWord(models.Model):
    """On this day the word was asked for, in that language of the site, and nothing answered it well.

    One row a day, however often: who asks the same a hundred times counts as one.
    """

    word = models.CharField(max_length=24)
    language = models.CharField(max_length=10)
    day = models.DateField()
    #: Whether there was an answer, but hardly one.
    is_weak = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["word", "language", "day"], name="wijkzorg_search_one_missed_word_a_day"
            )
        ]
        indexes = [models.Index(fields=["day"], name="wijkzorg_search_missed_day")]

    def __str__(self) -> str:
        return f"{self.word} ({self.language})"


class DismissedWord(models.Model):
    """A word of which an editor said that nothing needs to be done with it."""

    word = models.CharField(max_length=24)
    language = models.CharField(max_length=10)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["word", "language"], name="wijkzorg_search_dismissed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.word} ({self.language})"
