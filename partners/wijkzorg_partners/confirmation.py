"""Somebody says that a profile, or a part of it, is still right; or that the organisation is no more.

Saving never confirms. The first publication does, for all parts: see `profile_went_live`.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, Revision, Site

from wijkzorg_home.models import NetworkSettings
from wijkzorg_home.signals import read_otherwise

from . import freshness
from .actions import source_of
from .freshness import Rules
from .models import Confirmation, PartnerPage, PartnerRecord
from .permissions import may_edit_partner, may_invite_to, may_publish_partner
from .records import locked_record_of, record_of, revoke_links

Part = Confirmation.Part
Occasion = Confirmation.Occasion
Stage = PartnerRecord.Stage

ALL_PARTS: tuple[str, ...] = tuple(Part.values)

#: What each part covers, for whoever asks about one part alone.
PART_FIELDS: dict[str, list[str]] = {
    Part.CONTACT: [
        "phone",
        "email",
        "website",
        "contact_persons",
        "locations",
        "accessibility",
        "how_to_refer",
    ],
    Part.HOURS: ["hours", "opening_hours"],
    Part.OFFER: [
        "title",
        "kind",
        "summary",
        "what_we_do",
        "for_whom",
        "cost",
        "languages",
        "areas",
        "themes",
        "services",
        "photo",
    ],
    Part.BOUNDARIES: ["what_we_do_not", "when_professional", "what_we_share"],
}


class NotOffline(Exception):
    """The profile can't be brought back: time did not take it offline, a person did, or nobody."""


def rules_for(network: NetworkSettings, record: PartnerRecord | None = None) -> Rules:
    """The network's times, with the partner's own intervals where it has them."""
    months = record.confirm_interval_months if record else None
    hours_months = record.hours_interval_months if record else None
    return Rules(
        months=months or network.confirm_interval_months,
        hours_months=hours_months or network.hours_interval_months,
        asked=-network.ask_weeks_before,
        reminded=-network.remind_weeks_before,
        host=-network.host_weeks_before,
        call=network.call_weeks_after,
        marked=network.mark_weeks_after,
        unlisted=network.unlist_weeks_after,
        offline=network.offline_weeks_after,
        host_within=network.host_within_weeks,
        hours_asked=network.hours_weeks_before,
        hours_rest=network.hours_rest_weeks,
    )


def network_of(partner: PartnerPage) -> NetworkSettings:
    site = partner.get_site() or Site.objects.filter(is_default_site=True).first()
    return NetworkSettings.for_site(site) if site else NetworkSettings()


def may_confirm(user: Any, partner: PartnerPage) -> bool:
    """Its owner and editors, and whoever of the network may call it; not a helper."""
    return may_invite_to(user, partner) or may_edit_partner(user, partner)


def confirm(
    partner: PartnerPage,
    parts: Iterable[str],
    *,
    by: Any = None,
    occasion: str,
    at: datetime | None = None,
) -> PartnerRecord:
    """Write down that parts of a profile are still right, and begin their time anew.

    `by` is the person, None for whoever holds a link that was mailed to the organisation itself.
    Raises PermissionDenied. What is offline stays so: see `bring_back`.
    """
    if by is not None and not may_confirm(by, source_of(partner)):
        raise PermissionDenied
    moment, said = at or timezone.now(), set(parts)
    with transaction.atomic():
        record = locked_record_of(partner)
        source = PartnerPage.objects.get(pk=record.partner_id)
        Confirmation.objects.bulk_create(
            Confirmation(
                partner=source,
                part=part,
                occasion=occasion,
                confirmed_at=moment,
                confirmed_by=by,
                revision_id=source.live_revision_id,
            )
            for part in ALL_PARTS
            if part in said
        )
        if said.issuperset(freshness.MAIN_PARTS):
            record.reported_gone_at = None
        _settle(record, source)
    return record


def _settle(record: PartnerRecord, source: PartnerPage) -> None:
    """Bring a record into line with the confirmations."""
    now = timezone.now()
    rules = rules_for(network_of(source), record)
    moments = {part: one.confirmed_at for part, one in last_confirmed(source).items()}
    record.confirmed_at = freshness.confirmed_since(moments)
    record.due_at = (
        freshness.ends_at(record.confirmed_at, rules.months) if record.confirmed_at else None
    )
    if record.due_at is not None and record.stage != Stage.OFFLINE:
        right_now = rules.by_the_clock(record.due_at, now)
        # Never forward: that is for the tick, which writes the mails of a stage.
        if freshness.STAGES.index(right_now) < freshness.STAGES.index(record.stage):
            record.stage, record.stage_since = right_now, now
            pages = PartnerPage.objects.filter(translation_key=source.translation_key)
            read_otherwise.send(sender=PartnerPage, pages=list(pages))
    record.save()


def last_confirmed(partner: PartnerPage) -> dict[str, Confirmation]:
    """For each part that was ever confirmed, the last time. One query."""
    latest: dict[str, Confirmation] = {}
    rows = Confirmation.objects.filter(partner__translation_key=partner.translation_key)
    for one in rows.order_by("confirmed_at", "pk"):
        latest[one.part] = one
    return latest


def by_words(occasion: str, network: str = "") -> str:
    """Who said so, in words for everybody: a role, never a person."""
    return {
        Occasion.CALL: _("%(network)s, after a phone call") % {"network": network or "Wijkzorg"},
        Occasion.HOST: _("somebody at the Wijktafel"),
        Occasion.PUBLISHED: _("the organisation, when the page was made"),
    }.get(Occasion(occasion), _("the organisation itself"))


def confirmed_words(confirmation: Confirmation, network: str = "") -> str:
    """ "Last confirmed on 3 May 2027 by the organisation itself", in the active language."""
    return _("Last confirmed on %(date)s by %(who)s") % {
        "date": date_format(timezone.localtime(confirmation.confirmed_at), "j F Y"),
        "who": by_words(confirmation.occasion, network),
    }


def report_gone(partner: PartnerPage, *, by: Any = None) -> None:
    """Somebody says that the organisation exists no more: the coordinator calls before anything happens."""
    if by is not None and not may_confirm(by, source_of(partner)):
        raise PermissionDenied
    with transaction.atomic():
        record = locked_record_of(partner)
        record.reported_gone_at = record.reported_gone_at or timezone.now()
        record.save(update_fields=["reported_gone_at"])


def take_offline(partner: PartnerPage, *, by: Any) -> None:
    """Take a profile offline in every language because it exists no more. Raises PermissionDenied.

    Nothing is deleted, and the partner gets a mail with which it comes back.
    """
    from .confirmation_mails import write_offline_mails

    source = source_of(partner)
    if not may_publish_partner(by, source):
        raise PermissionDenied
    with transaction.atomic():
        record = locked_record_of(source)
        goes_offline(record, source, timezone.now(), by=by)
        write_offline_mails([(record, source)])


def goes_offline(
    record: PartnerRecord, source: PartnerPage, now: datetime, *, by: Any = None
) -> None:
    """Unpublish in every language, and keep what was public. Call it with the record locked."""
    live = [source, *source.get_translations().live()]
    record.taken_offline = {str(page.pk): page.live_revision_id for page in live if page.live}
    record.stage, record.stage_since = Stage.OFFLINE, now
    record.save()
    revoke_links(source)
    # The translations follow: wijkzorg_home.translations.
    UnpublishPageAction(source.specific, user=by).execute(skip_permission_checks=True)


def bring_back(
    partner: PartnerPage, *, by: Any = None, occasion: str = Occasion.OWN_DOOR
) -> PartnerRecord:
    """Put a profile that time took offline back, as it was, in every language, and confirm all of it.

    What comes back was public before, so no moderator need read it. Raises PermissionDenied, and
    NotOffline where a person took the page offline: that is not for its partner to undo.
    """
    if by is not None and not may_confirm(by, source_of(partner)):
        raise PermissionDenied
    with transaction.atomic():
        record = locked_record_of(partner)
        source = PartnerPage.objects.get(pk=record.partner_id)
        if record.stage != Stage.OFFLINE or record.merged_into_id or source.live:
            raise NotOffline
        kept: Mapping[str, int | None] = record.taken_offline
        record.stage, record.stage_since = Stage.FRESH, timezone.now()
        record.taken_offline = {}
        record.save()
        _publish_again(source, kept.get(str(source.pk)), by)
        for translation in source.get_translations().filter(pk__in=[int(pk) for pk in kept]):
            _publish_again(translation, None, by)
        return confirm(source, ALL_PARTS, by=by, occasion=occasion)


def _publish_again(page: PartnerPage, revision_id: int | None, by: Any) -> None:
    """Publish what was public. Without its revision, the page's own row still holds it."""
    revision = Revision.objects.filter(pk=revision_id).first() if revision_id else None
    if revision is None:
        revision = PartnerPage.objects.get(pk=page.pk).save_revision(clean=False, changed=False)
    revision.publish(user=by, skip_permission_checks=True)


def profile_went_live(sender: type[Page], instance: Page, **_kwargs: Any) -> None:
    """The first publication confirms all parts; connected to `page_published` in apps.py.

    A profile that somebody publishes anew after it was offline is asked about from the beginning.
    """
    if not isinstance(instance, PartnerPage) or not instance.is_source:
        return
    if not instance.confirmations.exists():
        confirm(instance, ALL_PARTS, occasion=Occasion.PUBLISHED)
    record = record_of(instance)
    if record.stage == Stage.OFFLINE:
        record.stage, record.stage_since = Stage.FRESH, timezone.now()
        record.taken_offline = {}
        record.save()


def profile_went_offline(sender: type[Page], instance: Page, **_kwargs: Any) -> None:
    """What a person takes offline begins anew when it comes back; connected to `page_unpublished`."""
    if isinstance(instance, PartnerPage) and instance.is_source:
        PartnerRecord.objects.filter(partner=instance).exclude(stage=Stage.OFFLINE).update(
            stage=Stage.FRESH, stage_since=timezone.now()
        )
