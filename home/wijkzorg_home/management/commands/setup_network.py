"""`manage.py setup_network`: what every network needs before its first page. Safe to run twice."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from wijkzorg_home.dutch_language_names import dutch_name_of
from wijkzorg_home.models import Language, ModerationTask
from wijkzorg_home.models.languages import KNOWN_LANGUAGES
from wijkzorg_home.permissions import COMMUNICATIONS, COORDINATORS, MODERATORS

#: The name of the workflow and its task, and the one that Wagtail's first migration gives.
MODERATION = "Moderatie"
WAGTAILS_MODERATION = "Moderators approval"
#: Group > what it may do with every page. Publishing is what makes somebody a moderator.
PAGE_PERMISSIONS = {
    MODERATORS: ("add", "change", "publish", "lock", "unlock"),
    COMMUNICATIONS: ("add", "change", "publish", "lock", "unlock", "bulk_delete"),
}
MEDIA_PERMISSIONS = {
    MODERATORS: ("add", "change", "choose", "delete"),
    COMMUNICATIONS: ("add", "change", "choose", "delete"),
}
#: Group > permissions on models, as app label and codename. Those of apps that are not installed
#: are left out. Translating is for communications only: wagtail-localize publishes without a review.
MODEL_PERMISSIONS = {
    MODERATORS: [
        ("wagtailadmin", "access_admin"),
        ("wijkzorg_partners", "invite_editor"),
        ("wijkzorg_partners", "change_address"),
        ("wijkzorg_events", "connect_event"),
    ],
    COMMUNICATIONS: [
        ("wagtailadmin", "access_admin"),
        ("wijkzorg_partners", "invite_editor"),
        ("wijkzorg_partners", "change_address"),
        ("wijkzorg_events", "connect_event"),
        ("wijkzorg_news", "publish_news"),
        ("wagtail_localize", "submit_translation"),
        ("wijkzorg_home", "change_networksettings"),
        ("wijkzorg_home", "change_outgoingmail"),
        ("wijkzorg_partners", "change_partnerrecord"),
        ("wijkzorg_partners", "change_moderatorarea"),
        ("wijkzorg_partners", "add_partnerimport"),
        ("wijkzorg_partners", "add_partnerexport"),
        ("wijkzorg_home", "add_theme"),
        ("wijkzorg_home", "change_theme"),
        ("wijkzorg_home", "view_theme"),
        ("wijkzorg_home", "change_area"),
        ("wijkzorg_home", "view_area"),
        ("wijkzorg_home", "add_language"),
        ("wijkzorg_home", "change_language"),
        ("wijkzorg_search", "add_signpost"),
        ("wijkzorg_search", "change_signpost"),
        ("wijkzorg_search", "delete_signpost"),
        ("wijkzorg_search", "view_signpost"),
        ("wijkzorg_search", "add_concept"),
        ("wijkzorg_search", "change_concept"),
        ("wijkzorg_search", "delete_concept"),
        ("wijkzorg_search", "view_concept"),
    ],
    COORDINATORS: [
        ("wagtailadmin", "access_admin"),
        ("wijkzorg_partners", "invite_editor"),
        ("wijkzorg_partners", "follow_requests"),
    ],
}


class Command(BaseCommand):
    help = "Makes languages, groups with their permissions, and the moderation workflow."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        self._languages()
        groups = {name: Group.objects.get_or_create(name=name)[0] for name in MODEL_PERMISSIONS}
        self._retire_wagtails_editors()
        self._page_permissions(groups)
        self._media_permissions(groups)
        self._model_permissions(groups)
        self._workflow([groups[MODERATORS], groups[COMMUNICATIONS]])
        self.stdout.write("The network is set up: languages, groups, permissions, moderation.")

    def _languages(self) -> None:
        for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES:
            Locale.objects.get_or_create(language_code=code)
        for code in KNOWN_LANGUAGES:
            Language.objects.get_or_create(code=code, defaults={"name": dutch_name_of(code)})

    def _retire_wagtails_editors(self) -> None:
        """Wagtail's own group "Editors" may change every page, which is nobody's role here.

        wagtail-localize lets it, and Moderators, translate any page; see MODEL_PERMISSIONS.
        """
        for group in Group.objects.filter(name__in=["Editors", MODERATORS]):
            group.permissions.remove(*Permission.objects.filter(codename="submit_translation"))
        GroupPagePermission.objects.filter(group__name="Editors").delete()
        GroupCollectionPermission.objects.filter(group__name="Editors").delete()

    def _page_permissions(self, groups: dict[str, Group]) -> None:
        root = Page.get_first_root_node()
        for name, actions in PAGE_PERMISSIONS.items():
            wanted = Permission.objects.filter(
                content_type__app_label="wagtailcore",
                codename__in=[f"{one}_page" for one in actions],
            )
            GroupPagePermission.objects.filter(group=groups[name]).exclude(
                permission__in=wanted
            ).delete()
            for permission in wanted:
                GroupPagePermission.objects.get_or_create(
                    group=groups[name], page=root, permission=permission
                )

    def _media_permissions(self, groups: dict[str, Group]) -> None:
        root = Collection.get_first_root_node()
        for name, actions in MEDIA_PERMISSIONS.items():
            wanted = Permission.objects.filter(
                content_type__app_label__in=["wagtailimages", "wagtaildocs"],
                content_type__model__in=["image", "document"],
                codename__in=[
                    f"{one}_{model}" for one in actions for model in ("image", "document")
                ],
            )
            for permission in wanted:
                GroupCollectionPermission.objects.get_or_create(
                    group=groups[name], collection=root, permission=permission
                )

    def _model_permissions(self, groups: dict[str, Group]) -> None:
        for name, wanted in MODEL_PERMISSIONS.items():
            for app_label, codename in wanted:
                found = Permission.objects.filter(
                    content_type__app_label=app_label, codename=codename
                ).first()
                if found:
                    groups[name].permissions.add(found)

    def _workflow(self, deciders: list[Group]) -> None:
        """One step: a moderator approves. Approving publishes, so they may publish (above)."""
        workflow = _named(Workflow)
        task, _made = ModerationTask.objects.get_or_create(name=MODERATION)
        task.groups.set(deciders)
        WorkflowTask.objects.filter(workflow=workflow).exclude(task=task).delete()
        WorkflowTask.objects.get_or_create(workflow=workflow, task=task)
        root = Page.get_first_root_node()
        WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})


def _named(model: Any) -> Any:
    """The workflow of moderation: Wagtail's own gets our name, which editors read on a button."""
    found = model._default_manager.filter(name__in=[MODERATION, WAGTAILS_MODERATION]).first()
    if found is None:
        return model._default_manager.create(name=MODERATION)
    if found.name != MODERATION:
        found.name = MODERATION
        found.save()
    return found
