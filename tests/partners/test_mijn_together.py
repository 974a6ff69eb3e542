"""Two people at once, a session that ended, and who gets which page of the volunteer's door."""

import json

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import make_user
from tests.partners.mijn_browser import KEY, answer, draft_of, fields_of
from wijkzorg_partners.actions import add_member
from wijkzorg_partners.mijn import typed
from wijkzorg_partners.mijn.conflicts import both, fingerprints, merge
from wijkzorg_partners.models import PartnerPage

pytestmark = pytest.mark.slow

WHAT, WHO = KEY + "vraag/wat/", KEY + "vraag/wie/"


@pytest.fixture
def pair(cast, as_user):
    """Two colleagues, each with a browser."""
    wil = make_user("wil@example.org", partner=cast.partner_a, cms_access=False)
    samira = make_user("samira@example.org", partner=cast.partner_a, cms_access=False)
    samira.first_name = "Samira"
    samira.save()
    return as_user(wil), as_user(samira)


# --- the rule, by itself -----------------------------------------------------------------------

VALUES = st.dictionaries(st.sampled_from("abc"), st.sampled_from(["", "x", "y"]))
THREE = st.fixed_dictionaries({name: st.sampled_from(["", "x", "y"]) for name in "abc"})


@given(THREE, THREE, THREE)
def test_nobodys_change_is_lost_silently(began, newest, mine):
    merged = merge(fingerprints(began), newest, mine)
    for name in "abc":
        result = merged.wanted.get(name, newest[name])
        if mine[name] == began[name]:
            assert result == newest[name]  # what I left alone stays theirs
        elif newest[name] in (began[name], mine[name]):
            assert result == mine[name]
            assert name not in merged.clashing
        else:
            assert name in merged.clashing


@given(THREE, VALUES)
def test_a_form_that_saw_nothing_overwrites_nothing_silently(newest, mine):
    merged = merge({}, newest, mine)
    assert set(merged.clashing) == {name for name in mine if mine[name] != newest[name]}


def test_two_texts_are_put_together_line_by_line():
    assert both("een\ntwee", "twee\n\ndrie ") == "een\ntwee\ndrie"


# --- two people at once ------------------------------------------------------------------------


def send(browser, shown, path, go="next", **answers):
    return browser.post(path, {**fields_of(shown), **answers, "go": go})


def test_the_second_is_told_who_and_when_and_sees_both(cast, pair):
    wil, samira = pair
    begun = wil.get(WHAT)
    with time_machine.travel(timezone.now(), tick=False):  # or the minute is over meanwhile
        answer(samira, WHAT, what_we_do="Van Samira")
        moment = timezone.localtime()
    response = send(wil, begun, WHAT, what_we_do="Van Wil")
    page = response.content.decode()
    assert draft_of(cast.partner_a).what_we_do == "Van Samira"
    assert "Samira" in page
    assert moment.strftime("%H.%M").lstrip("0") in page
    assert "<bdi>Van Samira</bdi>" in page
    assert "<bdi>Van Wil</bdi>" in page
    assert fields_of(response)["what_we_do"].strip() == "Van Wil"
    send(wil, response, WHAT)
    assert draft_of(cast.partner_a).what_we_do == "Van Wil"


def test_the_second_may_keep_the_other_version_without_losing_other_answers(cast, pair):
    wil, samira = pair
    begun = wil.get(WHO)
    answer(samira, WHO, summary="Van Samira.")
    told = send(wil, begun, WHO, summary="Van Wil.", kind="formal")
    assert told.status_code == 200
    send(wil, told, WHO, go="theirs")
    draft = draft_of(cast.partner_a)
    assert (draft.summary, draft.kind) == ("Van Samira.", "formal")


def test_the_second_may_put_both_together_and_looks_before_it_is_saved(cast, pair):
    wil, samira = pair
    begun = wil.get(WHAT)
    answer(samira, WHAT, what_we_do="Koffie\nEten")
    told = send(wil, begun, WHAT, what_we_do="Koffie\nWandelen")
    joined = send(wil, told, WHAT, go="both")
    assert fields_of(joined)["what_we_do"] == "Koffie\nEten\nWandelen"
    assert draft_of(cast.partner_a).what_we_do == "Koffie\nEten"
    send(wil, joined, WHAT)
    assert draft_of(cast.partner_a).what_we_do == "Koffie\nEten\nWandelen"


def test_answers_to_other_questions_are_merged_silently(cast, pair):
    wil, samira = pair
    begun = wil.get(WHAT)
    answer(samira, KEY + "vraag/wat-niet/", what_we_do_not="Wassen")
    assert send(wil, begun, WHAT, what_we_do="Koffie").status_code == 302
    draft = draft_of(cast.partner_a)
    assert (draft.what_we_do, draft.what_we_do_not) == ("Koffie", "Wassen")


def test_other_answers_on_the_same_screen_are_merged_silently(cast, pair):
    wil, samira = pair
    begun = wil.get(WHO)
    answer(samira, WHO, summary="Van Samira.")
    assert send(wil, begun, WHO, kind="formal").status_code == 302
    draft = draft_of(cast.partner_a)
    assert (draft.summary, draft.kind) == ("Van Samira.", "formal")


def test_somebody_in_the_cms_counts_as_somebody(cast, pair):
    wil, _samira = pair
    begun = wil.get(WHAT)
    draft = draft_of(cast.partner_a)
    draft.what_we_do = "Van de moderator"
    draft.save_revision(user=cast.moderator)
    page = send(wil, begun, WHAT, what_we_do="Van Wil").content.decode()
    assert "Wijkzorg" in page
    assert "moderator@example.org" not in page
    assert draft_of(cast.partner_a).what_we_do == "Van de moderator"


def test_a_draft_that_autosave_wrote_over_is_noticed(cast, pair):
    """Wagtail keeps the number of the revision then, so that the number alone would tell nothing."""
    wil, samira = pair
    answer(samira, WHAT, what_we_do="Een")
    begun = wil.get(WHAT)
    draft = draft_of(cast.partner_a)
    draft.what_we_do = "Twee"
    author = draft.latest_revision.user
    draft.save_revision(user=author, overwrite_revision=draft.latest_revision)
    assert send(wil, begun, WHAT, what_we_do="Drie").status_code == 200
    assert draft_of(cast.partner_a).what_we_do == "Twee"


def test_two_people_add_to_one_list_and_both_stay(cast, pair):
    wil, samira = pair
    path = KEY + "meer/aanbod/nieuw/"
    begun = wil.get(path)
    answer(samira, path, name="Taalles")
    send(wil, begun, path, name="Koffie")
    assert {one.name for one in draft_of(cast.partner_a).services.all()} == {"Taalles", "Koffie"}


def test_what_another_took_off_comes_back_with_what_was_typed(cast, pair):
    wil, samira = pair
    answer(wil, KEY + "meer/aanbod/nieuw/", name="Koffie")
    [service] = draft_of(cast.partner_a).services.all()
    path = f"{KEY}meer/aanbod/{service.translation_key}/"
    begun = wil.get(path)
    samira.post(path + "weg/")
    send(wil, begun, path, name="Theetafel")
    [again] = draft_of(cast.partner_a).services.all()
    assert (again.name, again.translation_key) == ("Theetafel", service.translation_key)


# --- a session that ended ----------------------------------------------------------------------


def log_in(browser, email):
    from django.contrib.auth import get_user_model

    user = get_user_model().objects.get(email=email)
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")


def test_what_was_typed_when_the_session_had_ended_comes_back_after_the_login(cast, pair):
    wil, _samira = pair
    begun = wil.get(WHAT)
    wil.logout()
    response = send(wil, begun, WHAT, what_we_do="Dit mag niet weg")
    assert response["Location"] == f"/account/login/?next={WHAT.replace('/', '%2F')}"
    assert draft_of(cast.partner_a).what_we_do == ""
    log_in(wil, "wil@example.org")
    back = wil.get(WHAT)
    assert fields_of(back)["what_we_do"].strip() == "Dit mag niet weg"
    assert 'class="notice notice-info"' in back.content.decode()
    assert typed.SESSION_KEY in wil.session
    send(wil, back, WHAT)
    assert draft_of(cast.partner_a).what_we_do == "Dit mag niet weg"
    assert typed.SESSION_KEY not in wil.session


def test_what_came_back_is_still_checked_against_what_others_did_meanwhile(cast, pair):
    wil, samira = pair
    begun = wil.get(WHAT)
    wil.logout()
    send(wil, begun, WHAT, what_we_do="Van Wil")
    answer(samira, WHAT, what_we_do="Van Samira")
    log_in(wil, "wil@example.org")
    assert send(wil, wil.get(WHAT), WHAT).status_code == 200
    assert draft_of(cast.partner_a).what_we_do == "Van Samira"


def test_what_was_typed_stays_with_its_address_its_browser_and_a_day(cast, pair):
    wil, samira = pair
    begun = wil.get(WHAT)
    wil.logout()
    send(wil, begun, WHAT, what_we_do="Geheim")
    assert wil.session.get_expiry_age() <= typed.KEPT_FOR
    log_in(wil, "wil@example.org")
    assert "Geheim" not in wil.get(KEY + "vraag/wat-niet/").content.decode()
    assert "Geheim" not in samira.get(WHAT).content.decode()
    with time_machine.travel(timezone.now() + timezone.timedelta(hours=25)):
        log_in(wil, "wil@example.org")
        assert "Geheim" not in wil.get(WHAT).content.decode()
        assert typed.SESSION_KEY not in wil.session


def test_too_much_is_not_kept(cast, pair):
    wil, _samira = pair
    wil.logout()
    wil.post(WHAT, {"what_we_do": "x" * (typed.MOST + 1)})
    assert typed.SESSION_KEY not in wil.session


def test_a_form_that_lost_its_key_by_a_new_login_comes_back_with_what_was_typed(cast, pair):
    wil = Client(enforce_csrf_checks=True)
    log_in(wil, "wil@example.org")
    begun = wil.get(WHAT)
    response = wil.post(WHAT, {**fields_of(begun), "what_we_do": "Nog hier", "go": "next"})
    assert response["Location"] == WHAT
    assert draft_of(cast.partner_a).what_we_do == ""
    assert fields_of(wil.get(WHAT))["what_we_do"].strip() == "Nog hier"
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post(WHAT, {"what_we_do": "x"}).status_code == 403
    assert typed.SESSION_KEY not in stranger.session


@pytest.mark.parametrize("began", ["", "geen json", "[1]", '{"what_we_do": 3}', "null"])
def test_a_form_with_a_spoiled_past_overwrites_nothing(began, cast, pair):
    wil, samira = pair
    answer(samira, WHAT, what_we_do="Van Samira")
    begun = wil.get(WHAT)
    response = wil.post(WHAT, {**fields_of(begun), "began": began, "what_we_do": "Van Wil"})
    assert response.status_code == 200
    assert draft_of(cast.partner_a).what_we_do == "Van Samira"
    assert json.loads(fields_of(response)["began"])


# --- who gets which page -----------------------------------------------------------------------

READING = ("", "voorbeeld/")
CHANGING = (
    "vraag/wat/",
    "insturen/",
    "klopt/",
    "vandaag/",
    "meer/aanbod/",
    "meer/aanbod/nieuw/",
)
#: Whom a page is open to (200), refused (403), or absent for (404); None is sent to the log-in.
RIGHTS = {
    "owner": (200, 200),
    "editor": (200, 200),
    "helper": (200, 403),
    "ended": (404, 404),
    "editor_b": (404, 404),
    "member": (404, 404),
    "coordinator": (404, 404),
    "moderator": (200, 200),
    "communications": (200, 200),
    "administrator": (200, 200),
    "anonymous": (302, 302),
}


def person(cast, role):
    if role in {"owner", "editor", "helper"}:
        return make_user(f"{role}@example.org", partner=cast.partner_a, role=role, cms_access=False)
    if role == "ended":
        user = make_user("ended@example.org")
        yesterday = timezone.localdate() - timezone.timedelta(days=1)
        add_member(cast.partner_a, user, ends_on=yesterday)
        return user
    return None if role == "anonymous" else getattr(cast, role)


@pytest.mark.parametrize("role", RIGHTS)
def test_each_page_is_open_to_the_roles_that_the_table_says(role, cast, as_user):
    browser = as_user(person(cast, role))
    reading, changing = RIGHTS[role]
    got = {name: browser.get(KEY + name).status_code for name in (*READING, *CHANGING)}
    assert got == dict.fromkeys(READING, reading) | dict.fromkeys(CHANGING, changing)
    before = PartnerPage.objects.get(pk=cast.partner_a.pk).latest_revision_id
    sent = {**fields_of(browser.get(WHAT)), "what_we_do": "Gewijzigd", "go": "next"}
    status = browser.post(WHAT, sent).status_code
    after = PartnerPage.objects.get(pk=cast.partner_a.pk).latest_revision_id
    assert (after != before) == (changing == 200)
    assert status == (302 if changing in {200, 302} else changing)
    if changing != 200:
        for name in ("insturen/", "terughalen/", "klopt/", "vandaag/"):
            assert browser.post(KEY + name, {}).status_code in {302, 403, 404}
        assert not cast.partner_a.confirmations.exists()


def test_unknown_questions_and_things_are_absent(cast, pair):
    wil, _samira = pair
    for name in (
        "vraag/niets/",
        "meer/niets/",
        "meer/aanbod/00000000-0000-0000-0000-000000000000/",
    ):
        assert wil.get(KEY + name).status_code == 404
    assert wil.get(KEY + "terughalen/").status_code == 405


def test_members_and_staff_land_where_their_work_is(cast, as_user):
    from django.test import RequestFactory

    from website.accounts import AccountAdapter

    def lands(user):
        request = RequestFactory().get("/")
        request.user = user
        return AccountAdapter().get_login_redirect_url(request)

    assert lands(cast.editor_a) == "/mijn/"
    assert lands(person(cast, "owner")) == "/mijn/"
    assert lands(cast.moderator) == "/cms/"
    assert lands(cast.member) == "/mijn/"
