"""The volunteer's own door: saving, sending in, and what is said there."""

import pytest
from wagtail.models import PageLogEntry

from tests.factories import make_language, make_partner, make_user, picture_file
from tests.partners.mijn_browser import KEY, answer, controls_of, draft_of, fields_of, public_of
from wijkzorg_home.models import NetworkSettings
from wijkzorg_partners import confirmation
from wijkzorg_partners.mijn.kinds import KINDS
from wijkzorg_partners.mijn.steps import BY_SLUG, QUESTIONS
from wijkzorg_partners.models import (
    Confirmation,
    ContactPerson,
    PartnerPage,
    UrgentChange,
)

# --- saving -----------------------------------------------------------------------------------


def test_an_answer_becomes_a_draft_in_the_log_and_the_public_page_stays(cast, volunteer):
    before = cast.partner_a.revisions.count()
    response = answer(volunteer, KEY + "vraag/wat-niet/", what_we_do_not="Wassen\r\nVervoer  \r\n")
    assert response["Location"] == KEY + "vraag/beroepskracht/"
    assert draft_of(cast.partner_a).what_we_do_not == "Wassen\nVervoer"
    assert public_of(cast.partner_a).what_we_do_not == ""
    assert cast.partner_a.revisions.count() == before + 1
    entry = PageLogEntry.objects.filter(page=cast.partner_a).latest("timestamp")
    assert (entry.action, entry.user.email) == ("wagtail.edit", "wil@example.org")


def test_an_answer_that_changes_nothing_makes_no_draft(cast, volunteer):
    before = cast.partner_a.revisions.count()
    answer(volunteer, KEY + "vraag/wie/")
    assert cast.partner_a.revisions.count() == before


def test_every_question_shows_what_it_saved(cast, network, volunteer):
    make_language("tr", "Turks")
    told = {
        "wie": {"title": "De Kade", "kind": "formal", "summary": "Een huis voor de buurt."},
        "wat": {"what_we_do": "Koffie\nEten"},
        "wat-niet": {"what_we_do_not": "Wassen"},
        "beroepskracht": {"when_professional": "Bij schulden"},
        "voor-wie": {"for_whom": "Iedereen", "languages": "Turks"},
        "waar": {"areas_1": str(network.wijk.pk), "areas_2": str(network.other_wijk.pk)},
        "waarover": {"themes_1": str(network.themes[1].pk)},
        "bereik": {"phone": "020 000 00 09", "email": "kade@example.org"},
        "doorsturen": {"how_to_refer": "Bel eerst", "what_we_share": "Niets"},
        "verder": {"cost": "Gratis", "website": "https://example.org/", "accessibility": "Lift"},
    }
    assert set(told) == set(BY_SLUG) - {"foto"}
    for slug, answers in told.items():
        path = f"{KEY}vraag/{slug}/"
        assert answer(volunteer, path, **answers).status_code == 302, slug
        shown = fields_of(volunteer.get(path))
        assert {name: shown[name] for name in answers} == answers
    draft = draft_of(cast.partner_a)
    assert [area.name for area in draft.areas.all()] == ["Plasbuurt", "Molenwijk"]
    assert public_of(cast.partner_a).title == "Buurtkamer De Kade"


def test_what_was_never_public_shows_in_lists_as_it_stands(network, as_user):
    page = make_partner(network.directory, "Nieuw", live=False)
    browser = as_user(make_user("n@example.org", partner=page, cms_access=False))
    answer(browser, "/mijn/nieuw/vraag/wie/", title="De Nieuwe Naam")
    assert PartnerPage.objects.get(pk=page.pk).title == "De Nieuwe Naam"
    assert PartnerPage.objects.get(pk=page.pk).live is False


def test_more_areas_than_fit_are_kept(cast, network, volunteer):
    areas = [network.town, network.area, network.gebied, network.wijk]
    cast.partner_a.areas.set(areas)
    cast.partner_a.save_revision()
    shown = volunteer.get(KEY + "vraag/waar/")
    assert "Er is meer gekozen" in shown.content.decode() or "more chosen" in shown.content.decode()
    answer(volunteer, KEY + "vraag/waar/", areas_3=str(network.other_wijk.pk))
    names = {area.name for area in draft_of(cast.partner_a).areas.all()}
    assert len(names) == 4
    assert {"Plasbuurt", "Molenwijk"} <= names


def test_areas_are_chosen_from_groups_and_never_from_a_wall_of_boxes(volunteer):
    page = volunteer.get(KEY + "vraag/waar/").content.decode()
    assert page.count("<select") == 3
    assert page.count('<optgroup label="Plaszijde">') == 3
    assert 'type="checkbox"' not in page


# --- what is wrong stays, and is told ----------------------------------------------------------


def test_a_wrong_answer_keeps_the_form_with_a_summary_that_links_to_the_field(cast, volunteer):
    before = cast.partner_a.revisions.count()
    response = answer(volunteer, KEY + "vraag/bereik/", email="geen adres", phone="020 1")
    page = response.content.decode()
    assert response.status_code == 200
    assert 'href="#id_email"' in page
    assert fields_of(response)["email"] == "geen adres"
    assert fields_of(response)["phone"] == "020 1"
    assert cast.partner_a.revisions.count() == before


def test_languages_are_read_in_the_readers_language_and_in_dutch(cast, volunteer):
    path = "/ar" + KEY + "vraag/voor-wie/"
    assert answer(volunteer, path, languages="التركية والعربية، Pools").status_code == 302
    assert draft_of(cast.partner_a).language_codes == ["ar", "pl", "tr"]
    answer(volunteer, "/tr" + KEY + "vraag/voor-wie/", languages="Arapça ve İngilizce")
    assert set(draft_of(cast.partner_a).language_codes) == {"ar", "en"}


def test_an_unknown_language_is_named_with_what_it_may_be(volunteer):
    page = answer(volunteer, KEY + "vraag/voor-wie/", languages="Turks, Arabsich").content.decode()
    assert "Arabsich" in page
    assert "Arabisch?" in page
    assert "“Turks”" not in page


def test_who_goes_back_with_something_wrong_finds_it_there_again(volunteer):
    path = KEY + "vraag/bereik/"
    response = answer(volunteer, path, go="back", email="half@")
    assert response["Location"] == KEY + "vraag/waarover/"
    again = volunteer.get(path)
    assert fields_of(again)["email"] == "half@"
    answer(volunteer, path, email="heel@example.org")
    assert fields_of(volunteer.get(path))["email"] == "heel@example.org"


@pytest.mark.parametrize(
    ("go", "place"),
    [("back", "vraag/wat/"), ("later", ""), ("skip", "vraag/beroepskracht/")],
)
def test_every_way_out_of_a_question_saves_what_was_typed(go, place, cast, volunteer):
    response = answer(volunteer, KEY + "vraag/wat-niet/", go=go, what_we_do_not=f"Getypt, {go}")
    assert response["Location"] == KEY + place
    assert draft_of(cast.partner_a).what_we_do_not == f"Getypt, {go}"


def test_a_text_that_is_too_long_is_kept_and_told(volunteer):
    text = "woord " * 400
    response = answer(volunteer, KEY + "vraag/wat/", what_we_do=text)
    assert response.status_code == 200
    assert fields_of(response)["what_we_do"].strip() == text.strip()
    assert "2000" in response.content.decode()


# --- sending in, waiting, taking back ----------------------------------------------------------


@pytest.fixture
def changed(cast, volunteer):
    answer(volunteer, KEY + "vraag/bereik/", phone="020 000 00 02")
    return cast.partner_a


def test_before_sending_in_one_sees_what_changes_and_is_asked_about_the_rest(changed, volunteer):
    page = volunteer.get(KEY + "insturen/").content.decode()
    assert "020 000 00 02" in page
    assert 'value="all_right"' in page
    assert 'value="change"' in page


@pytest.mark.parametrize(("go", "confirmed"), [("all_right", 4), ("change", 0)])
def test_sending_in_confirms_the_rest_only_when_one_says_so(go, confirmed, changed, volunteer):
    response = answer(volunteer, KEY + "insturen/", go=go)
    assert response["Location"] == KEY
    assert public_of(changed).workflow_in_progress
    said = Confirmation.objects.filter(partner=changed, occasion="sent_in")
    assert said.count() == confirmed
    assert public_of(changed).phone == "020 000 00 03"


def test_what_waits_is_locked_in_plain_words_and_can_be_taken_back(changed, volunteer):
    answer(volunteer, KEY + "insturen/", go="change")
    page = volunteer.get(KEY + "vraag/wat/")
    assert "moderator" in page.content.decode()
    assert "<textarea" not in page.content.decode()
    refused = volunteer.post(KEY + "vraag/wat/", {"what_we_do": "Toch"})
    assert draft_of(changed).what_we_do == ""
    assert refused.status_code == 200
    assert "niet opgeslagen, maar ook niet weg" in refused.content.decode()
    assert "020 000 00 02" in volunteer.get(KEY).content.decode()
    volunteer.post(KEY + "terughalen/")
    assert not public_of(changed).workflow_in_progress
    assert fields_of(volunteer.get(KEY + "vraag/wat/"))["what_we_do"] == "Toch"
    assert answer(volunteer, KEY + "vraag/wat/", what_we_do="Koffie").status_code == 302


def test_the_remark_of_a_moderator_stands_on_the_overview(changed, volunteer, cast):
    answer(volunteer, KEY + "insturen/", go="change")
    state = public_of(changed).current_workflow_state.current_task_state.specific
    state.task.specific.on_action(state, cast.moderator, "reject", comment="Welk nummer is het?")
    page = volunteer.get(KEY).content.decode()
    assert "Welk nummer is het?" in page
    answer(volunteer, KEY + "vraag/bereik/", phone="020 000 00 05")
    answer(volunteer, KEY + "insturen/", go="change")
    assert public_of(changed).workflow_in_progress


def test_who_sends_in_while_another_saves_looks_once_more(changed, volunteer, cast):
    shown = volunteer.get(KEY + "insturen/")
    draft = draft_of(changed)
    draft.summary = "Van een ander."
    draft.save_revision(user=cast.editor_a)
    response = volunteer.post(KEY + "insturen/", {**fields_of(shown), "go": "change"})
    assert response.status_code == 200
    assert "Van een ander." in response.content.decode()
    assert not public_of(changed).workflow_in_progress


def test_a_first_profile_needs_the_least_before_it_is_sent_in(network, as_user):
    page = make_partner(network.directory, "Nieuw", live=False, summary="")
    browser = as_user(make_user("n@example.org", partner=page, cms_access=False))
    shown = browser.get("/mijn/nieuw/insturen/").content.decode()
    needed = {one.slug for one in QUESTIONS if one.needed}
    assert needed == {"wie", "wat", "voor-wie", "waar", "bereik"}
    assert all(f"/mijn/nieuw/vraag/{slug}/" in shown for slug in needed)
    browser.post("/mijn/nieuw/insturen/", {"go": "change", "revision": page.latest_revision_id})
    assert not public_of(page).workflow_in_progress


def test_the_overview_leads_to_the_first_open_question_and_then_to_sending_in(network, as_user):
    page = make_partner(
        network.directory,
        "Nieuw",
        live=False,
        areas=[network.wijk],
        themes=network.themes,
        **dict.fromkeys(
            ("what_we_do", "what_we_do_not", "when_professional", "for_whom", "phone"), "x"
        ),
    )
    browser = as_user(make_user("n@example.org", partner=page, cms_access=False))
    assert "/mijn/nieuw/insturen/" in browser.get("/mijn/").content.decode()
    answer(browser, "/mijn/nieuw/vraag/wat-niet/", what_we_do_not="")
    shown = browser.get("/mijn/").content.decode()
    assert "/mijn/nieuw/vraag/wat-niet/" in shown
    assert "/mijn/nieuw/insturen/" not in shown


def test_the_preview_shows_the_draft_and_is_not_for_search_engines(changed, volunteer):
    response = volunteer.get(KEY + "voorbeeld/")
    page = response.content.decode()
    assert "020 000 00 02" in page
    assert "noindex" in response["X-Robots-Tag"]
    assert '<meta name="robots" content="noindex">' in page
    assert "no-store" in response["Cache-Control"]


# --- what can't wait ---------------------------------------------------------------------------


def test_one_tap_confirms_what_the_public_sees(cast, volunteer):
    cast.partner_a.contact_persons = [ContactPerson(name="Samira")]
    cast.partner_a.save_revision().publish()
    page = volunteer.get(KEY + "klopt/").content.decode()
    assert "020 000 00 03" in page
    assert "Samira" in page
    assert str(KINDS["contact"].title) in page
    assert not Confirmation.objects.exclude(occasion="published").exists()
    volunteer.post(KEY + "klopt/")
    said = Confirmation.objects.filter(partner=cast.partner_a, occasion="mijn")
    assert {one.part for one in said} == {"contact", "hours", "offer", "boundaries"}
    assert {one.occasion for one in said} == {"mijn"}


def test_what_was_taken_off_the_site_comes_back_with_one_tap(cast, volunteer):
    cast.partner_a.save_revision().publish()
    assert "Zet hem dan terug" not in volunteer.get(KEY).content.decode()
    confirmation.take_offline(public_of(cast.partner_a), by=cast.moderator)
    answer(volunteer, KEY + "vraag/wat/", what_we_do="Nog niet ingestuurd")
    page = volunteer.get(KEY).content.decode()
    assert "Zet hem dan terug" in page
    assert f'action="{KEY}klopt/"' in page
    assert len(controls_of(volunteer.get(KEY))) <= 8
    assert volunteer.get(KEY + "klopt/").status_code == 404
    assert volunteer.post(KEY + "klopt/")["Location"] == KEY
    assert public_of(cast.partner_a).live
    assert "Nog niet ingestuurd" not in public_of(cast.partner_a).what_we_do
    assert draft_of(cast.partner_a).what_we_do == "Nog niet ingestuurd"
    assert Confirmation.objects.filter(partner=cast.partner_a, occasion="mijn").count() == 4


def test_what_a_person_took_off_the_site_its_people_can_not_bring_back(cast, volunteer):
    public_of(cast.partner_a).unpublish()
    assert "Zet hem dan terug" not in volunteer.get(KEY).content.decode()
    assert volunteer.post(KEY + "klopt/").status_code == 404
    assert not public_of(cast.partner_a).live


def test_closed_today_is_reported_and_taken_back(cast, volunteer):
    path = KEY + "vandaag/"
    volunteer.post(path, {"what": "closed", "until": "", "note": "Feest"})
    change = UrgentChange.objects.get(partner=cast.partner_a)
    assert (change.kind, change.ends_on, change.note) == ("closed", None, "Feest")
    assert "Feest" in volunteer.get(path).content.decode()
    volunteer.post(path, {"what": "open"})
    change.refresh_from_db()
    assert change.withdrawn_at is not None


def test_a_day_that_is_over_and_a_number_that_is_none_are_told_at_the_field(cast, volunteer):
    path = KEY + "vandaag/"
    page = volunteer.post(path, {"what": "closed", "until": "2020-01-01"}).content.decode()
    assert 'href="#id_until"' in page
    page = volunteer.post(path, {"what": "phone", "phone": "?"}).content.decode()
    assert 'href="#id_phone"' in page
    assert not UrgentChange.objects.exists()


def test_a_network_may_refuse_urgent_changes(cast, volunteer):
    NetworkSettings.objects.update(urgent_changes=False)
    path = KEY + "vandaag/"
    volunteer.post(path, {"what": "closed"})
    assert not UrgentChange.objects.exists()
    assert 'name="what"' not in volunteer.get(path).content.decode()


# --- how much stands on a screen ---------------------------------------------------------------


@pytest.fixture
def full(cast, network, volunteer):
    """A profile with several of everything, and a change that is not sent in."""
    for kind, fields in {
        "aanbod": {"name": "Koffie"},
        "plekken": {"address": "Kade 1"},
        "contact": {"name": "Wil", "visibility": "moderators"},
    }.items():
        for _number in range(3):
            answer(volunteer, f"{KEY}meer/{kind}/nieuw/", **fields)
    answer(volunteer, KEY + "vraag/foto/", picture=picture_file(), description="Een tafel.")
    return draft_of(cast.partner_a)


def screens(draft):
    yield KEY
    yield from (KEY + name for name in ("insturen/", "klopt/", "vandaag/"))
    yield from (f"{KEY}vraag/{slug}/" for slug in BY_SLUG)
    for slug, kind in KINDS.items():
        one = getattr(draft, kind.relation).first()
        path = f"{KEY}meer/{slug}/"
        yield from (path, path + "nieuw/", f"{path}{getattr(one, kind.key)}/")
        yield f"{path}{getattr(one, kind.key)}/weg/"
        for step in kind.choices:
            yield f"{path}{getattr(one, kind.key)}/{step.slug}/?verder=1"


@pytest.mark.slow  # every screen of the form
def test_no_screen_has_more_than_eight_controls(full, volunteer, cast):
    counts = {path: len(controls_of(volunteer.get(path))) for path in screens(full)}
    for path in (KEY + "vraag/bereik/", KEY + "vraag/wie/"):
        shown = volunteer.get(path)
        wrong = volunteer.post(path, {**fields_of(shown), "title": "", "email": "x"})
        counts[path + " wrong"] = len(controls_of(wrong)) - wrong.content.count(
            b'<li><a href="#id_'
        )
    volunteer.post(KEY + "vandaag/", {"what": "closed", "until": ""})
    counts["closed"] = len(controls_of(volunteer.get(KEY + "vandaag/")))
    answer(volunteer, KEY + "insturen/", go="change")
    counts["waiting"] = len(controls_of(volunteer.get(KEY)))
    counts["locked"] = len(controls_of(volunteer.get(KEY + "vraag/wie/")))
    assert len(counts) >= 30
    assert {path: number for path, number in counts.items() if not 1 <= number <= 8} == {}


def test_every_question_has_an_example_and_a_tip_beside_it():
    for question in QUESTIONS:
        assert question.example, question.slug
        assert question.tip, question.slug
        assert question.lead, question.slug


def test_progress_counts_the_questions_and_the_minutes(volunteer):
    page = volunteer.get(KEY + "vraag/wat-niet/").content.decode()
    assert page.count('class="s-taken"') == 3  # two answered, and the dot of this one
    assert page.count('class="s-free"') == 6


# --- several, none, and the CMS ----------------------------------------------------------------


def test_members_of_two_choose_and_members_of_none_hear_why(cast, as_user, network):
    user = make_user("twee@example.org", partner=cast.partner_a, cms_access=False)
    from wijkzorg_partners.actions import add_member

    add_member(cast.partner_b, user)
    page = as_user(user).get("/mijn/").content.decode()
    assert KEY in page
    assert "/mijn/klusclub-de-hamer/" in page
    assert as_user(cast.member).get("/mijn/").status_code == 200


def test_a_member_without_the_cms_is_led_to_the_own_page(cast, volunteer):
    for path in ("/cms/", f"/cms/pages/{cast.partner_a.pk}/edit/", "/cms/images/"):
        assert volunteer.get(path)["Location"] == "/mijn/"
    assert volunteer.post(f"/cms/pages/{cast.partner_a.pk}/edit/", {}).status_code in {403, 404}
    assert volunteer.post("/cms/logout/").status_code == 302


def test_the_footer_leads_to_the_own_page(client, network):
    assert 'href="/mijn/"' in client.get("/").content.decode()
