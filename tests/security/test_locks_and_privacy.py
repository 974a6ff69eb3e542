"""What acts at once and has no draft, so that few may do it: restricting a page, and deleting one."""

import pytest
from wagtail.models import Page, PageViewRestriction

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    "role", ["editor_a", "editor_b", "coordinator", "moderator", "communications", "administrator"]
)
def test_only_administrators_restrict_a_page(role, world, browser_of):
    browser = browser_of(role)
    before = PageViewRestriction.objects.count()
    pages = [
        world.a,
        world.never,
        world.network.district,
        world.network.home,
        Page.get_first_root_node(),
    ]
    for page in pages:
        browser.post(f"/cms/pages/{page.pk}/privacy/", {"restriction_type": "login"})
    made = PageViewRestriction.objects.count() - before
    assert made >= 4 if role == "administrator" else made == 0


def test_a_page_is_not_restricted_by_a_password_that_many_share(world, browser_of):
    """Such a password could be guessed without throttling."""
    before = PageViewRestriction.objects.count()
    browser_of("administrator").post(
        f"/cms/pages/{world.a.pk}/privacy/", {"restriction_type": "password", "password": "samen"}
    )
    assert PageViewRestriction.objects.count() == before


@pytest.mark.parametrize("road", ["view", "bulk", "api", "parent", "bulk parent", "api parent"])
@pytest.mark.parametrize("role", ["moderator", "communications", "administrator"])
def test_a_locked_page_is_deleted_by_nobody_on_no_road(role, road, world, browser_of):
    browser = browser_of(role)
    browser.post(f"/cms/pages/{world.never.pk}/lock/")
    assert Page.objects.get(pk=world.never.pk).locked
    page = world.network.directory.pk if "parent" in road else world.never.pk
    if "bulk" in road:
        browser.post(
            f"/cms/bulk/wagtailcore/page/delete/?id={page}&next=/cms/pages/", {"confirm": "1"}
        )
    elif "api" in road:
        browser.post(f"/cms/api/main/pages/{page}/action/delete/")
    else:
        browser.post(f"/cms/pages/{page}/delete/", {"confirm_site_name": "Wijkzorg"})
    assert Page.objects.filter(pk=world.never.pk).exists()


@pytest.mark.parametrize("road", ["view", "bulk", "api"])
def test_an_unlocked_page_is_deleted_so_the_roads_are_right(road, world, browser_of):
    browser, page = browser_of("administrator"), world.never.pk
    if road == "bulk":
        browser.post(f"/cms/bulk/wagtailcore/page/delete/?id={page}&next=/cms/pages/")
    elif road == "api":
        browser.post(f"/cms/api/main/pages/{page}/action/delete/")
    else:
        browser.post(f"/cms/pages/{page}/delete/")
    assert not Page.objects.filter(pk=page).exists()
