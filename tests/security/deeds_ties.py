"""The deeds about who works together, and about the visitor's own list."""

from django.urls import reverse

from tests.security.deeds_mijn import here
from tests.security.deeds_world import public
from tests.security.doing import Act, door, post, see, text_of
from wijkzorg_home.models import OutgoingMail
from wijkzorg_partners.models import Cooperation
from wijkzorg_partners.ties import cooperation

page, mijn, cms = door("public page"), door("/mijn/ ties"), door("CMS ties")
YES, NO = {"say": "yes"}, {"say": "no"}
LIST = "/lijst/wijzigen/"


def state(world):
    """What stands between A and B."""
    tie = Cooperation.objects.filter(first__in=[world.a, world.b], second__in=[world.a, world.b])
    return tie.get().state if tie else ""


def becomes(world, path, data, wanted):
    return post(path, data, happened=lambda: state(world) == wanted)


def asked_by_b(world):
    return cooperation.say_yes(world.b, world.a, by=world.editor_b)


def confirmed(world):
    asked_by_b(world)
    return cooperation.say_yes(world.a, world.b, by=world.editor_a)


def at(world, other=None):
    return here(world, f"samen/{(other or world.b).pk}/")


# --- the public page, and the own list --------------------------------------------------------------


@page
def see_with_whom_A_works_before_both_said_so(world):
    asked_by_b(world)
    return see(public(world.a).get_url(), public(world.b).title)


def putting(profile, *, done):
    def send(browser):
        browser.cookies.pop("shortlist", None)
        browser.post(LIST, {"put": str(profile.pk)})
        return browser.get("/lijst/")

    return Act(f"{LIST}?{profile.pk}", send=send, happened=done, draws=True)


@page
def put_A_on_the_own_list(world):
    title = public(world.a).title
    return putting(world.a, done=lambda response: title in text_of(response))


@page
def put_a_profile_that_was_never_live_on_the_own_list(world):
    def is_on_it(response):
        return world.never.title in text_of(response) or 'name="empty"' in text_of(response)

    return putting(world.never, done=is_on_it)


@page
def read_the_name_of_a_profile_that_is_offline_on_a_list(world):
    return see(f"/lijst/{world.gone.pk}.{world.a.pk}/", world.gone.title)


# --- /mijn/ -----------------------------------------------------------------------------------------


@mijn
def see_who_A_works_with(world):
    confirmed(world)
    return see(here(world, "samen/"), public(world.b).title)


@mijn
def say_that_A_works_with_B(world):
    return becomes(world, at(world), YES, "asked")


@mijn
def say_yes_to_B(world):
    asked_by_b(world)
    return becomes(world, at(world), YES, "confirmed")


@mijn
def say_yes_in_the_name_of_B(world):
    cooperation.say_yes(world.a, world.b, by=world.editor_a)
    path = reverse("wijkzorg_partners:mijn_tie", args=[world.b.slug, world.a.pk])
    return becomes(world, path, YES, "confirmed")


@mijn
def say_yes_again_where_B_said_no(world):
    cooperation.say_yes(world.a, world.b, by=world.editor_a)
    cooperation.say_no(world.b, world.a, by=world.editor_b)
    return becomes(world, at(world), YES, "asked")


@mijn
def ask_a_partner_that_was_never_live(world):
    return post(
        at(world, world.never),
        YES,
        happened=Cooperation.objects.of(world.never).exists,
    )


@mijn
def end_that_A_works_with_B(world):
    confirmed(world)
    return becomes(world, at(world), NO, "ended")


# --- the CMS ----------------------------------------------------------------------------------------

TIES = "/cms/coordination/ties/"


def pair(world):
    return f"{TIES}{world.a.pk}/{world.b.pk}/"


@cms
def see_who_works_together(world):
    return see(TIES, public(world.a).title)


@cms
def see_with_whom_A_works(world):
    confirmed(world)
    return see(f"{TIES}{world.a.pk}/", public(world.b).title)


@cms
def introduce_A_and_B(world):
    mails = OutgoingMail.objects.filter(kind="tie_introduced")
    return post(
        pair(world),
        {"do": "introduce"},
        happened=lambda: state(world) == "introduced" and mails.count() >= 2,
    )


@cms
def introduce_A_and_B_again(world):
    cooperation.set_aside(world.a, world.b, by=world.coordinator)
    return becomes(world, pair(world), {"do": "introduce"}, "introduced")


@cms
def write_down_that_A_and_B_work_together(world):
    return becomes(world, pair(world), {"do": "record"}, "confirmed")


@cms
def set_A_and_B_aside(world):
    return becomes(world, pair(world), {"do": "aside"}, "ended")


@cms
def end_that_A_and_B_work_together(world):
    confirmed(world)
    return becomes(world, pair(world), {"do": "end"}, "ended")
