"""The mails around "is this still right?": to whom, in which language, with which links.

Each is written for many profiles at once, in a fixed number of queries. The keys tell the profile and the
end of its confirmations, so that nobody gets the same question twice about the same half year.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.users.models import UserProfile

from wijkzorg_home.contracts import TableHost
from wijkzorg_home.models import NetworkSettings
from wijkzorg_home.outbox import Letter, put_many

from .links import Purpose, new_link
from .models import Membership, OneTimeLink, PartnerPage, PartnerRecord

#: Kinds of mail, which are also the names of their templates and the beginnings of their keys.
ASK, REMIND, MARK, UNLIST, OFFLINE = (
    "confirm_ask",
    "confirm_remind",
    "confirm_marked",
    "confirm_unlisted",
    "confirm_offline",
)
HOURS, HOST = "confirm_hours", "confirm_host"

QUESTION = (Purpose.CONFIRM, Purpose.CHANGE, Purpose.GONE)
LINKS: dict[str, Sequence[str]] = {
    ASK: QUESTION,
    REMIND: QUESTION,
    MARK: QUESTION,
    UNLIST: QUESTION,
    OFFLINE: (Purpose.ONLINE,),
    HOURS: (Purpose.HOURS, Purpose.CHANGE),
}

Asked = tuple[PartnerRecord, PartnerPage]


@dataclass(frozen=True)
class Receiver:
    """Somebody who is asked about a profile; without `user_id` it is the organisation's own address."""

    email: str
    language: str
    user_id: int | None = None

    @property
    def key(self) -> str:
        return str(self.user_id or "own")


@dataclass
class Post:
    """Letters and the links in them, to be written together in one transaction."""

    letters: list[Letter] = field(default_factory=list)
    links: list[OneTimeLink] = field(default_factory=list)

    def write(self) -> int:
        """Three queries. How many letters were new."""
        OneTimeLink.objects.bulk_create(self.links, batch_size=500)
        return put_many(self.letters)


def receivers_of(partners: Iterable[PartnerPage]) -> dict[int, list[Receiver]]:
    """Who is asked about each: owner and editors, else the organisation's own address. Two queries."""
    partners = list(partners)
    members = (
        Membership.objects.that_change_the_profile()
        .filter(partner__in=partners, user__is_active=True)
        .exclude(user__email="")
        .order_by("pk")
        .values_list("partner_id", "user_id", "user__email")
    )
    rows = list(members)
    spoken = dict(
        UserProfile.objects.filter(user__in={user for _partner, user, _email in rows}).values_list(
            "user_id", "preferred_language"
        )
    )
    found: dict[int, list[Receiver]] = defaultdict(list)
    for partner_id, user_id, email in rows:
        language = _known(spoken.get(user_id, ""))
        found[partner_id].append(Receiver(email, language, user_id))
    for partner in partners:
        if partner.email and partner.pk not in found:
            found[partner.pk].append(Receiver(partner.email, _known(partner.locale.language_code)))
    return found


def _known(language: str) -> str:
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def write_mails(kind: str, asked: Sequence[Asked], now: datetime, *, again: bool = False) -> int:
    """Write the mails of one kind about some profiles, inside the caller's transaction.

    `again` is for those whose earlier mail never left, because the mail server was down for days.
    """
    post = Post()
    receivers = receivers_of(partner for _record, partner in asked)
    network = _network()
    until = now + timedelta(days=network.link_days)
    for record, partner in asked:
        for receiver in receivers.get(partner.pk, []):
            key = f"{key_of(kind, partner.pk, record, now)}:{receiver.key}"
            urls = _links_into(post, partner, LINKS[kind], receiver, now, network.link_days)
            post.letters.append(
                Letter(
                    key=f"{key}:{timezone.localdate(now)}" if again else key,
                    kind=kind,
                    to=receiver.email,
                    template=f"wijkzorg_partners/mail/{kind}",
                    context={
                        "partner": partner,
                        "record": record,
                        "network": network,
                        "links": urls,
                        "until": until,
                        "page_url": partner.full_url,
                    },
                    language=receiver.language,
                    secret=True,
                )
            )
    return post.write()


def key_of(kind: str, partner_id: int, record: PartnerRecord, now: datetime) -> str:
    """What a mail is about. A profile that goes offline twice in one half year hears it twice."""
    moment = {HOURS: record.hours_asked_at, OFFLINE: record.stage_since}.get(kind, record.due_at)
    return f"{kind}:{partner_id}:{timezone.localdate(moment or now)}"


def write_offline_mails(asked: Sequence[Asked]) -> int:
    """Tell that a profile is offline, with the link by which it comes back."""
    return write_mails(OFFLINE, asked, timezone.now())


def write_host_mail(host: TableHost, asked: Sequence[Asked], now: datetime) -> int:
    """Ask the host of a Wijktafel to ask some partners there: one mail, with a link for each."""
    post = Post()
    receiver = Receiver(host.email, settings.LANGUAGE_CODE)
    network, purposes = _network(), (Purpose.HOST, Purpose.GONE)
    rows = [
        {
            "partner": partner,
            "links": _links_into(post, partner, purposes, receiver, now, network.link_days),
        }
        for _record, partner in asked
    ]
    first, partner = asked[0]
    post.letters.append(
        Letter(
            key=f"{key_of(HOST, partner.pk, first, now)}:{host.email}"[:200],
            kind=HOST,
            to=host.email,
            template=f"wijkzorg_partners/mail/{HOST}",
            context={"host": host, "asked": rows, "network": network},
            language=receiver.language,
            secret=True,
        )
    )
    return post.write()


def _links_into(
    post: Post,
    partner: PartnerPage,
    purposes: Sequence[str],
    receiver: Receiver,
    now: datetime,
    days: int,
) -> dict[str, str]:
    urls = {}
    with translation.override(receiver.language):
        for purpose in purposes:
            link, token = new_link(partner, purpose, receiver.user_id, now, days=days)
            post.links.append(link)
            path = reverse("wijkzorg_partners:one_time_link", args=[token])
            urls[str(purpose)] = settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path
    return urls


def _network() -> Any:
    return NetworkSettings.objects.order_by("-site__is_default_site").first() or NetworkSettings()
