"""From a draft to the public: who may, in which mode, and what undoes it."""

import logging

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import WorkflowState

from tests.factories import make_event, make_partner, make_translation, make_user
from tests.partners.moderating import draft, fresh, mails, network_mode, public, record, review_of
from tests.security.forms import edit
from wijkzorg_events.models import EventPage
from wijkzorg_home.models.moderation import AlreadyDecided
from wijkzorg_partners import moderation
from wijkzorg_partners.models import Membership, ModerationAssignment, PartnerPage, Review
from wijkzorg_partners.panels import remark_on, state_of

NEW, OLD = "020 000 00 99", "020 000 00 03"


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """What is done after commit is done when the block ends."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def sent_in(cast, committed):
    """A new telephone number of partner A, sent in by its editor."""

    def send(by=None, page=None, **texts):
        by, page = by or cast.editor_a, page or cast.partner_a
        page = draft(page, by, **(texts or {"phone": NEW}))
        with committed():
            return moderation.submit_profile(page, by=by)

    return send


def standing(state):
    return WorkflowState.objects.get(pk=state.pk)


# --- the three modes -------------------------------------------------------------------------------

MODES = [
    # the network, the partner's own mode, trusted, live at once
    ("strict", "", False, False),
    ("strict", "", True, False),
    ("light", "", False, False),
    ("light", "", True, True),
    ("open", "", False, True),
    ("strict", "light", True, True),
    ("strict", "light", False, False),
    ("strict", "open", False, True),
    ("open", "strict", True, False),
    ("open", "light", False, False),
]


@pytest.mark.parametrize(("network_has", "partner_has", "trusted", "at_once"), MODES)
def test_mode_decides_whether_a_change_goes_live(
    cast, sent_in, network_has, partner_has, trusted, at_once
):
    network_mode(network_has)
    record(cast.partner_a, moderation_mode=partner_has, is_trusted=trusted)
    state = sent_in()
    assert public(cast.partner_a) == (NEW if at_once else OLD)
    assert standing(state).status == ("approved" if at_once else "in_progress")
    assert Review.objects.count() == at_once
    assert moderation.mode_for(cast.partner_a) == (partner_has or network_has)


def test_trust_of_one_partner_is_not_trust_of_another(cast, sent_in):
    network_mode("light")
    record(cast.partner_b, is_trusted=True)
    sent_in()
    assert public(cast.partner_a) == OLD


def test_submit_button_of_the_cms_goes_live_at_once_too(cast, as_user, committed):
    network_mode("open")
    with committed():
        edit(as_user(cast.editor_a), cast.partner_a, phone=NEW, **{"action-submit": "1"})
    assert public(cast.partner_a) == NEW
    review = review_of(cast.partner_a)
    assert review.submitted_by == cast.editor_a
    assert review.before.content["phone"] == OLD
    assert review.after.content["phone"] == NEW


def test_what_was_sent_back_goes_live_when_sent_in_again_in_an_open_network(
    cast, as_user, sent_in, committed
):
    state = sent_in()
    moderation.send_back(state, by=cast.moderator, remark="Klopt dit?")
    network_mode("open")
    with committed():
        edit(
            as_user(cast.editor_a), cast.partner_a, phone="020 000 00 98", **{"action-submit": "1"}
        )
    assert public(cast.partner_a) == "020 000 00 98"
    assert standing(state).status == "approved"


def test_facts_of_a_trusted_change_reach_the_translations_and_are_undone_there(cast, sent_in):
    network_mode("open")
    english = make_translation(cast.partner_a, "en")
    sent_in()
    assert public(english) == NEW
    moderation.undo(review_of(cast.partner_a), by=cast.moderator)
    assert public(english) == OLD


def test_when_publishing_fails_the_change_waits_and_nothing_is_half_done(
    cast, sent_in, monkeypatch, caplog
):
    network_mode("open")

    def fail(*args, **kwargs):
        raise RuntimeError("no disk")

    monkeypatch.setattr("wijkzorg_home.translations.copy_facts", fail)
    make_translation(cast.partner_a, "en")
    with caplog.at_level(logging.CRITICAL, logger="wijkzorg.moderation"):
        state = sent_in()
    assert standing(state).status == "in_progress"
    assert public(cast.partner_a) == OLD
    assert not Review.objects.exists()
    assert mails() == []


def test_open_network_shows_a_profile_that_was_never_public_and_undo_hides_it(
    cast, network, sent_in
):
    network_mode("open")
    new = make_partner(network.directory, "Nieuwkomers", live=False, phone=OLD)
    user = make_user("nieuw@example.org", partner=new)
    sent_in(user, new)
    assert public(new) == NEW
    assert review_of(new).before is None
    moderation.undo(review_of(new), by=cast.moderator)
    assert public(new) is None
    assert fresh(new).get_latest_revision_as_object().phone == NEW


def test_an_event_below_a_partner_follows_the_mode_of_the_partner(cast, sent_in):
    event = make_event(cast.partner_a, live=False)
    record(cast.partner_a, moderation_mode="open")
    sent_in(page=event, summary="Iedereen is welkom.")
    assert EventPage.objects.get().live
    moderation.undo(review_of(event), by=cast.moderator)
    assert not EventPage.objects.get().live


def test_an_event_waits_when_the_partner_is_strict(cast, sent_in):
    network_mode("open")
    record(cast.partner_a, moderation_mode="strict")
    event = make_event(cast.partner_a, live=False)
    state = sent_in(page=event, summary="Iedereen is welkom.")
    assert not EventPage.objects.get().live
    moderation.approve(state, by=cast.moderator)
    assert EventPage.objects.get().live


def test_a_page_of_the_network_itself_never_goes_live_at_once(cast, network):
    network_mode("open")
    assert not moderation.goes_live_at_once(network.district)
    assert moderation.mode_for(network.district) == "strict"


def test_mode_that_changes_lets_what_waits_wait(cast, sent_in):
    state = sent_in()
    network_mode("open")
    assert standing(state).status == "in_progress"
    assert public(cast.partner_a) == OLD


# --- sending in and taking back -----------------------------------------------------------------------


def test_nothing_changed_is_not_sent_in(cast):
    with pytest.raises(moderation.NothingToSubmit):
        moderation.submit_profile(cast.partner_a, by=cast.editor_a)


def test_sending_in_twice_gives_the_one_that_waits(cast, sent_in):
    state = sent_in()
    assert moderation.submit_profile(cast.partner_a, by=cast.editor_a) == state
    assert WorkflowState.objects.count() == 1


def test_incomplete_draft_is_not_sent_in(cast):
    page = draft(cast.partner_a, cast.editor_a, phone=NEW)
    revision = page.latest_revision
    revision.content["email"] = "geen adres"
    revision.save()
    with pytest.raises(ValidationError):
        moderation.submit_profile(page, by=cast.editor_a)
    assert not WorkflowState.objects.exists()


@pytest.mark.parametrize("who", ["editor_b", "coordinator", "member"])
def test_others_send_in_and_take_back_nothing(cast, sent_in, who):
    draft(cast.partner_a, cast.editor_a, phone=NEW)
    with pytest.raises(PermissionDenied):
        moderation.submit_profile(cast.partner_a, by=getattr(cast, who))
    state = sent_in()
    with pytest.raises(PermissionDenied):
        moderation.withdraw_submission(cast.partner_a, by=getattr(cast, who))
    assert standing(state).status == "in_progress"


def test_helper_does_not_send_in_the_profile(cast):
    helper = make_user("helper@example.org", partner=cast.partner_a, role=Membership.Role.HELPER)
    draft(cast.partner_a, cast.editor_a, phone=NEW)
    with pytest.raises(PermissionDenied):
        moderation.submit_profile(cast.partner_a, by=helper)


def test_a_colleague_takes_back_and_the_draft_stays(cast, sent_in):
    colleague = make_user("collega@example.org", partner=cast.partner_a)
    state = sent_in()
    moderation.withdraw_submission(cast.partner_a, by=colleague)
    assert standing(state).status == "cancelled"
    assert fresh(cast.partner_a).get_latest_revision_as_object().phone == NEW
    with pytest.raises(AlreadyDecided):
        moderation.withdraw_submission(cast.partner_a, by=colleague)


def test_what_is_sent_in_again_belongs_to_whoever_did_it_last(cast, sent_in):
    colleague = make_user("collega@example.org", partner=cast.partner_a)
    state = sent_in()
    moderation.send_back(state, by=cast.moderator, remark="Klopt dit?")
    again = sent_in(colleague, phone="020 000 00 98")
    assert again == state
    assert standing(state).requested_by == colleague


# --- deciding before ------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["moderator", "communications", "administrator"])
def test_who_decides(cast, sent_in, who):
    moderation.approve(sent_in(), by=getattr(cast, who))
    assert public(cast.partner_a) == NEW


@pytest.mark.parametrize("who", ["editor_a", "editor_b", "coordinator", "member"])
def test_who_does_not_decide(cast, sent_in, who):
    state, user = sent_in(), getattr(cast, who)
    for refused in (
        lambda: moderation.approve(state, by=user),
        lambda: moderation.send_back(state, by=user, remark="Nee"),
        lambda: moderation.take_over(state, by=user),
    ):
        with pytest.raises(PermissionDenied):
            refused()
    assert standing(state).status == "in_progress"
    assert public(cast.partner_a) == OLD


def test_sending_back_takes_a_remark(cast, sent_in):
    state = sent_in()
    with pytest.raises(ValidationError):
        moderation.send_back(state, by=cast.moderator, remark="  ")
    moderation.send_back(state, by=cast.moderator, remark="Welke dag?")
    assert standing(state).status == "needs_changes"
    assert public(cast.partner_a) == OLD
    assert state_of(fresh(cast.partner_a))[0] == "sent_back"
    assert remark_on(fresh(cast.partner_a)) == "Welke dag?"


def test_of_two_moderators_the_first_decides(cast, sent_in):
    state = sent_in()
    seen_by_the_second = standing(state)
    moderation.approve(state, by=cast.moderator)
    with pytest.raises(AlreadyDecided):
        moderation.send_back(seen_by_the_second, by=cast.communications, remark="Nee")
    assert standing(state).status == "approved"
    assert public(cast.partner_a) == NEW


def test_of_two_moderators_in_wagtails_own_door_the_first_decides(cast, sent_in):
    """The task state was read before the other decided."""
    state = sent_in()
    read_before = state.current_task_state
    moderation.send_back(state, by=cast.moderator, remark="Nee")
    task = read_before.task.specific
    with pytest.raises(AlreadyDecided):
        task.on_action(read_before, cast.communications, "approve")
    assert public(cast.partner_a) == OLD


def test_what_a_moderator_mended_while_it_waited_is_approved_with_it(cast, sent_in):
    state = sent_in()
    draft(cast.partner_a, cast.moderator, cost="Gratis")
    moderation.approve(state, by=cast.moderator)
    assert standing(state).status == "approved"
    assert public(cast.partner_a) == NEW
    assert fresh(cast.partner_a).cost == "Gratis"


def test_taking_over_says_who_reads(cast, sent_in):
    state = sent_in()
    moderation.take_over(state, by=cast.moderator)
    moderation.take_over(state, by=cast.communications)
    assert ModerationAssignment.objects.get().moderator == cast.communications


# --- nobody decides on their own ------------------------------------------------------------------------


@pytest.fixture
def moderating_editor(cast):
    """Somebody who edits partner A and moderates besides."""
    user = make_user("beide@example.org", groups=["Moderators"], partner=cast.partner_a)
    assert Group.objects.filter(user=user).exists()
    return user


@pytest.mark.parametrize("is_administrator", [False, True])
def test_nobody_approves_what_they_sent_in(
    cast, moderating_editor, as_user, sent_in, is_administrator
):
    user = cast.administrator if is_administrator else moderating_editor
    state = sent_in(user)
    for refused in (
        lambda: moderation.approve(state, by=user),
        lambda: moderation.send_back(state, by=user, remark="Nee"),
        lambda: moderation.take_over(state, by=user),
    ):
        with pytest.raises(PermissionDenied):
            refused()
    browser = as_user(user)
    task, page = state.current_task_state_id, cast.partner_a.pk
    browser.post(f"/cms/pages/workflow/action/{page}/approve/{task}/")
    browser.post(
        f"/cms/moderation/approve/{task}/", {"revision": fresh(cast.partner_a).latest_revision_id}
    )
    browser.post(f"/cms/bulk/wagtailcore/page/publish/?id={page}&next=/cms/")
    edit(browser, cast.partner_a, **{"action-publish": "1"})
    edit(
        browser,
        cast.partner_a,
        **{"action-workflow-action": "1", "workflow-action-name": "approve"},
    )
    assert public(cast.partner_a) == OLD
    assert standing(state).status == "in_progress"
    moderation.approve(state, by=cast.moderator)
    assert public(cast.partner_a) == NEW


def test_moderators_own_edit_is_published_by_right_of_office(cast, moderating_editor, as_user):
    edit(as_user(moderating_editor), cast.partner_a, phone=NEW, **{"action-publish": "1"})
    assert public(cast.partner_a) == NEW


def test_nobody_reads_after_or_undoes_what_they_sent_in(cast, moderating_editor, sent_in):
    network_mode("open")
    sent_in(moderating_editor)
    review = review_of(cast.partner_a)
    for refused in (moderation.accept, moderation.undo):
        with pytest.raises(PermissionDenied):
            refused(review, by=moderating_editor)
    moderation.accept(review, by=cast.moderator)
    assert review_of(cast.partner_a).outcome == "fine"


# --- reading after --------------------------------------------------------------------------------


@pytest.fixture
def went_live(cast, sent_in):
    network_mode("open")
    sent_in()
    return review_of(cast.partner_a)


@pytest.mark.parametrize("who", ["editor_a", "editor_b", "coordinator", "member"])
def test_who_does_not_read_after(cast, went_live, who):
    for refused in (moderation.accept, moderation.undo):
        with pytest.raises(PermissionDenied):
            refused(went_live, by=getattr(cast, who))
    assert public(cast.partner_a) == NEW


def test_undo_shows_what_was_there_and_keeps_the_draft(cast, went_live):
    moderation.undo(went_live, by=cast.moderator, remark="Dit nummer werkt niet.")
    assert public(cast.partner_a) == OLD
    page = fresh(cast.partner_a)
    assert page.get_latest_revision_as_object().phone == NEW
    assert state_of(page)[0] == "sent_back"
    assert remark_on(page) == "Dit nummer werkt niet."
    with pytest.raises(AlreadyDecided):
        moderation.undo(went_live, by=cast.communications)
    with pytest.raises(AlreadyDecided):
        moderation.accept(went_live, by=cast.communications)


def test_undo_leaves_a_newer_change_that_waits(cast, went_live, sent_in):
    network_mode("strict")
    state = sent_in(phone="020 000 00 98")
    moderation.undo(went_live, by=cast.moderator)
    assert public(cast.partner_a) == OLD
    assert standing(state).status == "in_progress"
    moderation.approve(state, by=cast.moderator)
    assert public(cast.partner_a) == "020 000 00 98"


def test_undo_does_not_take_away_what_came_after(cast, went_live, sent_in):
    sent_in(phone="020 000 00 98")
    with pytest.raises(moderation.NewerIsLive):
        moderation.undo(went_live, by=cast.moderator)
    newer = Review.objects.exclude(pk=went_live.pk).get()
    moderation.undo(newer, by=cast.moderator)
    assert public(cast.partner_a) == NEW
    moderation.undo(went_live, by=cast.moderator)
    assert public(cast.partner_a) == OLD


def test_page_that_was_live_without_a_revision_can_be_undone(cast, network, sent_in):
    """As an import leaves it."""
    network_mode("open")
    PartnerPage.objects.filter(pk=cast.partner_a.pk).update(live_revision=None, phone=OLD)
    sent_in()
    moderation.undo(review_of(cast.partner_a), by=cast.moderator)
    assert public(cast.partner_a) == OLD


# --- what is set --------------------------------------------------------------------------------------


def test_who_sets_moderation_and_areas(cast, network):
    kept = record(cast.partner_a)
    kept.is_trusted = True
    for who in ("communications", "administrator"):
        moderation.set_moderation(kept, by=getattr(cast, who))
        moderation.set_areas(cast.moderator, [network.wijk], by=getattr(cast, who))
    for who in ("moderator", "coordinator", "editor_a"):
        with pytest.raises(PermissionDenied):
            moderation.set_moderation(kept, by=getattr(cast, who))
        with pytest.raises(PermissionDenied):
            moderation.set_areas(cast.moderator, [], by=getattr(cast, who))
    assert [one.area for one in cast.moderator.moderator_areas.all()] == [network.wijk]
