"""A person who no longer agrees is gone everywhere at once, and stays away."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import Revision
from wagtail_localize.models import TranslationSource

from tests.factories import make_translation
from wijkzorg_home import outbox
from wijkzorg_home.models import OutgoingMail
from wijkzorg_partners import consent
from wijkzorg_partners.models import ConsentWithdrawal, ContactPerson, PartnerPage

pytestmark = pytest.mark.slow

NAME = "Zwaantje Zomer"


@pytest.fixture(scope="module")
def standing_known(standing, standing_cast):
    make_known(standing.cast)


@pytest.fixture
def known(standing_known, cast):
    return cast.partner_b.contact_persons.get()


def make_known(cast):
    """A public person on the live page of B in two languages, in older and newer drafts, and in mail."""
    partner = cast.partner_b
    partner.contact_persons = [
        ContactPerson(
            name=NAME,
            role="Gastvrouw",
            email="zwaantje@example.org",
            visibility="public",
            consent_on=date(2026, 1, 1),
        )
    ]
    partner.save_revision().publish()
    make_translation(partner)
    cast.partner_b = partner = PartnerPage.objects.get(pk=partner.pk)
    TranslationSource.update_or_create_from_instance(partner)
    partner.summary = "Een nieuwe zin."
    partner.save_revision(user=cast.editor_b)
    OutgoingMail.objects.create(
        key="digest:1",
        kind="digest",
        to="moderator@example.org",
        subject=f"{NAME} erbij",
        text=f"Contactpersoon: {NAME.upper()}",
        html=f"<p>{NAME}</p>",
    )


def withdraw(cast, person, django_capture_on_commit_callbacks, by=None):
    with django_capture_on_commit_callbacks(execute=True):
        return consent.withdraw_consent(cast.partner_b, person.uid, by=by or cast.editor_b)


def test_no_older_version_brings_the_name_back(
    cast, network, client, known, django_capture_on_commit_callbacks
):
    withdraw(cast, known, django_capture_on_commit_callbacks)
    assert cast.partner_b.revisions.count() >= 3
    for revision in cast.partner_b.revisions.order_by("created_at"):
        revision.publish()
        for url in (
            cast.partner_b.get_url(),
            f"/en{cast.partner_b.get_url()}",
            f"/api/wagtail/v2/pages/{cast.partner_b.pk}/?fields=*",
        ):
            answer = client.get(url)
            assert answer.status_code == 200
            assert "zwaantje" not in answer.content.decode().lower()


def test_nothing_that_is_stored_holds_the_name(cast, known, django_capture_on_commit_callbacks):
    from tests.security.world import everything_stored

    def tables():
        return sorted(
            label
            for label, rows in everything_stored().items()
            if any("zwaantje" in row.lower() for row in rows)
        )

    assert "wijkzorg_home.OutgoingMail" in tables()
    assert "wagtailcore.Revision" in tables()
    assert "wagtail_localize.TranslationSource" in tables()
    withdraw(cast, known, django_capture_on_commit_callbacks)
    assert tables() == []


def test_mail_that_waits_goes_without_the_name(cast, known, django_capture_on_commit_callbacks):
    withdraw(cast, known, django_capture_on_commit_callbacks)
    mail = OutgoingMail.objects.get(key="digest:1")
    assert mail.state == OutgoingMail.State.WAITING
    assert mail.subject == "… erbij"
    assert mail.text == "Contactpersoon: …"
    assert outbox.deliver() >= 1


def test_others_stay(cast, known, django_capture_on_commit_callbacks):
    other = ContactPerson(
        name="Zwaantje Zomerdijk", visibility="public", consent_on=date(2026, 1, 1)
    )
    partner = cast.partner_b.get_latest_revision_as_object()
    partner.contact_persons.add(other)
    partner.save_revision().publish()
    withdraw(cast, known, django_capture_on_commit_callbacks)
    live = PartnerPage.objects.get(pk=partner.pk)
    assert [person.name for person in live.contact_persons.all()] == ["Zwaantje Zomerdijk"]
    assert Revision.objects.filter(
        object_id=str(partner.pk), content__icontains="Zomerdijk"
    ).exists()


def test_what_is_kept_is_a_hash_and_who_recorded_it(
    cast, known, django_capture_on_commit_callbacks
):
    withdraw(cast, known, django_capture_on_commit_callbacks)
    kept = ConsentWithdrawal.objects.get()
    assert kept.name_hash == consent.name_hash("  zwaantje   ZOMER ")
    assert kept.recorded_by == cast.editor_b
    assert "waantje" not in str(vars(kept))


@pytest.mark.parametrize("who", ["editor_a", "member", "coordinator"])
def test_others_cannot_withdraw(cast, known, django_capture_on_commit_callbacks, who):
    with pytest.raises(PermissionDenied):
        withdraw(cast, known, django_capture_on_commit_callbacks, by=getattr(cast, who))
    assert ContactPerson.objects.filter(name=NAME).exists()


@pytest.mark.parametrize("who", ["editor_b", "moderator", "administrator"])
def test_editors_of_the_partner_and_moderators_can(
    cast, known, django_capture_on_commit_callbacks, who
):
    withdraw(cast, known, django_capture_on_commit_callbacks, by=getattr(cast, who))
    assert not ContactPerson.objects.filter(name=NAME).exists()


def test_the_person_can(cast, known, django_capture_on_commit_callbacks):
    cast.member.email = "Zwaantje@example.org"
    cast.member.save()
    withdraw(cast, known, django_capture_on_commit_callbacks, by=cast.member)
    assert not ContactPerson.objects.filter(name=NAME).exists()


def test_a_failure_halfway_leaves_everything_as_it_was(
    cast, known, django_capture_on_commit_callbacks, monkeypatch
):
    def fails(*_args, **_kwargs):
        raise RuntimeError

    monkeypatch.setattr(consent, "_leave_out_of_mail", fails)
    with pytest.raises(RuntimeError):
        withdraw(cast, known, django_capture_on_commit_callbacks)
    assert ContactPerson.objects.filter(name=NAME).exists()


def test_the_same_name_comes_back_only_with_a_later_consent(
    cast, known, django_capture_on_commit_callbacks
):
    withdraw(cast, known, django_capture_on_commit_callbacks)
    withdrawals = consent.withdrawals_of(cast.partner_b)
    today = timezone.localdate()
    for agreed in (None, date(2026, 1, 1), today):
        assert consent.fault_of("Zwaantje zomer", agreed, withdrawals)
    assert not consent.fault_of("Iemand Anders", None, withdrawals)
    earlier = {consent.name_hash(NAME): today - timedelta(days=1)}
    assert not consent.fault_of(NAME, today, earlier)
    assert consent.withdrawals_of(cast.partner_a) == {}


def person(visibility, consent_on=date(2026, 1, 1), partner=None):
    return ContactPerson(name="X", visibility=visibility, consent_on=consent_on, partner=partner)


@pytest.mark.parametrize(
    ("visibility", "consent_on", "who"),
    [
        ("public", date(2026, 1, 1), {"nobody", "member", "editor_a", "editor_b", "moderator"}),
        ("network", date(2026, 1, 1), {"editor_a", "editor_b", "moderator"}),
        ("moderators", date(2026, 1, 1), {"editor_b", "moderator"}),
        ("public", None, {"editor_b", "moderator"}),
        ("network", None, {"editor_b", "moderator"}),
    ],
)
def test_who_may_see_a_person(cast, visibility, consent_on, who):
    seen = person(visibility, consent_on, cast.partner_b)
    users = {
        "nobody": AnonymousUser(),
        **{name: getattr(cast, name) for name in ("member", "editor_a", "editor_b", "moderator")},
    }
    assert {name for name, user in users.items() if consent.may_see(seen, user)} == who
    assert consent.may_see(seen, None) is ("nobody" in who)
