"""What the partners app adds to Wagtail: contracts of home, the editor's start page, guards."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem as CmsMenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from wijkzorg_home.contracts import (
    AreaCount,
    CoordinatorList,
    PeriodicWork,
    SearchSource,
    SectionSource,
)
from wijkzorg_home.navigation import MenuItem

from . import (
    call_list,
    cms,
    cms_moderation,
    confirmation_work,
    coordination,
    digest,
    joining,
    moderation,
    own_data,
    retention,
    sources,
    unused_accounts,
    waiting,
)
from .cms_menu import EditorsMenuItem
from .contact import hooks as contact_hooks
from .exchange import hooks as exchange_hooks
from .mistakes import hooks as mistakes_hooks
from .models import PartnerIndexPage, PartnerPage
from .overview import hooks as overview_hooks
from .panels import CoordinatorPanel, OwnPartnersPanel, remark_on, state_of
from .permissions import (
    has_no_pages_by_group,
    is_partner_editor,
    may_edit_partner,
    may_merge_partners,
    may_moderate,
    may_set_moderation,
)
from .short_list import hooks as short_list_hooks
from .ties import hooks as ties_hooks

#: Each room of this app registers what it adds itself.
ROOMS = (
    contact_hooks,
    exchange_hooks,
    mistakes_hooks,
    overview_hooks,
    short_list_hooks,
    ties_hooks,
)

#: What stays in the menu of somebody who has no pages by group. Images and documents show themselves
#: to those who have a collection.
OWN_MENU = {
    "own-profile",
    "editors-of-partners",
    "coordination",
    "call-list",
    "ties",
    "contact-requests",
    "images",
    "documents",
}


@hooks.register("register_search_source")
def partners_can_be_found() -> SearchSource:
    return sources.PARTNER_SOURCE


@hooks.register("register_section")
def partners_stand_on_gathering_pages() -> SectionSource:
    return sources.PARTNER_SECTION


@hooks.register("register_area_count")
def partners_are_counted_per_area() -> AreaCount:
    return sources.PARTNERS_PER_AREA


@hooks.register("register_periodic_work")
def profiles_are_asked_about() -> PeriodicWork:
    return PeriodicWork(name="confirmation", run=confirmation_work.ask_what_is_due, order=100)


@hooks.register("register_periodic_work")
def what_ended_is_deleted() -> PeriodicWork:
    return PeriodicWork(name="retention of partners", run=retention.delete_what_ended, order=200)


@hooks.register("register_periodic_work")
def requests_to_join_end() -> PeriodicWork:
    return PeriodicWork(name="requests to join", run=joining.purge, order=500)


@hooks.register("register_periodic_work")
def unused_accounts_end() -> PeriodicWork:
    return PeriodicWork(name="unused accounts", run=unused_accounts.end_unused_accounts, order=300)


@hooks.register("register_periodic_work")
def what_served_its_time_is_deleted() -> PeriodicWork:
    """Last but one, after the mail: a good-bye that was just sent goes with it."""
    return PeriodicWork(name="retention of people", run=own_data.purge, order=950)


@hooks.register("register_log_actions")
def what_the_history_tells(actions: Any) -> None:
    """No names: the history stays when a person is erased."""
    for name, label in (
        ("join", gettext_lazy("The organisation asked to join")),
        ("people.owner", gettext_lazy("Somebody else answers for the page")),
        ("people.change", gettext_lazy("A member has another role or last day")),
        ("people.leave", gettext_lazy("A member stopped")),
        ("people.end", gettext_lazy("A member was stopped")),
        ("mistake.reported", gettext_lazy("A visitor reported a mistake")),
        ("mistake.mended", gettext_lazy("A reported mistake is mended")),
        ("mistake.right", gettext_lazy("A reported mistake is none")),
        ("merge.into", gettext_lazy("Merged into another page")),
        ("merge.from", gettext_lazy("Another page was merged into this one")),
        ("tie.proposed", gettext_lazy("Asked whether two organisations work together")),
        ("tie.confirmed", gettext_lazy("Said that two organisations work together")),
        ("tie.ended", gettext_lazy("Said that two organisations do not work together")),
    ):
        actions.register_action(f"wijkzorg.{name}", label, label)


@hooks.register("register_menu_page")
def directory_stands_first_in_the_menu() -> MenuItem:
    return MenuItem(page_type=PartnerIndexPage, order=10)


@hooks.register("register_admin_urls")
def addresses_in_the_cms() -> list[Any]:
    return [
        path("partners/", include((cms.urlpatterns, cms.app_name))),
        path("coordination/", include((coordination.urlpatterns, coordination.app_name))),
        path("call-list/", include((call_list.urlpatterns, call_list.app_name))),
        path("moderation/", include((cms_moderation.urlpatterns, cms_moderation.app_name))),
    ]


@hooks.register("register_periodic_work")
def moderators_get_a_digest() -> PeriodicWork:
    return PeriodicWork(name="digests to moderators", run=digest.send_digests, order=200)


@hooks.register("register_periodic_work")
def moderators_are_reminded() -> PeriodicWork:
    return PeriodicWork(name="reminders to moderators", run=digest.send_reminders, order=210)


@hooks.register("register_log_actions")
def what_the_history_of_a_page_tells(actions: Any) -> None:
    for action, words in {
        "wijkzorg.moderation.read": gettext_lazy("Read after it went live"),
        "wijkzorg.moderation.undone": gettext_lazy("Undone after it went live"),
        "wijkzorg.moderation.settings": gettext_lazy("Moderation of this partner set"),
        "wijkzorg.urgent.closed": gettext_lazy("Told to be closed"),
        "wijkzorg.urgent.phone": gettext_lazy("Telephone number changed at once"),
        "wijkzorg.urgent.withdrawn": gettext_lazy("Urgent fact taken back"),
    }.items():
        actions.register_action(action, words, words)


@hooks.register("insert_global_admin_css")
def the_look_of_our_pages_in_the_cms() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("wijkzorg_partners/cms.css"))


class OwnProfileMenuItem(CmsMenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return has_no_pages_by_group(request.user) and is_partner_editor(request.user)


class ModerationMenuItem(CmsMenuItem):
    """With the number that waits."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_moderate(request.user)

    def render_component(self, request: HttpRequest) -> Any:
        component = super().render_component(request)
        if number := waiting.number_waiting():
            component.label = f"{self.label} ({number})"
        return component


@hooks.register("register_admin_menu_item")
def moderation_in_the_menu() -> CmsMenuItem:
    return ModerationMenuItem(
        gettext_lazy("Moderation"),
        reverse("wijkzorg_moderation:list"),
        name="moderation",
        icon_name="tick-inverse",
        order=90,
    )


@hooks.register("register_admin_menu_item")
def own_profile_in_the_menu() -> CmsMenuItem:
    return OwnProfileMenuItem(
        gettext_lazy("My organisation"),
        reverse("wagtailadmin_home"),
        name="own-profile",
        icon_name="home",
        order=1,
    )


@hooks.register("register_admin_menu_item")
def editors_in_the_menu() -> CmsMenuItem:
    return EditorsMenuItem(
        gettext_lazy("Who edits what"),
        reverse("wijkzorg_partners_cms:partners"),
        name="editors-of-partners",
        icon_name="group",
        order=360,
    )


@hooks.register("register_admin_menu_item")
def call_list_in_the_menu() -> CmsMenuItem:
    return EditorsMenuItem(
        gettext_lazy("Who to call"),
        reverse("wijkzorg_partners_calls:list"),
        name="call-list",
        icon_name="mobile-alt",
        order=350,
    )


@hooks.register("register_admin_menu_item")
def what_to_follow_up_in_the_menu() -> CmsMenuItem:
    return EditorsMenuItem(
        gettext_lazy("To follow up"),
        reverse("wijkzorg_coordination:lists"),
        name="coordination",
        icon_name="tasks",
        order=340,
    )


@hooks.register("register_coordinator_list")
def whom_to_call_is_followed_up() -> CoordinatorList:
    return CoordinatorList(name="calls", order=10, build=coordination.whom_to_call)


@hooks.register("register_coordinator_list")
def who_did_not_confirm_is_followed_up() -> CoordinatorList:
    return CoordinatorList(name="unconfirmed", order=20, build=coordination.not_confirmed)


@hooks.register("construct_main_menu")
def only_what_this_person_can_use(request: HttpRequest, menu_items: list[Any]) -> None:
    if has_no_pages_by_group(request.user):
        menu_items[:] = [item for item in menu_items if item.name in OWN_MENU]


@hooks.register("construct_homepage_panels")
def the_own_profile_is_the_start_page(request: HttpRequest, panels: list[Any]) -> None:
    user = request.user
    if not has_no_pages_by_group(user):
        return
    coordinates = user.has_perm("wijkzorg_partners.invite_editor")
    panels[:] = [CoordinatorPanel(request)] if coordinates else []
    if is_partner_editor(user) or not coordinates:
        panels.append(OwnPartnersPanel(request))


@hooks.register("construct_page_action_menu")
def the_next_step_stands_first(menu_items: list[Any], request: HttpRequest, context: Any) -> None:
    """What an editor or a moderator comes for is the button one sees: send in, or approve."""
    page = context.get("page")
    if page is None or page.specific_class is not PartnerPage:
        return
    first = {"action-submit", "action-restart-workflow", "approve"}
    if page.permissions_for_user(request.user).can_publish():
        first = {"approve"}
    menu_items.sort(key=lambda item: item.name not in first)


@hooks.register("before_edit_page", order=-10)
def translations_are_kept_by_communications(
    request: HttpRequest, page: Page
) -> HttpResponse | None:
    """wagtail-localize's editor has no workflow, so an editor's own words go into the source page."""
    if not isinstance(page, PartnerPage) or page.is_source:
        return None
    if page.permissions_for_user(request.user).can_publish():
        return None
    messages.info(request, _("Change the Dutch page. We take care of the translation."))
    return redirect("wagtailadmin_home")


@hooks.register("before_edit_page")
def the_remark_stands_on_the_edit_page(request: HttpRequest, page: Page) -> None:
    """What the moderator wrote stands above the form, so that nobody need look for the mail."""
    if request.method != "GET" or not isinstance(page, PartnerPage):
        return
    if state_of(page)[0] == "sent_back" and (remark := remark_on(page)):
        messages.warning(request, _("The moderator's remark: %(remark)s") % {"remark": remark})


@hooks.register("after_edit_page", order=-10)
def what_was_sent_back_is_sent_in_again(request: HttpRequest, page: Page) -> None:
    """Wagtail resumes the workflow then, and says nothing of it: see `moderation.was_sent_in_again`."""
    state = page.current_workflow_state if "action-submit" in request.POST else None
    if state is not None and state.status == state.STATUS_IN_PROGRESS:
        moderation.was_sent_in_again(state, by=request.user)


@hooks.register("after_edit_page")
def back_to_the_own_profile(request: HttpRequest, page: Page) -> HttpResponse | None:
    """After sending in, Wagtail goes to the explorer; an editor goes to the own start page."""
    leaves = any(name in request.POST for name in ("action-submit", "action-restart-workflow"))
    if leaves and has_no_pages_by_group(request.user):
        return redirect("wagtailadmin_home")
    return None


@hooks.register("register_page_header_buttons")
def who_edits_this_page(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Any:
    if page.specific_class is PartnerPage and user.has_perm("wijkzorg_partners.invite_editor"):
        yield Button(
            _("Who edits this page?"),
            reverse("wijkzorg_partners_cms:members", args=[page.pk]),
            icon_name="group",
            priority=70,
        )


@hooks.register("register_page_header_buttons")
def take_a_person_off_at_once(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Any:
    if page.specific_class is PartnerPage and may_edit_partner(user, page.specific):
        yield Button(
            _("Take off a contact person"),
            reverse("wijkzorg_partners_cms:contact_persons", args=[page.pk]),
            icon_name="user",
            priority=72,
        )


@hooks.register("register_page_header_buttons")
def merge_this_page(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Any:
    if page.specific_class is PartnerPage and may_merge_partners(user, page.specific):
        yield Button(
            _("Merge with another page"),
            reverse("wijkzorg_partners_cms:merge", args=[page.pk]),
            icon_name="link",
            priority=80,
        )


@hooks.register("register_page_header_buttons")
def how_this_page_is_moderated(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Any:
    if page.specific_class is PartnerPage and may_set_moderation(user):
        yield Button(
            _("How is this partner moderated?"),
            reverse("wijkzorg_moderation:partner", args=[page.pk]),
            icon_name="tick-inverse",
            priority=71,
        )
