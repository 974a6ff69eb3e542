"""A partner's own activities at /mijn/, for who has no way into the CMS; moderated like the profile."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import WorkflowState

from tests.events.forms import approve
from tests.factories import dutch_time, make_event, make_user, picture_file
from tests.partners.mijn_browser import answer, controls_of, fields_of
from wijkzorg_events.mijn.plain_text import as_html, as_text, is_plain
from wijkzorg_events.mijn.steps import BY_SLUG, FURTHER
from wijkzorg_events.models import EventPage
from wijkzorg_home import outbox
from wijkzorg_home.models import NetworkSettings
from wijkzorg_partners import moderation

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("today", "agenda")]

LIST = "/mijn/buurtkamer-de-kade/activiteiten/"
NEW = f"{LIST}nieuw/"
SOUP = {
    "title": "Samen soep eten",
    "kind": "open_table",
    "day": "2027-05-20",
    "begins": "18:00",
    "ends": "20:00",
}


@pytest.fixture
def volunteer(cast, as_user):
    """Changes the profile of De Kade, without a way into the CMS."""
    return as_user(make_user("vrijwilliger@example.org", partner=cast.partner_a, cms_access=False))


@pytest.fixture
def helper(cast, as_user):
    return as_user(
        make_user("helper@example.org", partner=cast.partner_a, role="helper", cms_access=False)
    )


@pytest.fixture
def soup(volunteer):
    answer(volunteer, NEW, **SOUP)
    return EventPage.objects.get()


def at(event, path=""):
    return f"{LIST}{event.pk}/{path}"


def newest(event):
    return EventPage.objects.get(pk=event.pk).get_latest_revision_as_object()


def send_in(browser, event):
    revision = EventPage.objects.get(pk=event.pk).latest_revision_id
    return browser.post(at(event, "insturen/"), {"revision": revision})


def public_open_table(cast, **more):
    return make_event(
        cast.partner_a,
        "Samen soep eten",
        "2027-05-20 18:00",
        kind="open_table",
        **more,
    )


# --- the way from nothing to the public -------------------------------------------------------


def test_volunteer_proposes_an_activity_and_everybody_finds_it_once_a_moderator_approves(
    cast, volunteer, as_user, client, network
):
    cast.partner_a.areas.set([network.wijk])
    cast.partner_a.save()
    screens = 1
    response = answer(volunteer, NEW, **SOUP)
    for step, answers in {
        "verhaal": {
            "summary": "Iedereen kan zo aanschuiven.",
            "description": "Soep & brood\nGratis",
        },
        "waar": {},
        "voor-wie": {"audience": "Iedereen", "accessibility": "Geen drempel"},
        "waarover": {"themes_1": str(network.themes[0].pk)},
    }.items():
        assert f"/vraag/{step}/" in response["Location"]
        response = answer(volunteer, response["Location"], **answers)
        screens += 1
    event = EventPage.objects.get()
    assert response["Location"] == at(event)
    assert client.get(event.get_url()).status_code == 404
    assert volunteer.get(at(event)).status_code == 200
    assert screens + 1 <= 6
    response = send_in(volunteer, event)
    assert response["Location"] == at(event)
    assert client.get(event.get_url()).status_code == 404
    approve(as_user(cast.moderator), event)
    html = client.get(EventPage.objects.get().url).content.decode()
    assert "Soep &amp; brood" in html
    assert "Buurtkamer De Kade" in html
    assert "Samen soep eten" in client.get("/westkant/agenda/").content.decode()
    shown = EventPage.objects.get()
    assert shown.area_names == ["Plasbuurt"]
    assert shown.theme_slugs == [network.themes[0].slug]
    assert (shown.start_at, shown.end_at) == (
        dutch_time("2027-05-20 18:00"),
        dutch_time("2027-05-20 20:00"),
    )


def test_in_an_open_network_it_is_public_at_once(
    cast, volunteer, soup, client, django_capture_on_commit_callbacks
):
    NetworkSettings.objects.update(moderation_mode="open")
    with django_capture_on_commit_callbacks(execute=True):
        response = send_in(volunteer, soup)
    assert client.get(EventPage.objects.get().url).status_code == 200
    assert "op de site" in volunteer.get(response["Location"]).content.decode()


def test_what_was_sent_back_shows_its_remark_and_the_mail_leads_to_it(
    cast, volunteer, soup, as_user, django_capture_on_commit_callbacks
):
    send_in(volunteer, soup)
    state = WorkflowState.objects.for_instance(soup).get()
    with django_capture_on_commit_callbacks(execute=True):
        moderation.send_back(state, by=cast.moderator, remark="Hoe laat is het?")
    outbox.deliver()
    shown = volunteer.get(at(soup)).content.decode()
    assert "Hoe laat is het?" in shown
    [message] = [one for one in mail.outbox if one.to == ["vrijwilliger@example.org"]]
    assert at(soup) in message.body
    answer(volunteer, at(soup, "vraag/verhaal/"), summary="Om zes uur.")
    send_in(volunteer, soup)
    approve(as_user(cast.moderator), EventPage.objects.get())
    assert EventPage.objects.get().summary == "Om zes uur."


def test_own_overview_leads_to_the_activities(cast, volunteer, helper):
    assert LIST in volunteer.get("/mijn/buurtkamer-de-kade/").content.decode()
    assert LIST in helper.get("/mijn/buurtkamer-de-kade/").content.decode()


def test_profile_that_is_not_public_has_no_activities_yet(cast, volunteer):
    cast.partner_a.unpublish()
    assert LIST not in volunteer.get("/mijn/buurtkamer-de-kade/").content.decode()
    assert volunteer.get(LIST).status_code == 404
    assert volunteer.post(NEW, SOUP).status_code == 404
    assert not EventPage.objects.exists()


def test_empty_list_says_what_belongs_here(volunteer):
    html = volunteer.get(LIST).content.decode()
    assert "Er staat hier nog niets" in html
    assert NEW in html


def test_list_tells_how_each_stands(volunteer, soup):
    html = volunteer.get(LIST).content.decode()
    assert "Samen soep eten" in html
    assert "staat nog niet op de site" in html


# --- each question ----------------------------------------------------------------------------


def test_every_question_keeps_what_was_answered(volunteer, soup, network):
    told = {
        "wanneer": {**SOUP, "title": "Soep", "kind": "other", "ends": "21:30"},
        "verhaal": {"summary": "Soep.", "description": "Eerste\nTweede < derde"},
        "waar": {
            "venue_name": "De school",
            "address": "Plein 1",
            "postcode": "1068 AA",
            "city": "Amsterdam",
        },
        "online": {"online_url": "https://example.org/"},
        "voor-wie": {"audience": "Iedereen", "languages": "Turks", "accessibility": "Lift"},
        "waarover": {"themes_1": str(network.themes[1].pk)},
    }
    assert set(told) == set(BY_SLUG) - {"foto", "gaat-het-door"}
    for slug, answers in told.items():
        path = at(soup, f"vraag/{slug}/")
        assert answer(volunteer, path, **answers).status_code == 302, slug
        shown = fields_of(volunteer.get(path))
        assert {name: shown[name] for name in answers} == answers
    draft = newest(soup)
    assert draft.description == "<p>Eerste</p><p>Tweede &lt; derde</p>"
    assert draft.end_at == dutch_time("2027-05-20 21:30")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"day": ""}, "day"),
        ({"day": "2027-05-11"}, "day"),
        ({"day": "vrijdag"}, "day"),
        ({"begins": ""}, "begins"),
        ({"ends": "17:00"}, "ends"),
        ({"ends": "18:00"}, "ends"),
        ({"kind": "wijktafel"}, "kind"),
        # The clock goes from two to three in this night.
        ({"day": "2028-03-26", "begins": "02:30", "ends": "04:00"}, "begins"),
    ],
)
def test_what_is_wrong_is_told_at_the_field_and_the_rest_stays(volunteer, wrong, field):
    response = answer(volunteer, NEW, **{**SOUP, **wrong})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    kept = {name: value for name, value in {**SOUP, **wrong}.items() if name != "kind"}
    assert {name: fields_of(response)[name] for name in kept} == kept
    assert not EventPage.objects.exists()


def test_activity_of_some_days_keeps_its_last_day(cast, volunteer):
    event = public_open_table(cast)
    event.end_at = dutch_time("2027-05-22 20:00")
    event.save_revision().publish()
    answer(volunteer, at(event, "vraag/wanneer/"), begins="17:00")
    assert newest(event).end_at == dutch_time("2027-05-22 20:00")


def test_text_with_bold_words_is_not_asked_and_not_lost(cast, volunteer):
    html = "<p>Soep <b>zonder</b> vlees</p>"
    event = public_open_table(cast, description=html)
    shown = volunteer.get(at(event, "vraag/verhaal/"))
    assert "description" not in fields_of(shown)
    answer(volunteer, at(event, "vraag/verhaal/"), summary="Anders")
    assert newest(event).description == html


def test_plain_text_goes_there_and_back():
    assert (
        as_text('<p data-block-key="a1">Soep &amp; brood</p><p>Gratis</p>')
        == "Soep & brood\nGratis"
    )
    assert as_html("<b>\n\n  Gratis ") == "<p>&lt;b&gt;</p><p>Gratis</p>"
    assert is_plain("")
    assert is_plain('<p data-block-key="a1">Het &#x27;s avonds</p>')
    assert not is_plain("<ul><li>Een</li></ul>")
    assert not is_plain("<p>Een <i>schuin</i> woord</p>")


def test_photo_goes_to_the_partners_own_collection(cast, volunteer, soup):
    answer(
        volunteer,
        at(soup, "vraag/foto/"),
        picture=picture_file(),
        description="Een tafel met soep",
    )
    photo = newest(soup).photo
    assert photo.description == "Een tafel met soep"
    assert photo.collection.name == "Buurtkamer De Kade"


# --- what is public is moved, or cancelled -----------------------------------------------------


def test_who_moves_a_public_activity_is_asked_why(cast, volunteer, as_user, client):
    event = public_open_table(cast)
    response = answer(volunteer, at(event, "vraag/wanneer/"), day="2027-05-21")
    why = at(event, "vraag/gaat-het-door/")
    assert response["Location"] == why
    assert fields_of(volunteer.get(why))["status"] == "rescheduled"
    refused = answer(volunteer, why)
    assert list(refused.context["form"].errors) == ["status_reason"]
    answer(volunteer, why, status_reason="De zaal is bezet.")
    draft = newest(event)
    assert draft.previous_start_at == dutch_time("2027-05-20 18:00")
    assert draft.status == "rescheduled"
    send_in(volunteer, event)
    approve(as_user(cast.moderator), event)
    assert "De zaal is bezet." in client.get(event.url).content.decode()


def test_volunteer_cancels_with_the_reason(cast, volunteer, as_user, client):
    event = public_open_table(cast)
    why = at(event, "vraag/gaat-het-door/")
    answer(volunteer, why, status="cancelled", status_reason="De kok is ziek.")
    assert not EventPage.objects.get().is_cancelled
    send_in(volunteer, event)
    approve(as_user(cast.moderator), event)
    assert EventPage.objects.get().is_cancelled
    assert "De kok is ziek." in client.get(event.url).content.decode()


def test_moved_asks_for_another_day_first(cast, volunteer):
    event = public_open_table(cast)
    response = answer(
        volunteer, at(event, "vraag/gaat-het-door/"), status="rescheduled", status_reason="Feest"
    )
    assert list(response.context["form"].errors) == ["status"]


def test_what_was_never_public_has_nothing_to_cancel(volunteer, soup):
    assert volunteer.get(at(soup, "vraag/gaat-het-door/")).status_code == 404


def test_draft_is_taken_away_and_what_is_public_is_not(cast, volunteer, soup):
    event = public_open_table(cast)
    assert at(event, "weg/") not in volunteer.get(at(event)).content.decode()
    assert volunteer.post(at(event, "weg/")).status_code == 403
    assert volunteer.get(at(soup, "weg/")).status_code == 200
    assert volunteer.post(at(soup, "weg/"))["Location"] == LIST
    assert list(EventPage.objects.all()) == [event]


# --- nothing typed is lost ---------------------------------------------------------------------


def test_what_was_typed_when_the_session_ended_waits_in_the_form(cast, volunteer, client):
    user = make_user("tweede@example.org", partner=cast.partner_a, cms_access=False)
    response = client.post(NEW, SOUP)
    assert "next=" in response["Location"]
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    shown = client.get(NEW)
    assert fields_of(shown)["title"] == "Samen soep eten"


def test_second_of_two_sees_both_versions(volunteer, soup, cast, as_user):
    other = as_user(make_user("collega@example.org", partner=cast.partner_a, cms_access=False))
    path = at(soup, "vraag/voor-wie/")
    mine = fields_of(volunteer.get(path))
    answer(other, path, audience="Alleen vrouwen")
    response = volunteer.post(path, {**mine, "audience": "Iedereen", "go": "next"})
    html = response.content.decode()
    assert response.status_code == 200
    assert "Alleen vrouwen" in html
    assert "Iedereen" in html
    assert newest(soup).audience == "Alleen vrouwen"


def test_while_it_waits_nothing_is_changed_until_it_is_taken_back(volunteer, soup):
    path = at(soup, "vraag/voor-wie/")
    opened = fields_of(volunteer.get(path))
    send_in(volunteer, soup)
    assert at(soup, "terughalen/") in volunteer.get(path).content.decode()
    volunteer.post(path, {**opened, "audience": "Niemand"})
    assert newest(soup).audience == ""
    volunteer.post(at(soup, "terughalen/"))
    assert fields_of(volunteer.get(path))["audience"] == "Niemand"
    answer(volunteer, path, audience="Iedereen")
    assert newest(soup).audience == "Iedereen"


def test_what_a_colleague_changed_meanwhile_is_not_sent_in_unseen(volunteer, soup):
    seen = soup.latest_revision_id
    answer(volunteer, at(soup, "vraag/voor-wie/"), audience="Iedereen")
    volunteer.post(at(soup, "insturen/"), {"revision": seen})
    assert not WorkflowState.objects.for_instance(soup).exists()


# --- who --------------------------------------------------------------------------------------


def test_helper_proposes_and_changes_the_own_only(cast, helper, soup):
    answer(helper, NEW, **{**SOUP, "title": "Wandelen"})
    own = EventPage.objects.get(title="Wandelen")
    assert helper.get(at(own)).status_code == 200
    assert helper.get(at(soup)).status_code == 404
    html = helper.get(LIST).content.decode()
    assert "Wandelen" in html
    assert "Samen soep eten" not in html


@pytest.mark.parametrize("who", ["editor_b", "outsider"])
def test_others_find_nothing(cast, soup, as_user, who):
    user = cast.editor_b if who == "editor_b" else make_user("niemand@example.org")
    browser = as_user(user)
    for path in [LIST, NEW, *(at(soup, end) for end in ("", "vraag/waar/", "voorbeeld/", "weg/"))]:
        assert browser.get(path).status_code == 404, path
    for end in ("insturen/", "terughalen/", "weg/", "vraag/waar/"):
        assert browser.post(at(soup, end)).status_code == 404, end
    assert EventPage.objects.filter(pk=soup.pk).exists()


def test_event_of_another_partner_is_not_found_under_the_own_name(cast, volunteer):
    event = make_event(cast.partner_b, "Van een ander", kind="open_table")
    assert volunteer.get(at(event)).status_code == 404


def test_event_of_the_agenda_is_not_changed_here(cast, volunteer, agenda):
    event = make_event(agenda, "Wijktafel")
    assert volunteer.get(at(event)).status_code == 404


def test_preview_shows_the_draft_and_is_kept_from_search_engines(volunteer, soup):
    response = volunteer.get(at(soup, "voorbeeld/"))
    assert "Samen soep eten" in response.content.decode()
    assert response["X-Robots-Tag"] == "noindex"


def test_no_screen_has_more_than_eight_controls(cast, volunteer, soup):
    paths = [LIST, NEW, at(soup), at(soup, "weg/")]
    event = public_open_table(cast)
    paths += [at(event), *(at(event, f"vraag/{slug}/") for slug in BY_SLUG)]
    paths += [at(soup, f"vraag/{one.slug}/?verder=1") for one in FURTHER]
    counts = {path: len(controls_of(volunteer.get(path))) for path in paths}
    assert {path: number for path, number in counts.items() if not 1 <= number <= 8} == {}


def test_list_takes_the_same_number_of_queries_at_any_size(cast, volunteer):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            volunteer.get(LIST)
        return len(asked)

    for number in range(10):
        make_event(cast.partner_a, f"Tafel {number}", kind="open_table")
    queries()
    at_ten = queries()
    for number in range(15):
        make_event(cast.partner_a, f"Nog een {number}", kind="open_table")
    assert queries() == at_ten
