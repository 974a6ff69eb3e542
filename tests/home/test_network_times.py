"""The times of a network are set in one form, which keeps what was typed when they don't fit together."""

import pytest
from django.core.exceptions import ValidationError

from tests.security.forms import shown_in
from wijkzorg_home.models import NetworkSettings

STEPS = NetworkSettings.STEPS


@pytest.fixture
def form(network, cast, as_user):
    """Sends the settings of the network with some of them changed."""
    browser = as_user(cast.administrator)
    site = network.home.get_site()
    path = f"/cms/settings/wijkzorg_home/networksettings/{site.pk}/"

    def send(**changed):
        return browser.post(path, {**shown_in(browser.get(path)), **changed})

    return send


def faults(**changed):
    try:
        NetworkSettings(**changed).clean_fields(exclude=["site"])
        NetworkSettings(**changed).clean()
    except ValidationError as error:
        return set(error.message_dict)
    return set()


def test_the_times_as_they_are_at_first_fit_together():
    assert faults() == set()


def test_times_in_their_order_are_saved(form):
    answer = form(
        remind_weeks_before="4", host_weeks_before="2", host_within_weeks="6", link_days="45"
    )
    assert answer.status_code == 302
    saved = NetworkSettings.objects.get()
    assert (saved.remind_weeks_before, saved.host_weeks_before) == (4, 2)
    assert (saved.host_within_weeks, saved.link_days) == (6, 45)


def test_a_host_who_would_ask_before_the_reminder_is_refused_at_the_field_and_all_is_kept(form):
    answer = form(host_weeks_before="3", tagline="Oost")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {"host_weeks_before"}
    assert "Dit komt minstens een week later dan" in html
    assert 'value="Oost"' in html
    assert NetworkSettings.objects.get().host_weeks_before == 0


@pytest.mark.parametrize(
    ("changed", "at"),
    [
        ({"ask_weeks_before": 3}, "remind_weeks_before"),
        ({"host_weeks_before": 5}, "host_weeks_before"),
        ({"call_weeks_after": 0}, "call_weeks_after"),
        ({"mark_weeks_after": 2}, "mark_weeks_after"),
        ({"unlist_weeks_after": 6}, "unlist_weeks_after"),
        ({"offline_weeks_after": 12}, "offline_weeks_after"),
        ({"confirm_interval_months": 1}, "ask_weeks_before"),
        ({"link_days": 6}, "link_days"),
        ({"host_within_weeks": 0}, "host_within_weeks"),
        ({"hours_weeks_before": 4}, "hours_weeks_before"),
        ({"note_retention_days": 29}, "note_retention_days"),
        ({"account_retention_days": 59}, "account_retention_days"),
    ],
)
def test_what_can_not_be_is_told_at_its_field(changed, at):
    assert faults(**changed) == {at}


def test_an_empty_time_is_asked_for(form):
    answer = form(ask_weeks_before="")
    assert answer.context["form"].errors.keys() == {"ask_weeks_before"}
    assert len(STEPS) == 7
