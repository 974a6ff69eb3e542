"""The deeds of the network's own people in the CMS: who edits what, moderation, calls, settings, mail."""

from datetime import timedelta

from django.utils import timezone
from wagtail.models import TaskState

from tests.factories import make_partner
from tests.security.deeds_cms import sent_in_by
from tests.security.deeds_world import is_public, membership, public, role_of, waiting
from tests.security.doing import door, post, see
from tests.security.forms import shown_in
from wijkzorg_events.models import EventPage
from wijkzorg_home.models import NetworkSettings, OutgoingMail, Theme
from wijkzorg_partners import confirmation
from wijkzorg_partners.models import (
    CallAttempt,
    Invitation,
    MistakeReport,
    ModerationAssignment,
    ModeratorArea,
    PartnerRecord,
    Review,
    UrgentChange,
)
from wijkzorg_search.models import Concept, DismissedWord, MissedWord

people, moderation, calls, settings = (
    door(name) for name in ("CMS people", "CMS moderation", "CMS call list", "CMS settings")
)


# --- who edits what ---------------------------------------------------------------------------------


@people
def see_who_edits_what(world):
    return see("/cms/partners/", world.a.title)


@people
def see_the_members_of_A(world):
    return see(f"/cms/partners/{world.a.pk}/members/", world.volunteer.email)


@people
def invite_somebody_to_A(world):
    return post(
        f"/cms/partners/{world.a.pk}/members/",
        {"email": "zqgast@example.org", "role": "editor", "cms_access": "on"},
        happened=Invitation.objects.filter(email="zqgast@example.org", cms_access=True).exists,
    )


@people
def withdraw_an_invitation_to_A(world):
    withdrawn = Invitation.objects.filter(pk=world.invitation_a.pk, withdrawn_at__isnull=False)
    return post(
        f"/cms/partners/invitations/{world.invitation_a.pk}/withdraw/", happened=withdrawn.exists
    )


def of(world, role, rest=""):
    return f"/cms/partners/memberships/{membership(world, role).pk}/{rest}"


@people
def let_the_volunteer_into_the_CMS(world):
    return post(
        of(world, "volunteer"),
        {"role": "editor", "cms_access": "on"},
        happened=lambda: membership(world, "volunteer").cms_access,
    )


@people
def make_the_volunteer_the_owner(world):
    return post(
        of(world, "volunteer", "owner/"), happened=lambda: role_of(world, "volunteer") == "owner"
    )


@people
def remove_the_volunteer(world):
    return post(
        of(world, "volunteer", "end/"), happened=lambda: role_of(world, "volunteer") is None
    )


@people
def see_what_A_could_be_merged_with(world):
    return see(f"/cms/partners/{world.a.pk}/merge/", world.a.title)


@people
def merge_another_partner_into_A(world):
    other = make_partner(world.a.get_parent().specific, "Zqdubbel")
    merged = PartnerRecord.objects.filter(partner=other, merged_into=world.a)
    return post(f"/cms/partners/{other.pk}/merge/{world.a.pk}/", happened=merged.exists)


# --- moderation -------------------------------------------------------------------------------------


@moderation
def see_what_waits(world):
    return see("/cms/moderation/", world.b.title)


def approving(world, **more):
    task = waiting(world)
    return post(
        f"/cms/moderation/approve/{task.pk}/",
        {"revision": public(world.a).latest_revision_id},
        happened=lambda: is_public(world),
        **{name: make(world, task) for name, make in more.items()},
    )


@moderation
def approve_a_change(world):
    return approving(world)


@moderation
def approve_ones_own_change(world):
    return approving(world, before=sent_in_by)


def sending_back(world, **more):
    task = waiting(world)
    rejected = TaskState.objects.filter(pk=task.pk, status="rejected")
    return post(
        f"/cms/moderation/send-back/{task.pk}/",
        {"comment": "Schrijf het korter."},
        happened=rejected.exists,
        **{name: make(world, task) for name, make in more.items()},
    )


@moderation
def send_a_change_back(world):
    return sending_back(world)


@moderation
def send_ones_own_change_back(world):
    return sending_back(world, before=sent_in_by)


@moderation
def take_a_change_over(world):
    task = waiting(world)
    taken = ModerationAssignment.objects.filter(workflow_state=task.workflow_state)
    return post(f"/cms/moderation/take-over/{task.pk}/", happened=taken.exists)


def reviewed(outcome, review):
    return Review.objects.filter(pk=review.pk, outcome=outcome).exists()


@moderation
def mark_as_read_what_went_live(world):
    return post(
        f"/cms/moderation/read/{world.review_a.pk}/",
        happened=lambda: reviewed("fine", world.review_a),
    )


@moderation
def mark_as_read_what_went_live_of_oneself(world):
    def before(role, _browser):
        if role != "anonymous":
            Review.objects.filter(pk=world.review_a.pk).update(submitted_by=getattr(world, role))

    return post(
        f"/cms/moderation/read/{world.review_a.pk}/",
        happened=lambda: reviewed("fine", world.review_a),
        before=before,
    )


@moderation
def undo_what_went_live(world):
    live = public(world.a)
    Review.objects.filter(pk=world.review_a.pk).update(
        before=live.revisions.order_by("pk").first(), after=live.live_revision
    )
    return post(
        f"/cms/moderation/undo/{world.review_a.pk}/",
        happened=lambda: reviewed("undone", world.review_a),
    )


@moderation
def mark_an_urgent_fact_as_read(world):
    read = UrgentChange.objects.filter(pk=world.urgent_a.pk, reviewed_at__isnull=False)
    return post(f"/cms/moderation/read-urgent/{world.urgent_a.pk}/", happened=read.exists)


@moderation
def undo_an_urgent_fact(world):
    undone = UrgentChange.objects.filter(pk=world.urgent_a.pk, withdrawn_at__isnull=False)
    return post(f"/cms/moderation/undo-urgent/{world.urgent_a.pk}/", happened=undone.exists)


@moderation
def set_how_A_is_moderated(world):
    record = PartnerRecord.objects.filter(partner=world.a, moderation_mode="open", is_trusted=True)
    return post(
        f"/cms/moderation/partners/{world.a.pk}/",
        {"moderation_mode": "open", "is_trusted": "on"},
        happened=record.exists,
    )


@moderation
def see_who_reads_which_area(world):
    return see("/cms/moderation/areas/", world.moderator.email)


@moderation
def set_who_reads_which_area(world):
    rows = ModeratorArea.objects.filter(user=world.moderator, area=world.network.wijk)
    return post(
        f"/cms/moderation/areas/{world.moderator.pk}/",
        {"areas": [world.network.wijk.pk]},
        happened=rows.exists,
    )


# --- calls ------------------------------------------------------------------------------------------


@calls
def see_whom_to_call(world):
    return see("/cms/call-list/", world.a.title)


@calls
def see_what_to_follow_up(world):
    return see("/cms/coordination/", world.a.title)


@calls
def see_the_reported_mistakes(world):
    return see("/cms/coordination/mistakes/", world.mistake_a.text)


@calls
def handle_a_reported_mistake(world):
    handled = MistakeReport.objects.filter(pk=world.mistake_a.pk, state="right")
    path = f"/cms/coordination/mistakes/{world.mistake_a.pk}/"
    return post(path, {"outcome": "right"}, happened=handled.exists)


def calling(world, outcome, happened):
    return post(
        f"/cms/call-list/{world.a.pk}/", {"outcome": outcome, "note": "Zq"}, happened=happened
    )


@calls
def write_down_that_it_is_right(world):
    world.a.confirmations.all().delete()
    return calling(
        world, "right", lambda: world.a.confirmations.filter(occasion="call").count() == 4
    )


@calls
def write_down_that_nobody_answered(world):
    return calling(world, "not_reached", CallAttempt.objects.filter(note="Zq").exists)


@calls
def write_down_that_it_is_no_more(world):
    return calling(world, "gone", CallAttempt.objects.filter(note="Zq", outcome="gone").exists)


@calls
def take_it_offline_by_that(world):
    return calling(world, "gone", lambda: not public(world.a).live)


@calls
def bring_it_back_online(world):
    confirmation.take_offline(world.a, by=world.administrator)
    return calling(world, "online", lambda: public(world.a).live)


# --- gaps -------------------------------------------------------------------------------------------


@calls
def see_where_nobody_informal_is(world):
    return see("/cms/coordination/gaps/", "Ik zoek geld")


@calls
def make_a_gap_the_theme_of_a_wijktafel(world):
    made = EventPage.objects.filter(areas=world.network.wijk, kind="wijktafel", live=False)
    return post(
        "/cms/coordination/gaps/gather/",
        {"theme": "geld", "area": world.network.wijk.code, "maker": "wijktafel"},
        happened=made.filter(themes__slug="geld").exists,
    )


# --- the network ------------------------------------------------------------------------------------


@settings
def see_the_mail_that_was_sent(world):
    return see("/cms/mail/", world.mail.to)


@settings
def send_a_mail_again(world):
    OutgoingMail.objects.filter(pk=world.mail.pk).update(state="failed", text="Zq")
    again = OutgoingMail.objects.filter(pk=world.mail.pk).exclude(state="failed")
    return post(f"/cms/mail/{world.mail.pk}/again/", happened=again.exists)


@settings
def change_the_settings_of_the_network(world):
    site = world.network.home.get_site()
    path = f"/cms/settings/wijkzorg_home/networksettings/{site.pk}/"
    shown = shown_in(world.browsers["administrator"].get(path))
    return post(
        path,
        {**shown, "moderation_mode": "open"},
        happened=NetworkSettings.objects.filter(moderation_mode="open").exists,
    )


@settings
def delete_a_theme(world):
    theme = Theme.objects.create(
        slug="zqthema", name="Zq", everyday_name="Zq", locale=world.a.locale
    )
    return post(
        f"/cms/snippets/wijkzorg_home/theme/delete/{theme.pk}/",
        happened=lambda: not Theme.objects.filter(pk=theme.pk).exists(),
    )


@settings
def see_the_users(world):
    return see("/cms/users/", world.volunteer.email)


@settings
def close_the_account_of_editor_B(world):
    users = type(world.editor_b).objects.filter(pk=world.editor_b.pk, is_active=False)
    return post(
        f"/cms/bulk/auth/user/set_active_state/?id={world.editor_b.pk}&next=/cms/users/",
        {"mark_as_active": "False"},
        happened=users.exists,
    )


@settings
def see_the_concepts_of_the_search(world):
    return see("/cms/snippets/wijkzorg_search/concept/", world.concept.name)


@settings
def add_words_to_a_concept(world):
    path = f"/cms/snippets/wijkzorg_search/concept/edit/{world.concept.pk}/"
    shown = shown_in(world.browsers["administrator"].get(path))
    changed = Concept.objects.filter(asked_nl="zqwoord")
    return post(path, {**shown, "asked_nl": "zqwoord"}, happened=changed.exists)


@settings
def delete_a_concept(world):
    return post(
        f"/cms/snippets/wijkzorg_search/concept/delete/{world.concept.pk}/",
        happened=lambda: not Concept.objects.filter(pk=world.concept.pk).exists(),
    )


def missed_word(deed, happened, **more):
    """Something that is done with a word that was asked on enough days."""
    today = timezone.localdate()
    MissedWord.objects.bulk_create(
        MissedWord(word="zqmist", language="nl", day=today - timedelta(days)) for days in range(5)
    )
    asked = {"word": "zqmist", "language": "nl", "do": deed, **more}
    return post("/cms/zoeken/woorden/", asked, happened=happened)


@settings
def see_the_words_without_an_answer(world):
    return see("/cms/zoeken/woorden/", world.missed)


@settings
def put_a_word_without_an_answer_into_a_concept(world):
    changed = Concept.objects.filter(pk=world.concept.pk, asked_nl__contains="zqmist")
    return missed_word("add", changed.exists, concept=world.concept.code)


@settings
def make_a_concept_of_a_word_without_an_answer(world):
    return missed_word("new", Concept.objects.filter(name="Zqmist").exists)


@settings
def leave_a_word_without_an_answer_as_it_is(world):
    return missed_word("dismiss", DismissedWord.objects.filter(word="zqmist").exists)


@settings
def see_why_the_search_answers_so(world):
    return see("/cms/zoeken/proef/?q=zqvraag", "explained")


@settings
def see_the_history_of_the_site(world):
    return see("/cms/reports/site-history/", world.b.title)
