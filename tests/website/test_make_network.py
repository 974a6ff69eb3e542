"""`manage.py make_network`: the same network for the same seed, on empty sites only, whose pages work."""

from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.factories import make_event, make_partner
from website.management.commands import make_network
from wijkzorg_events.models import EventPage
from wijkzorg_partners.models import PartnerPage
from wijkzorg_search.models import SearchDocument

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.slow]

FACTS = ("source_id", "title", "summary", "kind", "translation_key", "what_we_do", "areas__code")


def run(**options):
    told = StringIO()
    call_command("make_network", stdout=told, **{"partners": 8, "events": 3, "seed": 5, **options})
    return told.getvalue()


def written():
    return sorted(map(str, PartnerPage.objects.values_list(*FACTS)))


def test_a_site_without_a_network_gets_one_that_works(client, as_user, cast_of_nobody):
    told = run()
    assert "8 added" in told
    assert (PartnerPage.objects.live().count(), EventPage.objects.live().count()) == (8, 3)
    assert SearchDocument.objects.count() == 11
    assert PartnerPage.objects.filter(kind="informal").count() == 4
    partner = PartnerPage.objects.first()
    assert partner.title in client.get(partner.url).content.decode()
    assert partner.title in client.get(partner.get_parent().url).content.decode()
    found = client.get("/api/v1/search", {"q": partner.title}).json()
    assert found["results"][0]["title"] == partner.title
    editor = as_user(cast_of_nobody)
    assert editor.get(f"/cms/pages/{partner.pk}/edit/").status_code == 200


@pytest.fixture
def cast_of_nobody(db):
    from tests.factories import make_user

    return make_user("beheer@example.org", superuser=True)


def test_the_same_seed_gives_the_same_and_again_nothing_new():
    run()
    first = written()
    assert "11 pages" not in run()
    assert written() == first
    run(partners=10)
    assert set(first) < set(written())
    PartnerPage.objects.filter(source_id="made-up-partner-3").first().delete()
    run()
    assert set(first) < set(written())


def test_beside_a_real_partner_nothing_is_made_unless_forced(network):
    make_partner(network.directory)
    with pytest.raises(CommandError, match="1 partners and events"):
        run()
    assert PartnerPage.objects.count() == 1
    run(force=True)
    assert PartnerPage.objects.count() == 9


def test_beside_a_real_event_nothing_is_made(network):
    from wijkzorg_events.models import AgendaPage

    agenda = network.district.add_child(instance=AgendaPage(title="Agenda", slug="agenda"))
    make_event(agenda)
    with pytest.raises(CommandError, match="1 partners and events"):
        run()


def test_a_production_site_is_refused(monkeypatch):
    production = SimpleNamespace(is_production=True)
    monkeypatch.setattr(make_network, "environment", production)
    with pytest.raises(CommandError, match="production"):
        run()
    assert not PartnerPage.objects.exists()
