"""An account that nobody uses ends by itself: its person hears it beforehand, and everybody else stays."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from wagtail.models import Page, Revision

from tests.factories import make_partner, make_user
from wijkzorg_home import outbox
from wijkzorg_home.models import NetworkSettings, OutgoingMail
from wijkzorg_partners import actions, own_data, people
from wijkzorg_partners.models import (
    Confirmation,
    ContactPerson,
    JoinRequest,
    Membership,
    PartnerPage,
)
from wijkzorg_partners.unused_accounts import KIND, NOTICE, end_unused_accounts

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

ADDRESS = "sam@example.org"
YEAR = timedelta(days=365)


@pytest.fixture
def partner(network, today):
    return make_partner(network.directory, "Buurtkamer De Kade")


@pytest.fixture
def sam(partner):
    """Somebody who stopped today at the only page of hers or his."""
    user = make_user(ADDRESS, partner=partner, cms_access=False)
    user.date_joined = user.last_login = timezone.now()
    user.save()
    people.leave(user.partner_memberships.get(), by=user)
    return user


def tick():
    outcome = end_unused_accounts(timezone.now())
    outbox.deliver()
    own_data.purge(timezone.now())
    return outcome


def is_there(user):
    return get_user_model().objects.filter(pk=user.pk).exists()


def told():
    return OutgoingMail.objects.filter(kind=KIND).count()


@pytest.mark.both_databases
def test_four_weeks_before_the_end_the_person_hears_it_once_and_then_the_account_is_erased(
    sam, today, mailoutbox
):
    today.shift(YEAR - NOTICE - timedelta(hours=1))
    assert tick() == ""
    today.shift(timedelta(hours=1))
    assert (tick(), tick()) == ("1 told", "")
    [mail] = mailoutbox
    assert mail.to == [ADDRESS]
    assert mail.subject == "We wissen je account op 4 januari 2028"
    assert "/mijn/" in mail.body
    today.shift(NOTICE - timedelta(hours=1))
    assert tick() == ""
    today.shift(timedelta(hours=1))
    assert (tick(), tick()) == ("1 erased", "")
    assert not is_there(sam)
    assert [mail.subject for mail in mailoutbox[1:]] == ["Je account is gewist"]
    assert "niet meer gebruikt" in mailoutbox[-1].body
    assert not OutgoingMail.objects.filter(to=ADDRESS).exists()


def test_what_the_person_did_stays_without_a_name(sam, partner, today):
    partner.save_revision(user=sam)
    Confirmation.objects.create(
        partner=partner,
        part="offer",
        occasion="mijn",
        confirmed_by=sam,
        confirmed_at=timezone.now(),
    )
    today.shift(YEAR)
    tick()
    today.shift(NOTICE)
    assert tick() == "1 erased"
    assert Confirmation.objects.get().confirmed_by is None
    assert Revision.objects.filter(object_id=str(partner.pk), user=None).exists()


def test_after_missed_weeks_the_person_still_has_four_weeks(sam, today):
    today.shift(3 * YEAR)
    assert tick() == "1 told"
    today.shift(NOTICE - timedelta(hours=1))
    assert tick() == ""
    today.shift(2 * YEAR)
    assert tick() == "1 erased"


def test_who_logged_in_since_keeps_the_account_and_hears_it_again_a_year_later(sam, today):
    today.shift(YEAR)
    tick()
    sam.last_login = timezone.now()
    sam.save()
    today.shift(NOTICE)
    assert tick() == ""
    assert is_there(sam)
    today.shift(YEAR - 2 * NOTICE)
    assert tick() == "1 told"
    assert told() == 2


def test_the_days_of_the_network_hold(sam, today):
    NetworkSettings.objects.update(account_retention_days=100)
    today.shift(timedelta(days=100) - NOTICE)
    assert tick() == "1 told"


def to_a_group(user, network):
    user.groups.add(Group.objects.get(name="Coordinators"))


def a_right(user, network):
    user.user_permissions.add(Permission.objects.first())


def staff(user, network):
    user.is_staff = True
    user.save()


def an_administrator(user, network):
    user.is_superuser = True
    user.save()


def another_page(user, network):
    actions.add_member(make_partner(network.directory, "Ander"), user)


def an_invitation(user, network):
    other, admin = make_partner(network.directory, "Ander"), make_user("a@x.org", superuser=True)
    NetworkSettings.objects.update(invitation_days=30000)
    actions.invite_editor(other, ADDRESS.upper(), by=admin)


def joining(user, network):
    ends = timezone.now() + 9 * YEAR
    JoinRequest.objects.create(
        name="Nieuw", area=network.wijk, email=ADDRESS, token_hash="x", expires_at=ends
    )


def a_contact_person(user, network):
    partner = make_partner(network.directory, "Ander")
    partner.contact_persons.add(ContactPerson(name="Sam", email=ADDRESS.upper()))
    partner.save()


def a_contact_person_in_a_draft(user, network):
    partner = make_partner(network.directory, "Ander")
    partner.contact_persons.add(ContactPerson(name="Sam", email=ADDRESS))
    partner.save_revision()


ROLES = [
    *(to_a_group, a_right, staff, an_administrator, another_page, an_invitation, joining),
    *(a_contact_person, a_contact_person_in_a_draft),
]


@pytest.mark.parametrize("gets", ROLES, ids=lambda role: role.__name__)
def test_who_has_anything_else_to_do_stays_and_hears_nothing(sam, network, today, gets):
    gets(sam, network)
    today.shift(3 * YEAR)
    assert tick() == ""
    today.shift(YEAR)
    assert tick() == ""
    assert is_there(sam)
    assert told() == 0


@pytest.mark.parametrize("gets", [to_a_group, another_page], ids=lambda role: role.__name__)
def test_a_role_that_came_after_the_mail_keeps_the_account(sam, network, today, gets):
    today.shift(YEAR)
    assert tick() == "1 told"
    gets(sam, network)
    today.shift(YEAR)
    assert tick() == ""
    assert is_there(sam)


def test_a_membership_that_ended_by_its_date_counts_as_the_others_do(partner, today):
    user = make_user(ADDRESS, partner=partner, cms_access=False)
    get_user_model().objects.update(date_joined=timezone.now())
    Membership.objects.update(ends_on=timezone.localdate() + timedelta(days=10))
    today.shift(YEAR)
    assert tick() == ""  # purges what ended
    assert not Membership.objects.exists()
    assert tick() == "1 told"
    today.shift(NOTICE)
    assert tick() == "1 erased"
    assert not is_there(user)
    assert PartnerPage.objects.filter(live=True).exists()
    assert Page.objects.filter(slug="buurtkamer-de-kade").exists()


def test_a_mail_that_never_left_is_written_once_more_and_then_the_account_ends(
    sam, today, settings
):
    settings.WIJKZORG_HOME_MAIL_TRANSPORT = "tests.partners.test_asking.Broken"
    today.shift(YEAR)
    seen = []
    for _week in range(12):
        for _day in range(7):
            seen.append(tick())
            today.shift(timedelta(days=1))
        if not is_there(sam):
            break
    assert [outcome for outcome in seen if outcome] == ["1 told", "1 told", "1 erased"]
    assert seen.index("1 erased") - seen.index("1 told") > 28


def test_it_takes_the_same_queries_for_those_who_stay_at_any_number(partner, today):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for size in (3, 30):
        for n in range(size):
            make_user(f"{size}-{n}@example.org", partner=partner, cms_access=False)
        today.shift(2 * YEAR)
        with CaptureQueriesContext(connection) as queries:
            assert end_unused_accounts(timezone.now()) == ""
        counts.append(len(queries))
    assert counts[0] == counts[1] < 5
