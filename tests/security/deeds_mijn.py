"""The deeds at the volunteer's own door, `/mijn/`, on partner A."""

import json
from dataclasses import replace
from datetime import date

from tests.factories import picture_file
from tests.security.deeds_world import (
    drafted,
    is_public,
    locked,
    mode,
    newest,
    public,
    waiting,
    waits,
)
from tests.security.doing import door, post, see
from wijkzorg_home.models import NetworkSettings
from wijkzorg_partners import confirmation
from wijkzorg_partners.mijn.answers import values_of
from wijkzorg_partners.mijn.conflicts import fingerprints
from wijkzorg_partners.mijn.forms_questions import WhatForm
from wijkzorg_partners.mijn.forms_things import PersonForm, ServiceForm
from wijkzorg_partners.models import (
    ContactPerson,
    MistakeReport,
    PartnerRecord,
    Service,
    UrgentChange,
)

mijn, preview = door("/mijn/"), door("preview")

SERVICE_NAMES = [*ServiceForm.names, "hours"]


def here(world, path=""):
    return f"/mijn/{world.a.slug}/{path}"


# --- the profile ----------------------------------------------------------------------------------


@mijn
def find_A_at_the_own_door(world):
    return see("/mijn/", world.a.title)


@mijn
def see_how_it_stands(world):
    drafted(world)
    return see(here(world), world.a.title)


@preview
def see_the_draft_at_the_own_door(world):
    drafted(world)
    return see(here(world, "voorbeeld/"), "zqnieuw")


def filling_in(path, thing, names, answers, happened):
    """Somebody who fills in a screen that shows the thing as it is now."""
    began = json.dumps(fingerprints(values_of(thing, names)))
    return post(path, {**answers, "began": began, "go": "next"}, happened=happened)


def answering(world):
    return filling_in(
        here(world, "vraag/wat/"),
        newest(world.a),
        WhatForm.names,
        {"what_we_do": "Zqsoep"},
        lambda: "Zqsoep" in newest(world.a).what_we_do,
    )


def handling(world, report, outcome="mended"):
    handled = MistakeReport.objects.filter(pk=report.pk, state=outcome)
    return post(
        here(world, f"meldingen/{report.pk}/"), {"outcome": outcome}, happened=handled.exists
    )


@mijn
def see_what_visitors_reported(world):
    return see(here(world, "meldingen/"), world.mistake_a.text)


@mijn
def say_that_a_reported_mistake_is_mended(world):
    return handling(world, world.mistake_a)


@mijn
def handle_a_report_about_B_through_the_own_page(world):
    return handling(world, world.mistake_b)


@mijn
def answer_a_question(world):
    return answering(world)


@mijn
def answer_a_question_while_a_change_waits(world):
    waiting(world)
    return answering(world)


@mijn
def answer_a_question_on_a_locked_page(world):
    locked(world)
    return answering(world)


@mijn
def send_a_photo(world):
    def happened():
        photo = newest(world.a).photo
        return photo is not None and photo.title == "Zqfoto"

    def picture(role):
        return {**act.data, "picture": picture_file("zq.png")}

    sent = {"description": "Zqfoto"}
    act = filling_in(here(world, "vraag/foto/"), newest(world.a), ["photo"], sent, happened)
    return replace(act, data=picture)


@mijn
def use_a_photo_of_another_partner(world):
    return post(
        here(world, "vraag/foto/"),
        {"picture": world.image_b.pk, "photo": world.image_b.pk, "description": "x", "go": "next"},
        happened=lambda: newest(world.a).photo_id == world.image_b.pk,
    )


@mijn
def add_a_service(world):
    return filling_in(
        here(world, "meer/aanbod/nieuw/"),
        Service(),
        SERVICE_NAMES,
        {"name": "Zqdienst", "access": "walk_in"},
        lambda: "Zqdienst" in [one.name for one in newest(world.a).services.all()],
    )


def service_path(world, rest=""):
    [service] = newest(world.a).services.all()
    return here(world, f"meer/aanbod/{service.translation_key}/{rest}")


@mijn
def change_a_service(world):
    service = newest(world.a).services.get()
    return filling_in(
        service_path(world),
        service,
        SERVICE_NAMES,
        {"name": "Zqdienst", "access": service.access},
        lambda: newest(world.a).services.get().name == "Zqdienst",
    )


@mijn
def take_a_service_away(world):
    return post(service_path(world, "weg/"), happened=lambda: not newest(world.a).services.exists())


@mijn
def see_the_contact_persons(world):
    contact(world)
    return see(here(world, "meer/contact/"), "Zqpersoon")


def contact(world):
    """Somebody on A's page, for everybody to see."""
    live = public(world.a)
    live.contact_persons.add(
        ContactPerson(
            name="Zqpersoon",
            email=world.member.email,
            visibility="public",
            consent_on=date(2026, 1, 1),
        )
    )
    live.save_revision().publish()
    return ContactPerson.objects.get(name="Zqpersoon", partner=world.a)


@mijn
def add_a_contact_person(world):
    return filling_in(
        here(world, "meer/contact/nieuw/"),
        ContactPerson(),
        PersonForm.names,
        {"name": "Zqpersoon", "visibility": "network", "agrees": "on"},
        lambda: "Zqpersoon" in [one.name for one in newest(world.a).contact_persons.all()],
    )


def is_nowhere():
    return not ContactPerson.objects.filter(name="Zqpersoon").exists()


@mijn
def take_a_contact_person_off_at_once(world):
    person = contact(world)
    return post(here(world, f"meer/contact/{person.uid}/weg/"), happened=is_nowhere)


@mijn
def take_a_contact_person_off_while_a_change_waits(world):
    person = contact(world)
    waiting(world)
    return post(here(world, f"meer/contact/{person.uid}/weg/"), happened=is_nowhere)


# --- sending in, in the three modes of moderation ---------------------------------------------------


def sending_in(world, happened):
    drafted(world, for_whom="Iedereen", what_we_do="Koffie")
    newest_one = public(world.a).latest_revision_id
    sent = {"revision": newest_one, "go": "only"}
    return post(here(world, "insturen/"), sent, happened=happened, commits=True)


@mijn
def see_what_would_be_sent_in(world):
    drafted(world)
    return see(here(world, "insturen/"), "zqnieuw")


@mijn
def send_in_and_wait__strict(world):
    mode("strict", trusted=True, world=world)
    return sending_in(world, lambda: waits(world) and not is_public(world))


@mijn
def send_in_and_go_live__strict(world):
    mode("strict", trusted=True, world=world)
    return sending_in(world, lambda: is_public(world))


@mijn
def send_in_and_go_live__light_and_not_trusted(world):
    mode("light", trusted=False, world=world)
    return sending_in(world, lambda: is_public(world))


@mijn
def send_in_and_go_live__light_and_trusted(world):
    mode("light", trusted=True, world=world)
    return sending_in(world, lambda: is_public(world))


@mijn
def send_in_and_go_live__open(world):
    mode("open")
    return sending_in(world, lambda: is_public(world))


@mijn
def send_in_and_go_live__open_but_strict_for_A(world):
    mode("open")
    PartnerRecord.objects.filter(partner=world.a).update(moderation_mode="strict")
    return sending_in(world, lambda: is_public(world))


@mijn
def take_back_what_editor_A_sent_in(world):
    waiting(world)
    return post(here(world, "terughalen/"), happened=lambda: not waits(world))


@mijn
def confirm_all_parts(world):
    world.a.confirmations.all().delete()
    return post(here(world, "klopt/"), happened=lambda: world.a.confirmations.count() == 4)


@mijn
def bring_back_what_was_taken_off_the_site(world):
    confirmation.take_offline(world.a, by=world.administrator)
    return post(here(world, "klopt/"), happened=lambda: public(world.a).live)


@mijn
def confirm_all_parts_when_sending_in(world):
    act = sending_in(world, lambda: world.a.confirmations.count() == 4)
    world.a.confirmations.all().delete()
    return post(
        act.path,
        {**act.data, "go": "all_right"},
        happened=lambda: waits(world) and world.a.confirmations.count() == 4,
    )


# --- facts that can't wait --------------------------------------------------------------------------


def closing(world):
    UrgentChange.objects.all().delete()
    return post(
        here(world, "vandaag/"),
        {"what": "closed", "note": "Zqziek"},
        happened=lambda: UrgentChange.objects.filter(note="Zqziek", partner=world.a).exists(),
    )


@mijn
def tell_at_once_that_it_is_closed(world):
    return closing(world)


@mijn
def tell_it_while_a_change_waits(world):
    waiting(world)
    return closing(world)


@mijn
def tell_it_where_the_network_does_not_allow_it(world):
    NetworkSettings.objects.update(urgent_changes=False)
    return closing(world)


@mijn
def change_the_telephone_number_at_once(world):
    return post(
        here(world, "vandaag/"),
        {"what": "phone", "phone": "020 666 66 66"},
        happened=lambda: public(world.a).phone == "020 666 66 66",
    )


@mijn
def take_an_urgent_fact_back(world):
    standing = UrgentChange.objects.filter(pk=world.urgent_a.pk, withdrawn_at=None)
    return post(here(world, "vandaag/"), {"what": "open"}, happened=lambda: not standing.exists())
