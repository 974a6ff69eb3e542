"""The mails around a reported mistake: to who keeps the page up to date, and to who reported it.

What a visitor wrote stands in neither for longer than it takes to send it.
"""

from datetime import timedelta

from django.utils import timezone

from wijkzorg_home import outbox
from wijkzorg_home.models import NetworkSettings

from ..confirmation_mails import Receiver, receivers_of
from ..mail import full_address
from ..models import Membership, MistakeReport, PartnerPage

#: Kinds of mail in the delivery log. The second holds a reporter's address, so `keeping.py` deletes it.
REPORTED, ANSWER = "mistake-reported", "mistake-answer"
#: Of one partner: with more in a day somebody plays with the form, and the list says enough.
MAILS_A_DAY = 5


def tell_who_keeps_the_page(report: MistakeReport) -> None:
    """The owner; without one all editors; without those the organisation's own address."""
    partner = report.partner
    since = timezone.now() - timedelta(days=1)
    recent = MistakeReport.objects.filter(partner=partner, reported_at__gt=since)
    if recent.count() > MAILS_A_DAY:
        return
    for receiver in _receivers(report):
        outbox.put(
            key=f"{REPORTED}:{report.pk}:{receiver.key}",
            kind=REPORTED,
            to=receiver.email,
            template="wijkzorg_partners/mail/mistake_reported",
            context={
                "title": partner.title,
                "topic": report.get_topic_display,
                "text": report.text,
                "waits": bool(report.email),
                "network": _network_of(partner),
                "link": full_address("mijn_mistakes", partner.slug, language=receiver.language)
                if receiver.user_id
                else "",
            },
            language=receiver.language,
            secret=True,
        )


def _receivers(report: MistakeReport) -> list[Receiver]:
    everybody = receivers_of([report.partner]).get(report.partner_id, [])
    owners = set(
        Membership.objects.current()
        .filter(partner=report.partner, role=Membership.Role.OWNER)
        .values_list("user", flat=True)
    )
    return [one for one in everybody if one.user_id in owners] or everybody


def answer(report: MistakeReport) -> None:
    """What came of it, to who asked to hear that; of an open one, that nobody could look into it."""
    if not report.email:
        return
    partner = report.partner
    outbox.put(
        key=f"{ANSWER}:{report.pk}",
        kind=ANSWER,
        to=report.email,
        template="wijkzorg_partners/mail/mistake_answer",
        context={
            "title": partner.title,
            "state": report.state,
            "remark": report.remark,
            "network": _network_of(partner),
            "public_url": partner.full_url if partner.live else "",
        },
        language=report.language,
        secret=True,
    )


def _network_of(partner: PartnerPage) -> NetworkSettings:
    """Who writes, and how to reach them."""
    site = partner.get_site()
    return NetworkSettings.for_site(site) if site else NetworkSettings()
