"""Model fields of profiles."""

from typing import Any

from django.db import models


class ScheduleField(models.JSONField):
    """When something is open: weekly and monthly times, and dates on which it is otherwise.

    The value is `{"weekly": [{"byday": "MO", "opens_at": "10:00", "closes_at": "17:00"}, ...],
    "exceptions": [{"date": "2026-12-25", "opens_at": "", "closes_at": "", "note": ""}, ...]}`, in local
    time. `byday` is that of RFC 5545: "MO" is every Monday, "1SA" the first Saturday of the month. An
    exception without times is a day on which it is closed. Empty is `{}`. People type it as lines.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", dict)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        from .forms import ScheduleFormField

        # Wagtail's panels do not draw the hidden input with which Django compares a default of a function.
        options = {"form_class": ScheduleFormField, "show_hidden_initial": False, **kwargs}
        return models.Field.formfield(self, **options)
