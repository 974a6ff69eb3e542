"""What is deleted because its time is over."""

from datetime import timedelta

import pytest
from django.utils import timezone

from wijkzorg_home.models import NetworkSettings
from wijkzorg_partners import actions, links, retention
from wijkzorg_partners.models import CallAttempt, Invitation, JoinRequest, OneTimeLink

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
