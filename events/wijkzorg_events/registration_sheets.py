"""Who comes as a spreadsheet, every cell of it a text: `wijkzorg_home.sheets` writes it.

What people eat and need is left out: it is deleted a week after the event, and a file is not.
"""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Registration, SeatBook


def rows_of(book: SeatBook) -> list[list[str]]:
    """The head, and a row for each registration that was not ended. One query."""
    head = [
        _("Name"),
        _("Mail"),
        _("Organisation"),
        _("Comes as"),
        _("Role"),
        _("State"),
        _("People"),
        _("Who comes along"),
        _("Signed up"),
        _("Was there"),
    ]
    people = book.registrations.active().select_related("partner").in_order()
    return [head, *([str(value) for value in _row(one)] for one in people)]


def _row(one: Registration) -> Sequence[object]:
    return (
        one.name,
        one.email,
        one.organisation_name,
        one.get_kind_display(),
        one.role,
        one.get_status_display(),
        one.size,
        ", ".join(one.guests),
        timezone.localtime(one.created_at).strftime("%Y-%m-%d %H:%M"),
        one.get_attendance_display(),
    )
