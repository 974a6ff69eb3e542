"""What people do with partners, with the side effects. Each asks the permission, runs in one
transaction, and sends mail after commit."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import Collection, Page, Site

from wijkzorg_home.models import NetworkSettings

from . import mail
from .models import Invitation, Membership, PartnerCollection, PartnerPage
from .models.members import hash_token
from .permissions import may_manage_people

#: Of Django's user.
LONGEST_USERNAME = 150


class InvitationEnded(Exception):
    """The invitation can't be used: `state` says why ("used", "withdrawn", "expired", "unknown")."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


def source_of(partner: PartnerPage) -> PartnerPage:
    """The page that the others were translated from: memberships and invitations belong to it."""
    if partner.is_source:
        return partner
    from wagtail.models import Locale

    source: PartnerPage | None = partner.get_translation_or_none(Locale.get_default())
    return source or partner


def own_collection(partner: PartnerPage) -> Collection:
    """The partner's own collection of images and documents; made when first needed."""
    partner = source_of(partner)
    existing = PartnerCollection.objects.filter(partner=partner).select_related("collection")
    if (there := existing.first()) is not None:
        return there.collection
    with transaction.atomic():
        # One at a time: of two first members at once, the second finds what the first one made.
        root = Collection.objects.select_for_update().get(depth=1)
        if (there := existing.first()) is not None:
            return there.collection
        collection = root.add_child(name=partner.title[:255])
        PartnerCollection.objects.create(partner=partner, collection=collection)
    return collection


def add_member(
    partner: PartnerPage,
    user: Any,
    role: str = Membership.Role.EDITOR,
    *,
    cms_access: bool = False,
    ends_on: date | None = None,
) -> Membership:
    """Let a user edit a partner. Twice is harmless: the membership that stands is returned.

    One that has ended counts as none: it begins anew with what is asked now.
    """
    partner = source_of(partner)
    values = {"role": role, "cms_access": cms_access, "ends_on": ends_on}
    with transaction.atomic():
        own_collection(partner)
        membership, created = Membership.objects.get_or_create(
            partner=partner, user=user, defaults=values
        )
        if not created and not Membership.objects.current().filter(pk=membership.pk).exists():
            Membership.objects.filter(pk=membership.pk).update(**values)
            membership.refresh_from_db()
    return membership


def end_membership(membership: Membership, *, by: Any) -> None:
    """Take away a user's right to edit. Raises PermissionDenied."""
    if not may_manage_people(by, membership.partner):
        raise PermissionDenied
    membership.delete()


def invite_editor(
    partner: PartnerPage,
    email: str,
    *,
    by: Any,
    role: str = Membership.Role.EDITOR,
    cms_access: bool = False,
    ends_on: date | None = None,
) -> Invitation:
    """Send a letter that makes its receiver an editor of the partner. Raises PermissionDenied.

    An older open invitation for the same address and partner is withdrawn: one letter counts.
    """
    partner = source_of(partner)
    if not may_manage_people(by, partner):
        raise PermissionDenied
    email = normalised_address(email)
    days = network_of(partner).invitation_days
    with transaction.atomic():
        now = timezone.now()
        earlier = Invitation.objects.filter(
            partner=partner, email=email, accepted_at=None, withdrawn_at=None
        )
        earlier.update(withdrawn_at=now)
        invitation, token = Invitation.issue(
            partner=partner,
            email=email,
            role=role,
            cms_access=cms_access,
            membership_ends_on=ends_on,
            invited_by=by,
            valid_for=timedelta(days=days),
        )
        mail.send_invitation(invitation, token)
    return invitation


def withdraw_invitation(invitation: Invitation, *, by: Any) -> None:
    """End an open invitation. One that was used stays used. Raises PermissionDenied."""
    if not may_manage_people(by, invitation.partner):
        raise PermissionDenied
    Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None).update(
        withdrawn_at=timezone.now()
    )


def find_invitation(token: str) -> Invitation | None:
    return Invitation.objects.select_related("partner").filter(token_hash=hash_token(token)).first()


def account_for(invitation: Invitation) -> Any | None:
    """The account that the invited address has already, if any."""
    return get_user_model()._default_manager.filter(email__iexact=invitation.email).first()


def accept_invitation(token: str, *, user: Any | None = None) -> Membership:
    """Use an invitation: make the account where there is none, and the membership.

    `user` is the person who is logged in, if any. Where the invited address has an account, only that
    account may accept, because a link in a mail must not be a second way into it: PermissionDenied
    otherwise. Raises InvitationEnded when the link can't be used.
    """
    with transaction.atomic():
        invitation = (
            Invitation.objects.select_for_update(of=("self",))
            .select_related("partner")
            .filter(token_hash=hash_token(token))
            .first()
        )
        if invitation is None:
            raise InvitationEnded("unknown")
        if invitation.state() != "open":
            raise InvitationEnded(invitation.state())
        account = account_for(invitation)
        if account is None:
            account = new_account(invitation.email)
        elif user is None or account.pk != user.pk or not account.is_active:
            raise PermissionDenied
        membership = add_member(
            invitation.partner,
            account,
            invitation.role,
            cms_access=invitation.cms_access,
            ends_on=invitation.membership_ends_on,
        )
        invitation.accepted_at, invitation.accepted_by = timezone.now(), account
        invitation.save(update_fields=["accepted_at", "accepted_by"])
    return membership


def purge_ended_invitations() -> int:
    """Delete invitations that ended longer ago than the network keeps them; how many went."""
    gone = 0
    for network in NetworkSettings.objects.all():
        before = timezone.now() - timedelta(days=network.invitation_retention_days)
        pages = PartnerPage.objects.descendant_of(network.site.root_page, inclusive=True)
        ended = Invitation.objects.filter(partner__in=pages, expires_at__lt=before)
        gone += ended.delete()[0]
    return gone


def normalised_address(email: str) -> str:
    """One person, one address: compared without case and outer space."""
    return email.strip().lower()


def make_account(email: str) -> Any:
    """A user who logs in by a mailed code: there is no password to forget or to steal."""
    from allauth.account.models import EmailAddress

    users: Any = get_user_model()
    user = users(username=username_for(email), email=email)
    user.set_unusable_password()
    user.save()
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def new_account(email: str) -> Any:
    """As `make_account`. Of two links for one new address that are used at once, the second has to log in:
    PermissionDenied."""
    try:
        with transaction.atomic():
            return make_account(email)
    except IntegrityError:
        raise PermissionDenied from None


def username_for(email: str, user: Any | None = None) -> str:
    """The name by which lists and the history call an account without a name: the mail address.

    Where another account has that one, something that means nothing: nobody logs in with it.
    """
    name = email[:LONGEST_USERNAME]
    there = get_user_model()._default_manager.filter(username=name).first()
    return name if there is None or there == user else uuid4().hex


def network_of(partner: Page) -> NetworkSettings:
    """The settings of the network that a page stands in."""
    site = partner.get_site() or Site.objects.filter(is_default_site=True).first()
    return NetworkSettings.for_site(site) if site else NetworkSettings()
