"""Questions about many events and reports."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.models import PageManager

from wijkzorg_home.querysets import GatheredQuerySet

if TYPE_CHECKING:
    from wijkzorg_partners.models import PartnerPage

    from .models import EventMeeting, EventPage, EventReportPage


class EventQuerySet(GatheredQuerySet):
    def upcoming(self, now: datetime | None = None) -> "EventQuerySet":
        """What has not ended yet, the nearest first. What goes on now is upcoming.

        A series ends with its last day, and stands where its next day does.
        """
        moment = now or timezone.now()
        return self.filter(end_at__gte=moment)._by_first_day(end_at__gte=moment)

    def past(self, now: datetime | None = None) -> "EventQuerySet":
        """What has ended, the newest first."""
        return self.filter(end_at__lt=now or timezone.now()).order_by("-start_at", "-pk")

    def in_month(self, first: datetime, after: datetime) -> "EventQuerySet":
        """What has a day in a month, given as its first moment and that of the month after it."""
        within = {"start_at__gte": first, "start_at__lt": after}
        days = self._days().filter(**within)
        return self.filter(Q(**within) | Q(pk__in=days.values("event")))._by_first_day(**within)

    def _days(self) -> "QuerySet[EventMeeting]":
        return self.model.meetings.rel.related_model.objects.all()

    def _by_first_day(self, **wanted: datetime) -> "EventQuerySet":
        """In the order of the first day that is wanted; an event without days has one: itself."""
        days = self._days().filter(event=OuterRef("pk"), **wanted).order_by()
        first = days.values("event").annotate(first=Min("start_at")).values("first")
        return self.order_by(Coalesce(Subquery(first), F("start_at")), "pk")

    def of_partner(self, partner: "PartnerPage") -> "EventQuerySet":
        """What a partner holds itself, is a host of, or opens its doors for."""
        key = partner.translation_key
        return self.filter(
            Q(own_partner__translation_key=key)
            | Q(venue__translation_key=key)
            | Q(
                pk__in=self.model.hosts.rel.related_model.objects.filter(
                    partner__translation_key=key
                ).values("event")
            )
        )

    def with_people(self) -> "EventQuerySet":
        """What goes ahead and is still to come, with people who sit or wait."""
        people = {"seat_book__registrations__status__in": ["held", "seated", "waiting"]}
        return self.upcoming().live().exclude(status="cancelled").filter(**people).distinct()

    def with_card_facts(self) -> "QuerySet[EventPage]":
        """All that a line in a list shows but the place; `agenda.with_places` looks that up."""
        return self.select_related("locale", "content_type").prefetch_related(
            "areas", "themes", "meetings"
        )


EventManager = PageManager.from_queryset(EventQuerySet)


class ReportQuerySet(GatheredQuerySet):
    def of_partner(self, partner: "PartnerPage") -> "ReportQuerySet":
        """Reports in which the partner agreed to something, or of an event that it was a host of."""
        from .models import Agreement, EventPage

        key = partner.translation_key
        agreed = Agreement.objects.filter(partner__translation_key=key).values("report")
        events = EventPage.objects.of_partner(partner).values("pk")
        return self.filter(Q(pk__in=agreed) | Q(event__in=events))

    def with_card_facts(self) -> "QuerySet[EventReportPage]":
        return self.select_related("locale", "content_type", "event").prefetch_related(
            "areas", "themes", "photos__image__renditions"
        )


ReportManager = PageManager.from_queryset(ReportQuerySet)
