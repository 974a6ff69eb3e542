"""What there is to do for moderators: a change that waits, one that went live unread, an urgent fact."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from website.demo import people
from website.demo.content import Tally
from wijkzorg_home.models import Area, NetworkSettings
from wijkzorg_partners.models import ModeratorArea, PartnerPage, PartnerRecord
from wijkzorg_partners.moderation import submit_profile
from wijkzorg_partners.urgent import report_closed

#: Who reads which areas first: the first moderator reads the rest.
MODERATOR, AREAS = "moderator2@example.org", ("GF08", "FE")
#: Slug of a partner, mail of the editor who sends in a change, the new texts.
WAITING: tuple[str, str, dict[str, Any]] = (
    "eettafel-de-granaatappel",
    "granaatappel@example.org",
    {
        "summary": "Op donderdag kookt een groep vrouwen voor de straat. Aanschuiven kost 3 euro. "
        "Vanaf volgende maand koken we ook op zondag.",
        "hours": {
            "weekly": [
                {"byday": "TH", "opens_at": "17:30", "closes_at": "20:30"},
                {"byday": "SU", "opens_at": "13:00", "closes_at": "16:00"},
            ]
        },
    },
)
#: The same, of a partner that is trusted: it goes live when the demo is in place.
TRUSTED: tuple[str, str, dict[str, Any]] = (
    "klusclub-de-hamer",
    "klusclub@example.org",
    {"how_to_refer": "Bel ons, of loop binnen met de bewoner. We spreken meteen een dag af."},
)
CLOSED_FOR = timedelta(days=14)


def add_what_moderators_do(
    tally: Tally, added: dict[str, PartnerPage], areas: dict[str, Area]
) -> None:
    """For partners that this run added only: what somebody decided on stays decided."""
    _areas_of_the_second_moderator(tally, areas, added)
    for slug, email, texts in (WAITING, TRUSTED):
        partner = added.get(slug)
        if partner is None:
            continue
        if slug == TRUSTED[0]:
            PartnerRecord.objects.update_or_create(
                partner=partner,
                defaults={
                    "moderation_mode": NetworkSettings.ModerationMode.LIGHT,
                    "is_trusted": True,
                },
            )
        _send_in(tally, partner, email, texts)
    _close_for_a_while(tally, added.get(WAITING[0]))


def _areas_of_the_second_moderator(
    tally: Tally, areas: dict[str, Area], added: dict[str, PartnerPage]
) -> None:
    moderator = people.account(MODERATOR)
    if moderator is None or not added:
        return
    for code in AREAS:
        if code in areas:
            ModeratorArea.objects.get_or_create(user=moderator, area=areas[code])
            tally.count("areas of moderators", added=True)


def _send_in(tally: Tally, partner: PartnerPage, email: str, texts: dict[str, Any]) -> None:
    editor = people.account(email)
    if editor is None:
        return
    draft = PartnerPage.objects.get(pk=partner.pk)
    for name, new in texts.items():
        # Of hours only the weekly times are new: the exceptions stay as they were.
        setattr(draft, name, {**getattr(draft, name), **new} if isinstance(new, dict) else new)
    draft.save_revision(user=editor, clean=False)
    submit_profile(draft, by=editor)
    tally.count("changes sent in", added=True)


def _close_for_a_while(tally: Tally, partner: PartnerPage | None) -> None:
    editor = people.account(WAITING[1])
    if partner is None or editor is None:
        return
    until = timezone.localdate() + CLOSED_FOR
    report_closed(partner, by=editor, until=until, note="De keuken wordt geschilderd.")
    tally.count("urgent facts", added=True)
