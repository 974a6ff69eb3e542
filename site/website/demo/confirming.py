"""When the organisations of the demo last said that their page is right: most did, some are silent."""

import hashlib
from datetime import timedelta

from django.utils import timezone

from website.demo.content import Tally
from wijkzorg_partners.confirmation import ALL_PARTS, Occasion, Stage, confirm
from wijkzorg_partners.confirmation_work import ask_what_is_due
from wijkzorg_partners.models import Confirmation, PartnerPage, PartnerRecord

#: Those who are silent: slug > how many weeks ago they confirmed, and how far the question has come.
#: The first is asked by the tick below, so that its mail with real links stands in the mailbox.
SILENT = {
    "wijkteam-de-linde": (21, Stage.FRESH),
    "fietsles-op-wielen": (29, Stage.CALL),
    "weggeefwinkel-het-rek": (34, Stage.MARKED),
    "taaltafel-woord-voor-woord": (42, Stage.UNLISTED),
}
OCCASIONS = (Occasion.MAIL, Occasion.OWN_DOOR, Occasion.CALL, Occasion.HOST)


def let_time_pass(tally: Tally, added: dict[str, PartnerPage]) -> None:
    """Give the partners that this run added a past, and let one tick see it."""
    now = timezone.now()
    for slug, partner in added.items():
        if not partner.live:
            continue
        weeks, stage = SILENT.get(slug, (0, Stage.FRESH))
        digest = hashlib.sha256(slug.encode()).digest()
        days = weeks * 7 if weeks else digest[0] % 60
        Confirmation.objects.filter(partner=partner).delete()
        confirm(
            partner,
            ALL_PARTS,
            occasion=Occasion.MAIL if weeks else OCCASIONS[digest[1] % len(OCCASIONS)],
            at=now - timedelta(days=days),
        )
        PartnerRecord.objects.filter(partner=partner).update(
            stage=stage, stage_since=now - timedelta(days=2)
        )
        tally.count("confirmed profiles", added=True)
    if added:
        ask_what_is_due(now)
