"""Who works together: asked at the own door, shown when both said so, ended by either, and hidden with a page."""

import copy
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import PageViewRestriction

from tests.factories import make_partner, make_translation, make_user
from wijkzorg_home.models import OutgoingMail
from wijkzorg_partners import merging
from wijkzorg_partners.models import Cooperation, PartnerPage
from wijkzorg_partners.ties import cooperation

pytestmark = pytest.mark.django_db

KADE, HAMER = "/mijn/buurtkamer-de-kade/samen/", "/mijn/klusclub-de-hamer/samen/"


@pytest.fixture(scope="module")
def standing_third(standing, standing_cast, django_db_blocker):
    """A third partner, formal, and a translation of the first."""
    with django_db_blocker.unblock():
        team = make_partner(standing.network.directory, "Wijkteam De Linde", kind="formal")
        make_user("linde@example.org", partner=team)
        standing.third = SimpleNamespace(
            team=team, english=make_translation(standing.cast.partner_a, title="The Quay")
        )


@pytest.fixture
def third(standing_third, copied):
    return copy.copy(copied.third)


@pytest.fixture
def confirmed(cast):
    cooperation.say_yes(cast.partner_a, cast.partner_b, by=cast.editor_a)
    return cooperation.say_yes(cast.partner_b, cast.partner_a, by=cast.editor_b)


def mails(kind):
    return sorted(OutgoingMail.objects.filter(kind=kind).values_list("to", flat=True))


def profile(client, partner, prefix=""):
    return client.get(PartnerPage.objects.get(pk=partner.pk).get_url()).content.decode()


def test_one_side_asks_and_the_other_says_yes_and_then_it_stands_on_both_profiles(
    client, cast, as_user
):
    asks, answers = as_user(cast.editor_a), as_user(cast.editor_b)
    found = asks.get(KADE, {"q": "hamer"}).content.decode()
    way = f"{KADE}{cast.partner_b.pk}/"
    assert way in found
    assert "We werken samen: verstuur het" in asks.get(way).content.decode()
    asks.get(way)
    assert Cooperation.objects.count() == 0  # a GET shows, and does nothing
    sent = asks.post(way, {"say": "yes"}, follow=True)
    assert "We hebben het Klusclub De Hamer gevraagd" in sent.content.decode()
    assert mails("tie_asked") == ["b@example.org"]
    assert "Werkt samen met" not in profile(client, cast.partner_a)
    assert "Iemand wacht op je antwoord" in answers.get("/mijn/").content.decode()
    answer = f"{HAMER}{cast.partner_a.pk}/"
    assert answer in OutgoingMail.objects.get(kind="tie_asked").text
    answers.post(answer, {"say": "yes"})
    assert mails("tie_confirmed") == ["a@example.org"]
    for one, other in ((cast.partner_a, cast.partner_b), (cast.partner_b, cast.partner_a)):
        html = profile(client, one)
        assert "Werkt samen met" in html
        assert f'href="{other.get_url()}"' in html


def test_who_proposed_and_who_confirmed_is_kept(confirmed, cast):
    assert confirmed.state == "confirmed"
    first = confirmed.first_id == cast.partner_a.pk
    assert confirmed.proposed_by == cast.editor_a
    assert confirmed.proposed_side == ("first" if first else "second")
    said = [confirmed.first_confirmed_by, confirmed.second_confirmed_by]
    assert said == ([cast.editor_a, cast.editor_b] if first else [cast.editor_b, cast.editor_a])


def test_asking_twice_is_one_question_and_one_mail(cast):
    for _time in range(2):
        cooperation.say_yes(cast.partner_a, cast.partner_b, by=cast.editor_a)
    assert Cooperation.objects.count() == 1
    assert mails("tie_asked") == ["b@example.org"]


def test_who_was_told_no_does_not_ask_again_and_who_said_no_may(cast):
    cooperation.say_yes(cast.partner_a, cast.partner_b, by=cast.editor_a)
    cooperation.say_no(cast.partner_b, cast.partner_a, by=cast.editor_b)
    assert mails("tie_ended") == ["a@example.org"]
    with pytest.raises(cooperation.NotPossible):
        cooperation.say_yes(cast.partner_a, cast.partner_b, by=cast.editor_a)
    assert cooperation.say_yes(cast.partner_b, cast.partner_a, by=cast.editor_b).state == "asked"
    assert mails("tie_asked") == ["a@example.org", "b@example.org"]


def test_taking_it_back_mails_nobody(cast):
    cooperation.say_yes(cast.partner_a, cast.partner_b, by=cast.editor_a)
    cooperation.say_no(cast.partner_a, cast.partner_b, by=cast.editor_a)
    assert mails("tie_ended") == []
    assert cooperation.to_answer(cast.partner_b) == []


def test_taking_it_back_and_asking_again_mails_once_in_thirty_days(cast, time_machine):
    def ask_and_take_back():
        cooperation.say_yes(cast.partner_a, cast.partner_b, by=cast.editor_a)
        cooperation.say_no(cast.partner_a, cast.partner_b, by=cast.editor_a)

    for _time in range(3):
        ask_and_take_back()
    assert mails("tie_asked") == ["b@example.org"]
    time_machine.move_to(timezone.now() + timedelta(days=31))
    ask_and_take_back()
    assert mails("tie_asked") == ["b@example.org", "b@example.org"]


def test_who_ended_it_and_asks_again_is_heard_at_once(confirmed, cast):
    cooperation.say_no(cast.partner_a, cast.partner_b, by=cast.editor_a)
    cooperation.say_yes(cast.partner_a, cast.partner_b, by=cast.editor_a)
    assert mails("tie_asked") == ["b@example.org", "b@example.org"]


def test_either_side_ends_it(client, confirmed, cast, as_user):
    as_user(cast.editor_b).post(f"{HAMER}{cast.partner_a.pk}/", {"say": "no"})
    assert mails("tie_ended") == ["a@example.org"]
    assert "Werkt samen met" not in profile(client, cast.partner_a)
    assert "Werkt samen met" not in profile(client, cast.partner_b)


def test_a_profile_in_another_language_leads_to_the_other_one_in_that_language(
    client, confirmed, cast, third
):
    cooperation.record(cast.partner_a, third.team, by=cast.coordinator)
    html = client.get(third.english.get_url()).content.decode()
    assert "Works together with" in html
    assert cast.partner_b.get_url() in html  # not translated: the page as it is
    html = client.get("/en" + cast.partner_b.get_url())
    assert html.status_code == 404
    make_translation(cast.partner_b, title="The Hammer")
    html = client.get(third.english.get_url()).content.decode()
    assert "The Hammer" in html
    assert "Klusclub De Hamer" not in html


@pytest.mark.parametrize("how", ["offline", "restricted", "out of the lists"])
def test_hide_means_hide(client, confirmed, cast, how):
    from wijkzorg_partners.records import record_of

    if how == "offline":
        cast.partner_b.unpublish()
    elif how == "restricted":
        PageViewRestriction.objects.create(page=cast.partner_b, restriction_type="login")
    else:
        record = record_of(cast.partner_b)
        record.stage = "unlisted"
        record.save()
    assert "Hamer" not in profile(client, cast.partner_a)
    answer = client.get(f"/api/wagtail/v2/pages/{cast.partner_a.pk}/").json()
    assert answer["works_with"] == []


def test_the_api_names_whom_it_works_with(client, confirmed, cast):
    answer = client.get(f"/api/wagtail/v2/pages/{cast.partner_a.pk}/").json()
    assert answer["works_with"] == [{"id": cast.partner_b.pk, "title": "Klusclub De Hamer"}]
    listed = client.get(
        "/api/wagtail/v2/pages/", {"type": "wijkzorg_partners.PartnerPage", "fields": "works_with"}
    ).json()["items"]
    named = {one["title"]: [other["title"] for other in one["works_with"]] for one in listed}
    assert named["Klusclub De Hamer"] == ["Buurtkamer De Kade"]


def test_a_page_that_was_never_public_is_not_asked_and_does_not_ask(network, cast, as_user):
    draft = make_partner(network.directory, "Geheim", live=False)
    user = make_user("geheim@example.org", partner=draft)
    assert as_user(cast.editor_a).get(f"{KADE}{draft.pk}/").status_code == 404
    assert "Geheim" not in as_user(cast.editor_a).get(
        KADE, {"q": "Geheim"}
    ).content.decode().replace('value="Geheim"', "")
    with pytest.raises(cooperation.NotPossible):
        cooperation.say_yes(draft, cast.partner_a, by=user)
    assert OutgoingMail.objects.filter(text__contains="Geheim").count() == 0


def test_an_editor_of_another_partner_answers_for_nobody_else(cast):
    cooperation.say_yes(cast.partner_a, cast.partner_b, by=cast.editor_a)
    with pytest.raises(PermissionDenied):
        cooperation.say_yes(cast.partner_b, cast.partner_a, by=cast.editor_a)


def test_a_mail_is_in_the_language_of_its_reader(cast):
    from wagtail.users.models import UserProfile

    UserProfile.objects.create(user=cast.editor_b, preferred_language="tr")
    cooperation.say_yes(cast.partner_a, cast.partner_b, by=cast.editor_a)
    mail = OutgoingMail.objects.get(kind="tie_asked")
    assert mail.subject == "Buurtkamer De Kade soruyor: birlikte çalışıyor muyuz?"
    assert f"/tr{HAMER}" in mail.text


def test_when_a_person_is_erased_the_tie_stays_without_the_name(confirmed, cast):
    cast.editor_a.delete()
    tie = Cooperation.objects.get()
    assert tie.state == "confirmed"
    assert tie.proposed_by is None


def test_merging_two_partners_brings_the_ties_along(client, confirmed, cast, third, network):
    """The other one keeps what it said: the tie stands between it and the page that goes on."""
    newer = make_partner(network.directory, "Buurtkamer Nieuw")
    cooperation.record(cast.partner_b, third.team, by=cast.coordinator)
    asked = cooperation.say_yes(third.team, cast.partner_a, by=cast.administrator)
    assert asked.state == "asked"
    cooperation.introduce(newer, third.team, by=cast.coordinator)
    merging.merge(cast.partner_a, newer, by=cast.administrator)
    others = {other.pk: tie for tie, other in cooperation.of_partner(newer)}
    assert {pk: tie.state for pk, tie in others.items()} == {
        cast.partner_b.pk: "confirmed",
        third.team.pk: "asked",
    }
    tie = others[third.team.pk]
    assert tie.said_yes(tie.side_of(third.team))
    assert not tie.said_yes(tie.side_of(newer))
    assert "Buurtkamer Nieuw" in profile(client, cast.partner_b)
    merging.merge(cast.partner_b, newer, by=cast.administrator)
    assert {other.pk for _tie, other in cooperation.of_partner(newer)} == {third.team.pk}


def test_the_network_records_a_tie_after_a_call_and_both_read_it(client, cast, as_user):
    browser = as_user(cast.coordinator)
    page = f"/cms/coordination/ties/{cast.partner_a.pk}/"
    assert "Klusclub De Hamer" in browser.get(page, {"q": "hamer"}).content.decode()
    browser.post(f"{page}{cast.partner_b.pk}/", {"do": "record", "back": "partner"})
    tie = Cooperation.objects.get()
    assert (tie.state, tie.way, tie.proposed_side) == ("confirmed", "call", "network")
    assert mails("tie_confirmed") == ["a@example.org", "b@example.org"]
    assert "Klusclub De Hamer" in profile(client, cast.partner_a)
    told = browser.get(page).content.decode()
    assert "per telefoon" in told
