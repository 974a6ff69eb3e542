"""What the tests of moderation do again and again."""

from wijkzorg_home.models import NetworkSettings, OutgoingMail
from wijkzorg_partners.models import PartnerPage, PartnerRecord, Review


def network_mode(mode, **values):
    NetworkSettings.objects.update(moderation_mode=mode, **values)


def record(partner, **values):
    return PartnerRecord.objects.update_or_create(partner=partner, defaults=values)[0]


def draft(page, user, **texts):
    """A newest draft with other texts; gives the page as the database has it."""
    newest = page.specific_class.objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, text in texts.items():
        setattr(newest, name, text)
    newest.save_revision(user=user)
    return fresh(page)


def fresh(page):
    return page.specific_class.objects.get(pk=page.pk)


def public(page):
    """What the public sees of a profile; None when it is offline."""
    row = PartnerPage.objects.get(pk=page.pk)
    return row.phone if row.live else None


def mails(user=None, kind=None):
    rows = OutgoingMail.objects.order_by("pk")
    if user is not None:
        rows = rows.filter(to=user.email)
    return list(rows.filter(kind=kind) if kind else rows)


def review_of(page):
    return Review.objects.get(page=page.pk)
