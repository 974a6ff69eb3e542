"""The agenda, the events in it, and what came of them."""

from .agenda import AgendaPage
from .events import EventHost, EventPage, ProgrammeItem
from .reports import Agreement, EventReportPage, Presentation, ReportPhoto, TableTalk

__all__ = [
    "AgendaPage",
    "Agreement",
    "EventHost",
    "EventPage",
    "EventReportPage",
    "Presentation",
    "ProgrammeItem",
    "ReportPhoto",
    "TableTalk",
]
