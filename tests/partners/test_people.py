"""Who may do what with a page: sharing it, handing it over, leaving it, and what ends with a membership."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page
from wagtail.permissions import policy_registry

from tests.events.forms import add
from tests.factories import make_event, make_image, make_partner, make_user
from wijkzorg_events.models import EventPage
from wijkzorg_partners import actions, people
from wijkzorg_partners.models import Invitation, Membership

KEY = "buurtkamer-de-kade"
WHEN = {"start_at": "2027-05-21 12:00", "end_at": "2027-05-21 14:00"}
PEOPLE = f"/mijn/{KEY}/mensen/"


@pytest.fixture
def crew(cast):
    """The page of A with an owner, an editor and a helper."""
    cast.owner = make_user("eigenaar@example.org", partner=cast.partner_a, cms_access=False)
    Membership.objects.filter(user=cast.owner).update(role="owner")
    cast.helper = make_user(
        "helper@example.org", partner=cast.partner_a, role="helper", cms_access=False
    )
    return cast


def membership(user):
    return Membership.objects.get(user=user)


def role_of(user):
    return membership(user).role


def path_of(user):
    return f"{PEOPLE}{membership(user).pk}/"


# ------------------------------------------------------------------------------------- the list


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("owner", 200),
        ("editor_a", 200),
        ("helper", 200),
        ("moderator", 200),
        ("coordinator", 200),
        ("communications", 200),
        ("administrator", 200),
        ("editor_b", 404),
        ("member", 404),
        (None, 302),
    ],
)
def test_the_list_is_open_to_members_and_to_who_brings_in_editors(crew, as_user, role, status):
    response = as_user(getattr(crew, role) if role else None).get(PEOPLE)
    assert response.status_code == status


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("owner", 200),
        ("coordinator", 200),
        ("moderator", 200),
        ("editor_a", 403),
        ("helper", 403),
        ("editor_b", 404),
        (None, 302),
    ],
)
def test_the_owner_and_the_network_invite_and_nobody_else(crew, as_user, role, status):
    browser = as_user(getattr(crew, role) if role else None)
    path = f"{PEOPLE}uitnodigen/"
    assert browser.get(path).status_code == status
    browser.post(path, {"email": "nieuw@example.org", "role": "helper", "ends_on": ""})
    assert Invitation.objects.filter(role="helper").exists() is (status == 200)


def test_the_list_tells_roles_and_last_days_and_shows_letters_to_who_decides(crew, as_user):
    day = timezone.localdate() + timedelta(days=40)
    people.change_role(membership(crew.helper), by=crew.owner, role="helper", ends_on=day)
    people.share(crew.partner_a, "wacht@example.org", by=crew.owner)
    shown = as_user(crew.owner).get(PEOPLE).content.decode()
    assert shown.index("eigenaar@") < shown.index("a@example.org") < shown.index("helper@")
    assert str(day.year) in shown
    assert "wacht@example.org" in shown
    assert "wacht@example.org" not in as_user(crew.editor_a).get(PEOPLE).content.decode()


def test_the_list_takes_the_same_number_of_queries_for_three_and_for_thirty(crew, as_user):
    browser = as_user(crew.owner)
    browser.get(PEOPLE)
    counts = []
    for number in (0, 27):
        for one in range(number):
            make_user(f"mens{one}@example.org", partner=crew.partner_a)
            people.share(crew.partner_a, f"brief{one}@example.org", by=crew.owner)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(PEOPLE).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_an_owner_invites_a_helper_for_a_time_who_comes_in_as_such(
    crew, as_user, client, django_capture_on_commit_callbacks
):
    day = timezone.localdate() + timedelta(days=30)
    with django_capture_on_commit_callbacks(execute=True):
        as_user(crew.owner).post(
            f"{PEOPLE}uitnodigen/",
            {"email": "Nieuw@Example.org", "role": "helper", "ends_on": day.isoformat()},
        )
    [message] = mail.outbox
    client.post(re.search(r"https?://[^/]+(/uitnodiging/\S+)", message.body)[1])
    coming = Membership.objects.get(user__email="nieuw@example.org")
    assert (coming.role, coming.ends_on, coming.cms_access) == ("helper", day, False)


def test_nobody_is_invited_as_an_owner_or_for_a_day_that_passed(crew, as_user):
    browser = as_user(crew.owner)
    yesterday = timezone.localdate() - timedelta(days=1)
    for wrong in ({"role": "owner"}, {"role": "editor", "ends_on": yesterday.isoformat()}):
        response = browser.post(f"{PEOPLE}uitnodigen/", {"email": "x@example.org", **wrong})
        assert response.status_code == 200
        assert "x@example.org" in response.content.decode()
    with pytest.raises(PermissionDenied):
        people.share(crew.partner_a, "x@example.org", by=crew.owner, role="owner")
    assert not Invitation.objects.exists()


def test_an_invitation_is_withdrawn_by_the_owner_and_not_by_an_editor(crew, as_user):
    invitation = people.share(crew.partner_a, "x@example.org", by=crew.owner)
    path = f"{PEOPLE}uitnodiging/{invitation.pk}/"
    assert as_user(crew.editor_a).post(path).status_code == 403
    assert as_user(crew.editor_b).post(path).status_code == 404
    elsewhere = f"/mijn/klusclub-de-hamer/mensen/uitnodiging/{invitation.pk}/"
    assert as_user(crew.moderator).post(elsewhere).status_code == 404
    invitation.refresh_from_db()
    assert invitation.state() == "open"
    as_user(crew.owner).post(path)
    invitation.refresh_from_db()
    assert invitation.state() == "withdrawn"


# ------------------------------------------------------------------------------------ one person


def test_the_owner_changes_a_role_and_a_last_day(crew, as_user):
    day = timezone.localdate()
    sent = {"step": "change", "role": "helper", "ends_on": day.isoformat()}
    as_user(crew.owner).post(path_of(crew.editor_a), sent)
    changed = membership(crew.editor_a)
    assert (changed.role, changed.ends_on) == ("helper", day)


@pytest.mark.parametrize("step", ["change", "hand_over", "end"])
def test_an_editor_decides_nothing_about_others_nor_about_the_own_role(crew, as_user, step):
    sent = {"step": step, "role": "editor", "ends_on": ""}
    browser = as_user(crew.editor_a)
    for somebody in (crew.owner, crew.helper, crew.editor_a):
        browser.post(path_of(somebody), sent)
    assert [role_of(one) for one in (crew.owner, crew.editor_a, crew.helper)] == [
        "owner",
        "editor",
        "helper",
    ]


def test_a_person_of_another_partner_is_absent(crew, as_user):
    other = membership(crew.editor_b)
    assert as_user(crew.owner).get(f"{PEOPLE}{other.pk}/").status_code == 404
    assert as_user(crew.owner).post(f"{PEOPLE}{other.pk}/", {"step": "end"}).status_code == 404
    assert membership(crew.editor_b)


def test_handing_over_leaves_exactly_one_owner_and_tells_the_new_one(
    crew, as_user, django_capture_on_commit_callbacks
):
    people.change_role(
        membership(crew.helper), by=crew.owner, role="helper", ends_on=timezone.localdate()
    )
    with django_capture_on_commit_callbacks(execute=True):
        as_user(crew.owner).post(path_of(crew.helper), {"step": "hand_over"})
    assert (role_of(crew.owner), role_of(crew.helper)) == ("editor", "owner")
    assert membership(crew.helper).ends_on is None
    assert [message.to for message in mail.outbox] == [["helper@example.org"]]
    as_user(crew.owner).post(path_of(crew.editor_a), {"step": "hand_over"})
    assert role_of(crew.helper) == "owner"  # whoever handed over has no say any more


def test_a_page_is_handed_over_to_a_member_of_today_only(crew):
    with pytest.raises(PermissionDenied):
        people.hand_over(crew.partner_a, membership(crew.editor_b), by=crew.owner)
    gone = membership(crew.editor_a)
    gone.ends_on = timezone.localdate() - timedelta(days=1)
    gone.save()
    with pytest.raises(PermissionDenied):
        people.hand_over(crew.partner_a, gone, by=crew.owner)
    assert role_of(crew.owner) == "owner"


def test_two_owners_can_not_be(crew):
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(user=crew.editor_a).update(role="owner")


def test_where_there_is_no_owner_the_network_names_one(crew, as_user):
    Membership.objects.filter(user=crew.owner).delete()
    assert (
        as_user(crew.editor_a).post(path_of(crew.editor_a), {"step": "hand_over"}).status_code
        == 403
    )
    as_user(crew.coordinator).post(path_of(crew.editor_a), {"step": "hand_over"})
    assert role_of(crew.editor_a) == "owner"


def test_an_owner_leaves_after_handing_over_only(crew, as_user):
    browser = as_user(crew.owner)
    browser.post(path_of(crew.owner), {"step": "leave"})
    assert role_of(crew.owner) == "owner"
    people.hand_over(crew.partner_a, membership(crew.editor_a), by=crew.owner)
    assert browser.post(path_of(crew.owner), {"step": "leave"})["Location"] == "/mijn/"
    assert not Membership.objects.filter(user=crew.owner).exists()


def test_the_last_one_may_leave_and_the_coordinator_sees_it(cast, as_user):
    browser = as_user(cast.editor_a)
    text = browser.get(path_of(cast.editor_a)).content.decode()
    assert "je bent de enige" in text.lower()
    browser.post(path_of(cast.editor_a), {"step": "leave"})
    rows = as_user(cast.coordinator).get("/cms/partners/").context["page_obj"]
    assert (rows[0].pk, rows[0].editors, rows[0].owners) == (cast.partner_a.pk, 0, 0)


def test_nobody_leaves_for_another(crew, as_user):
    as_user(crew.owner).post(path_of(crew.editor_a), {"step": "leave"})
    assert role_of(crew.editor_a) == "editor"


def test_an_owner_is_ended_by_the_network_and_not_by_a_member(crew, as_user):
    as_user(crew.owner).post(path_of(crew.owner), {"step": "end"})
    assert role_of(crew.owner) == "owner"
    as_user(crew.coordinator).post(path_of(crew.owner), {"step": "end"})
    assert not Membership.objects.filter(user=crew.owner).exists()


# -------------------------------------------------------------------------- what ends, ends at once


@pytest.mark.parametrize("way", ["ended by the owner", "last day passed", "left"])
def test_with_the_membership_all_rights_end_at_once(crew, as_user, way):
    """ASVS 8.3.2: pages, media, the own door and the CMS, in a session that was open already."""
    user, partner = crew.editor_a, crew.partner_a
    collection = actions.own_collection(partner)
    image = make_image(collection=collection)
    browser = as_user(user)
    doors = [f"/cms/pages/{partner.pk}/edit/", "/cms/", PEOPLE, f"/media/{image.file.name}"]
    assert [browser.get(door).status_code for door in doors] == [200] * 4
    if way == "ended by the owner":
        as_user(crew.owner).post(path_of(user), {"step": "end"})
    elif way == "left":
        browser.post(path_of(user), {"step": "leave"})
    else:
        yesterday = timezone.localdate() - timedelta(days=1)
        Membership.objects.filter(user=user).update(ends_on=yesterday)
    assert [browser.get(door).status_code for door in doors] == [403, 403, 404, 404]
    browser.post(f"/cms/pages/{partner.pk}/edit/", {"title": "x"})
    assert Page.objects.get(pk=partner.pk).title == partner.title
    someone = type(user).objects.get(pk=user.pk)
    policy = policy_registry.get_by_type(type(image))
    assert not policy.user_has_permission_for_instance(someone, "change", image)
    assert not partner.permissions_for_user(someone).can_edit()
    assert not someone.has_perm("wagtailadmin.access_admin")


def test_on_the_last_day_one_may_still_work(crew, as_user):
    Membership.objects.filter(user=crew.editor_a).update(ends_on=timezone.localdate())
    assert as_user(crew.editor_a).get(f"/cms/pages/{crew.partner_a.pk}/edit/").status_code == 200


# ----------------------------------------------------------------------------------- the helper


def test_a_helper_adds_an_activity_and_does_not_change_the_profile(crew, as_user):
    Membership.objects.filter(user=crew.helper).update(cms_access=True)
    helper, partner = crew.helper, crew.partner_a
    rights = partner.permissions_for_user(helper)
    assert rights.can_add_subpage()
    assert not rights.can_edit()
    assert not rights.can_publish()
    assert not rights.can_delete()
    browser = as_user(helper)
    assert browser.get(f"/cms/pages/{partner.pk}/edit/").status_code in {302, 403}
    assert browser.post(f"/cms/pages/{partner.pk}/edit/", {"title": "x"}).status_code in {302, 403}
    add(browser, EventPage, partner, title="Soep", slug="soep", **WHEN)
    own = EventPage.objects.get(title="Soep")
    assert not own.live
    assert browser.get(f"/cms/pages/{own.pk}/edit/").status_code == 200
    of_others = make_event(partner, "Van een ander")
    assert not of_others.permissions_for_user(helper).can_edit()
    partner.refresh_from_db()
    assert partner.title == "Buurtkamer De Kade"


# -------------------------------------------------------------------------------------- the CMS


def test_the_network_switches_the_cms_on_and_names_an_owner_there(crew, as_user):
    helper = membership(crew.helper)
    for role in ("moderator", "communications", "coordinator"):
        browser = as_user(getattr(crew, role))
        assert browser.get(f"/cms/partners/{crew.partner_a.pk}/members/").status_code == 200
        assert browser.get(f"/cms/partners/memberships/{helper.pk}/").status_code == 200
    sent = {"role": "editor", "ends_on": "", "cms_access": "on"}
    browser.post(f"/cms/partners/memberships/{helper.pk}/", sent)
    helper.refresh_from_db()
    assert (helper.role, helper.cms_access) == ("editor", True)
    browser.post(f"/cms/partners/memberships/{helper.pk}/owner/")
    assert (role_of(crew.helper), role_of(crew.owner)) == ("owner", "editor")
    browser.post(f"/cms/partners/memberships/{helper.pk}/", {})
    helper.refresh_from_db()
    assert (helper.role, helper.cms_access) == ("owner", False)


def test_an_owner_does_not_open_the_cms_to_anybody(crew, as_user):
    Membership.objects.filter(user=crew.owner).update(cms_access=True)
    helper = membership(crew.helper)
    browser = as_user(crew.owner)
    for path in (f"memberships/{helper.pk}/", f"memberships/{helper.pk}/owner/"):
        assert browser.post(f"/cms/partners/{path}", {"cms_access": "on"}).status_code == 302
    with pytest.raises(PermissionDenied):
        people.set_cms_access(helper, True, by=crew.owner)
    helper.refresh_from_db()
    assert (helper.role, helper.cms_access) == ("helper", False)


def test_of_two_partners_with_one_key_a_person_meets_the_own_one(network, cast, as_user):
    from wijkzorg_partners.models import PartnerIndexPage

    elsewhere = network.district.add_child(instance=PartnerIndexPage(title="Elders", slug="elders"))
    twin = make_partner(elsewhere, "Buurtkamer De Kade")
    assert twin.slug == KEY
    user = make_user("tweeling@example.org", partner=twin)
    assert as_user(user).get(PEOPLE).context["partner"].pk == twin.pk
    assert as_user(cast.editor_a).get(PEOPLE).context["partner"].pk == cast.partner_a.pk
