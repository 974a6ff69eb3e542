"""The agenda, the events in it, and what came of them."""

from .agenda import AgendaPage
from .calendar import CalendarEntry
from .event_parts import EventHost, EventMeeting, ProgrammeItem
from .events import EventPage
from .registration import Registration, RegistrationNeeds, SeatBook, SeatLogEntry, Substitute
from .reports import Agreement, EventReportPage, Presentation, ReportPhoto, TableTalk

__all__ = [
    "AgendaPage",
    "Agreement",
    "CalendarEntry",
    "EventHost",
    "EventMeeting",
    "EventPage",
    "EventReportPage",
    "Presentation",
    "ProgrammeItem",
    "Registration",
    "RegistrationNeeds",
    "ReportPhoto",
    "SeatBook",
    "SeatLogEntry",
    "Substitute",
    "TableTalk",
]
