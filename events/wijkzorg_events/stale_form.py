"""A form of an event that was opened before something was announced does not take that back.

Drafts and revisions are held back by `EventPage.status_version`. A form is not: it sends all its fields, so
one that was open while a colleague cancelled the event says that it goes ahead. So the form tells what stood
on the site when it was opened; if that is not so any more it is refused, with what was typed, and with what
stands there now in the fields about it.
"""

import hashlib
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from .forms import EventPageForm


def announced(event: Any) -> str:
    """A hash of what the public reads of whether it goes ahead, and when; "" for nothing."""
    if event is None:
        return ""
    told = [str(getattr(event, name)) for name in type(event).ANNOUNCED]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:32]


class NotStaleForm(EventPageForm):
    """Refuses what was announced since it was opened. One query."""

    announced_then = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = type(self.instance).objects.filter(pk=self.instance.pk, live=True)
        row = rows.first() if self.instance.pk else None
        stands = self.initial["announced_then"] = announced(row)
        name = self.add_prefix("announced_then")
        self.is_stale = self.is_bound and row is not None and self.data.get(name, "") != stands
        if self.is_stale:
            self.data = self.data.copy()
            self.data[name] = stands
            self._show_what_stands(row)

    def _show_what_stands(self, row: Any) -> None:
        for name in set(row.ANNOUNCED) & set(self.fields):
            value = getattr(row, name)
            if hasattr(value, "tzinfo"):
                value = timezone.localtime(value)
            shown = self.fields[name].widget.format_value(value) if value else ""
            self.data[self.add_prefix(name)] = shown[0] if isinstance(shown, list) else shown

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if self.is_stale:
            self.add_error(
                "status" if "status" in self.fields else None,
                _(
                    "A colleague changed when it is or whether it goes ahead, after you opened this form. "
                    "Those fields show how it stands now. Look at them, and save again."
                ),
            )
        return cleaned
