"""Who is the host of the next Wijktafel of an area."""

import pytest
from django.utils import timezone

from tests.factories import make_event, make_partner
from wijkzorg_events.table_hosts import next_host

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def host(network):
    return make_partner(network.directory, "Gastheer", email="gastheer@example.org")


def found(*areas):
    host = next_host([area.pk for area in areas], timezone.now())
    return host and (host.event_title, host.email)


@pytest.mark.parametrize("where", ["wijk", "gebied", "town"])
def test_a_wijktafel_in_below_or_above_the_area_counts(network, agenda, host, where):
    make_event(agenda, "Tafel", "2027-05-21 12:00", areas=[getattr(network, where)], hosts=[host])
    assert found(network.wijk) == ("Tafel", "gastheer@example.org")
    assert found(network.gebied) == ("Tafel", "gastheer@example.org")


def test_one_beside_it_does_not(network, agenda, host):
    make_event(agenda, "Tafel", "2027-05-21 12:00", areas=[network.other_wijk], hosts=[host])
    assert found(network.wijk) is None
    assert found() is None


def test_the_nearest_that_goes_ahead_counts(network, agenda, host):
    for title, start, more in [
        ("Voorbij", "2027-05-01 12:00", {}),
        ("Gaat niet door", "2027-05-14 12:00", {"status": "cancelled", "status_reason": "ziek"}),
        ("Training", "2027-05-15 12:00", {"kind": "training"}),
        ("Concept", "2027-05-16 12:00", {"live": False}),
        ("Later", "2027-06-21 12:00", {}),
        ("Deze", "2027-05-21 12:00", {}),
    ]:
        make_event(agenda, title, start, areas=[network.wijk], hosts=[host], **more)
    assert found(network.wijk) == ("Deze", "gastheer@example.org")


def test_a_host_without_a_mail_address_leaves_it_to_the_place(network, agenda):
    silent = make_partner(network.directory, "Zonder mail")
    place = make_partner(network.directory, "Zaal", email="zaal@example.org")
    make_event(
        agenda, "Tafel", "2027-05-21 12:00", areas=[network.wijk], hosts=[silent], venue=place
    )
    assert found(network.wijk) == ("Tafel", "zaal@example.org")
