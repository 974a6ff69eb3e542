"""What time does to requests, one `tick` at a time; safe to repeat and to run twice at once."""

import logging
from collections import Counter, defaultdict
from datetime import datetime, timedelta

from django.db.models import Q

from ..models import ContactRequest, PartnerPage, PartnerRecord
from .answer_time import usual_days
from .happening import forget, happen, locked, times_for
from .receivers import public_partners, receivers_at
from .states import WITH_PARTNER, Actor, Event, next_due

logger = logging.getLogger("wijkzorg.contact")

#: In one tick; the rest comes with the next.
MOST = 500
#: What "usually" looks back on.
YEAR = timedelta(days=365)


def do_what_is_due(now: datetime) -> str:
    """The periodic work: a sentence about what it did, or ""."""
    done: Counter[str] = Counter()
    gone = Q(state__in=WITH_PARTNER) & ~Q(partner__in=public_partners().values("pk"))
    rows = ContactRequest.objects.filter(Q(due_at__lte=now) | gone).order_by("due_at", "pk")
    for key in rows.values_list("pk", flat=True)[:MOST]:
        try:
            done[_one(key, now)] += 1
        except Exception:  # one must not keep the others waiting
            logger.exception("request %s: what is due failed", key)
    done["answer times"] = keep_answer_times(now)
    did = [f"{number} {name}" for name, number in sorted(done.items()) if number and name]
    return f"requests: {', '.join(did)}" if did else ""


def _one(key: int, now: datetime) -> str:
    """The name of what happened; "" when somebody else was first."""
    with locked(key) as request:
        if request.state in WITH_PARTNER and not receivers_at(request.partner):
            happen(request, Event.LOSE_PARTNER, Actor.TIME, now=now)
            return Event.LOSE_PARTNER
        due = next_due(request.facts, times_for(request.partner))
        if due is None or request.due_at is None or request.due_at > now:
            return ""
        event = due[0]
        if event != Event.FORGET:
            happen(request, event, Actor.TIME, now=now)
        if event in {Event.FORGET, Event.LAPSE}:
            forget(request)
        return event


def keep_answer_times(now: datetime) -> int:
    """Bring "usually answers within so many days" up to date; how many changed. Three queries at most."""
    rows = ContactRequest.objects.filter(delivered_at__gt=now - YEAR).exclude(partner=None)
    answered: dict[int, list[int]] = defaultdict(list)
    let_lie: Counter[int] = Counter()
    for partner, days, by, lay in rows.values_list(
        "partner", "answered_after_days", "answered_by", "was_let_lie"
    ):
        if by == Actor.PARTNER and days is not None and not lay:
            answered[partner].append(days)
        elif lay:
            let_lie[partner] += 1
    usual = {key: usual_days(days, let_lie[key]) for key, days in answered.items()}
    known = dict(PartnerRecord.objects.values_list("partner", "answers_within_days"))
    changed = {
        key: usual.get(key)
        for key in {*usual, *(one for one, days in known.items() if days is not None)}
        if usual.get(key) != known.get(key)
    }
    for partner in PartnerPage.objects.filter(pk__in=changed):
        PartnerRecord.objects.update_or_create(
            partner=partner, defaults={"answers_within_days": changed[partner.pk]}
        )
    return len(changed)


def carry_over(old: PartnerPage, new: PartnerPage) -> None:
    """When `old` is merged into `new`: what it was asked is answered there. In the caller's transaction."""
    ContactRequest.objects.filter(asked_of=old).update(asked_of=new)
    ContactRequest.objects.filter(organisation_partner=old).update(organisation_partner=new)
    for key in list(ContactRequest.objects.filter(partner=old).values_list("pk", flat=True)):
        with locked(key) as request:
            if request.state in WITH_PARTNER:
                happen(request, Event.MOVE, Actor.TIME, to=new)
            else:
                ContactRequest.objects.filter(pk=key).update(partner=new, partner_name=new.title)
