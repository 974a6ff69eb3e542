"""The moderator's page in the CMS: what it shows, to whom, and what its buttons do."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import WorkflowState

from tests.factories import make_event, make_many_partners, make_user
from tests.partners.moderating import draft, fresh, mails, network_mode, public, record, review_of
from wijkzorg_home.models import OutgoingMail
from wijkzorg_partners import moderation, urgent
from wijkzorg_partners.models import (
    ModerationAssignment,
    ModeratorArea,
    PartnerRecord,
    Review,
    UrgentChange,
)

pytestmark = pytest.mark.slow

LIST = "/cms/moderation/"
NEW, OLD = "020 000 00 99", "020 000 00 03"
STAFF = ["moderator", "communications", "administrator"]
OTHERS = ["anonymous", "member", "editor_a", "editor_b", "coordinator"]


@pytest.fixture
def as_role(cast, as_user):
    return lambda role: as_user(None if role == "anonymous" else getattr(cast, role))


@pytest.fixture
def moderator(as_role):
    return as_role("moderator")


@pytest.fixture
def waiting(cast):
    page = draft(cast.partner_a, cast.editor_a, phone=NEW)
    return moderation.submit_profile(page, by=cast.editor_a)


@pytest.fixture
def went_live(cast, django_capture_on_commit_callbacks):
    network_mode("open")
    page = draft(cast.partner_a, cast.editor_a, phone=NEW)
    with django_capture_on_commit_callbacks(execute=True):
        moderation.submit_profile(page, by=cast.editor_a)
    return review_of(cast.partner_a)


def titles(response, kind="before"):
    return [item.title for item in response.context[kind]]


def approve_path(state):
    return f"{LIST}approve/{state.current_task_state_id}/"


def shown_revision(page):
    return {"revision": fresh(page).latest_revision_id}


def words_of(response):
    return " ".join(response.content.decode().split())


# --- who comes in -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", STAFF)
def test_staff_see_the_page_and_what_changed(as_role, waiting, role):
    response = as_role(role).get(LIST)
    assert response.status_code == 200
    assert titles(response) == ["Buurtkamer De Kade"]
    [item] = response.context["before"]
    assert item.words == [f"Telefoon: {OLD} werd {NEW}"]
    assert item.by.email == "a@example.org"


@pytest.mark.parametrize("role", OTHERS)
def test_others_see_and_do_nothing(cast, as_role, waiting, role):
    browser = as_role(role)
    task = waiting.current_task_state_id
    for path in (LIST, f"{LIST}areas/", f"{LIST}send-back/{task}/"):
        response = browser.get(path)
        assert response.status_code in {302, 403, 404}
        assert NEW not in response.content.decode()
    browser.post(approve_path(waiting), shown_revision(cast.partner_a))
    browser.post(f"{LIST}send-back/{task}/", {"comment": "Nee"})
    browser.post(f"{LIST}take-over/{task}/")
    assert public(cast.partner_a) == OLD
    assert not ModerationAssignment.objects.exists()


def test_number_that_waits_stands_in_the_menu(as_role, waiting):
    assert "Moderatie (1)" in as_role("moderator").get("/cms/").content.decode()
    assert "Moderatie" not in as_role("editor_a").get("/cms/").content.decode()


# --- what it lists ----------------------------------------------------------------------------------------


def test_oldest_first_and_own_areas_before_the_rest(cast, network, moderator):
    for partner, editor in ((cast.partner_a, cast.editor_a), (cast.partner_b, cast.editor_b)):
        moderation.submit_profile(draft(partner, editor, cost="Gratis"), by=editor)
    make_user("ander@example.org", groups=["Moderators"])
    assert titles(moderator.get(LIST)) == ["Buurtkamer De Kade", "Klusclub De Hamer"]
    ModeratorArea.objects.create(user=cast.moderator, area=network.other_wijk)
    ModeratorArea.objects.create(
        user=make_user("wijk1@example.org", groups=["Moderators"]), area=network.wijk
    )
    assert titles(moderator.get(LIST)) == ["Klusclub De Hamer", "Buurtkamer De Kade"]
    assert titles(moderator.get(f"{LIST}?show=mine")) == ["Klusclub De Hamer"]


def test_an_event_below_a_partner_waits_with_its_partner(cast, moderator):
    event = make_event(cast.partner_a, live=False)
    moderation.submit_profile(draft(event, cast.editor_a, summary="Kom."), by=cast.editor_a)
    [item] = moderator.get(LIST).context["before"]
    assert (item.title, item.partner.title) == ("Wijktafel over eenzaamheid", "Buurtkamer De Kade")
    assert item.before is None


def test_earlier_remark_stands_with_the_change(cast, moderator, waiting):
    moderation.send_back(waiting, by=cast.moderator, remark="Klopt dit nummer?")
    page = draft(cast.partner_a, cast.editor_a, phone="020 000 00 98")
    moderation.submit_profile(page, by=cast.editor_a)
    assert "Klopt dit nummer?" in words_of(moderator.get(LIST))


def test_links_to_edit_and_compare(cast, moderator, waiting):
    shown = words_of(moderator.get(LIST))
    page = fresh(cast.partner_a)
    compare = f"/cms/pages/{page.pk}/revisions/compare/{page.live_revision_id}...{page.latest_revision_id}/"
    for path in (compare, f"/cms/pages/{page.pk}/edit/"):
        assert f'href="{path}"' in shown
        assert moderator.get(path).status_code == 200


def test_own_change_has_no_buttons(cast, as_role):
    page = draft(cast.partner_a, cast.moderator, phone=NEW)
    state = moderation.submit_profile(page, by=cast.moderator)
    shown = words_of(as_role("moderator").get(LIST))
    assert approve_path(state) not in shown
    assert approve_path(state) in words_of(as_role("communications").get(LIST))


def test_paging_keeps_the_place(cast, network, moderator):
    for partner in make_many_partners(network, 11):
        record(partner)
        UrgentChange.objects.create(partner=partner, kind="closed", made_by=cast.editor_a)
    first = moderator.get(LIST)
    assert len(first.context["urgent"]) == 10
    assert "?urgent=2#urgent-heading" in words_of(first)
    second = moderator.get(f"{LIST}?urgent=2")
    [item] = second.context["urgent"]
    answer = moderator.post(f"{LIST}read-urgent/{item.subject.pk}/", {"back": "urgent=2"})
    assert answer.headers["Location"] == f"{LIST}?urgent=2"


# --- deciding ---------------------------------------------------------------------------------------------


def test_approving(cast, moderator, waiting):
    answer = moderator.post(approve_path(waiting), shown_revision(cast.partner_a))
    assert answer.headers["Location"] == LIST
    assert public(cast.partner_a) == NEW


def test_what_changed_since_it_was_shown_is_not_approved(cast, moderator, waiting):
    seen = shown_revision(cast.partner_a)
    draft(cast.partner_a, cast.communications, phone="020 000 00 98")
    answer = moderator.post(approve_path(waiting), seen, follow=True)
    assert "Lees het hieronder opnieuw" in words_of(answer)
    assert public(cast.partner_a) == OLD


def test_sending_back_keeps_the_form_until_there_is_a_remark(cast, moderator, waiting):
    path = f"{LIST}send-back/{waiting.current_task_state_id}/"
    assert NEW in words_of(moderator.get(path))
    refused = moderator.post(path, {"comment": " "})
    assert refused.status_code == 422
    assert "Schrijf in een of twee zinnen wat er anders moet." in words_of(refused)
    moderator.post(path, {"comment": "Welke dag?"})
    assert WorkflowState.objects.get().status == "needs_changes"
    assert "Welke dag?" in mails(cast.editor_a, "sent-back")[0].text


def test_sending_back_in_wagtails_own_door_takes_a_remark_too(cast, moderator, waiting):
    path = f"/cms/pages/workflow/action/{cast.partner_a.pk}/reject/{waiting.current_task_state_id}/"
    moderator.post(path, {"comment": ""})
    assert WorkflowState.objects.get().status == "in_progress"
    moderator.post(path, {"comment": "Welke dag?"})
    assert WorkflowState.objects.get().status == "needs_changes"


def test_taking_over_is_seen_by_colleagues(cast, as_role, moderator, waiting):
    moderator.post(f"{LIST}take-over/{waiting.current_task_state_id}/")
    assert "moderator@example.org leest dit" in words_of(as_role("communications").get(LIST))


def test_second_moderator_hears_that_it_was_decided(cast, as_role, moderator, waiting):
    seen = shown_revision(cast.partner_a)
    moderator.post(approve_path(waiting), seen)
    second = as_role("communications")
    for path, sent in (
        (approve_path(waiting), seen),
        (f"{LIST}send-back/{waiting.current_task_state_id}/", {"comment": "Nee"}),
        (f"{LIST}take-over/{waiting.current_task_state_id}/", {}),
    ):
        answer = second.post(path, sent, follow=True)
        assert answer.status_code == 200
        assert "Iemand anders besliste hier net over." in words_of(answer)
    assert public(cast.partner_a) == NEW
    assert len(mails(cast.editor_a)) == 1


def test_get_decides_nothing(moderator, waiting, cast):
    assert moderator.get(approve_path(waiting)).status_code == 405
    assert public(cast.partner_a) == OLD


# --- after ------------------------------------------------------------------------------------------------


def test_what_went_live_is_read_with_one_click(cast, moderator, went_live):
    assert titles(moderator.get(LIST), "after") == ["Buurtkamer De Kade"]
    moderator.post(f"{LIST}read/{went_live.pk}/")
    assert Review.objects.get().outcome == "fine"
    assert public(cast.partner_a) == NEW
    assert titles(moderator.get(LIST), "after") == []


def test_what_went_live_is_undone_with_one_click(cast, moderator, went_live):
    moderator.post(f"{LIST}undo/{went_live.pk}/")
    assert public(cast.partner_a) == OLD


def test_undoing_what_is_no_longer_live_says_so(cast, moderator, went_live):
    record(cast.partner_a, moderation_mode="strict")
    page = draft(cast.partner_a, cast.editor_a, phone="020 000 00 98")
    moderation.approve(moderation.submit_profile(page, by=cast.editor_a), by=cast.moderator)
    answer = moderator.post(f"{LIST}undo/{went_live.pk}/", follow=True)
    assert "iets nieuwers op de site" in words_of(answer)
    assert public(cast.partner_a) == "020 000 00 98"


@pytest.mark.parametrize("role", ["editor_a", "coordinator", "member"])
def test_others_read_and_undo_nothing(cast, as_role, went_live, role):
    change = urgent.report_closed(cast.partner_b, by=cast.editor_b, until=None)
    browser = as_role(role)
    for path in (f"read/{went_live.pk}/", f"undo/{went_live.pk}/"):
        assert browser.post(LIST + path).status_code in {302, 403, 404}
    for path in (f"read-urgent/{change.pk}/", f"undo-urgent/{change.pk}/"):
        assert browser.post(LIST + path).status_code in {302, 403, 404}
    change.refresh_from_db()
    assert (Review.objects.get().outcome, change.reviewed_at, change.withdrawn_at) == (
        "",
        None,
        None,
    )


def test_urgent_fact_is_read_or_undone(cast, moderator):
    first = urgent.report_closed(cast.partner_a, by=cast.editor_a, until=None, note="Ziek")
    second = urgent.change_phone(cast.partner_a, NEW, by=cast.editor_a)
    shown = moderator.get(LIST)
    assert [item.words for item in shown.context["urgent"]] == [
        ["Tijdelijk dicht: Ziek"],
        [f"Telefoon: {OLD} werd {NEW}"],
    ]
    moderator.post(f"{LIST}read-urgent/{first.pk}/")
    moderator.post(f"{LIST}undo-urgent/{second.pk}/")
    assert public(cast.partner_a) == OLD
    assert urgent.closed_periods(cast.partner_a)
    assert titles(moderator.get(LIST), "urgent") == []


# --- who sets what ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["communications", "administrator"])
def test_moderation_of_a_partner_is_set(cast, as_role, role):
    browser, path = as_role(role), f"{LIST}partners/{cast.partner_a.pk}/"
    assert browser.get(path).status_code == 200
    browser.post(
        path,
        {"moderation_mode": "light", "is_trusted": "on", "confirm_interval_months": "12"},
    )
    kept = PartnerRecord.objects.get(partner=cast.partner_a)
    assert (kept.moderation_mode, kept.is_trusted) == ("light", True)
    assert (kept.confirm_interval_months, kept.hours_interval_months) == (12, None)
    assert moderation.goes_live_at_once(cast.partner_a)


def test_nonsense_is_refused_and_stays_in_the_form(cast, as_role):
    path = f"{LIST}partners/{cast.partner_a.pk}/"
    answer = as_role("communications").post(path, {"confirm_interval_months": "99"})
    assert answer.status_code == 422
    assert 'value="99"' in words_of(answer)
    assert not PartnerRecord.objects.exists()


@pytest.mark.parametrize("role", ["communications", "administrator"])
def test_areas_of_a_moderator_are_set(cast, network, as_role, role):
    browser = as_role(role)
    path = f"{LIST}areas/{cast.moderator.pk}/"
    assert browser.get(path).status_code == 200
    browser.post(path, {"areas": [network.wijk.pk, network.other_wijk.pk]})
    browser.post(path, {"areas": [network.wijk.pk]})
    assert [row.area for row in cast.moderator.moderator_areas.all()] == [network.wijk]
    assert "Plasbuurt" in words_of(browser.get(f"{LIST}areas/"))


@pytest.mark.parametrize("role", ["moderator", "coordinator", "editor_a", "member"])
def test_others_set_nothing(cast, network, as_role, role):
    browser = as_role(role)
    for path, sent in (
        (f"{LIST}partners/{cast.partner_a.pk}/", {"moderation_mode": "open"}),
        (f"{LIST}areas/{cast.moderator.pk}/", {"areas": [network.wijk.pk]}),
    ):
        assert browser.get(path).status_code in {302, 403, 404}
        assert browser.post(path, sent).status_code in {302, 403, 404}
    assert not PartnerRecord.objects.exists()
    assert not ModeratorArea.objects.exists()


def test_areas_are_for_those_who_decide(cast, as_role):
    assert as_role("communications").get(f"{LIST}areas/{cast.editor_a.pk}/").status_code == 404


# --- the delivery log ---------------------------------------------------------------------------------------


@pytest.fixture
def log():
    """One mail that waits, one that was sent, one that was given up."""
    return {
        state: OutgoingMail.objects.create(
            key=state,
            kind="digest",
            to=f"{state}@example.org",
            subject=f"onderwerp {state}",
            text=f"tekst {state}",
            state=state,
            attempts=9,
            last_error="SMTPServerDisconnected: weg" if state == "failed" else "",
        )
        for state in ("waiting", "sent", "failed")
    }


@pytest.mark.parametrize("role", ["communications", "administrator"])
def test_log_shows_to_whom_and_what_came_of_it_but_no_text(as_role, log, role):
    shown = words_of(as_role(role).get("/cms/mail/"))
    for state in log:
        assert f"{state}@example.org" in shown
    assert "SMTPServerDisconnected: weg" in shown
    assert "onderwerp" not in shown
    assert "tekst" not in shown


@pytest.mark.parametrize("role", ["moderator", "coordinator", "editor_a", "member", "anonymous"])
def test_log_is_closed_to_others(as_role, log, role):
    browser = as_role(role)
    answers = [browser.get("/cms/mail/"), browser.post(f"/cms/mail/{log['failed'].pk}/again/")]
    for answer in answers:
        assert answer.status_code in {302, 403, 404}
        assert "failed@example.org" not in answer.content.decode()
    log["failed"].refresh_from_db()
    assert log["failed"].state == "failed"


def test_log_is_narrowed_by_state_and_address(as_role, log):
    browser = as_role("communications")

    def found(query):
        return [mail.to for mail in browser.get(f"/cms/mail/?{query}").context["page_obj"]]

    assert found("state=failed") == ["failed@example.org"]
    assert found("to=SENT@") == ["sent@example.org"]
    assert found("state=sent&to=failed") == []
    assert len(found("state=nonsense")) == 3


def test_what_was_given_up_is_tried_again(
    as_role, log, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        as_role("communications").post(f"/cms/mail/{log['failed'].pk}/again/")
    log["failed"].refresh_from_db()
    assert (log["failed"].state, log["failed"].attempts) == ("sent", 1)
    assert "failed@example.org" in [mail.to[0] for mail in mailoutbox]


@pytest.mark.parametrize("state", ["waiting", "sent"])
def test_what_was_not_given_up_is_not_sent_again(as_role, log, state):
    as_role("communications").post(f"/cms/mail/{log[state].pk}/again/")
    log[state].refresh_from_db()
    assert (log[state].state, log[state].attempts) == (state, 9)


def test_without_its_text_nothing_is_sent_again(as_role, log):
    OutgoingMail.objects.update(text="")
    browser = as_role("communications")
    assert "/again/" not in words_of(browser.get("/cms/mail/"))
    browser.post(f"/cms/mail/{log['failed'].pk}/again/")
    log["failed"].refresh_from_db()
    assert log["failed"].state == "failed"


def test_log_asks_as_much_for_many_mails(as_role, log):
    browser = as_role("communications")

    def questions():
        browser.get("/cms/mail/")
        with CaptureQueriesContext(connection) as asked:
            browser.get("/cms/mail/")
        return len(asked)

    few = questions()
    OutgoingMail.objects.bulk_create(
        OutgoingMail(key=str(n), kind="digest", to=f"{n}@example.org", state="sent")
        for n in range(200)
    )
    assert questions() == few
