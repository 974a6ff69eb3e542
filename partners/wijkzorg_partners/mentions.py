"""Where else the name stands of somebody who no longer wants to be a contact person.

A name in a text of one's own making can't be cut out by a machine without breaking the sentence, and in
another organisation's list it may stand with consent. So whoever takes it back is told where else it stands,
and the moderators get a mail with the addresses, to mend the texts.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, Revision

from wijkzorg_home import outbox

from .actions import source_of
from .consent import normalised_name
from .models import PartnerPage
from .moderation_mails import absolute, language_of
from .waiting import moderators

#: Kind of the mail to moderators in the delivery log. Its text goes as soon as it was sent.
KIND = "name-elsewhere"


@dataclass(frozen=True)
class Mention:
    """A page, file or redirect that has the name in it, and where an editor mends it (a path)."""

    title: str
    edit_path: str
    is_public: bool = False


def mentions_of(names: Iterable[str], partner: PartnerPage) -> list[Mention]:
    """What holds one of the names as whole words: newest drafts and live pages, files, redirects.

    A first name alone is looked for on the pages of the partner only: elsewhere it is mostly somebody else.
    """
    found: dict[Mention, None] = {}
    for name in names:
        words = normalised_name(name)
        if not words:
            continue
        found.update(dict.fromkeys(_pages(name, words, partner)))
        if " " in words:
            found.update(dict.fromkeys(_files(name, words)))
            found.update(dict.fromkeys(_redirects(name)))
    return list(found)


def _says(text: str, words: str) -> bool:
    """Whether a text, an address or the name of a file holds the words."""
    plain = normalised_name(re.sub(r"[-_/.]", " ", text))
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", plain) is not None


def _pages(name: str, words: str, partner: PartnerPage) -> Iterator[Mention]:
    pages = Page.objects.filter(depth__gt=1)
    if " " not in words:
        own = PartnerPage.objects.filter(translation_key=partner.translation_key)
        below = Q(pk__in=[])
        for page in own:
            below |= Q(path__startswith=page.path)
        pages = pages.filter(below)
    shown = Revision.objects.filter(
        Q(pk__in=pages.values("live_revision")) | Q(pk__in=pages.values("latest_revision"))
    )
    # One word of it is enough for the database, which knows nothing of spaces and accents. The content is
    # stored as JSON, in which one database writes é as \u00e9 and another does not.
    word = max(name.split(), key=len)
    spellings = {word, json.dumps(word)[1:-1], slugify(word)}
    some = Q(pk__in=[])
    for spelling in spellings - {""}:
        some |= Q(as_text__icontains=spelling)
    rows = shown.annotate(as_text=Cast("content", TextField())).filter(some).order_by("pk")
    found = {pk: (title, live) for pk, title, live in pages.values_list("pk", "title", "live")}
    for revision in rows:
        content = {key: part for key, part in revision.content.items() if key != "contact_persons"}
        key = int(revision.object_id)
        if key in found and _says(_text_of(content), words):
            title, live = found[key]
            yield Mention(title, reverse("wagtailadmin_pages:edit", args=[key]), is_public=live)


def _text_of(value: Any) -> str:
    """All words of a stored page, one after the other."""
    if isinstance(value, dict):
        return "\n".join(_text_of(one) for one in value.values())
    if isinstance(value, list):
        return "\n".join(_text_of(one) for one in value)
    if isinstance(value, str) and value[:1] in {"{", "["}:
        try:
            return _text_of(json.loads(value))
        except ValueError:
            return value
    return re.sub(r"<[^>]*>", " ", value) if isinstance(value, str) else ""


def _files(name: str, words: str) -> Iterator[Mention]:
    last = name.split()[-1]
    for model, edit in (
        (get_document_model(), "wagtaildocs:edit"),
        (get_image_model(), "wagtailimages:edit"),
    ):
        described = [one for one in ("title", "description") if hasattr(model, one)]
        some = Q(file__icontains=slugify(last) or last)
        for field in described:
            some |= Q(**{f"{field}__icontains": last})
        for one in model._default_manager.filter(some).order_by("pk"):
            texts = [getattr(one, field) for field in described]
            if any(_says(text, words) for text in [*texts, one.file.name]):
                yield Mention(one.title, reverse(edit, args=[one.pk]))


def _redirects(name: str) -> Iterator[Mention]:
    for one in Redirect.objects.filter(old_path__icontains=slugify(name) or name).order_by("pk"):
        yield Mention(one.old_path, reverse("wagtailredirects:edit", args=[one.pk]))


def still_stands_in(name: str, partner: PartnerPage) -> str:
    """A sentence for whoever takes the name back; empty when it stands on no public page."""
    titles = [one.title for one in mentions_of([name], partner) if one.is_public]
    if not titles:
        return ""
    return _(
        "The name still stands in a text on: %(pages)s. We asked the moderators to take it out there."
    ) % {"pages": ", ".join(titles)}


def ask_to_leave_out(names: Iterable[str], partner: PartnerPage) -> list[Mention]:
    """Mail the moderators where the names still stand; gives the places. Call it in the transaction."""
    names = sorted(set(names))
    mentions = mentions_of(names, partner)
    if mentions:
        source = source_of(partner)
        for user in get_user_model()._default_manager.filter(pk__in=moderators()).order_by("pk"):
            if user.email:
                _write_mail(user, names, mentions, source)
    return mentions


def _write_mail(user: Any, names: list[str], mentions: list[Mention], source: PartnerPage) -> None:
    language = language_of(user)
    with translation.override(language):
        outbox.put(
            key=f"{KIND}:{source.pk}:{timezone.now().isoformat()}:{user.pk}",
            kind=KIND,
            to=user.email,
            template="wijkzorg_partners/mail/name_elsewhere",
            context={
                "name": user.first_name,
                "title": source.title,
                "names": names,
                "places": [(one.title, absolute(one.edit_path)) for one in mentions],
            },
            language=language,
            secret=True,
        )
