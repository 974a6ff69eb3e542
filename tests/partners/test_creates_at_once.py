"""Many at once make something below one parent, or for one address: each comes out, or hears why; on both databases."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.test import Client
from wagtail.models import Collection, Page, PageLogEntry

from tests.at_once import at_once
from tests.factories import make_user
from wijkzorg_home.models import HomePage
from wijkzorg_partners import actions
from wijkzorg_partners.models import (
    Invitation,
    Membership,
    PartnerCollection,
    PartnerIndexPage,
    PartnerPage,
)

pytestmark = [pytest.mark.slow, pytest.mark.both_databases, pytest.mark.django_db]
AT_ONCE = 20


@pytest.fixture
def _django_db_helper(django_db_setup, django_db_blocker):
    """No transaction around the test: see tests/home/test_mail_at_once.py."""
    with django_db_blocker.unblock():
        before = set(Page.objects.values_list("pk", flat=True))
        yield
        for page in Page.objects.exclude(pk__in=before).order_by("-depth"):
            Page.objects.get(pk=page.pk).delete()
        for collection in Collection.objects.filter(depth__gt=1):
            collection.delete()
        for model in (get_user_model(), PageLogEntry, Session):
            model.objects.all().delete()


@pytest.fixture
def directory():
    home = Page.get_first_root_node().add_child(
        instance=HomePage(title="Wijkzorg", slug="wijkzorg-hier", heading="Hallo")
    )
    return home.add_child(instance=PartnerIndexPage(title="Organisaties", slug="partners"))


def faults_of_the_tree(model):
    """What `fixtree` would mend: paths, depths, and numbers of children that are not true."""
    return [found for found in model.find_problems() if found]


def test_twenty_pages_made_at_once_below_one_parent_all_come_to_be(directory):
    def make():
        parent = PartnerIndexPage.objects.get(pk=directory.pk)
        return parent.add_child(instance=PartnerPage(title="Eettafel De Pan", summary="Soep."))

    made = at_once(*[make] * AT_ONCE)
    assert len({page.path for page in made}) == len({page.slug for page in made}) == AT_ONCE
    assert Page.objects.get(pk=directory.pk).numchild == AT_ONCE
    assert faults_of_the_tree(Page) == []


def test_forms_sent_at_once_in_the_cms_all_make_a_page(directory):
    make_user("beheer@example.org", superuser=True)
    user = get_user_model().objects.get()

    def send(number):
        browser = Client()
        browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        path = f"/cms/pages/add/wijkzorg_home/standardpage/{directory.get_parent().pk}/"
        form = {"title": f"Blad {number}", "slug": f"blad-{number}", "body-count": "0"}
        return browser.post(path, form).status_code

    assert at_once(*(lambda number=number: send(number) for number in range(6))) == [302] * 6
    assert faults_of_the_tree(Page) == []


def test_the_first_members_at_once_share_one_collection(directory):
    partner = directory.add_child(instance=PartnerPage(title="Eettafel De Pan", summary="Soep."))
    users = [make_user(f"lid{number}@example.org") for number in range(6)]
    at_once(*(lambda user=user: actions.add_member(partner, user) for user in users))
    assert Membership.objects.filter(partner=partner).count() == len(users)
    assert PartnerCollection.objects.filter(partner=partner).count() == 1
    assert Collection.objects.filter(depth=2).count() == 1
    assert faults_of_the_tree(Collection) == []


def test_of_two_invitations_for_one_new_address_at_once_one_makes_the_account(directory):
    make_user("moderator@example.org", superuser=True)
    moderator = get_user_model().objects.get()
    tokens = []
    for number in range(2):
        partner = directory.add_child(
            instance=PartnerPage(title=f"Groep {number}", summary="Soep.")
        )
        _invitation, token = Invitation.issue(
            partner=partner,
            email="vera@example.org",
            role=Membership.Role.EDITOR,
            invited_by=moderator,
            valid_for=timedelta(days=1),
        )
        tokens.append(token)
    came = at_once(
        *(lambda token=token: actions.accept_invitation(token) for token in tokens),
        refusals=PermissionDenied,
    )
    assert sorted(type(one).__name__ for one in came) == ["Membership", "PermissionDenied"]
    assert get_user_model().objects.filter(email="vera@example.org").count() == 1
