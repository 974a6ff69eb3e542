"""The deeds in the CMS that act on pages at once: one by one, in bulk, by the admin API; and events below A."""

from datetime import timedelta

from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction

from tests.factories import make_partner
from tests.security.deeds_cms import PUBLISH, editing, sent_in_by, shown_at
from tests.security.deeds_world import drafted, is_public, locked, newest, public, waiting
from tests.security.doing import door, post, see
from wijkzorg_events.models import EventPage
from wijkzorg_partners.models import PartnerPage

cms, api, bulk = (door(name) for name in ("CMS", "admin API", "CMS bulk"))


# --- what acts at once ------------------------------------------------------------------------------


def at(world, what, page=None):
    return f"/cms/pages/{(page or world.a).pk}/{what}/"


def is_gone(page):
    return lambda: not Page.objects.filter(pk=page.pk).exists()


@cms
def unpublish(world):
    return post(at(world, "unpublish"), happened=lambda: not public(world.a).live)


@cms
def delete_the_profile(world):
    nobody_comes_to(world.event_a)
    return post(at(world, "delete"), {"confirm_site_name": "Wijkzorg"}, happened=is_gone(world.a))


@cms
def delete_a_draft_of_a_profile(world):
    page = make_partner(world.a.get_parent().specific, "Zqconcept", live=False)
    return post(at(world, "delete", page), happened=is_gone(page))


@cms
def delete_a_locked_draft_of_a_profile(world):
    page = make_partner(world.a.get_parent().specific, "Zqconcept", live=False)
    PartnerPage.objects.filter(pk=page.pk).update(locked=True, locked_at=timezone.now())
    return post(at(world, "delete", page), happened=is_gone(page))


def is_below(page, parent):
    return lambda: Page.objects.get(pk=page.pk).is_child_of(Page.objects.get(pk=parent.pk))


@cms
def move_the_profile(world):
    target = world.other_directory
    return post(at(world, f"move/{target.pk}/confirm"), happened=is_below(world.a, target))


@cms
def copy_the_profile(world):
    parent = world.network.directory.pk
    return post(
        at(world, "copy"),
        {"new_title": "Zqkopie", "new_slug": "zqkopie", "new_parent_page": parent},
        happened=Page.objects.filter(title="Zqkopie").exists,
    )


@cms
def add_a_profile(world):
    path = f"/cms/pages/add/wijkzorg_partners/partnerpage/{world.network.directory.pk}/"
    shown = shown_at(world, path)
    sent = {**shown, "title": "Zqpartner", "slug": "zqpartner", "kind": "informal"}
    return post(path, sent, happened=Page.objects.filter(title="Zqpartner").exists)


@cms
def lock_the_profile(world):
    return post(at(world, "lock"), happened=lambda: public(world.a).locked)


@cms
def unlock_the_profile(world):
    locked(world)
    return post(at(world, "unlock"), happened=lambda: not public(world.a).locked)


@cms
def restrict_the_profile(world):
    restrictions = PageViewRestriction.objects.filter(page=world.a)
    return post(at(world, "privacy"), {"restriction_type": "login"}, happened=restrictions.exists)


@cms
def translate_the_profile(world):
    turkish = world.a.locale.__class__.objects.get(language_code="tr")
    return post(
        f"/cms/localize/submit/page/{world.a.pk}/",
        {"locales": [turkish.pk], "include_subtree": ""},
        happened=lambda: world.a.has_translation(turkish),
    )


@bulk
def publish_a_draft(world):
    page = make_partner(world.a.get_parent().specific, "Zqconcept", live=False)
    return post(
        f"/cms/bulk/wagtailcore/page/publish/?id={page.pk}&next=/cms/pages/",
        happened=lambda: public(page).live,
    )


@bulk
def unpublish_A(world):
    return post(
        f"/cms/bulk/wagtailcore/page/unpublish/?id={world.a.pk}&next=/cms/pages/",
        happened=lambda: not public(world.a).live,
    )


@bulk
def delete_a_profile_that_is_a_draft(world):
    page = make_partner(world.a.get_parent().specific, "Zqconcept", live=False)
    return post(
        f"/cms/bulk/wagtailcore/page/delete/?id={page.pk}&next=/cms/pages/",
        happened=is_gone(page),
    )


@bulk
def move_A(world):
    target = world.other_directory
    return post(
        f"/cms/bulk/wagtailcore/page/move/?id={world.a.pk}&next=/cms/pages/",
        {"chooser": target.pk},
        happened=is_below(world.a, target),
    )


@bulk
def delete_an_own_image(world):
    return post(
        f"/cms/bulk/wagtailimages/image/delete/?id={world.image_a.pk}&next=/cms/images/",
        happened=lambda: not get_image_model().objects.filter(pk=world.image_a.pk).exists(),
    )


# --- the admin API ---------------------------------------------------------------------------------


@api
def read_the_draft(world):
    drafted(world, title="Zqtitel")
    return see(f"/cms/api/main/pages/{world.a.pk}/?fields=*", "zqtitel")


@api
def list_the_pages(world):
    return see("/cms/api/main/pages/?type=wijkzorg_partners.PartnerPage", world.a.title)


@api
def list_the_images(world):
    return see("/cms/api/main/images/", world.image_a.title)


@api
def list_the_documents(world):
    return see("/cms/api/main/documents/", world.document_a.title)


def action(page, name):
    return f"/cms/api/main/pages/{page.pk}/action/{name}/"


@api
def publish_A(world):
    drafted(world)
    return post(action(world.a, "publish"), happened=lambda: is_public(world))


@api
def publish_what_one_sent_in(world):
    state = waiting(world)
    return post(
        action(world.a, "publish"),
        happened=lambda: is_public(world),
        before=sent_in_by(world, state),
    )


@api
def take_A_offline(world):
    return post(action(world.a, "unpublish"), happened=lambda: not public(world.a).live)


@api
def delete_a_draft(world):
    page = make_partner(world.a.get_parent().specific, "Zqconcept", live=False)
    return post(action(page, "delete"), happened=is_gone(page))


@api
def copy_A(world):
    return post(
        action(world.a, "copy"),
        {"destination_page_id": world.network.directory.pk, "slug": "zqkopie"},
        happened=Page.objects.filter(slug="zqkopie").exists,
    )


@api
def move_A_elsewhere(world):
    target = world.other_directory
    return post(
        action(world.a, "move"),
        {"destination_page_id": target.pk, "position": "last-child"},
        happened=is_below(world.a, target),
    )


# --- events below the profile -----------------------------------------------------------------------


def nobody_comes_to(event):
    """Who comes would have to be told before the event goes."""
    event.seat_book.registrations.all().delete()


def event_of(world, *, live=False, by=None):
    """Below A; of editor A, unless it is somebody else's."""
    start = timezone.now() + timedelta(days=5)
    event = EventPage(
        title="Zqtafel",
        kind="open_table",
        live=live,
        owner=by or world.editor_a,
        start_at=start,
        end_at=start + timedelta(hours=1),
    )
    Page.objects.get(pk=world.a.pk).add_child(instance=event)
    event.save_revision(user=event.owner)
    return event


@cms
def make_the_next_one_of_an_event_of_editor_A(world):
    event = event_of(world)
    sent = {"rhythm": "week", "nth": "1", "weekday": "1", "times": "2"}
    return post(
        f"/cms/events/{event.pk}/next/",
        sent,
        happened=lambda: EventPage.objects.filter(title="Zqtafel", live=False).count() == 3,
    )


@cms
def add_an_event_below_A(world):
    path = f"/cms/pages/add/wijkzorg_events/eventpage/{world.a.pk}/"
    shown = shown_at(world, path)
    start = timezone.localtime() + timedelta(days=5)
    sent = {
        **shown,
        "title": "Zqtafel",
        "slug": "zqtafel",
        "kind": "open_table",
        "start_at": f"{start:%Y-%m-%d} 12:00",
        "end_at": f"{start:%Y-%m-%d} 14:00",
    }
    return post(path, sent, happened=Page.objects.filter(title="Zqtafel", live=False).exists)


@cms
def change_an_event_of_editor_A(world):
    event = event_of(world)
    return editing(world, lambda: newest(event).summary == "Zqwoord", page=event, summary="Zqwoord")


@cms
def publish_an_event_of_editor_A(world):
    event = event_of(world)
    return editing(
        world, lambda: Page.objects.get(pk=event.pk).live, page=event, summary="x", **PUBLISH
    )


@cms
def delete_the_draft_of_an_event_of_editor_A(world):
    event = event_of(world)
    return post(at(world, "delete", event), happened=is_gone(event))


@cms
def delete_an_event_that_is_live(world):
    nobody_comes_to(world.event_a)
    return post(at(world, "delete", world.event_a), happened=is_gone(world.event_a))
