"""The deeds at the doors that everybody passes: pages, APIs, feeds, files, and the links in mails."""

from datetime import timedelta

from django.utils import timezone

from tests.factories import make_document, make_image
from tests.partners.test_joining import answers
from tests.partners.test_mistakes import answers as mistake
from tests.security.deeds_world import public
from tests.security.doing import door, post, see
from wijkzorg_partners import actions, confirmation, links
from wijkzorg_partners.models import (
    Invitation,
    JoinRequest,
    Location,
    Membership,
    MistakeReport,
    PartnerPage,
    PartnerRecord,
)
from wijkzorg_partners.models.members import hash_token

page, search_api, api_v2, feed = (
    door(name) for name in ("public page", "search API", "API v2", "feed")
)
image, document, link = (door(name) for name in ("image", "document", "one-time link"))
V2 = "/api/wagtail/v2/pages/"


def marker(world, part):
    """The first word that stands in one place of the world only; see world.py."""
    return next(one for one in world.markers.readers if part in one)


def hidden_contact(world, part):
    return marker(world, f"contact{part}name")


# --- pages ---------------------------------------------------------------------------------------


@page
def see_a_profile_that_is_live(world):
    return see(world.a.get_url(), world.a.title)


@page
def see_the_draft_of_a_live_profile(world):
    return see(world.b.get_url(), marker(world, "draftsummary"))


@page
def see_a_profile_that_was_never_live(world):
    return see(world.never.get_url())


@page
def see_a_profile_that_is_offline(world):
    return see(world.gone.get_url())


@page
def see_a_contact_person_for_everybody(world):
    return see(world.b.get_url(), "Samira Openbaar")


@page
def see_a_contact_person_for_the_network(world):
    return see(world.b.get_url(), hidden_contact(world, "network"))


@page
def see_a_contact_person_for_moderators(world):
    return see(world.b.get_url(), hidden_contact(world, "moderators"))


@page
def see_a_contact_person_without_consent(world):
    return see(world.b.get_url(), hidden_contact(world, "public"))


@page
def see_an_address_that_is_hidden(world):
    place = Location(name="Bij ons", address="Zqstraat 9", postcode="1901 AB", address_hidden=True)
    live = public(world.a)
    live.locations.add(place)
    live.save_revision().publish()
    return see(world.a.get_url(), "zqstraat")


@page
def compare_and_see_a_contact_person_for_the_network(world):
    directory = world.network.directory.get_url()
    path = f"{directory}vergelijk/?p={world.a.slug}&p={world.b.slug}"
    return see(path, hidden_contact(world, "network"))


@page
def compare_and_see_a_contact_person_for_everybody(world):
    directory = world.network.directory.get_url()
    return see(f"{directory}vergelijk/?p={world.a.slug}&p={world.b.slug}", "Samira Openbaar")


@page
def see_that_a_partner_is_closed(world):
    return see(world.a.get_url(), "tijdelijk dicht")


@page
def see_an_urgent_fact_that_was_taken_back(world):
    return see(world.a.get_url(), marker(world, "urgenta"))


@page
def see_a_page_that_is_restricted(world):
    return see(world.private.get_url(), marker(world, "privatetitle"))


@page
def see_an_event_that_was_never_live(world):
    return see(world.event_never.get_url())


@page
def see_a_report_that_is_not_live(world):
    return see(world.report.get_url())


@page
def find_a_profile_by_a_word_of_its_draft(world):
    return see(f"/zoeken/?q={marker(world, 'draftsummary')}", world.b.title)


def reporting(page):
    return post(
        f"/melden/{page.pk}/",
        mistake(text="Zq klopt niet"),
        happened=lambda: MistakeReport.objects.filter(text="Zq klopt niet").exists(),
    )


@page
def report_a_mistake(world):
    return reporting(world.a)


@page
def report_a_mistake_on_a_profile_that_is_not_live(world):
    return reporting(world.gone)


@page
def ask_to_join(world):
    return post(
        "/meedoen/",
        answers(world.network),
        happened=lambda: JoinRequest.objects.filter(name="Eettafel De Pan").exists(),
    )


# --- machines -------------------------------------------------------------------------------------


@search_api
def find_a_profile_that_is_live(world):
    return see("/api/v1/search?q=hamer", world.b.title)


@search_api
def find_by_a_word_of_a_draft(world):
    return see(f"/api/v1/search?q={marker(world, 'draftsummary')}", world.b.title)


@search_api
def find_a_profile_that_is_offline(world):
    return see(f"/api/v1/search?q={marker(world, 'gonetitle')}&limit=100", world.gone.get_url())


@search_api
def find_a_contact_person_for_the_network(world):
    return see("/api/v1/search?limit=100", hidden_contact(world, "network"))


@api_v2
def read_a_profile_that_is_live(world):
    return see(f"{V2}{world.b.pk}/?fields=*", world.b.title)


@api_v2
def read_the_draft_of_a_live_profile(world):
    return see(f"{V2}{world.b.pk}/?fields=*", marker(world, "draftsummary"))


@api_v2
def read_a_profile_that_was_never_live(world):
    return see(f"{V2}{world.never.pk}/?fields=*")


@api_v2
def read_a_profile_that_is_offline(world):
    return see(f"{V2}{world.gone.pk}/?fields=*")


@api_v2
def read_a_contact_person_for_the_network(world):
    return see(f"{V2}{world.b.pk}/?fields=*", hidden_contact(world, "network"))


@api_v2
def read_a_page_that_is_restricted(world):
    return see(f"{V2}{world.private.pk}/?fields=*")


@api_v2
def change_a_profile(world):
    return post(
        f"{V2}{world.a.pk}/",
        {"title": "Gekaapt"},
        happened=lambda: public(world.a).title == "Gekaapt",
    )


@feed
def read_an_event_that_is_live(world):
    return see(f"{world.event_a.get_url()}ics/", "Open tafel van a")


@feed
def read_an_event_that_was_never_live(world):
    return see(f"{world.event_never.get_url()}ics/")


@feed
def read_the_calendar_of_the_agenda(world):
    return see(f"{world.agenda.get_url()}agenda.ics", "Open tafel van a")


@feed
def read_what_was_never_live_in_the_calendar_of_the_agenda(world):
    return see(f"{world.agenda.get_url()}agenda.ics", str(world.event_never.translation_key))


@feed
def read_the_news_that_is_live(world):
    world.item.title = "Zqbericht"
    world.item.save_revision().publish()
    return see(f"{world.news.get_url()}feed/", "zqbericht")


@feed
def read_news_that_is_not_live(world):
    return see(f"{world.news.get_url()}feed/", marker(world, "itemtitle"))


@feed
def find_a_profile_that_is_not_live_in_the_sitemap(world):
    return see("/sitemap.xml", world.gone.slug)


# --- files ----------------------------------------------------------------------------------------


@image
def see_a_photo_that_is_live(world):
    photo = make_image("Gevel", collection=world.collection_a, name="zqgevel.png")
    live = public(world.a)
    live.photo = photo
    live.save_revision().publish()
    return see(photo.file.url)


@image
def see_a_photo_of_A_that_is_not_live(world):
    return see(world.image_a.file.url)


@image
def see_a_smaller_copy_of_it(world):
    return see(world.image_a.get_rendition("width-50").url)


@document
def read_a_document_of_A_that_is_not_live(world):
    return see(world.document_a.url)


@document
def read_a_document_of_no_partner_that_is_not_live(world):
    return see(make_document("Besloten stuk").url)


# --- the links in mails ---------------------------------------------------------------------------


def klopt(world, purpose, *, user=None):
    one, token = links.new_link(public(world.a), purpose, user and user.pk, timezone.now())
    one.save()
    return one, f"/klopt/{token}/"


def confirmed(world):
    return PartnerRecord.objects.get(partner=world.a).confirmed_at is not None


def unconfirmed(world):
    PartnerRecord.objects.filter(partner=world.a).update(confirmed_at=None, due_at=None)
    world.a.confirmations.all().delete()


@link
def open_a_link_that_asks_whether_it_is_right(world):
    _one, path = klopt(world, "confirm", user=world.editor_a)
    return see(path, world.a.title)


@link
def confirm_by_a_link_to_editor_A(world):
    unconfirmed(world)
    one, path = klopt(world, "confirm", user=world.editor_a)
    return post(path, {"revision": one.revision_id}, happened=lambda: confirmed(world))


@link
def confirm_by_a_link_to_the_organisation(world):
    unconfirmed(world)
    one, path = klopt(world, "confirm")
    return post(path, {"revision": one.revision_id}, happened=lambda: confirmed(world))


@link
def confirm_by_a_link_to_the_host_of_a_Wijktafel(world):
    unconfirmed(world)
    one, path = klopt(world, "host")
    return post(path, {"revision": one.revision_id}, happened=lambda: confirmed(world))


@link
def confirm_by_a_link_to_somebody_who_was_removed(world):
    unconfirmed(world)
    one, path = klopt(world, "confirm", user=world.removed)
    return post(path, {"revision": one.revision_id}, happened=lambda: confirmed(world))


@link
def confirm_by_a_link_that_was_used(world):
    unconfirmed(world)
    one, path = klopt(world, "confirm", user=world.editor_a)
    one.used_at = timezone.now()
    one.save()
    return post(path, {"revision": one.revision_id}, happened=lambda: confirmed(world))


@link
def say_that_the_organisation_is_no_more(world):
    one, path = klopt(world, "gone", user=world.editor_a)
    record = PartnerRecord.objects.filter(partner=world.a, reported_gone_at__isnull=False)
    return post(path, {"revision": one.revision_id}, happened=record.exists)


@link
def bring_the_profile_back_online(world):
    confirmation.take_offline(world.a, by=world.administrator)
    _one, path = klopt(world, "online", user=world.editor_a)
    return post(path, {}, happened=lambda: public(world.a).live)


def invited(world, email, **more):
    invitation, token = Invitation.issue(
        partner=world.a,
        email=email,
        invited_by=world.owner,
        valid_for=timedelta(days=14),
        **more,
    )
    return invitation, f"/uitnodiging/{token}/"


def is_member(world, email):
    return Membership.objects.current().filter(partner=world.a, user__email=email).exists()


@link
def accept_an_invitation_to_a_new_address(world):
    _invitation, path = invited(world, "zqnieuw@example.org")
    return post(path, {}, happened=lambda: is_member(world, "zqnieuw@example.org"))


@link
def accept_an_invitation_to_editor_B(world):
    _invitation, path = invited(world, world.editor_b.email)
    return post(path, {}, happened=lambda: is_member(world, world.editor_b.email))


@link
def accept_an_invitation_that_was_withdrawn(world):
    invitation, path = invited(world, "zqnieuw@example.org")
    actions.withdraw_invitation(invitation, by=world.owner)
    return post(path, {}, happened=lambda: is_member(world, "zqnieuw@example.org"))


def join_link(world, email):
    token = "zqtoken" + "x" * 30
    JoinRequest.objects.create(
        name="Eettafel De Pan",
        summary="Wij koken.",
        email=email,
        area=world.network.wijk,
        token_hash=hash_token(token),
        expires_at=timezone.now() + timedelta(days=7),
    )
    return f"/meedoen/bevestigen/{token}/"


@link
def join_by_the_link_to_a_new_address(world):
    draft = PartnerPage.objects.filter(title="Eettafel De Pan", live=False)
    return post(join_link(world, "zqpan@example.org"), {}, happened=draft.exists)


@link
def join_by_the_link_to_editor_B(world):
    draft = PartnerPage.objects.filter(title="Eettafel De Pan", live=False)
    return post(join_link(world, world.editor_b.email), {}, happened=draft.exists)
