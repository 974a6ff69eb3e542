"""Who may do what with partners: the one place that every door asks.

A membership gives `add` and `change` on the partner's page in every language, and on the partner's
own collection of images and documents; a helper adds pages and files, and changes the own ones only.
It gives nothing else, and there is no group per partner: the policies below add the memberships to what
Wagtail's groups say. See site/docs/decisions/0004.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import Permission
from django.db.models import Model, QuerySet
from wagtail.images import get_image_model
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page, get_page_models
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy

from wijkzorg_home.media import is_public
from wijkzorg_home.permissions import NetworkPagePermissionTester

if TYPE_CHECKING:
    from .models import PartnerIndexPage, PartnerPage

#: What a membership gives on pages, and on images and documents.
PAGE_ACTIONS = ("add", "change")
MEDIA_ACTIONS = ("add", "change", "choose", "delete")
#: A helper adds files and uses them; who may add may also change what was the own upload, and no more.
HELPERS_MEDIA_ACTIONS = ("add", "choose")


def register_policies() -> None:
    """Put our policies in the place of Wagtail's. Called once, when the app is ready."""
    from wagtail.documents import get_document_model
    from wagtail.permissions import register_permission_policy

    # On Page, which is nearer to every page type than Wagtail's own registration on AbstractPage.
    register_permission_policy(Page, MemberPagePolicy(Page))
    # By the exact class: Wagtail's own apps register theirs after us, and would win otherwise.
    for model in (get_image_model(), get_document_model()):
        policy = MemberMediaPolicy(model, auth_model=model, owner_field_name="uploaded_by_user")
        register_permission_policy(model, policy, exact_class=True)


def memberships_of(user: Any) -> QuerySet[Any]:
    from .models import Membership

    return Membership.objects.current().filter(user=user).select_related("partner")


def is_partner_editor(user: Any) -> bool:
    """Whether the user edits some partner. Asked once a request and kept on the user."""
    if not user.is_authenticated or not user.is_active:
        return False
    if not hasattr(user, "_wijkzorg_is_member"):
        user._wijkzorg_is_member = memberships_of(user).exists()
    return bool(user._wijkzorg_is_member)


def has_no_pages_by_group(user: Any) -> bool:
    """Whether no group gives the user any page: then the CMS shows the own profile and nothing else."""
    if user.is_superuser:
        return False
    if not hasattr(user, "_wijkzorg_no_pages_by_group"):
        by_group = GroupPagePermission.objects.filter(group__user=user)
        user._wijkzorg_no_pages_by_group = not by_group.exists()
    return bool(user._wijkzorg_no_pages_by_group)


def may_edit_partner(user: Any, partner: "PartnerPage") -> bool:
    return bool(partner.permissions_for_user(user).can_edit())


def may_publish_partner(user: Any, partner: "PartnerPage") -> bool:
    return bool(partner.permissions_for_user(user).can_publish())


def may_moderate(user: Any) -> bool:
    """Whether the user decides on changes: a moderator, communications, an administrator."""
    from wijkzorg_home.models import ModerationTask

    if not user.is_authenticated or not user.is_active:
        return False
    if user.is_superuser:
        return True
    if not hasattr(user, "_wijkzorg_may_moderate"):
        tasks = ModerationTask.objects.filter(active=True, groups__user=user)
        user._wijkzorg_may_moderate = tasks.exists()
    return bool(user._wijkzorg_may_moderate)


def may_set_moderation(user: Any) -> bool:
    """Who says how strictly each partner is moderated, and who reads which area."""
    return bool(user.has_perm("wijkzorg_partners.change_partnerrecord"))


def may_invite_to(user: Any, partner: "PartnerPage") -> bool:
    """Moderators, communications and coordinators bring in the editors of any partner."""
    return bool(user.is_authenticated and user.has_perm("wijkzorg_partners.invite_editor"))


def may_coordinate(user: Any) -> bool:
    """Who follows up what lies still: coordinators, communications, moderators and administrators."""
    return bool(user.is_authenticated and user.has_perm("wijkzorg_partners.invite_editor"))


def may_manage_people(user: Any, partner: "PartnerPage") -> bool:
    """Who decides who may change a partner's page: its owner, and who brings in editors of any partner."""
    return may_invite_to(user, partner) or (
        bool(user.is_authenticated and user.is_active) and _owns(user, partner)
    )


def _owns(user: Any, partner: "PartnerPage") -> bool:
    from .models import Membership

    owned = memberships_of(user).filter(role=Membership.Role.OWNER)
    return bool(owned.filter(partner__translation_key=partner.translation_key).exists())


def may_merge_partners(user: Any, *partners: "PartnerPage") -> bool:
    """Merging takes one page offline and moves what lies below it, so it asks for publishing on each."""
    return all(may_publish_partner(user, partner) for partner in partners)


def may_import_partners(user: Any, directory: "PartnerIndexPage") -> bool:
    """Communications and administrators, where they may also add and publish partners one by one."""
    pages = directory.permissions_for_user(user)
    return bool(
        user.has_perm("wijkzorg_partners.add_partnerimport")
        and pages.can_add_subpage()
        and pages.can_publish_subpage()
    )


def may_make_themes(user: Any) -> bool:
    return bool(user.has_perm("wijkzorg_home.add_theme"))


def may_export_partners(user: Any, directory: "PartnerIndexPage") -> bool:
    """Communications and administrators; where they see drafts, since an export has those too."""
    pages = directory.permissions_for_user(user)
    return bool(user.has_perm("wijkzorg_partners.add_partnerexport") and pages.can_edit())


def may_see_people_of(user: Any, directory: "PartnerIndexPage") -> bool:
    """Contact persons whom not everybody may see: whoever may edit every profile of the directory."""
    return bool(directory.permissions_for_user(user).can_edit())


class MembershipBackend(BaseBackend):
    """Lets a member of a partner into the CMS where the membership says so, until it ends."""

    def has_perm(self, user_obj: Any, perm: str, obj: Model | None = None) -> bool:
        if perm != "wagtailadmin.access_admin" or obj is not None:
            return False
        if not user_obj.is_authenticated or not user_obj.is_active:
            return False
        if not hasattr(user_obj, "_wijkzorg_cms_access"):
            user_obj._wijkzorg_cms_access = (
                memberships_of(user_obj).filter(cms_access=True).exists()
            )
        return bool(user_obj._wijkzorg_cms_access)

    def with_perm(self, perm: str, **_kwargs: Any) -> QuerySet[Any]:
        users = get_user_model()._default_manager
        if perm != "wagtailadmin.access_admin":
            return users.none()
        members = _current_members().filter(cms_access=True)
        return users.filter(is_active=True, pk__in=members.values("user"))


class MemberPagePolicy(PagePermissionPolicy):
    """Wagtail's page permissions by group, and the memberships of partners besides them."""

    def get_all_permissions_for_user(self, user: Any) -> list[GroupPagePermission]:
        if not user.is_active or user.is_anonymous or user.is_superuser:
            return []
        by_group = list(super().get_all_permissions_for_user(user))
        return by_group + _member_page_permissions(user)

    def explorable_instances(self, user: Any) -> Any:
        """Without what an editor can't open: a title that leads nowhere, and perhaps of a draft."""
        pages = super().explorable_instances(user)
        if not user.is_active or user.is_anonymous or not has_no_pages_by_group(user):
            return pages
        closed = [
            model for model in get_page_models() if getattr(model, "closed_to_partners", False)
        ]
        return pages.not_type(*closed) if closed else pages

    def users_with_any_permission(
        self, actions: Iterable[str], include_superusers: bool = True
    ) -> Any:
        users = super().users_with_any_permission(actions, include_superusers)
        if not set(actions) & set(PAGE_ACTIONS):
            return users
        return users | _active_users().filter(pk__in=_members_who_may(actions).values("user"))

    def users_with_any_permission_for_instance(
        self, actions: Iterable[str], instance: Any, include_superusers: bool = True
    ) -> Any:
        users = super().users_with_any_permission_for_instance(
            actions, instance, include_superusers
        )
        if not set(actions) & set(PAGE_ACTIONS):
            return users
        keys = instance.get_ancestors(inclusive=True).values("translation_key")
        members = _members_who_may(actions).filter(partner__translation_key__in=keys)
        return users | _active_users().filter(pk__in=members.values("user"))


def _current_members() -> QuerySet[Any]:
    from .models import Membership

    return Membership.objects.current()


def _members_who_may(actions: Iterable[str]) -> QuerySet[Any]:
    """Helpers add activities; the profile is changed by the others."""
    from .models import Membership

    if "add" in actions:
        return Membership.objects.current()
    return Membership.objects.that_change_the_profile()


def _member_page_permissions(user: Any) -> list[GroupPagePermission]:
    """Unsaved rows, one per own page and action, so that Wagtail's code treats them like its own."""
    from .models import Membership

    rows = _current_members().filter(user=user).values_list("partner__translation_key", "role")
    roles = list(rows)
    if not roles:
        return []
    # By key: an organisation's page in every language.
    own = Page.objects.filter(translation_key__in={key for key, _role in roles})
    helped = {key for key, role in roles if role == Membership.Role.HELPER}
    permissions = {
        one.codename: one
        for one in Permission.objects.filter(
            content_type__app_label="wagtailcore",
            codename__in=[f"{action}_page" for action in PAGE_ACTIONS],
        )
    }
    pairs = [
        (page, permissions[f"{action}_page"])
        for page in own
        for action in PAGE_ACTIONS
        if action == "add" or page.translation_key not in helped
    ]
    # Wagtail puts these into sets, so each needs a key of its own; real ones are positive.
    return [
        GroupPagePermission(pk=-number, page=page, permission=one)
        for number, (page, one) in enumerate(pairs, start=1)
    ]


class MemberMediaPolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail's collection permissions by group, and every member's own collection besides them.

    A member can't change or delete what the public sees or a moderator is looking at: a picture has
    no draft, so a new file in an old picture would be public without moderation.
    """

    # Wagtail's policies for images, documents and collections share one cache on the user, in which
    # the rows of memberships would be missing, or be there for one of the models only.
    permission_cache_name = "_wijkzorg_media_permissions"

    def get_all_permissions_for_user(self, user: Any) -> list[GroupCollectionPermission]:
        if not user.is_active or user.is_anonymous or user.is_superuser:
            return []
        return [*super().get_all_permissions_for_user(user), *self._of_memberships(user)]

    def user_has_any_permission_for_instance(
        self, user: Any, actions: Iterable[str], instance: Any
    ) -> bool:
        allowed = bool(super().user_has_any_permission_for_instance(user, actions, instance))
        if not allowed or not set(actions) <= {"change", "delete"}:
            return allowed
        return not has_no_pages_by_group(user) or not (
            is_public(instance) or _waits_for_a_moderator(user, instance)
        )

    def _of_memberships(self, user: Any) -> list[GroupCollectionPermission]:
        from .models import Membership, PartnerCollection

        roles = dict(memberships_of(user).values_list("partner", "role"))
        rows = PartnerCollection.objects.filter(partner__in=roles).select_related("collection")
        collections = {row.collection: roles[row.partner_id] for row in rows}
        if not collections:
            return []
        models = ("image", "document")
        permissions = Permission.objects.filter(
            content_type__app_label__in=["wagtailimages", "wagtaildocs"],
            codename__in=[f"{action}_{model}" for action in MEDIA_ACTIONS for model in models],
        )
        pairs = [
            (collection, one)
            for collection, role in collections.items()
            for one in permissions
            if role != Membership.Role.HELPER or one.codename.startswith(HELPERS_MEDIA_ACTIONS)
        ]
        # Wagtail puts these into sets, so each needs a key of its own; real ones are positive.
        return [
            GroupCollectionPermission(pk=-number, collection=collection, permission=one)
            for number, (collection, one) in enumerate(pairs, start=1)
        ]


def _waits_for_a_moderator(user: Any, picture: Model) -> bool:
    """Whether a page with this photo, or portrait, waits: a profile of the user, or what stands below it."""
    from .models import PartnerPage

    if not isinstance(picture, get_image_model()):
        return False
    return any(
        picture.pk in _photos_of(page.latest_revision.content)
        for profile in PartnerPage.objects.edited_by(user)
        for page in _not_decided_on(profile)
    )


def _not_decided_on(profile: "PartnerPage") -> list[Page]:
    changed = profile.get_descendants(inclusive=True).filter(has_unpublished_changes=True)
    pages = changed.select_related("latest_revision").prefetch_workflow_states()
    return [page for page in pages if page.workflow_in_progress and page.latest_revision]


def _photos_of(content: dict[str, Any]) -> set[int | None]:
    persons = content.get("contact_persons", [])
    return {content.get("photo"), *(person.get("photo") for person in persons)}


class PartnerPagePermissionTester(NetworkPagePermissionTester):
    """An editor changes the own profile and sends it in; what is public stays a moderator's work."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Nobody loses a profile: also a draft is deleted by those only who could publish it."""
        return self.can_publish() and super().can_delete(ignore_bulk=ignore_bulk)

    def can_move(self) -> bool:
        return self.can_publish() and super().can_move()

    def can_copy(self) -> bool:
        """A copy is a new page elsewhere in the directory, which is for moderators to make."""
        return self.can_publish() and super().can_copy()


def _active_users() -> Any:
    return get_user_model()._default_manager.filter(is_active=True)
