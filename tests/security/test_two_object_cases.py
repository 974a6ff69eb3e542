"""Actions that touch two places ask for a right on both: source x target, in all four combinations."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission, Locale, Page
from wagtail_localize.models import Translation, TranslationSource

from tests.factories import make_partner, make_user
from wijkzorg_home.models import DistrictPage
from wijkzorg_partners.models import PartnerIndexPage, PartnerPage

pytestmark = pytest.mark.slow
FOUR = pytest.mark.parametrize(
    ("source_right", "target_right"), [(True, True), (True, False), (False, True), (False, False)]
)
PUBLISHER = ("add", "change", "publish")


@pytest.fixture
def places(world):
    """Two districts, each with a directory and a live partner in it; both exist in English too."""
    home = Page.objects.get(pk=world.network.home.pk)
    found = {}
    for name in ("noord", "zuid"):
        district = home.add_child(
            instance=DistrictPage(title=name.capitalize(), slug=name, area=world.network.area)
        )
        directory = district.add_child(
            instance=PartnerIndexPage(title="Organisaties", slug="partners")
        )
        make_partner(directory, f"Partner {name}")
        home.refresh_from_db()
        found[name] = PartnerIndexPage.objects.get(pk=directory.pk)
    return found


@pytest.fixture
def person(db):
    """Somebody with a publisher's rights on some pages, and all that is asked besides."""

    def make(*pages, permissions=PUBLISHER):
        group = Group.objects.create(name="Redactie van een wijk")
        wanted = ["access_admin", "submit_translation"]
        group.permissions.set(Permission.objects.filter(codename__in=wanted))
        for page in pages:
            for action in permissions:
                permission = Permission.objects.get(
                    content_type__app_label="wagtailcore", codename=f"{action}_page"
                )
                GroupPagePermission.objects.create(group=group, page=page, permission=permission)
        return make_user("redactie@example.org", groups=[group.name])

    return make


def partner_in(directory):
    return PartnerPage.objects.child_of(directory).get()


@FOUR
def test_copy_asks_both_places(source_right, target_right, places, person, as_user):
    source, target = places["noord"], places["zuid"]
    user = person(
        *[page for page, right in ((source, source_right), (target, target_right)) if right]
    )
    as_user(user).post(
        reverse("wagtailadmin_pages:copy", args=[partner_in(source).pk]),
        {
            "new_title": "Kopie",
            "new_slug": "kopie",
            "new_parent_page": target.pk,
            "publish_copies": "on",
        },
    )
    assert Page.objects.filter(title="Kopie").exists() is (source_right and target_right)


@FOUR
def test_an_alias_asks_both_places(source_right, target_right, places, person, as_user):
    source, target = places["noord"], places["zuid"]
    user = person(
        *[page for page, right in ((source, source_right), (target, target_right)) if right]
    )
    as_user(user).post(
        reverse("wagtailadmin_pages:copy", args=[partner_in(source).pk]),
        {
            "new_title": "Spiegel",
            "new_slug": "spiegel",
            "new_parent_page": target.pk,
            "alias": "on",
        },
    )
    assert Page.objects.filter(slug="spiegel").exists() is (source_right and target_right)


@FOUR
@pytest.mark.parametrize("road", ["move", "bulk"])
def test_move_asks_both_places(road, source_right, target_right, places, person, as_user):
    source, target = places["noord"], places["zuid"]
    page = partner_in(source)
    user = person(
        *[page for page, right in ((source, source_right), (target, target_right)) if right]
    )
    if road == "move":
        as_user(user).post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, target.pk]))
    else:
        as_user(user).post(f"/cms/bulk/wagtailcore/page/move/?id={page.pk}", {"chooser": target.pk})
    page.refresh_from_db()
    assert page.is_child_of(target) is (source_right and target_right)
    assert page.is_child_of(source) is not (source_right and target_right)


@FOUR
def test_translating_asks_the_page_and_the_place_of_its_translation(
    source_right, target_right, places, person, as_user
):
    english = Locale.objects.get(language_code="en")
    source = places["noord"]
    target = source.copy_for_translation(english, copy_parents=True, alias=True)
    page = partner_in(source)
    user = person(
        *[one for one, right in ((source, source_right), (target, target_right)) if right]
    )
    as_user(user).post(
        reverse("wagtail_localize:submit_page_translation", args=[page.pk]),
        {"locales": [english.pk]},
    )
    assert page.has_translation(english) is (source_right and target_right)
    assert TranslationSource.objects.filter(object_id=page.translation_key).exists() is (
        source_right and target_right
    )


@FOUR
def test_updating_a_translation_asks_the_page_and_the_translation(
    source_right, target_right, places, person, as_user, django_capture_on_commit_callbacks
):
    english = Locale.objects.get(language_code="en")
    source = places["noord"]
    target = source.copy_for_translation(english, copy_parents=True, alias=True)
    page = partner_in(source)
    translated, _made = TranslationSource.update_or_create_from_instance(page)
    Translation.objects.create(source=translated, target_locale=english).save_target(publish=False)
    PartnerPage.objects.filter(pk=page.pk).update(summary="Nieuwe woorden")
    user = person(
        *[one for one, right in ((source, source_right), (target, target_right)) if right]
    )
    with django_capture_on_commit_callbacks(execute=True):
        as_user(user).post(
            reverse("wagtail_localize:update_translations", args=[translated.pk]),
            {"publish_translations": "on"},
        )
    translation = page.get_translation(english)
    assert translation.live is (source_right and target_right)


@FOUR
def test_an_alias_becomes_a_page_by_the_right_on_its_own_place(
    source_right, target_right, places, person, as_user
):
    """The words of the source stand on the alias already: its own place is the only one that changes."""
    source, target = partner_in(places["noord"]), places["zuid"]
    alias = source.create_alias(parent=target, update_slug="spiegel")
    user = person(
        *[one for one, right in ((places["noord"], source_right), (target, target_right)) if right]
    )
    as_user(user).post(reverse("wagtailadmin_pages:convert_alias", args=[alias.pk]))
    alias.refresh_from_db()
    assert (alias.alias_of is None) is target_right
    assert PartnerPage.objects.get(pk=source.pk).title == source.title


@pytest.mark.parametrize("right", [True, False])
def test_choosing_a_parent_offers_and_takes_only_places_of_ones_own(right, places, person, as_user):
    target, other = places["zuid"], places["noord"]
    browser = as_user(person(*([target] if right else [other])))
    add = reverse("wagtailadmin_pages:add", args=["wijkzorg_partners", "partnerpage", target.pk])
    assert (browser.get(add).status_code == 200) is right
    choose = reverse("wagtailadmin_pages:choose_parent", args=["wijkzorg_partners", "partnerpage"])
    response = browser.get(choose)
    assert (response.headers.get("Location") == add) is right
    response = browser.post(choose, {"parent_page": target.pk})
    assert (response.headers.get("Location") == add) is right


@pytest.mark.parametrize("road", ["copy", "move"])
def test_an_editor_with_a_directory_elsewhere_does_not_carry_the_own_profile_there(
    road, world, places, person, as_user
):
    """A membership gives add and change, which is not enough to make a page elsewhere."""
    from wijkzorg_partners.actions import add_member

    page, target = world.a, places["zuid"]
    user = person(target)
    add_member(page, user)
    browser = as_user(user)
    assert browser.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    if road == "copy":
        browser.post(
            reverse("wagtailadmin_pages:copy", args=[page.pk]),
            {"new_title": "Kopie", "new_slug": "kopie", "new_parent_page": target.pk},
        )
    else:
        browser.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, target.pk]))
    assert PartnerPage.objects.child_of(target).count() == 1
    assert Page.objects.get(pk=page.pk).get_parent().pk == world.network.directory.pk
