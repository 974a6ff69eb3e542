from datetime import date

import pytest
import time_machine

from tests.factories import dutch_time, make_event, make_news, make_report
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


@pytest.fixture(scope="module")
def standing_stories(standing, standing_lists):
    network, agenda, news_list = standing.network, standing.agenda, standing.news_list
    loneliness, money = network.themes
    event = make_event(agenda, "Tafel in mei", "2026-05-21 12:00")
    other = make_event(agenda, "Tafel in maart", "2025-03-21 12:00")
    for title, day, area, theme in [
        ("De site is er", date(2026, 4, 9), network.town, money),
        ("Drie steden", date(2026, 6, 1), network.wijk, loneliness),
        ("Oud nieuws", date(2025, 1, 31), network.other_wijk, loneliness),
    ]:
        make_news(news_list, title, date=day, areas=[area], themes=[theme])
    make_report(event, "Verslag mei", date=date(2026, 5, 22), areas=[network.wijk], themes=[money])
    make_report(other, "Verslag maart", date=date(2025, 3, 22), areas=[network.gebied], themes=[loneliness])  # fmt: skip


@pytest.fixture
def stories(standing_stories, copied):
    """Three items and two reports, taking turns."""
