"""What is deleted because its time is over."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageLogEntry

from wijkzorg_home.models import NetworkSettings
from wijkzorg_partners import actions, links, retention, urgent
from wijkzorg_partners.models import (
    CallAttempt,
    Invitation,
    JoinRequest,
    OneTimeLink,
    UrgentChange,
)

pytestmark = pytest.mark.django_db


def purge():
    return retention.delete_what_ended(timezone.now())


def test_invitations_go_after_the_days_of_the_network(cast, today):
    NetworkSettings.objects.update(invitation_retention_days=20)
    actions.invite_editor(cast.partner_a, "nieuw@example.org", by=cast.moderator)
    today.shift(timedelta(days=14 + 19))
    assert purge() == ""
    today.shift(timedelta(days=2))
    assert purge() == "deleted: 1 invitations"
    assert not Invitation.objects.exists()


def test_links_say_for_three_months_that_they_ended_and_then_go(profile, today):
    link, _token = links.new_link(profile, "confirm", None, timezone.now())
    link.save()
    today.shift(timedelta(days=30 + 89))
    assert purge() == ""
    today.shift(timedelta(days=2))
    assert purge() == "deleted: 1 one-time links"
    assert not OneTimeLink.objects.exists()


def test_requests_to_join_go_a_month_after_they_ended(network, today):
    JoinRequest.objects.create(
        name="Nieuw",
        area=network.wijk,
        email="x@example.org",
        token_hash="x",
        expires_at=timezone.now(),
    )
    today.shift(timedelta(days=29))
    assert purge() == ""
    today.shift(timedelta(days=2))
    assert purge() == "deleted: 1 requests to join"


def test_notes_of_calls_are_emptied_after_a_year_and_the_call_stays(profile, today):
    CallAttempt.objects.create(partner=profile, outcome="not_reached", note="belt terug")
    today.shift(timedelta(days=366))
    assert purge() == "deleted: 1 notes of calls"
    assert CallAttempt.objects.get().note == ""
    assert purge() == ""


def why(partner):
    """Why it was closed, as the history of the page tells."""
    told = PageLogEntry.objects.filter(page=partner, action="wijkzorg.urgent.closed")
    return [entry.data["note"] for entry in told.order_by("pk")]


def test_why_somebody_was_closed_is_forgotten_a_year_after_it_ended(cast, today):
    end = timezone.localdate() + timedelta(days=30)
    urgent.report_closed(cast.partner_a, by=cast.editor_a, until=end, note="ziekte van Jan")
    today.shift(timedelta(days=365 + 30))
    assert purge() == ""
    today.shift(timedelta(days=1))
    assert purge() == "deleted: 1 notes of urgent facts"
    change = UrgentChange.objects.get()
    assert (change.note, change.ends_on) == ("", end)
    assert why(cast.partner_a) == [""]
    assert purge() == ""


def test_why_somebody_is_still_closed_stays_and_what_was_taken_back_goes(cast, today):
    for note in ("verbouwing", "brand"):
        urgent.report_closed(cast.partner_a, by=cast.editor_a, until=None, note=note)
    today.shift(timedelta(days=900))
    assert purge() == "deleted: 1 notes of urgent facts"
    assert list(UrgentChange.objects.order_by("pk").values_list("note", flat=True)) == ["", "brand"]
    assert why(cast.partner_a) == ["", "brand"]


def test_the_days_of_the_network_hold_for_notes(profile, today):
    NetworkSettings.objects.update(note_retention_days=40)
    CallAttempt.objects.create(partner=profile, outcome="not_reached", note="belt terug")
    today.shift(timedelta(days=41))
    assert purge() == "deleted: 1 notes of calls"
