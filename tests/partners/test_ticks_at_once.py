"""Two ticks, or a tick and a person, at the same moment; on both databases."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page

from tests.at_once import at_once
from wijkzorg_home.models import OutgoingMail
from wijkzorg_partners import confirmation, confirmation_work
from wijkzorg_partners.models import Confirmation, OneTimeLink, PartnerPage, PartnerRecord

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]


@pytest.fixture
def _django_db_helper(django_db_setup, django_db_blocker):
    """No transaction around the test: see tests/home/test_mail_at_once.py."""
    with django_db_blocker.unblock():
        yield
        OutgoingMail.objects.all().delete()
        for page in PartnerPage.objects.all():
            page.delete()


@pytest.fixture
def asked_soon():
    """Five profiles for which the first question is due."""
    root = Page.get_first_root_node()
    pages = [
        root.add_child(instance=PartnerPage(title=f"Groep {n}", email=f"groep{n}@example.org"))
        for n in range(5)
    ]
    long_ago = timezone.now() - timedelta(weeks=21)
    Confirmation.objects.bulk_create(
        Confirmation(partner=page, part=part, occasion="published", confirmed_at=long_ago)
        for page in pages
        for part in confirmation.ALL_PARTS
    )
    return pages


def tick():
    confirmation_work.ask_what_is_due(timezone.now())


def test_each_is_asked_once_however_many_ticks_there_are(asked_soon):
    at_once(*[tick] * 3)
    keys = OutgoingMail.objects.values_list("to", flat=True)
    assert sorted(keys) == [f"groep{n}@example.org" for n in range(5)]
    assert set(PartnerRecord.objects.values_list("stage", flat=True)) == {"asked"}
    assert OneTimeLink.objects.count() == 15


def test_who_confirms_while_the_tick_runs_ends_fresh_or_asked_and_confirmed(asked_soon):
    confirmation_work.ask_what_is_due(timezone.now() - timedelta(weeks=4))  # makes the records

    def confirms():
        confirmation.confirm(asked_soon[0], confirmation.ALL_PARTS, occasion="mail")

    at_once(confirms, tick)
    record = PartnerRecord.objects.get(partner=asked_soon[0])
    assert record.stage == "fresh"
    assert record.due_at > timezone.now() + timedelta(weeks=20)
