"""When to call the network stands at the foot of every page, in the reader's language if it can."""

import pytest
from wagtail.models import Locale

from tests.factories import make_translation
from wijkzorg_home.models import HoursElsewhere, NetworkSettings

DUTCH, ENGLISH = "Elke werkdag van 9.00 tot 17.00 uur", "Every working day from 9:00 to 17:00"


@pytest.fixture
def hours(network):
    settings = NetworkSettings.objects.get()
    settings.contact_hours = DUTCH
    settings.hours_elsewhere = [
        HoursElsewhere(locale=Locale.objects.get(language_code="en"), hours=ENGLISH)
    ]
    settings.save()


@pytest.mark.parametrize(("code", "told"), [("nl", DUTCH), ("en", ENGLISH), ("tr", DUTCH)])
def test_hours_are_told_in_the_readers_language_where_somebody_wrote_them(
    client, network, hours, code, told
):
    page = network.home if code == "nl" else make_translation(network.home, code)
    html = client.get(page.url).content.decode()
    assert told in html
    assert {DUTCH, ENGLISH} - {told} == {one for one in (DUTCH, ENGLISH) if one not in html}
