"""Who may see a contact person, and what happens when the person no longer agrees to be shown."""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex, Revision
from wagtail_localize.models import TranslationSource

from wijkzorg_home.models import OutgoingMail
from wijkzorg_home.searching import index_anew

from .permissions import is_partner_editor, may_edit_partner

if TYPE_CHECKING:
    from .models import ContactPerson, PartnerPage

SALT = "wijkzorg_partners.consent"
#: What stands in the place of a name that was taken out of a text.
LEFT_OUT = "…"


# --- seeing -----------------------------------------------------------------------------------


def may_see(person: "ContactPerson", user: Any | None) -> bool:
    """Whether this user (None is the public) may see the person. Every door asks this.

    Without consent nobody but the moderators, and those who edit the profile, sees anything.
    """
    visibility = type(person).Visibility
    if person.consent_on is not None and person.visibility == visibility.PUBLIC:
        return True
    if user is None or not user.is_authenticated:
        return False
    if person.consent_on is not None and person.visibility == visibility.NETWORK:
        return belongs_to_the_network(user)
    return may_edit_partner(user, person.partner)


def belongs_to_the_network(user: Any) -> bool:
    """Members of any partner, and staff."""
    return bool(
        user.is_active and (is_partner_editor(user) or user.has_perm("wagtailadmin.access_admin"))
    )


def people_for(partner: "PartnerPage", user: Any | None) -> "list[ContactPerson]":
    """The persons whom a page may show to this user. Those for moderators stay in the CMS."""
    people = [
        person
        for person in partner.contact_persons.all()
        if person.visibility != person.Visibility.MODERATORS
        and person.consent_on is not None
        and may_see(person, user)
    ]
    prefetch_related_objects(people, "photo__renditions")
    return people


# --- withdrawing ------------------------------------------------------------------------------


def normalised_name(name: str) -> str:
    """Compared without capitals, accents and outer or double spaces."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(letter for letter in letters if unicodedata.category(letter) != "Mn")
    return " ".join(bare.split())


def name_hash(name: str) -> str:
    """What is kept of a name: who reads the database can recognise it, but not read it."""
    return salted_hmac(SALT, normalised_name(name), algorithm="sha256").hexdigest()


def withdrawals_of(partner: "PartnerPage") -> dict[str, date]:
    """Hashes of the names that were withdrawn from this partner > the last day on which that was."""
    from .models import ConsentWithdrawal

    found: dict[str, date] = {}
    rows = ConsentWithdrawal.objects.filter(partner__translation_key=partner.translation_key)
    for row in rows.order_by("withdrawn_at"):
        found[row.name_hash] = timezone.localdate(row.withdrawn_at)
    return found


def fault_of(name: str, consent_on: date | None, withdrawals: Mapping[str, date]) -> str:
    """What is wrong with this person in a form; empty when nothing is.

    A name that was withdrawn comes back only with a consent that is later than the withdrawal.
    """
    if consent_on is not None and consent_on > timezone.localdate():
        return _("This day has not come yet.")
    withdrawn_on = withdrawals.get(name_hash(name)) if name else None
    if withdrawn_on is None or (consent_on is not None and consent_on > withdrawn_on):
        return ""
    return _(
        "This person did not want to be on this page any more on %(date)s. Ask again, and fill in the "
        "later day on which the person agreed."
    ) % {"date": date_format(withdrawn_on, "j F Y")}


def withdraw_consent(partner: "PartnerPage", uid: Any, *, by: Any) -> int:
    """Take a contact person away everywhere at once; how many rows and revisions held the person.

    From the live page and from every revision in every language, so that no older version brings the
    name back, and from the texts of mail. Kept is a hash, by which forms recognise the name. What texts
    elsewhere say is for moderators to mend: see mentions.py. Raises PermissionDenied for those who neither
    edit the profile nor are the person (by mail address).
    """
    from . import mentions
    from .models import ContactPerson, PartnerPage

    pages = list(PartnerPage.objects.filter(translation_key=partner.translation_key))
    live = ContactPerson.objects.filter(partner__in=pages)
    persons = [person for person in live if str(person.uid) == str(uid)]
    if not may_edit_partner(by, partner) and not _is_one_of(persons, by):
        raise PermissionDenied
    with transaction.atomic():
        revisions = list(
            Revision.objects.filter(
                base_content_type__model="page",
                base_content_type__app_label="wagtailcore",
                object_id__in=[str(page.pk) for page in pages],
            ).select_for_update()
        )
        names = {person.name for person in persons} | _names_in(revisions, uid)
        hashes = {name_hash(name) for name in names}
        gone = [
            person.pk for person in live if name_hash(person.name) in hashes or person in persons
        ]
        photos = {person.photo_id for person in live if person.pk in gone}
        photos |= _photos_in(revisions, uid, hashes)
        ContactPerson.objects.filter(pk__in=gone).delete()
        emptied = _leave_out_of_revisions(revisions, uid, hashes)
        _leave_out_of_translation_sources(partner, uid, hashes)
        delete_photos(photos, pages)
        _leave_out_of_mail(names)
        _keep_hashes(partner, hashes, by)
        mentions.ask_to_leave_out(names, partner)
        transaction.on_commit(lambda: _forget_answers(partner))
    return len(gone) + emptied


def _is_one_of(persons: "Iterable[ContactPerson]", user: Any) -> bool:
    address = (user.email or "").lower() if user.is_authenticated else ""
    return bool(address) and any(person.email.lower() == address for person in persons)


def _names_in(revisions: Iterable[Revision], uid: Any) -> set[str]:
    return {
        person["name"]
        for revision in revisions
        for person in revision.content.get("contact_persons", ())
        if person.get("uid") == str(uid)
    }


def _without(persons: list[dict[str, Any]], uid: Any, hashes: set[str]) -> list[dict[str, Any]]:
    return [
        person
        for person in persons
        if person.get("uid") != str(uid) and name_hash(person.get("name", "")) not in hashes
    ]


def _photos_in(revisions: Iterable[Revision], uid: Any, hashes: set[str]) -> set[int | None]:
    persons = [
        person
        for revision in revisions
        for person in revision.content.get("contact_persons", [])
        if not _without([person], uid, hashes)
    ]
    return {person.get("photo") for person in persons}


def delete_photos(photos: Iterable[int | None], pages: "Iterable[PartnerPage]") -> None:
    """The files of somebody who was taken off these pages, unless something else shows them too."""
    images = list(get_image_model().objects.filter(pk__in=[key for key in photos if key]))
    if not images:
        return
    for page in pages:  # the index does not hear of children that were deleted by themselves
        ReferenceIndex.create_or_update_for_object(page)
    drafts = Revision.page_revisions.filter(object_id__in=[str(page.pk) for page in pages])
    used = {content.get("photo") for content in drafts.values_list("content", flat=True)}
    for image in images:
        if image.pk not in used and not ReferenceIndex.get_references_to(image).exists():
            image.delete()


def _leave_out_of_revisions(revisions: list[Revision], uid: Any, hashes: set[str]) -> int:
    changed = []
    for revision in revisions:
        persons = revision.content.get("contact_persons", [])
        left = _without(persons, uid, hashes)
        if left != persons:
            revision.content["contact_persons"] = left
            changed.append(revision)
    Revision.objects.bulk_update(changed, ["content"], batch_size=100)
    return len(changed)


def _leave_out_of_translation_sources(partner: "PartnerPage", uid: Any, hashes: set[str]) -> None:
    """wagtail-localize keeps the page as it was when it was last sent to be translated."""
    for source in TranslationSource.objects.filter(object_id=partner.translation_key):
        content = json.loads(source.content_json)
        persons = content.get("contact_persons", [])
        content["contact_persons"] = _without(persons, uid, hashes)
        if content["contact_persons"] != persons:
            TranslationSource.objects.filter(pk=source.pk).update(content_json=json.dumps(content))


def _leave_out_of_mail(names: Iterable[str]) -> None:
    """From mail that waits as from mail that was sent: its text is kept for a while."""
    from .mentions import KIND

    mails = OutgoingMail.objects.exclude(kind=KIND)
    for name in filter(None, names):
        word = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
        holding = mails.filter(text__icontains=name)
        for mail in holding | mails.filter(subject__icontains=name):
            for part in ("subject", "text", "html"):
                setattr(mail, part, word.sub(LEFT_OUT, getattr(mail, part)))
            mail.save(update_fields=["subject", "text", "html"])


def _keep_hashes(partner: "PartnerPage", hashes: set[str], by: Any) -> None:
    from .actions import source_of
    from .models import ConsentWithdrawal

    source = source_of(partner)
    ConsentWithdrawal.objects.bulk_create(
        ConsentWithdrawal(partner=source, name_hash=one, recorded_by=by) for one in sorted(hashes)
    )


def _forget_answers(partner: "PartnerPage") -> None:
    """What the search index kept of the page. The cache holds no answers, only counts for rate limits."""
    from .models import PartnerPage

    index_anew(PartnerPage.objects.filter(translation_key=partner.translation_key))
