"""What import and export add to Wagtail and to the contracts of home."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem as CmsMenuItem

from wijkzorg_home.contracts import PeriodicWork, PersonalData

from ..permissions import may_import_partners
from . import own_records, runs
from .planning import BY_IMPORT, source_directories


class ExchangeMenuItem(CmsMenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return any(may_import_partners(request.user, one) for one in source_directories())


@hooks.register("register_admin_menu_item")
def exchange_in_the_menu() -> CmsMenuItem:
    return ExchangeMenuItem(
        gettext_lazy("Import and export"),
        reverse("wijkzorg_partners_cms:import"),
        name="exchange",
        icon_name="download",
        order=370,
    )


@hooks.register("register_periodic_work")
def imports_go_on() -> PeriodicWork:
    return PeriodicWork(name="imports of partners", run=runs.take_up, order=110)


@hooks.register("register_periodic_work")
def imports_and_exports_are_forgotten() -> PeriodicWork:
    return PeriodicWork(name="retention of imports and exports", run=runs.delete_old, order=210)


@hooks.register("register_personal_data")
def who_imported_and_exported() -> PersonalData:
    return own_records.PERSONAL_DATA


@hooks.register("register_log_actions")
def what_the_history_tells_of_an_import(actions: Any) -> None:
    words = gettext_lazy("Imported from a file")
    actions.register_action(BY_IMPORT, words, words)
