"""A page that is made again at the address of one that was deleted: nothing of the old one comes along."""

from datetime import timedelta

import pytest
from wagtail.models import Page
from wagtail.permissions import policy_registry

from tests.factories import make_image, make_partner
from wijkzorg_partners import actions
from wijkzorg_partners.models import Invitation, Membership
from wijkzorg_partners.permissions import may_edit_partner


@pytest.fixture
def token(cast):
    """Of an invitation to the page of A that nobody has used yet."""
    _invitation, token = Invitation.issue(
        partner=cast.partner_a,
        email="nieuw@example.org",
        role=Membership.Role.EDITOR,
        invited_by=cast.moderator,
        valid_for=timedelta(days=1),
    )
    return token


@pytest.fixture
def old_picture(cast):
    return make_image("Oud", collection=actions.own_collection(cast.partner_a))


@pytest.fixture
def again(cast, network, token, old_picture):
    """The page of A, deleted and made again twice over, under the same name."""
    for _time in range(2):
        Page.objects.get(slug=cast.partner_a.slug).specific.delete()
        made = make_partner(network.directory, cast.partner_a.title)
    assert made.url == cast.partner_a.url
    return made


def test_it_is_nobodys_until_somebody_is_made_a_member(cast, again, as_user):
    assert not again.memberships.exists()
    assert not may_edit_partner(cast.editor_a, again)
    browser = as_user(cast.editor_a)
    assert browser.get(f"/mijn/{again.slug}/vraag/wat/").status_code == 404
    assert browser.get(f"/cms/pages/{again.pk}/edit/").status_code == 403
    actions.add_member(again, cast.editor_a)
    assert browser.get(f"/mijn/{again.slug}/vraag/wat/").status_code == 200


def test_an_invitation_to_the_old_page_opens_nothing(again, token):
    with pytest.raises(actions.InvitationEnded):
        actions.accept_invitation(token)
    assert not again.memberships.exists()


def test_its_members_get_at_no_file_of_the_old_page(cast, old_picture, again):
    actions.add_member(again, cast.editor_a)
    policy = policy_registry.get_by_type(type(old_picture))
    own = make_image("Nieuw", collection=actions.own_collection(again))
    may_choose = [
        policy.user_has_permission_for_instance(cast.editor_a, "choose", one)
        for one in (own, old_picture)
    ]
    assert may_choose == [True, False]
