"""The mails of this app, each in one language: that of the partner's source page, or the receiver's own.

What a mail with a link in it says is forgotten as soon as it was sent (`outbox.PLAIN`), since the link is
a key.
"""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import translation

from wijkzorg_home import outbox
from wijkzorg_home.models import NetworkSettings
from wijkzorg_home.permissions import MODERATORS

from .models import Invitation, JoinRequest, Membership, PartnerPage

FOLDER = "wijkzorg_partners/mail"


def full_address(name: str, *args: Any, language: str) -> str:
    """The whole address of a view of ours, in a language."""
    with translation.override(language):
        path = reverse(f"wijkzorg_partners:{name}", args=args)
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path


def send_invitation(invitation: Invitation, token: str) -> None:
    """Write the mail with the link. The token stands in the mail only: what is stored is its hash."""
    language = invitation.partner.locale.language_code
    outbox.put(
        key=f"invitation:{invitation.pk}",
        kind=outbox.PLAIN,
        to=invitation.email,
        template=f"{FOLDER}/invitation",
        context={
            "invitation": invitation,
            "link": full_address("invitation", token, language=language),
        },
        language=language,
    )


def tell_new_owner(membership: Membership, *, moment: str) -> None:
    """Tell somebody that the partner's page is theirs to answer for."""
    partner = membership.partner
    language = partner.locale.language_code
    outbox.put(
        key=f"new-owner:{membership.pk}:{moment}",
        kind="new-owner",
        to=membership.user.email,
        template=f"{FOLDER}/new_owner",
        context={
            "partner": partner,
            "link": full_address("mijn_people", partner.slug, language=language),
        },
        language=language,
    )


def send_join_link(request: JoinRequest, token: str) -> None:
    """Mail the link that confirms a request to join, in the language in which it was made."""
    outbox.put(
        key=f"join:{request.pk}",
        kind=outbox.PLAIN,
        to=request.email,
        template=f"{FOLDER}/join",
        context={
            "request": request,
            "link": full_address("join_confirm", token, language=request.language),
        },
        language=request.language,
    )


def tell_moderators_of_likeness(
    request: JoinRequest, partner: PartnerPage, alike: list[PartnerPage]
) -> None:
    """Tell every moderator that a new draft looks like what is there, also like drafts."""
    if not alike:
        return
    pages = [{"title": one.title, "link": _edit_address(one)} for one in alike]
    moderators = get_user_model()._default_manager.filter(is_active=True, groups__name=MODERATORS)
    for moderator in moderators.exclude(email=""):
        outbox.put(
            key=f"join-alike:{request.pk}:{moderator.pk}",
            kind="join-alike",
            to=moderator.email,
            template=f"{FOLDER}/join_alike",
            context={"partner": partner, "link": _edit_address(partner), "alike": pages},
            language=language_of(moderator),
        )


def _edit_address(page: PartnerPage) -> str:
    path = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path


def language_of(user: Any) -> str:
    """The language that somebody chose in the CMS, else the site's own."""
    profile = getattr(user, "wagtail_userprofile", None)
    return (profile and profile.preferred_language) or settings.LANGUAGE_CODE


def tell_account_ends(user: Any, *, key: str, kind: str, ends_at: datetime) -> None:
    """Tell somebody when the account is erased, and how to keep it."""
    language = language_of(user)
    networks = NetworkSettings.objects.order_by("-site__is_default_site")
    outbox.put(
        key=key,
        kind=kind,
        to=user.email,
        template=f"{FOLDER}/account_ends",
        context={
            "ends_at": ends_at,
            "link": full_address("mijn", language=language),
            "network": networks.first() or NetworkSettings(),
        },
        language=language,
    )


def say_goodbye(email: str, *, kind: str, language: str, asked: bool) -> None:
    """Tell somebody that the account is erased; the last mail that goes there."""
    outbox.put(
        key=f"{kind}:{uuid.uuid4()}",
        kind=kind,
        to=email,
        template=f"{FOLDER}/erased",
        context={"asked": asked},
        language=language,
    )
