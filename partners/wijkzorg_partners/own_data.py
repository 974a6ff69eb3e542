"""What is held about one person: all of it to see, to take along, and to erase.

Rights of access, portability, rectification and erasure: GDPR (AVG) articles 15, 20, 16 and 17. A person is
the account and its mail addresses; whatever carries one of the addresses counts as theirs.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry, Revision
from wagtail_localize.models import TranslationSource

from wijkzorg_home.contracts import PersonalData
from wijkzorg_home.contracts import collect as registered
from wijkzorg_home.models import NetworkSettings, OutgoingMail

from . import actions, consent, mail, mentions, people
from .models import Confirmation, ContactPerson, Invitation, JoinRequest, Membership, PartnerPage

#: Kind of the mail that says good-bye; it is deleted from the outbox as soon as `tick` finds it sent.
GOODBYE = "erased"


class OwnerMustHandOver(Exception):
    """Somebody else has to answer for these partners first."""

    def __init__(self, partners: list[PartnerPage]) -> None:
        super().__init__()
        self.partners = partners


class LastAdministrator(Exception):
    """The only administrator can't go: nobody could make another."""


@dataclass(frozen=True)
class ContactEntry:
    """A contact person with the address, in a profile or in a draft of it."""

    partner: PartnerPage
    uid: str
    name: str
    role: str
    phone: str
    email: str
    visibility: str
    agreed_on: str
    has_photo: bool


def addresses_of(user: Any) -> set[str]:
    """Every mail address of the account, in small letters."""
    from allauth.account.models import EmailAddress

    found = {user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)}
    return {one.lower() for one in found if one}


def _with(field: str, addresses: Iterable[str]) -> Q:
    question = Q(pk__in=[])
    for address in addresses:
        question |= Q(**{f"{field}__iexact": address})
    return question


def contact_entries(addresses: set[str]) -> list[ContactEntry]:
    """Contact persons with one of the addresses: those that are public, and those in the newest drafts."""
    found: dict[tuple[int, str], ContactEntry] = {}
    rows = ContactPerson.objects.filter(_with("email", addresses)).select_related("partner__locale")
    for person in rows:
        _add_entry(found, person.partner, vars(person))
    for revision in _revisions_that_name(addresses):
        partner = (
            PartnerPage.objects.filter(latest_revision=revision).select_related("locale").first()
        )
        for child in _children_with(revision, addresses) if partner else ():
            _add_entry(found, partner, child)
    return list(found.values())


def _add_entry(found: dict[Any, ContactEntry], partner: Any, person: dict[str, Any]) -> None:
    """One entry for a person of a partner, whichever language or draft it was found in first."""
    source = actions.source_of(partner)
    names = ("uid", "name", "role", "phone", "email", "visibility")
    values = {name: str(person.get(name) or "") for name in names}
    entry = ContactEntry(
        source,
        **values,
        agreed_on=str(person.get("consent_on") or ""),
        has_photo=bool(person.get("photo_id") or person.get("photo")),
    )
    found.setdefault((source.pk, entry.uid), entry)


def _revisions_that_name(addresses: set[str]) -> "models.QuerySet[Revision]":
    question = Q(pk__in=[])
    for address in addresses:
        question |= Q(as_text__icontains=address)
    as_text = Revision.objects.annotate(as_text=Cast("content", TextField()))
    return as_text.filter(question)


def _children_with(revision: Revision, addresses: set[str]) -> list[dict[str, Any]]:
    children = revision.content.get("contact_persons") or []
    return [one for one in children if str(one.get("email", "")).lower() in addresses]


def organisation_addresses(addresses: set[str]) -> list[PartnerPage]:
    """Partners that show one of the addresses as their own: the organisation's, not the person's."""
    pages = PartnerPage.objects.filter(_with("email", addresses)).select_related("locale")
    sources = {page.pk: page for page in map(actions.source_of, pages)}
    return list(sources.values())


def sessions_of(user: Any) -> list[Session]:
    """The log-ins that are still valid. They are read one by one: what is in them is encoded."""
    valid = Session.objects.filter(expire_date__gt=timezone.now())
    return [
        one for one in valid.iterator() if one.get_decoded().get("_auth_user_id") == str(user.pk)
    ]


def collect(user: Any) -> dict[str, Any]:
    """Everything, in plain values: shown on the page, and given as JSON."""
    from allauth.account.models import EmailAddress
    from allauth.mfa.models import Authenticator

    addresses = addresses_of(user)
    members = user.partner_memberships.select_related("partner").order_by("created_at")
    mails = OutgoingMail.objects.filter(_with("to", addresses))
    invitations = Invitation.objects.filter(_with("email", addresses)).select_related("partner")
    requests = JoinRequest.objects.filter(_with("email", addresses))
    return {
        "account": {
            "email": user.email,
            "first_name": user.first_name,
            "last_name": user.last_name,
            "since": user.date_joined,
            "last_login": user.last_login,
        },
        "mail_addresses": list(
            EmailAddress.objects.filter(user=user).values("email", "verified", "primary")
        ),
        "memberships": [
            {
                "partner": one.partner.title,
                "role": one.get_role_display(),
                "since": one.created_at,
                "last_day": one.ends_on,
                "cms": one.cms_access,
            }
            for one in members
        ],
        "invitations": [
            {"partner": one.partner.title, "sent": one.created_at, "state": one.state()}
            for one in invitations
        ],
        "requests_to_join": list(
            requests.values("name", "phone", "email", "created_at", "confirmed_at")
        ),
        "contact_person_of": [
            {
                "partner": one.partner.title,
                "name": one.name,
                "role": one.role,
                "phone": one.phone,
                "email": one.email,
                "visibility": one.visibility,
                "agreed_on": one.agreed_on,
                "photo": one.has_photo,
            }
            for one in contact_entries(addresses)
        ],
        "mails": list(mails.values("kind", "subject", "created_at", "sent_at")),
        "passkeys": [
            {"kind": one.type, "since": one.created_at, "last_used": one.last_used_at}
            for one in Authenticator.objects.filter(user=user)
        ],
        "sessions": [{"valid_until": one.expire_date} for one in sessions_of(user)],
        "done": _what_was_done(user),
        **{one.name: one.collect(addresses) for one in registered("register_personal_data")},
    }


def held_by_other_apps(held: dict[str, Any]) -> list[tuple[Any, list[dict[str, Any]]]]:
    """Of what `collect` gave: what each app has, under its label; without those that have nothing."""
    sources: list[PersonalData] = registered("register_personal_data")
    return [(one.label, held[one.name]) for one in sources if held[one.name]]


def _what_was_done(user: Any) -> dict[str, Any]:
    """How often somebody changed or confirmed something, and when: numbers and days, no contents."""
    counted = {
        "changes": PageLogEntry.objects.filter(user=user),
        "drafts": Revision.objects.filter(user=user),
        "confirmations": Confirmation.objects.filter(confirmed_by=user),
    }
    moments = {"changes": "timestamp", "drafts": "created_at", "confirmations": "confirmed_at"}
    return {
        name: rows.aggregate(
            number=models.Count("pk"),
            first=models.Min(moments[name]),
            last=models.Max(moments[name]),
        )
        for name, rows in counted.items()
    }


def set_name(user: Any, *, first_name: str, last_name: str) -> None:
    """Correct the name by which the others know somebody."""
    user.first_name, user.last_name = first_name.strip(), last_name.strip()
    user.save(update_fields=["first_name", "last_name"])


@transaction.atomic
def take_off(entry: ContactEntry, *, by: Any) -> None:
    """Withdraw the consent for one entry with the person's own address, wherever it stands."""
    try:
        consent.withdraw_consent(entry.partner, entry.uid, by=by)
    except PermissionDenied:  # in a draft of others only, or under a second address of the account
        key = entry.partner.translation_key
        rows = ContactPerson.objects.filter(partner__translation_key=key, uid=entry.uid)
        photos = set(rows.values_list("photo", flat=True))
        rows.delete()
        _scrub_revisions({entry.email.lower()}, uid=entry.uid)
        _scrub_translations({entry.email.lower()})
        consent.delete_photos(photos, PartnerPage.objects.filter(translation_key=key))


def partners_that_one_changes(user: Any) -> set[int]:
    """Keys of the partners on whose page this person can correct an entry."""
    members = Membership.objects.that_change_the_profile().filter(user=user)
    return set(members.values_list("partner", flat=True))


def must_hand_over_first(user: Any) -> list[PartnerPage]:
    owned = Membership.objects.filter(user=user, role=Membership.Role.OWNER)
    return [
        one.partner for one in owned.select_related("partner__locale") if people.must_hand_over(one)
    ]


def alone_at(user: Any) -> list[PartnerPage]:
    """Partners that nobody keeps up to date any more when this person goes."""
    members = Membership.objects.current().filter(user=user).select_related("partner__locale")
    return [
        one.partner
        for one in members
        if not people.people_of(one.partner).exclude(user=user).exists()
    ]


@transaction.atomic
def erase(user: Any, *, language: str, asked: bool = True) -> None:
    """Delete an account and everything that names its person, and mail that it was done.

    `asked` is whether the person wanted it; else its time was over: see unused_accounts.py.

    What the person did stays as what happened, with nobody's name on it. Raises OwnerMustHandOver and
    LastAdministrator; then nothing is changed.
    """
    accounts = get_user_model()._default_manager
    user = accounts.select_for_update().get(pk=user.pk)
    if partners := must_hand_over_first(user):
        raise OwnerMustHandOver(partners)
    if user.is_superuser and not (
        accounts.filter(is_superuser=True, is_active=True).exclude(pk=user.pk).exists()
    ):
        raise LastAdministrator
    addresses, name, email = addresses_of(user), user.get_full_name(), user.email
    for entry in contact_entries(addresses):
        take_off(entry, by=user)
    _scrub_revisions(addresses)
    _scrub_translations(addresses)
    if (
        asked
    ):  # what an account has nothing to do with, such as a place at an event, has its own time
        for one in registered("register_personal_data"):
            one.erase(addresses)
    Invitation.objects.filter(_with("email", addresses)).delete()
    JoinRequest.objects.filter(_with("email", addresses)).delete()
    _scrub_mail(addresses, name)
    for session in sessions_of(user):
        session.delete()
    PageLogEntry.objects.filter(user=user).update(user=None)
    ModelLogEntry.objects.filter(user=user).update(user=None)
    ModelLogEntry.objects.for_instance(user).delete()
    user.delete()
    mail.say_goodbye(email, kind=GOODBYE, language=language, asked=asked)


def _scrub_revisions(addresses: set[str], uid: str = "") -> None:
    """Older drafts too, and the photos in them: nobody may bring a person back by going back to one."""
    photos: set[int | None] = set()
    pages: set[str] = set()
    for revision in _revisions_that_name(addresses):
        gone = [
            one for one in _children_with(revision, addresses) if uid in {"", str(one.get("uid"))}
        ]
        if gone:
            children = revision.content["contact_persons"]
            revision.content["contact_persons"] = [one for one in children if one not in gone]
            revision.save(update_fields=["content"])
            photos |= {one.get("photo") for one in gone}
            pages.add(revision.object_id)
    consent.delete_photos(photos, PartnerPage.objects.filter(pk__in=pages))


def _scrub_translations(addresses: set[str]) -> None:
    """wagtail-localize keeps a page as it was when it was last sent to be translated."""
    question = Q(pk__in=[])
    for address in addresses:
        question |= Q(content_json__icontains=address)
    for source in TranslationSource.objects.filter(question):
        content = json.loads(source.content_json)
        children = content.get("contact_persons") or []
        content["contact_persons"] = [
            one for one in children if str(one.get("email", "")).lower() not in addresses
        ]
        TranslationSource.objects.filter(pk=source.pk).update(content_json=json.dumps(content))


def _scrub_mail(addresses: set[str], name: str) -> None:
    """Mail to the person goes; in mail to others the address and the full name become a dash."""
    OutgoingMail.objects.filter(_with("to", addresses)).delete()
    words = [*addresses, *([name] if " " in name else [])]
    question = Q(pk__in=[])
    for word in words:
        question |= Q(text__icontains=word) | Q(html__icontains=word) | Q(subject__icontains=word)
    # Moderators must read which name to take out of texts; that mail forgets its text when it is sent.
    for one in OutgoingMail.objects.filter(question).exclude(kind=mentions.KIND):
        for field in ("text", "html", "subject"):
            setattr(one, field, _without(getattr(one, field), words))
        one.save(update_fields=["text", "html", "subject"])


def _without(text: str, words: list[str]) -> str:
    for word in words:
        text = re.sub(re.escape(word), "-", text, flags=re.IGNORECASE)
    return text


# ------------------------------------------------------------------------------------- retention


def purge(now: datetime) -> str:
    """Delete what has served its time: ended invitations, memberships and sessions, mails of good-bye.

    A session that ended may still hold what somebody typed.
    """
    invitations = actions.purge_ended_invitations()
    days = min(
        NetworkSettings.objects.values_list("invitation_retention_days", flat=True), default=90
    )
    before = timezone.localdate(now) - timedelta(days=days)
    memberships, _rows = Membership.objects.filter(ends_on__lt=before).delete()
    mails, _rows = OutgoingMail.objects.filter(
        kind=GOODBYE, state__in=[OutgoingMail.State.SENT, OutgoingMail.State.FAILED]
    ).delete()
    sessions, _rows = Session.objects.filter(expire_date__lt=now).delete()
    counts = {
        "invitations": invitations,
        "memberships": memberships,
        "mails": mails,
        "sessions": sessions,
    }
    gone = [f"{number} {name}" for name, number in counts.items() if number]
    return f"deleted: {', '.join(gone)}" if gone else ""
