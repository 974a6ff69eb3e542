"""Facts that can't wait for a moderator: closed for a while, and a wrong telephone number.

They are public at once, beside whatever draft waits, where the network allows it; a moderator reads them
after. They belong to the source page, and hold in every language.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import RegexValidator
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log
from wagtail.models import Revision, TaskState

from wijkzorg_home.models.moderation import AlreadyDecided
from wijkzorg_home.searching import index_anew

from . import moderation_mails
from .actions import network_of, source_of
from .changes import Change
from .models import PartnerPage, Review, UrgentChange
from .permissions import may_edit_partner, may_moderate

#: Nobody reads it before it is public, so it holds nothing but a number.
is_a_phone_number = RegexValidator(
    r"^\+?[0-9][0-9 ()/.-]{1,28}$",
    gettext_lazy("Write the number with digits only, such as 020 000 00 01."),
)


def may_tell_urgent_facts(user: Any, partner: PartnerPage) -> bool:
    """Whoever may change the profile, where the network lets urgent facts go live at once."""
    return network_of(partner).urgent_changes and may_edit_partner(user, partner)


def report_closed(
    partner: PartnerPage, *, by: Any, until: date | None, note: str = ""
) -> UrgentChange:
    """Tell that a partner is closed from today, up to and including a day; None is until further notice.

    Takes the place of what was told before. Raises PermissionDenied, and ValidationError for a day
    that is over.
    """
    partner = _for_urgent_facts(partner, by)
    today = timezone.localdate()
    if until is not None and until < today:
        raise ValidationError(_("Choose today or a later day."))
    if len(note) > 200:
        raise ValidationError(_("Make it shorter: 200 characters at most."))
    with transaction.atomic():
        _active(today).filter(partner=partner).update(withdrawn_at=timezone.now())
        change = UrgentChange.objects.create(
            partner=partner,
            kind=UrgentChange.Kind.CLOSED,
            starts_on=today,
            ends_on=until,
            note=note.strip(),
            made_by=by,
        )
        log(
            instance=partner,
            action="wijkzorg.urgent.closed",
            user=by,
            data={"until": str(until or ""), "note": change.note},
        )
    return change


def change_phone(partner: PartnerPage, new: str, *, by: Any) -> UrgentChange:
    """Put another telephone number on the profile, in every language, and into the draft that waits.

    Raises PermissionDenied, and ValidationError for what is no number, or the number that stands there.
    """
    partner = _for_urgent_facts(partner, by)
    new = " ".join(new.split())
    is_a_phone_number(new)
    with transaction.atomic():
        old = PartnerPage.objects.select_for_update(of=("self",)).get(pk=partner.pk).phone
        if old == new:
            raise ValidationError(_("This number is on your page already."))
        _write_phone(partner, new)
        change = UrgentChange.objects.create(
            partner=partner,
            kind=UrgentChange.Kind.PHONE,
            old_value=old,
            new_value=new,
            made_by=by,
        )
        log(
            instance=partner,
            action="wijkzorg.urgent.phone",
            user=by,
            data={"old": old, "new": new},
        )
    return change


def withdraw_urgent(change: UrgentChange, *, by: Any, remark: str = "") -> None:
    """Take it back: open again, or the old number. Those who may tell one may, and moderators.

    A moderator's remark goes to whoever told it. Raises PermissionDenied, AlreadyDecided.
    """
    with transaction.atomic():
        change = _open_change(change)
        partner = change.partner
        if not may_edit_partner(by, partner) and not may_moderate(by):
            raise PermissionDenied
        if change.kind == UrgentChange.Kind.PHONE:
            phone = PartnerPage.objects.values_list("phone", flat=True).get(pk=partner.pk)
            if phone == change.new_value:
                _write_phone(partner, change.old_value)
        change.withdrawn_at = timezone.now()
        change.save(update_fields=["withdrawn_at"])
        log(instance=partner, action="wijkzorg.urgent.withdrawn", user=by)
        if change.made_by_id != by.pk:
            moderation_mails.tell_urgent_undone(change, remark.strip())


def read_urgent(change: UrgentChange, *, by: Any) -> None:
    """A moderator read it, and it is fine. Raises PermissionDenied (also for one's own), AlreadyDecided."""
    with transaction.atomic():
        change = _open_change(change)
        if not may_moderate(by) or change.made_by_id == by.pk:
            raise PermissionDenied
        if change.reviewed_at is not None:
            raise AlreadyDecided
        change.reviewed_at, change.reviewed_by = timezone.now(), by
        change.save(update_fields=["reviewed_at", "reviewed_by"])


def _open_change(change: UrgentChange) -> UrgentChange:
    rows = UrgentChange.objects.select_for_update(of=("self",)).select_related("partner")
    standing = rows.get(pk=change.pk)
    if standing.withdrawn_at is not None:
        raise AlreadyDecided
    return standing


def _for_urgent_facts(partner: PartnerPage, by: Any) -> PartnerPage:
    partner = source_of(partner)
    if not may_tell_urgent_facts(by, partner):
        raise PermissionDenied
    return partner


# --- the telephone number -----------------------------------------------------------------------


def _write_phone(partner: PartnerPage, phone: str) -> None:
    """Into the row and the revisions that are public, wait, or could become public again; nothing else.

    No new revision is made: it would be the newest one, and publish the rest of a waiting draft with it.
    """
    pages = PartnerPage.objects.filter(translation_key=partner.translation_key)
    pages.update(phone=phone)
    keys = set(pages.values_list("pk", flat=True))
    for revision in Revision.objects.filter(pk__in=_revisions_of(pages, keys)):
        revision.content["phone"] = phone
        Revision.objects.filter(pk=revision.pk).update(content=revision.content)
    index_anew(pages.all())


def _revisions_of(pages: Any, keys: set[int]) -> set[int]:
    found = {
        pk for pair in pages.values_list("live_revision", "latest_revision") for pk in pair if pk
    }
    waiting = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS, revision__object_id__in=[str(pk) for pk in keys]
    ).filter(revision__content_type__model="partnerpage")
    found.update(waiting.values_list("revision", flat=True))
    for pair in Review.objects.filter(outcome="", page__in=keys).values_list("before", "after"):
        found.update(pk for pk in pair if pk)
    return found


# --- what the public sees -----------------------------------------------------------------------


def _active(today: date) -> QuerySet[UrgentChange]:
    """The closures that hold on a day."""
    return UrgentChange.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today),
        kind=UrgentChange.Kind.CLOSED,
        withdrawn_at=None,
        starts_on__lte=today,
    )


def closed_periods(partner: PartnerPage) -> list[tuple[date, date | None]]:
    """When it is closed, whatever its hours say: first and last day; None is until further notice."""
    rows = UrgentChange.objects.filter(
        partner__translation_key=partner.translation_key,
        kind=UrgentChange.Kind.CLOSED,
        withdrawn_at=None,
    )
    return list(rows.order_by("starts_on").values_list("starts_on", "ends_on"))


def urgent_notices(partners: Iterable[PartnerPage], today: date) -> dict[UUID, UrgentChange]:
    """For a list: the closure that holds of each partner, by its translation key. One query."""
    keys = [partner.translation_key for partner in partners]
    rows = _active(today).filter(partner__translation_key__in=keys).select_related("partner")
    return {row.partner.translation_key: row for row in rows.order_by("made_at", "pk")}


def urgent_notice(partner: PartnerPage, today: date) -> UrgentChange | None:
    """What stands on top of a profile; None when nothing is the matter."""
    return urgent_notices([partner], today).get(partner.translation_key)


def closed_in_words(change: UrgentChange, today: date) -> str:
    """ "Closed today", or "Temporarily closed, up to and including 3 August"."""
    if change.ends_on is None:
        return _("Temporarily closed")
    if change.ends_on == today:
        return _("Closed today")
    return _("Temporarily closed, up to and including %(date)s") % {
        "date": date_format(change.ends_on, "j F")
    }


def in_words(change: UrgentChange) -> str:
    """For moderators: what was told, and why."""
    if change.kind == UrgentChange.Kind.PHONE:
        label = capfirst(str(PartnerPage._meta.get_field("phone").verbose_name))
        return str(Change(label, change.old_value, change.new_value))
    made = timezone.localdate(change.made_at)
    words = closed_in_words(change, made)
    if change.ends_on == made:
        words = _("Closed on %(date)s") % {"date": date_format(made, "j F")}
    return f"{words}: {change.note}" if change.note else words
