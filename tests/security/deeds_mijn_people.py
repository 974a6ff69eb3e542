"""The deeds at `/mijn/` about people: who may change A's page, and what is held about oneself."""

import time

from allauth.account.internal.flows import login

from tests.security.deeds_mijn import contact, here, is_nowhere
from tests.security.deeds_world import membership, role_of
from tests.security.doing import door, post, see
from wijkzorg_partners.models import Invitation

people, own_data = door("/mijn/ people"), door("/mijn/ own data")


# --- people -----------------------------------------------------------------------------------------


def of(world, role, rest=""):
    return here(world, f"mensen/{membership(world, role).pk}/{rest}")


def becomes(world, role, what, data):
    """Send this about somebody, who is `what` to A afterwards (None: nothing)."""
    return post(of(world, role), data, happened=lambda: role_of(world, role) == what)


@people
def see_who_may_change_the_page(world):
    return see(here(world, "mensen/"), world.volunteer.email)


@people
def see_which_invitations_are_out(world):
    return see(here(world, "mensen/"), world.invitation_a.email)


@people
def invite_somebody(world):
    return post(
        here(world, "mensen/uitnodigen/"),
        {"email": "zqgast@example.org", "role": "helper"},
        happened=lambda: Invitation.objects.filter(
            email="zqgast@example.org", role="helper"
        ).exists(),
    )


@people
def invite_an_owner(world):
    return post(
        here(world, "mensen/uitnodigen/"),
        {"email": "zqgast@example.org", "role": "owner"},
        happened=lambda: Invitation.objects.filter(email="zqgast@example.org").exists(),
    )


@people
def withdraw_an_invitation(world):
    withdrawn = Invitation.objects.filter(pk=world.invitation_a.pk, withdrawn_at__isnull=False)
    return post(
        here(world, f"mensen/uitnodiging/{world.invitation_a.pk}/"), happened=withdrawn.exists
    )


@people
def withdraw_an_invitation_to_B(world):
    withdrawn = Invitation.objects.filter(pk=world.invitation_b.pk, withdrawn_at__isnull=False)
    return post(
        here(world, f"mensen/uitnodiging/{world.invitation_b.pk}/"), happened=withdrawn.exists
    )


@people
def make_the_volunteer_a_helper(world):
    return becomes(world, "volunteer", "helper", {"step": "change", "role": "helper"})


@people
def make_the_helper_an_editor_for_good(world):
    return becomes(world, "helper", "editor", {"step": "change", "role": "editor"})


@people
def remove_a_member(world):
    return becomes(world, "volunteer", None, {"step": "end"})


@people
def remove_the_owner(world):
    return becomes(world, "owner", None, {"step": "end"})


@people
def hand_the_page_over_to_editor_A(world):
    return becomes(world, "editor_a", "owner", {"step": "hand_over"})


@people
def hand_the_page_over_to_somebody_whose_time_ended(world):
    return becomes(world, "expired", "owner", {"step": "hand_over"})


@people
def leave_in_the_name_of_editor_A(world):
    return becomes(world, "editor_a", None, {"step": "leave"})


@people
def leave_as_the_owner(world):
    return becomes(world, "owner", None, {"step": "leave"})


@people
def leave_as_the_helper(world):
    return becomes(world, "helper", None, {"step": "leave"})


# --- own data ---------------------------------------------------------------------------------------


@own_data
def see_what_is_held_about_oneself(world):
    return see("/mijn/gegevens/", "example.org")


@own_data
def take_ones_data_along(world):
    return see("/mijn/gegevens/meenemen/", "example.org")


@own_data
def see_in_it_what_is_held_about_editor_B(world):
    return see("/mijn/gegevens/meenemen/", world.editor_b.email)


@own_data
def correct_ones_name(world):
    users = type(world.member).objects.filter(first_name="Zqnaam")
    return post("/mijn/gegevens/", {"first_name": "Zqnaam", "last_name": ""}, happened=users.exists)


@own_data
def withdraw_the_consent_of_the_member(world):
    person = contact(world)
    return post(
        "/mijn/gegevens/contactpersoon/",
        {"partner": world.a.pk, "uid": str(person.uid)},
        happened=is_nowhere,
    )


def erasing(world, *, minutes_ago):
    everybody = type(world.member).objects.count()

    def log_in(role, browser):
        if role == "anonymous":
            return
        session = browser.session
        moment = time.time() - 60 * minutes_ago
        session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "code", "at": moment}]
        session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(getattr(world, role).pk)
        session.save()

    return post(
        "/mijn/gegevens/wissen/",
        happened=lambda: type(world.member).objects.count() == everybody - 1,
        before=log_in,
    )


@own_data
def erase_oneself_after_a_recent_log_in(world):
    return erasing(world, minutes_ago=1)


@own_data
def erase_oneself_after_an_older_log_in(world):
    return erasing(world, minutes_ago=20)
