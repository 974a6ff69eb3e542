import pytest
import time_machine

from tests.factories import dutch_time
from wijkzorg_events.models import AgendaPage
from wijkzorg_news.models import NewsIndexPage


@pytest.fixture
def today():
    """It is noon on Wednesday 12 May 2027 in Amsterdam, and stays so."""
    with time_machine.travel(dutch_time("2027-05-12 12:00"), tick=False) as clock:
        yield clock


@pytest.fixture(scope="module")
def standing_lists(standing):
    district = standing.network.district
    standing.agenda = district.add_child(instance=AgendaPage(title="Agenda", slug="agenda"))
    standing.news_list = district.add_child(instance=NewsIndexPage(title="Nieuws", slug="nieuws"))


@pytest.fixture
def agenda(standing_lists, copied):
    return copied.agenda


@pytest.fixture
def news_list(standing_lists, copied):
    return copied.news_list
