"""Merging two partners: one page goes on, and the other is kept offline with its addresses leading on.

See site/docs/decisions/0011-joining-and-merging.md. Everything happens in one transaction; a second
time changes nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from modelcluster.fields import ParentalKey
from wagtail.actions.move_page import MovePageAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.log_actions import log
from wagtail.models import Page, ReferenceIndex, Revision, get_page_models
from wagtail.signals import page_slug_changed

from wijkzorg_home.searching import index_anew

from . import actions
from .contact import work as contact_work
from .models import (
    Invitation,
    Membership,
    MistakeReport,
    OneTimeLink,
    PartnerPage,
    PartnerRecord,
)
from .permissions import may_merge_partners
from .ties.merged import move_ties

#: The higher one wins when somebody is a member of both.
RANKS: list[str] = [Membership.Role.HELPER, Membership.Role.EDITOR, Membership.Role.OWNER]


class MergeRefused(Exception):
    """The two can't be merged: `reason` is one of "same", "waiting", "networks", "merged"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass
class Moved:
    """What was brought over: numbers for the log and the message."""

    pages: int = 0
    members: int = 0
    invitations: int = 0
    references: int = 0
    touched: set[int] = field(default_factory=set)


def why_not(old: PartnerPage, new: PartnerPage) -> str:
    """The reason why these source pages can't be merged; "" when they can."""
    if old.pk == new.pk:
        return "same"
    if _merged_into(old) not in {None, new.pk} or _merged_into(new) is not None:
        return "merged"
    if old.get_site() != new.get_site():
        return "networks"
    both = [*versions(old), *versions(new)]
    return "waiting" if any(page.workflow_in_progress for page in both) else ""


def _merged_into(partner: PartnerPage) -> int | None:
    return (
        PartnerRecord.objects.filter(partner=partner).values_list("merged_into", flat=True).first()
    )


def versions(partner: PartnerPage) -> list[PartnerPage]:
    """The page in every language, the source first."""
    pages = PartnerPage.objects.filter(translation_key=partner.translation_key)
    return sorted(pages.select_related("locale"), key=lambda page: (page.pk != partner.pk, page.pk))


@transaction.atomic
def merge(old: PartnerPage, new: PartnerPage, *, by: Any) -> Moved | None:
    """Bring everything of `old` to `new`; None when that was done before.

    Raises PermissionDenied for who may not publish both, and MergeRefused.
    """
    old, new = actions.source_of(old), actions.source_of(new)
    keys = [old.pk, new.pk]
    list(Page.objects.select_for_update().filter(pk__in=keys).order_by("pk").values("pk"))
    old, new = (PartnerPage.objects.select_related("locale").get(pk=key) for key in keys)
    if not may_merge_partners(by, *versions(old), *versions(new)):
        raise PermissionDenied
    if reason := why_not(old, new):
        raise MergeRefused(reason)
    if _merged_into(old) == new.pk:
        return None
    moved = Moved()
    targets = {page.pk: _counterpart(page, new) for page in versions(old)}
    _move_what_lies_below(old, new, by, moved)
    _move_people(old, new, moved)
    move_ties(old, new)
    contact_work.carry_over(old, new)
    _repoint(targets, moved)
    _lead_addresses_on(old, targets, by)
    _move_files(old, new)
    MistakeReport.objects.filter(partner=old).update(partner=new)
    OneTimeLink.objects.filter(partner=old).delete()
    PartnerRecord.objects.filter(merged_into=old).update(merged_into=new)
    PartnerRecord.objects.update_or_create(partner=old, defaults={"merged_into": new})
    log(old, "wijkzorg.merge.into", user=by, data={"page": new.pk, "title": new.title})
    log(new, "wijkzorg.merge.from", user=by, data={"page": old.pk, "title": old.title})
    transaction.on_commit(lambda: _index_anew(moved.touched))
    return moved


def _counterpart(page: PartnerPage, new: PartnerPage) -> PartnerPage:
    """The page of the new partner that takes the place of one: in its language if that is public."""
    same = PartnerPage.objects.filter(translation_key=new.translation_key, locale=page.locale)
    return same.live().first() or new


# ------------------------------------------------------------------------------- what lies below


def _move_what_lies_below(old: PartnerPage, new: PartnerPage, by: Any, moved: Moved) -> None:
    """Activities and the like, in each language below the page of that language."""
    for page in versions(old):
        for child in page.get_children().specific():
            parent = _parent_in_language(page, new)
            _give_a_free_slug(child, parent)
            MovePageAction(child, parent, pos="last-child", user=by).execute(
                skip_permission_checks=True
            )
            moved.pages += 1
            moved.touched.add(child.pk)


def _parent_in_language(page: PartnerPage, new: PartnerPage) -> PartnerPage:
    """What lies below needs a page above it in its own language; where there is none, a draft."""
    parent = new if page.locale_id == new.locale_id else new.get_translation_or_none(page.locale)
    if parent is None:
        parent = new.copy_for_translation(page.locale, copy_parents=True)
    return PartnerPage.objects.get(pk=parent.pk)


def _give_a_free_slug(child: Page, parent: Page) -> None:
    """Of two activities with one slug, the one that comes gets a number; its old address leads on."""
    taken = set(parent.get_children().values_list("slug", flat=True))
    slug, number = child.slug, 2
    while slug in taken:
        slug, number = f"{child.slug}-{number}", number + 1
    if slug == child.slug:
        return
    before = Page.objects.get(pk=child.pk).specific
    child.slug = slug
    child.save(clean=False)
    page_slug_changed.send(sender=type(child), instance=child, instance_before=before)
    for revision in _newest_revisions(child):
        revision.content["slug"] = slug
        revision.save(update_fields=["content"])


def _newest_revisions(page: Page) -> list[Revision]:
    keys = {page.latest_revision_id, page.live_revision_id} - {None}
    return list(Revision.objects.filter(pk__in=keys))


# ---------------------------------------------------------------------------------------- people


def _move_people(old: PartnerPage, new: PartnerPage, moved: Moved) -> None:
    """Members and invitations. The higher role and the longer time win; there stays one owner."""
    there = {one.user_id: one for one in new.memberships.select_for_update()}
    owner = next((one for one in there.values() if one.role == Membership.Role.OWNER), None)
    for coming in old.memberships.select_for_update().order_by("created_at"):
        moved.members += 1
        if owner is not None and owner.user_id != coming.user_id:
            coming.role = min(coming.role, Membership.Role.EDITOR, key=RANKS.index)
        staying = there.get(coming.user_id)
        coming_role = coming.role
        if staying is None:
            coming.partner = new
            coming.save(update_fields=["partner", "role"])
            staying = coming
        else:
            coming.delete()  # first, so that there is never a second owner
            _join_memberships(staying, coming)
        if coming_role == Membership.Role.OWNER:
            owner = staying
    own = set(
        new.invitations.filter(accepted_at=None, withdrawn_at=None).values_list("email", flat=True)
    )
    for invitation in old.invitations.all():
        moved.invitations += 1
        if invitation.state() == "open" and invitation.email in own:
            invitation.delete()
            continue
        Invitation.objects.filter(pk=invitation.pk).update(partner=new)


def _join_memberships(staying: Membership, coming: Membership) -> None:
    """Two memberships of one person become one. One that ended counts for nothing beside one that did not."""
    current = [one for one in (staying, coming) if one.is_current] or [staying, coming]
    staying.role = max((one.role for one in current), key=RANKS.index)
    staying.cms_access = any(one.cms_access for one in current)
    days = [one.ends_on for one in current]
    staying.ends_on = None if None in days else max(day for day in days if day)
    staying.save(update_fields=["role", "cms_access", "ends_on"])


# ------------------------------------------------------------------- what other apps tell of it


def relations_of_others() -> Iterator[Any]:
    """Every foreign key to a partner's page that another app has, found through Django's own register."""
    for relation in PartnerPage._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel) or relation.parent_link:
            continue
        model: Any = relation.related_model
        if model._meta.app_label != PartnerPage._meta.app_label and model._meta.managed:
            yield relation.remote_field


def _repoint(targets: dict[int, PartnerPage], moved: Moved) -> None:
    """Hosts of events, partners of news, agreements and whatever else: in rows and in drafts."""
    fields = list(relations_of_others())
    for key, target in targets.items():
        for relation in fields:
            _repoint_rows(relation, key, target, moved)
        Redirect.objects.filter(redirect_page=key).update(redirect_page=target)
    _repoint_drafts(fields, {key: target.pk for key, target in targets.items()}, moved)


def _repoint_rows(relation: Any, key: int, target: PartnerPage, moved: Moved) -> None:
    for row in relation.model._default_manager.filter(**{relation.attname: key}):
        rows = relation.model._default_manager.filter(pk=row.pk)
        try:
            with transaction.atomic():
                rows.update(**{relation.attname: target.pk})
        except IntegrityError:  # it names the other one already
            rows.delete()
        moved.references += 1
        moved.touched |= _pages_of(row)


def _pages_of(row: models.Model) -> set[int]:
    """The page that a row stands on: itself, or what its parental key points at."""
    if isinstance(row, Page):
        return {row.pk}
    return {
        getattr(row, one.attname)
        for one in row._meta.concrete_fields
        if isinstance(one, ParentalKey) and issubclass(one.related_model, Page)
    }


def _repoint_drafts(fields: list[Any], keys: dict[int, int], moved: Moved) -> None:
    """A draft that names the old partner would bring it back when it is published."""
    own, below = _places_in_revisions(fields)
    holders = Page.objects.type(*{*own, *below}) if own or below else Page.objects.none()
    newest = Revision.objects.filter(
        pk__in=[*holders.values_list("latest_revision", flat=True), *_scheduled()]
    )
    named = Q()
    for key in keys:
        named |= Q(as_text__contains=f": {key}")
    for revision in newest.annotate(as_text=Cast("content", TextField())).filter(named):
        model = revision.content_type.model_class()
        content = revision.content
        changed = _replace(content, own.get(model, ()), keys)
        for relation, names in below.get(model, {}).items():
            changed |= _replace_in_children(content, relation, names, keys)
        if changed:
            revision.save(update_fields=["content"])
            moved.touched.add(int(revision.object_id))


def _scheduled() -> list[int]:
    return list(
        Revision.page_revisions.filter(approved_go_live_at__isnull=False).values_list(
            "pk", flat=True
        )
    )


def _places_in_revisions(
    fields: list[Any],
) -> tuple[dict[Any, list[str]], dict[Any, dict[str, list[str]]]]:
    """Where revisions hold such keys: {page type: fields}, {page type: {children: their fields}}."""
    own: dict[Any, list[str]] = {}
    below: dict[Any, dict[str, list[str]]] = {}
    for page_type in get_page_models():
        names = [one.name for one in fields if issubclass(page_type, one.model)]
        if names:
            own[page_type] = names
        for one in fields:
            for key in one.model._meta.concrete_fields:
                if not isinstance(key, ParentalKey) or not issubclass(page_type, key.related_model):
                    continue
                children = below.setdefault(page_type, {})
                children.setdefault(key.remote_field.get_accessor_name(), []).append(one.name)
    return own, below


def _replace(values: dict[str, Any], names: Any, keys: dict[int, int]) -> bool:
    changed = False
    for name in names:
        if values.get(name) in keys:
            values[name] = keys[values[name]]
            changed = True
    return changed


def _replace_in_children(
    content: dict[str, Any], relation: str, names: list[str], keys: dict[int, int]
) -> bool:
    """In each child; one that names the new partner already is left out."""
    children = content.get(relation) or []
    changed = sum(_replace(child, names, keys) for child in children) > 0
    if changed:
        seen: set[tuple[Any, ...]] = set()
        once = []
        for child in children:
            mark = tuple(child.get(name) for name in names)
            if mark not in seen or not set(mark) & set(keys.values()):
                once.append(child)
            seen.add(mark)
        content[relation] = once
    return changed


# ------------------------------------------------------------------------------ addresses, files


def _lead_addresses_on(old: PartnerPage, targets: dict[int, PartnerPage], by: Any) -> None:
    """Take the page offline in every language, with a permanent redirect from each of its addresses."""
    site = old.get_site()
    for page in versions(old):
        parts = page.get_url_parts()
        if parts is not None and parts[2]:
            Redirect.objects.update_or_create(
                old_path=Redirect.normalise_path(parts[2]),
                site=site,
                defaults={
                    "redirect_page": targets[page.pk],
                    "redirect_link": "",
                    "redirect_page_route_path": "",
                    "is_permanent": True,
                    "automatically_created": False,
                },
            )
    for page in versions(old):
        if page.live:
            UnpublishPageAction(page, user=by).execute(skip_permission_checks=True)


def _move_files(old: PartnerPage, new: PartnerPage) -> None:
    """Images and documents go into the collection that the members of the new partner have."""
    source, target = actions.own_collection(old), actions.own_collection(new)
    for model in (get_image_model(), get_document_model()):
        model.objects.filter(collection=source).update(collection=target)


def _index_anew(keys: set[int]) -> None:
    """The search and the list of references read pages whole; what was re-pointed is read again."""
    pages = list(Page.objects.filter(pk__in=keys).specific())
    index_anew(pages)
    for page in pages:
        ReferenceIndex.create_or_update_for_object(page)
