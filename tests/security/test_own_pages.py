"""An editor of one partner, and everything that is another's."""

import pytest
from django.db import transaction
from wagtail.images import get_image_model
from wagtail.models import GroupPagePermission, Page, PageViewRestriction, WorkflowState

from tests.factories import make_image, picture_file
from tests.security.forms import edit, shown_in
from tests.security.probes import all_probes
from tests.security.test_permission_matrix import outcome
from tests.security.world import found_in, nothing_changes
from wijkzorg_partners.models import ContactPerson, PartnerPage

pytestmark = pytest.mark.slow


def undone(probe, browser):
    """Send a request, and undo what it did."""
    with transaction.atomic():
        response = probe.send(browser)
        transaction.set_rollback(True)
    return response


def public_of(page):
    """What the public's row of a page says; it changes only when something is published."""
    return (
        PartnerPage.objects.filter(pk=page.pk)
        .values(
            "title",
            "slug",
            "summary",
            "phone",
            "live",
            "path",
            "photo",
            "live_revision",
            "kind",
            "show_in_menus",
            "go_live_at",
            "expire_at",
            "owner",
            "locked",
            "seo_title",
            "search_description",
        )
        .get()
    )


@pytest.mark.parametrize("role", ["editor_a", "member"])
@pytest.mark.usefixtures("short_answers")
def test_nobody_but_its_people_gets_at_what_belongs_to_a_partner(role, world, browser_of):
    """What the other roles meet at these doors stands in matrix.py and deeds.py."""
    browser, probes = browser_of(role), all_probes(world)
    hidden = world.markers.hidden_from(role)
    wrong = []
    with nothing_changes(role):
        for probe in probes:
            response = probe.send(browser)
            refused = outcome(response) in {"login", "absent"} or response.status_code == 405
            filtered = probe.filtered and outcome(response) != "broken"
            if not (refused or filtered):
                wrong.append(f"{probe.label}: {response.status_code}")
            leaked = [one for one in found_in(response, hidden) if one not in probe.path]
            if leaked:
                wrong.append(f"{probe.label} shows {leaked}")
    assert not wrong, "\n".join(wrong)
    assert len(probes) >= 80


def test_the_same_requests_are_answered_to_those_who_may(world, browser_of):
    """The control of the test above: every request is a right one. Nor do these see more than they may."""
    browsers = {probe.privileged: browser_of(probe.privileged) for probe in all_probes(world)}
    secret = {role: set(world.markers.hidden_from(role)) for role in browsers}
    hidden = world.markers.hidden_from("editor_a")
    wrong, shown = [], set()
    for probe in all_probes(world):
        response = undone(probe, browsers[probe.privileged])
        found = found_in(response, hidden)
        shown.update(found)
        if leaked := secret[probe.privileged].intersection(found):
            wrong.append(f"{probe.label} shows {probe.privileged} {leaked}")
        if outcome(response) != "open" or response.status_code == 405:
            wrong.append(f"{probe.label} as {probe.privileged}: {response.status_code}")
        if probe.filtered and not found:
            wrong.append(f"{probe.label} shows {probe.privileged} nothing of B")
    assert not wrong, "\n".join(wrong)
    assert len(shown) > 40


def test_an_editor_sees_nothing_of_others_on_the_start_page_and_in_the_menu(world, browser_of):
    response = browser_of("editor_a").get("/cms/")
    assert response.status_code == 200
    assert "Buurtkamer De Kade" in response.content.decode()
    assert found_in(response, world.markers.hidden_from("editor_a")) == []
    assert "Klusclub" not in response.content.decode()


def test_an_editor_saves_a_draft_that_the_public_does_not_see(world, browser_of):
    before = public_of(world.a)
    response = edit(browser_of("editor_a"), world.a, summary="Een nieuwe zin.")
    assert response.status_code == 302
    page = PartnerPage.objects.get(pk=world.a.pk)
    assert page.get_latest_revision_as_object().summary == "Een nieuwe zin."
    assert public_of(world.a) == {**before}


def test_an_editor_sends_in_and_withdraws(world, browser_of):
    browser = browser_of("editor_a")
    edit(browser, world.a, summary="Klaar.", **{"action-submit": "1"})
    state = WorkflowState.objects.for_instance(world.a).order_by("-pk").first()
    assert state.status == WorkflowState.STATUS_IN_PROGRESS
    assert public_of(world.a)["summary"] != "Klaar."
    browser.post(
        f"/cms/pages/{world.a.pk}/edit/",
        {**shown_in(browser.get(f"/cms/pages/{world.a.pk}/edit/")), "action-cancel-workflow": "1"},
    )
    state.refresh_from_db()
    assert state.status == WorkflowState.STATUS_CANCELLED


@pytest.mark.parametrize(
    "mode", ["action-publish", "action-unpublish", "action-delete", "action-lock", "is_live"]
)
def test_an_editor_can_not_publish_whatever_button_is_sent(mode, world, browser_of):
    before = public_of(world.a)
    edit(browser_of("editor_a"), world.a, summary="Naar buiten!", **{mode: "1", "live": "on"})
    assert public_of(world.a) == before


FORBIDDEN_FIELDS = {
    "slug": "gekaapt",
    "seo_title": "Gekaapt",
    "search_description": "Gekaapt",
    "show_in_menus": "on",
    "go_live_at": "2026-01-01 10:00",
    "expire_at": "2026-01-01 10:00",
    "owner": "1",
    "locked": "on",
    "live": "",
    "path": "00010001",
    "source_id": "gekaapt",
    "content_type": "1",
    "locale": "2",
    "translation_key": "00000000-0000-0000-0000-000000000000",
    "alias_of": "1",
}


def test_fields_that_are_not_the_editors_are_not_taken(world, browser_of):
    before = PartnerPage.objects.get(pk=world.a.pk).get_latest_revision_as_object()
    stored = public_of(world.a)
    response = edit(browser_of("editor_a"), world.a, summary="Eerlijk.", **FORBIDDEN_FIELDS)
    assert response.status_code == 302
    page = PartnerPage.objects.get(pk=world.a.pk)
    after = page.get_latest_revision_as_object()
    assert after.summary == "Eerlijk."
    changed = [
        name
        for name in FORBIDDEN_FIELDS
        if getattr(after, name) != getattr(before, name)
        or getattr(page, name) != getattr(before, name)
    ]
    assert changed == []
    assert public_of(world.a) == stored


def test_a_moderator_does_change_the_address_so_the_test_above_can_fail(world, browser_of):
    edit(browser_of("moderator"), world.a, slug="nieuw-adres", **{"action-publish": "1"})
    assert public_of(world.a)["slug"] == "nieuw-adres"


def test_rows_of_another_partner_are_not_taken_over_by_a_forged_form(world, browser_of):
    theirs = list(ContactPerson.objects.filter(partner=world.b).values())
    victim = theirs[0]["id"]
    for initial in ("0", "1"):
        edit(
            browser_of("editor_a"),
            world.a,
            **{
                "contact_persons-TOTAL_FORMS": "1",
                "contact_persons-INITIAL_FORMS": initial,
                "contact_persons-0-id": str(victim),
                "contact_persons-0-name": "Gekaapt",
                "contact_persons-0-visibility": "public",
                "contact_persons-0-ORDER": "1",
                "contact_persons-0-partner": str(world.b.pk),
            },
        )
    assert list(ContactPerson.objects.filter(partner=world.b).values()) == theirs
    newest = PartnerPage.objects.get(pk=world.a.pk).get_latest_revision_as_object()
    assert victim not in [person.pk for person in newest.contact_persons.all()]
    newest.save_revision().publish()
    assert list(ContactPerson.objects.filter(partner=world.b).values()) == theirs


def test_an_editor_can_not_use_a_picture_of_another(world, browser_of):
    """The form takes any key, so what counts is that the file stays hidden, and that it is refused."""
    response = edit(browser_of("editor_a"), world.a, photo=str(world.image_b.pk))
    newest = PartnerPage.objects.get(pk=world.a.pk).get_latest_revision_as_object()
    assert newest.photo_id != world.image_b.pk
    assert found_in(response, world.markers.hidden_from("editor_a")) == []


@pytest.mark.parametrize(
    "door",
    [
        "/cms/pages/{page}/unpublish/",
        "/cms/pages/{page}/delete/",
        "/cms/pages/{page}/lock/",
        "/cms/pages/{page}/unlock/",
        "/cms/pages/{page}/privacy/",
        "/cms/pages/{page}/move/{parent}/confirm/",
        "/cms/pages/{page}/copy/",
        "/cms/pages/{page}/set_position/",
        "/cms/pages/{page}/convert_alias/",
        "/cms/pages/workflow/action/{page}/approve/{task}/",
        "/cms/bulk/wagtailcore/page/publish/?id={page}",
        "/cms/bulk/wagtailcore/page/unpublish/?id={page}",
        "/cms/bulk/wagtailcore/page/delete/?id={page}",
        "/cms/bulk/wagtailcore/page/move/?id={page}",
        "/cms/api/main/pages/{page}/action/publish/",
        "/cms/api/main/pages/{page}/action/unpublish/",
        "/cms/api/main/pages/{page}/action/delete/",
        "/cms/api/main/pages/{page}/action/move/",
        "/cms/api/main/pages/{page}/action/copy/",
        "/cms/localize/submit/page/{page}/",
        "/cms/localize/update/{source}/",
        "/cms/localize/translate/{translation}/disable/",
    ],
)
def test_an_editor_can_not_by_any_door_change_what_is_public_of_the_own_page(
    door, world, browser_of
):
    path = door.format(
        page=world.a.pk,
        parent=world.network.directory.pk,
        task=world.task_a.pk,
        source=world.source_a.pk,
        translation=world.translation_a.pk,
    )
    with nothing_changes(door):
        response = browser_of("editor_a").post(
            path,
            {
                "new_title": "Kopie",
                "new_slug": "kopie",
                "new_parent_page": world.network.directory.pk,
                "restriction_type": "login",
                "locales": "3",
                "publish_translations": "on",
                "chooser": "1",
                "destination_page_id": world.network.directory.pk,
                "slug": "kopie",
            },
        )
    assert outcome(response) in {"absent", "login"}


def test_no_restriction_was_set_by_anybody_but_the_world(world):
    assert PageViewRestriction.objects.count() == 1


def test_an_editor_uploads_a_picture_into_the_own_collection_and_chooses_it(world, browser_of):
    browser = browser_of("editor_a")
    sent = {
        "image-chooser-upload-title": "Onze kamer",
        "image-chooser-upload-file": picture_file("kamer.png"),
        "image-chooser-upload-collection": world.collection_a.pk,
    }
    browser.post("/cms/images/chooser/create/", sent)
    image = get_image_model().objects.get(title="Onze kamer")
    assert image.collection_id == world.collection_a.pk
    assert browser.get(f"/cms/images/chooser/chosen/{image.pk}/").status_code == 200
    assert b"Onze kamer" in browser.get("/cms/images/chooser/").content
    edit(browser, world.a, photo=str(image.pk))
    assert (
        PartnerPage.objects.get(pk=world.a.pk).get_latest_revision_as_object().photo_id == image.pk
    )


def test_an_upload_into_anothers_collection_lands_in_the_own_or_nowhere(world, browser_of):
    for collection in (world.collection_b.pk, 1):
        browser_of("editor_a").post(
            "/cms/images/add/",
            {
                "title": f"Sluipweg {collection}",
                "file": picture_file("weg.png"),
                "collection": collection,
            },
        )
    landed = get_image_model().objects.filter(title__startswith="Sluipweg")
    assert set(landed.values_list("collection", flat=True)) <= {world.collection_a.pk}


def test_an_own_picture_can_not_be_put_into_anothers_collection(world, browser_of):
    image = world.image_a
    browser_of("editor_a").post(
        f"/cms/images/{image.pk}/", {"title": "Koekoeksjong", "collection": world.collection_b.pk}
    )
    assert get_image_model().objects.get(pk=image.pk).collection_id == world.collection_a.pk


@pytest.mark.parametrize("shown", ["public", "waiting", "nowhere"])
@pytest.mark.parametrize("where", ["a", "event_a"])
def test_a_picture_that_is_public_or_waits_for_a_moderator_keeps_its_file(
    shown, where, world, browser_of
):
    image = make_image(
        "Gevel", collection=world.collection_a, user=world.editor_a, name="gevel.png"
    )
    page = Page.objects.get(pk=getattr(world, where).pk).specific
    page.photo = image
    revision = page.save_revision()
    if shown == "public":
        revision.publish()
    if shown == "waiting":
        world.workflow.start(page, world.editor_a)
    browser = browser_of("editor_a")
    sent = {
        "title": "Anders",
        "file": picture_file("anders.png", (80, 80)),
        "collection": world.collection_a.pk,
    }
    browser.post(f"/cms/images/{image.pk}/", sent)
    image.refresh_from_db()
    assert (image.title == "Gevel") is (shown != "nowhere")
    browser.post(f"/cms/images/{image.pk}/delete/")
    assert get_image_model().objects.filter(pk=image.pk).exists() is (shown != "nowhere")


def test_the_end_of_a_membership_closes_everything_at_once(world, browser_of):
    browser = browser_of("editor_a")
    own = [
        "/cms/",
        f"/cms/pages/{world.a.pk}/edit/",
        f"/cms/pages/{world.a.pk}/view_draft/",
        f"/cms/pages/{world.a.pk}/history/",
        f"/cms/images/{world.image_a.pk}/",
        "/cms/images/",
        "/cms/images/chooser/",
        f"/cms/documents/edit/{world.document_a.pk}/",
        world.image_a.file.url,
        world.document_a.url,
    ]
    before = {path: browser.get(path).status_code for path in own}
    assert set(before.values()) == {200}, before
    browser_of("moderator").post(f"/cms/partners/memberships/{world.membership_a.pk}/end/")
    after = {path: browser.get(path).status_code for path in own}
    assert set(after.values()) <= {302, 403, 404}, after
    answers = [browser.get(path) for path in own]
    assert {outcome(one) for one in answers} <= {"absent", "login"}
    edit_by_hand = browser.post(f"/cms/pages/{world.a.pk}/edit/", {"title": "Toch nog"})
    assert outcome(edit_by_hand) == "absent"


def test_no_group_and_no_page_permission_is_made_for_a_partner(world):
    assert not GroupPagePermission.objects.filter(page__in=[world.a.pk, world.b.pk]).exists()
    assert Page.objects.filter(group_permissions__isnull=False).distinct().count() == 1
