"""To whom a request goes: the partner's owner and editors, else its own address, else the coordinators."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from wijkzorg_home.models import NetworkSettings
from wijkzorg_home.remembered import open_pages

from ..confirmation_mails import Receiver, receivers_of
from ..mail import language_of
from ..models import PartnerPage

PASSWORDS = "django.contrib.auth.backends.ModelBackend"


def receivers_at(partner: PartnerPage | None) -> list[Receiver]:
    """Who is mailed about what was asked of a partner; nobody of one that is not public. Four queries."""
    if partner is None or not public_partners().filter(pk=partner.pk).exists():
        return []
    return receivers_of([partner]).get(partner.pk, [])


def public_partners() -> "QuerySet[PartnerPage]":
    """Those that can be asked something, of every network: neither offline nor behind a restriction."""
    found: QuerySet[PartnerPage] = open_pages(PartnerPage.objects.all())
    return found


def mark_of(receiver: Receiver, partner: PartnerPage | None) -> str:
    """What tells one receiver from another in links and keys: a person, or a partner's own address.

    That of an address changes with it: the link that went to the old one opens nothing any more.
    """
    if receiver.user_id:
        return f"u{receiver.user_id}"
    if partner is None:
        return "network"
    address = salted_hmac("wijkzorg.contact.address", receiver.email.lower(), algorithm="sha256")
    return f"p{partner.pk}-{address.hexdigest()[:12]}"


def coordinators() -> list[Receiver]:
    """Who follows requests up; where nobody does, administrators, else the network's own address."""
    users = get_user_model()._default_manager
    found = users.with_perm(
        "wijkzorg_partners.follow_requests", include_superusers=False, backend=PASSWORDS
    ).exclude(email="")
    people = list(found.select_related("wagtail_userprofile").order_by("pk"))
    if not people:
        admins = users.filter(is_superuser=True, is_active=True).exclude(email="")
        people = list(admins.select_related("wagtail_userprofile").order_by("pk"))
    if people:
        return [Receiver(one.email, language_of(one), one.pk) for one in people]
    networks = NetworkSettings.objects.order_by("-site__is_default_site").exclude(contact_email="")
    network = networks.first()
    return [Receiver(network.contact_email, settings.LANGUAGE_CODE)] if network else []
