"""Who confirms what, and what the public reads about it."""

import re
from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from tests.factories import make_partner, make_translation, make_user
from wijkzorg_partners import confirmation
from wijkzorg_partners.models import Confirmation, PartnerPage, PartnerRecord

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

ALL = confirmation.ALL_PARTS
URL = "/westkant/partners/buurtkamer-de-kade/"
LIST = "/westkant/partners/"


def mark(partner, stage, **changes):
    PartnerRecord.objects.filter(partner=partner).update(stage=stage, **changes)


def note_of(client, url=URL):
    html = client.get(url).content.decode()
    return re.sub(r"\s+", " ", re.search(r'<div class="note">.*?</section>', html, re.S).group(0))


def test_saving_and_publishing_again_does_not_move_the_date(profile, today):
    before = list(Confirmation.objects.values_list("pk", "confirmed_at"))
    today.shift(timedelta(days=30))
    profile.what_we_do = "Ook thee"
    profile.save_revision().publish()
    assert list(Confirmation.objects.values_list("pk", "confirmed_at")) == before


def test_the_first_publication_confirms_every_part(network, today):
    partner = make_partner(network.directory, "Nieuw", live=False)
    assert confirmation.last_confirmed(partner) == {}
    partner.save_revision().publish()
    last = confirmation.last_confirmed(partner)
    assert set(last) == set(ALL)
    assert {one.occasion for one in last.values()} == {"published"}
    assert PartnerRecord.objects.get(partner=partner).confirmed_at == timezone.now()


def test_a_confirmation_keeps_who_when_how_and_of_what_revision(profile, today):
    user = profile.memberships.get().user
    today.shift(timedelta(days=1))
    confirmation.confirm(profile, ["contact"], by=user, occasion="mijn")
    one = confirmation.last_confirmed(profile)["contact"]
    assert (one.confirmed_by, one.occasion, one.confirmed_at) == (user, "mijn", timezone.now())
    assert one.revision_id == PartnerPage.objects.get(pk=profile.pk).live_revision_id


def test_confirming_in_a_translation_confirms_the_partner(profile, today):
    english = make_translation(profile, "en")
    today.shift(timedelta(days=1))
    confirmation.confirm(english, ALL, occasion="mijn")
    assert PartnerRecord.objects.get().partner_id == profile.pk
    assert confirmation.last_confirmed(profile)["offer"].confirmed_at == timezone.now()
    assert confirmation.last_confirmed(english)["offer"].confirmed_at == timezone.now()


@pytest.mark.parametrize("who", ["owner", "editor", "coordinator", "moderator"])
def test_own_people_and_the_network_may_confirm(profile, cast, who):
    user = {
        "owner": profile.memberships.get().user,
        "editor": make_user("e@example.org", partner=profile, cms_access=False),
        "coordinator": cast.coordinator,
        "moderator": cast.moderator,
    }[who]
    confirmation.confirm(profile, ["hours"], by=user, occasion="mijn")
    assert confirmation.last_confirmed(profile)["hours"].confirmed_by == user


@pytest.mark.parametrize("who", ["member", "editor_b", "helper"])
@pytest.mark.parametrize("action", ["confirm", "report_gone", "bring_back"])
def test_others_may_not(profile, cast, who, action):
    helper = make_user("h@example.org", partner=profile, role="helper")
    user = helper if who == "helper" else getattr(cast, who)
    does = {
        "confirm": partial(confirmation.confirm, profile, ALL, by=user, occasion="mijn"),
        "report_gone": partial(confirmation.report_gone, profile, by=user),
        "bring_back": partial(confirmation.bring_back, profile, by=user),
    }
    with pytest.raises(PermissionDenied):
        does[action]()


def test_only_who_publishes_takes_a_profile_offline(profile, cast):
    with pytest.raises(PermissionDenied):
        confirmation.take_offline(profile, by=cast.coordinator)
    confirmation.take_offline(profile, by=cast.moderator)
    assert not PartnerPage.objects.get(pk=profile.pk).live


def test_what_a_moderator_took_offline_in_the_cms_its_partner_can_not_bring_back(profile):
    PartnerPage.objects.get(pk=profile.pk).unpublish()
    with pytest.raises(confirmation.NotOffline):
        confirmation.bring_back(profile, by=profile.memberships.get().user)


def test_a_merged_profile_does_not_come_back(profile, cast):
    confirmation.take_offline(profile, by=cast.moderator)
    PartnerRecord.objects.filter(partner=profile).update(merged_into=cast.partner_b)
    with pytest.raises(confirmation.NotOffline):
        confirmation.bring_back(profile, by=cast.moderator)


def test_who_publishes_an_offline_page_in_the_cms_begins_anew(profile, cast, stage_of):
    confirmation.take_offline(profile, by=cast.moderator)
    PartnerPage.objects.get(pk=profile.pk).save_revision().publish()
    assert stage_of(profile) == "fresh"


def test_confirming_takes_back_that_somebody_said_it_is_gone(profile):
    confirmation.report_gone(profile)
    assert PartnerRecord.objects.get().reported_gone_at is not None
    confirmation.confirm(profile, ["hours"], occasion="mail")
    assert PartnerRecord.objects.get().reported_gone_at is not None
    confirmation.confirm(profile, ALL, occasion="mail")
    assert PartnerRecord.objects.get().reported_gone_at is None


# What the public reads


def test_the_profile_says_when_and_by_whom_without_a_name(profile, client):
    user = profile.memberships.get().user
    user.first_name = "Geheimzinnig"
    user.save()
    confirmation.confirm(profile, ALL, by=user, occasion="mail")
    note = note_of(client)
    assert "4 januari 2027" in note
    assert "Geheimzinnig" not in client.get(URL).content.decode()
    assert user.email not in client.get(URL).content.decode()


def test_parts_with_dates_of_their_own_are_told_apart(profile, client, today):
    assert "<details>" not in note_of(client)
    today.shift(timedelta(days=10))
    confirmation.confirm(profile, ["hours"], occasion="call")
    note = note_of(client)
    assert note.count("<dt>") == 4
    assert "14 januari 2027" in note


def test_hours_that_lapsed_are_told_apart_from_the_rest(profile, client, today):
    today.shift(timedelta(weeks=14))
    note = note_of(client)
    assert note.count('class="stale"') == 1
    confirmation.confirm(profile, ["hours"], occasion="mail")
    assert 'class="stale"' not in note_of(client)


@pytest.mark.parametrize("stage", ["marked", "unlisted"])
def test_a_profile_that_nobody_confirms_says_since_when(profile, client, stage):
    mark(profile, stage)
    note = note_of(client)
    assert '<b class="stale">' in note
    assert "4 januari 2027" in note


@pytest.mark.both_databases
def test_the_card_says_it_too_and_stands_last(profile, network, client):
    make_partner(network.directory, "Zonnehuis")
    names = lambda: [one.title for one in client.get(LIST).context["results"]]  # noqa: E731
    assert names() == ["Buurtkamer De Kade", "Zonnehuis"]
    mark(profile, "marked")
    assert names() == ["Zonnehuis", "Buurtkamer De Kade"]
    assert 'class="stale"' in client.get(LIST).content.decode()


@pytest.mark.both_databases
@pytest.mark.usefixtures("search_follows")
def test_with_words_the_marked_one_stands_last_too(profile, network, client):
    make_partner(network.directory, "Ander", what_we_do="Een keer koffie, in een lange tekst.")
    mark(profile, "marked")
    for url in (f"{LIST}?q=koffie", "/zoeken/?q=koffie", "/api/v1/search?q=koffie"):
        html = client.get(url).content.decode()
        assert html.index("Ander") < html.index("Buurtkamer De Kade"), url


@pytest.mark.both_databases
def test_what_is_out_of_the_lists_is_in_none_but_keeps_its_address(profile, network, client):
    make_translation(profile, "en", title="Quay room")
    mark(profile, "unlisted")
    for url in (
        LIST,
        f"{LIST}?q=koffie",
        "/zoeken/",
        "/zoeken/?q=koffie",
        "/en/zoeken/",
        "/zoeken/suggesties/?q=buurtkamer",
        "/api/v1/search",
        "/api/v1/search?q=koffie",
        "/westkant/",
        "/",
        "/en/westkant/partners/",
    ):
        answer = client.get(url).content.decode()
        assert "De Kade" not in answer.replace("q=", ""), url
        assert "Quay room" not in answer, url
    assert client.get(URL).status_code == 200
    assert client.get(f"{URL.replace('/westkant', '/en/westkant')}").status_code == 200


def test_a_filter_shows_them_all_the_same_and_can_be_taken_off(profile, client):
    mark(profile, "unlisted")
    answer = client.get(f"{LIST}?unconfirmed=on")
    assert [one.title for one in answer.context["results"]] == ["Buurtkamer De Kade"]
    [chip] = answer.context["active_filters"]
    assert "True" not in chip["label"]
    assert client.get(chip["remove_url"]).context["total"] == 0


def test_the_words_tell_a_role_in_the_readers_language(profile):
    words = {
        occasion: confirmation.by_words(occasion, "Wijkzorg")
        for occasion in Confirmation.Occasion.values
    }
    assert "Wijkzorg" in words["call"]
    assert words["mail"] == words["mijn"] == words["sent_in"]
    assert "2027" in confirmation.confirmed_words(confirmation.last_confirmed(profile)["offer"])


def test_each_field_of_a_profile_belongs_to_one_part():
    named = [name for names in confirmation.PART_FIELDS.values() for name in names]
    assert len(named) == len(set(named))
    for name in named:
        assert PartnerPage._meta.get_field(name)
