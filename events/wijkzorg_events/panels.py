"""What a partner's editor sees of the own events on the start page of the CMS."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import cached_property
from wagtail.admin.ui.components import Component
from wagtail.models import Locale

from wijkzorg_partners.models import PartnerPage
from wijkzorg_partners.panels import remark_on, state_of

from .models import EventPage


class OwnEventsPanel(Component):
    """For each own partner: its events with their state in words, and a button to propose one."""

    name = "own_events"
    template_name = "wijkzorg_events/cms/own_events.html"
    order = 2

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def partners(self) -> list[PartnerPage]:
        own = PartnerPage.objects.edited_by(self.request.user).filter(locale=Locale.get_default())
        return list(own.order_by("title"))

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {
            "partners": [
                {"page": partner, "events": [describe(event) for event in events_of(partner)]}
                for partner in self.partners
                if partner.live
            ],
            "request": self.request,
        }


def events_of(partner: PartnerPage) -> list[EventPage]:
    """The events below a profile, the latest first."""
    below = EventPage.objects.child_of(partner).select_related("latest_revision")
    return list(below.order_by("-start_at")[:20])


def describe(event: EventPage) -> dict[str, Any]:
    state, sentence = state_of(event)
    return {
        "page": event.get_latest_revision_as_object(),
        "public_url": event.get_url() if event.live else "",
        "state": state,
        "sentence": sentence,
        "remark": remark_on(event) if state == "sent_back" else "",
    }
