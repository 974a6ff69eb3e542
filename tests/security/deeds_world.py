"""Who tries the deeds, besides the cast of world.py, and the states of partner A that deeds begin in."""

from datetime import timedelta

from django.utils import timezone

from tests.factories import make_user
from tests.partners.moderating import draft, fresh
from wijkzorg_home.models import NetworkSettings
from wijkzorg_partners import actions, moderation
from wijkzorg_partners.models import Membership, PartnerPage, PartnerRecord

ROLES = (
    "anonymous",
    "member",
    "editor_a",
    "volunteer",
    "owner",
    "helper",
    "editor_b",
    "coordinator",
    "moderator",
    "communications",
    "administrator",
    "expired",
    "removed",
    "inactive",
)
#: Who lost what they had. Each row is tried by one of them, and the next row by the next.
GONE = ("expired", "removed", "inactive")


def add_people(world):
    """The other people of A: all may come into the CMS but the volunteer, so that it is never the door alone."""
    today = timezone.localdate()
    world.volunteer = make_user("vrijwilliger@example.org", partner=world.a, cms_access=False)
    world.owner = make_user("eigenaar@example.org", partner=world.a, role="owner")
    world.helper = make_user("hulp@example.org", partner=world.a, role="helper")
    Membership.objects.filter(user=world.helper).update(ends_on=today + timedelta(days=1))
    world.expired = make_user("voorbij@example.org", partner=world.a)
    Membership.objects.filter(user=world.expired).update(ends_on=today - timedelta(days=1))
    world.removed = make_user("weg@example.org", partner=world.a)
    world.inactive = make_user("dicht@example.org", partner=world.a)


def close_doors(world):
    """After everybody logged in: two who have a session still, and nothing else."""
    actions.end_membership(membership(world, "removed"), by=world.moderator)
    world.inactive.is_active = False
    world.inactive.save()


def membership(world, role):
    """The membership of A of somebody."""
    return Membership.objects.get(partner=world.a, user=getattr(world, role))


def role_of(world, role):
    """What somebody is to A now; None is nothing."""
    found = Membership.objects.filter(partner=world.a, user=getattr(world, role)).first()
    return found.role if found else None


def waits(world):
    return public(world.a).workflow_in_progress


def is_public(world):
    """Whether the words of `drafted` are."""
    return "zqnieuw" in public(world.a).summary


def newest(page):
    """The draft."""
    return fresh(page).get_latest_revision_as_object()


def public(page):
    return PartnerPage.objects.get(pk=page.pk)


def drafted(world, summary="Een zqnieuw zinnetje.", **texts):
    """A has a draft of its editor on top of what is public."""
    return draft(world.a, world.editor_a, summary=summary, **texts)


def waiting(world, **texts):
    """A's draft was sent in by its editor; gives the state of its step in the workflow."""
    drafted(world, **texts)
    return moderation.submit_profile(world.a, by=world.editor_a).current_task_state


def locked(world):
    """A moderator, who is nobody of the table, locked A."""
    by = make_user("slot@example.org", groups=["Moderators"])
    PartnerPage.objects.filter(pk=world.a.pk).update(
        locked=True, locked_by=by, locked_at=timezone.now()
    )


def mode(name, *, trusted=None, world=None):
    NetworkSettings.objects.update(moderation_mode=name)
    if trusted is not None:
        PartnerRecord.objects.update_or_create(partner=world.a, defaults={"is_trusted": trusted})
