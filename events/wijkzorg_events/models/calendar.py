"""What the calendars of people were last told of an event."""

from django.db import models


class CalendarEntry(models.Model):
    """Beside an event and all its translations, and in no revision: so no draft can turn it back.

    `calendar_entries.keep_up` is the only one that writes it.
    """

    #: The translation key of the event, which is its UID (RFC 5545, 3.8.4.7) in every language.
    uid = models.UUIDField(primary_key=True, editable=False)
    #: SEQUENCE (RFC 5545, 3.8.7.4): rises when time, place or cancellation changes, and never falls.
    sequence = models.PositiveIntegerField(default=0)
    #: When it last rose.
    changed_at = models.DateTimeField()
    #: A hash of what was told: compared, and never read.
    fingerprint = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.uid} ({self.sequence})"
