"""What the events app adds to Wagtail: contracts of home, and the own events on an editor's start page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from wijkzorg_home.contracts import (
    ApiRouter,
    CalendarSource,
    GatheringMaker,
    HostFinder,
    PeriodicWork,
    PersonalData,
    SearchSource,
    SectionSource,
)
from wijkzorg_home.navigation import MenuItem
from wijkzorg_partners.mijn.links import OwnDoorLink
from wijkzorg_partners.permissions import has_no_pages_by_group, is_partner_editor

from . import cms_registrations, cms_repeating, organiser_message, registration_work, sources
from .calendar_feeds import CALENDAR
from .models import AgendaPage, EventPage, EventReportPage
from .panels import OwnEventsPanel
from .permissions import may_organise, may_repeat
from .querysets import EventQuerySet
from .table_about_gap import WIJKTAFEL_MAKER
from .table_hosts import TABLE_HOSTS
from .work_panel import AgendaPanel


@hooks.register("register_search_source")
def events_can_be_found() -> SearchSource:
    return sources.EVENT_SOURCE


@hooks.register("register_search_source")
def reports_can_be_found() -> SearchSource:
    return sources.REPORT_SOURCE


@hooks.register("register_api_router")
def machines_sign_people_up() -> ApiRouter:
    from .api import router

    return ApiRouter(router=router)


@hooks.register("register_section")
def the_next_wijktafel_is_a_poster() -> SectionSource:
    return sources.NEXT_WIJKTAFEL


@hooks.register("register_section")
def events_stand_on_gathering_pages() -> SectionSource:
    return sources.UPCOMING_EVENTS


@hooks.register("register_calendar")
def agenda_for_calendars() -> CalendarSource:
    return CALENDAR


@hooks.register("register_host_finder")
def hosts_of_wijktafels_ask_too() -> HostFinder:
    return TABLE_HOSTS


@hooks.register("register_gathering_maker")
def gaps_become_the_theme_of_a_wijktafel() -> GatheringMaker:
    return WIJKTAFEL_MAKER


@hooks.register("register_periodic_work")
def registrations_while_time_passes() -> PeriodicWork:
    return PeriodicWork(name="registrations", run=registration_work.do, order=30)


@hooks.register("register_personal_data")
def what_people_signed_up_for() -> PersonalData:
    return PersonalData(
        name="registrations",
        label=gettext_lazy("What you signed up for"),
        collect=registration_work.held_about,
        erase=registration_work.erase,
    )


@hooks.register("register_menu_page")
def agenda_in_the_menu() -> MenuItem:
    return MenuItem(page_type=AgendaPage, order=20)


@hooks.register("register_own_door_link")
def activities_at_the_own_door() -> OwnDoorLink:
    from .mijn.views import activities_of

    return OwnDoorLink(
        label=gettext_lazy("Your own activities"), icon="calendar-plus", address=activities_of
    )


@hooks.register("register_admin_urls")
def addresses_in_the_cms() -> list[Any]:
    return [path("events/", include((cms_repeating.urlpatterns, cms_repeating.app_name)))]


@hooks.register("register_page_header_buttons")
def make_the_next_one(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Any:
    if page.specific_class is EventPage and may_repeat(user, page.specific):
        address = reverse("wijkzorg_events_cms:repeat", args=[page.pk])
        yield Button(_("Make the next one"), address, icon_name="date", priority=70)


@hooks.register("construct_homepage_panels", order=10)
def own_events_on_the_start_page(request: HttpRequest, panels: list[Any]) -> None:
    """After the partners app has left only the own profile there."""
    if has_no_pages_by_group(request.user) and is_partner_editor(request.user):
        panels.append(OwnEventsPanel(request))


@hooks.register("construct_homepage_panels")
def the_agenda_on_the_start_page(request: HttpRequest, panels: list[Any]) -> None:
    """For those who keep it."""
    panel = AgendaPanel(request)
    if panel.agendas:
        panels.append(panel)


@hooks.register("register_admin_urls")
def addresses_of_the_organiser() -> list[Any]:
    patterns = (cms_registrations.urlpatterns, cms_registrations.app_name)
    return [path("events/", include(patterns))]


@hooks.register("register_editors_addresses")
def organisers_among_the_editors() -> list[str]:
    """A partner's editor organises the own events; each of these asks whether it is one."""
    name = cms_registrations.app_name
    return [f"{name}:{entry.name}" for entry in cms_registrations.urlpatterns]


@hooks.register("register_page_header_buttons")
def who_comes_to_this_event(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Any:
    if page.specific_class is EventPage and may_organise(user, page.specific):
        yield Button(
            _("Who comes?"),
            reverse("wijkzorg_registrations:people", args=[page.pk]),
            icon_name="group",
            priority=70,
        )


@hooks.register("register_log_actions")
def what_the_history_of_an_event_tells(actions: Any) -> None:
    """No names: the history stays when a registration is deleted."""
    for action, words in {
        cms_registrations.EXPORTED: gettext_lazy("List of who comes taken along"),
        organiser_message.SENT: gettext_lazy("Message sent to who comes"),
    }.items():
        actions.register_action(action, words, words)


@hooks.register("before_delete_page")
def who_signed_up_is_told_first(request: HttpRequest, page: Page) -> HttpResponse | None:
    """What people come to is cancelled, so that they hear it, before it goes with all below a page."""
    return _cancel_first(request, EventPage.objects.descendant_of(page, inclusive=True))


@hooks.register("before_unpublish_page")
def who_signed_up_is_told_before_it_hides(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _cancel_first(request, _what_hides(request, [page]))


@hooks.register("before_bulk_action")
def who_signed_up_is_told_first_of_many(
    request: HttpRequest, action_type: str, objects: list[Any], action_class_instance: Any
) -> HttpResponse | None:
    pages = [one for one in objects if isinstance(one, Page)]
    if action_type == "unpublish":
        return _cancel_first(request, _what_hides(request, pages))
    answers = [
        _cancel_first(request, EventPage.objects.descendant_of(page, inclusive=True))
        for page in pages
        if action_type == "delete"
    ]
    return next(filter(None, answers), None)


def _what_hides(request: HttpRequest, pages: list[Page]) -> EventQuerySet:
    """What goes offline: these pages, and those below them if that was ticked."""
    hides = EventPage.objects.filter(pk__in=[page.pk for page in pages])
    if request.POST.get("include_descendants"):
        for page in pages:
            hides |= EventPage.objects.descendant_of(page)
    return hides


def _cancel_first(request: HttpRequest, events: EventQuerySet) -> HttpResponse | None:
    event = events.with_people().first()
    if event is None:
        return None
    messages.error(
        request,
        _("People signed up for “%(event)s”. Cancel it first, then they are told.")
        % {"event": event.title},
    )
    return redirect("wagtailadmin_pages:edit", event.pk)


@hooks.register("before_create_page")
def a_new_report_waits_for_its_event(
    request: HttpRequest, parent_page: Page, page_class: type[Page]
) -> None:
    if page_class is EventReportPage and isinstance(parent_page, EventPage):
        _tell_that_it_waits(request, parent_page)


@hooks.register("before_edit_page")
def a_report_waits_for_its_event(request: HttpRequest, page: Page) -> None:
    if isinstance(page, EventReportPage) and page.event is not None:
        _tell_that_it_waits(request, page.event)


def _tell_that_it_waits(request: HttpRequest, event: EventPage) -> None:
    """Why the button to publish is not there. The rule: EventReportPage.may_be_public."""
    if request.method == "GET" and not event.live:
        messages.info(
            request,
            _("“%(event)s” is not public. Publish it first, then you can publish its report.")
            % {"event": event.title},
        )


@hooks.register("after_create_page")
def back_to_the_own_start_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    """After sending in a new event, as after sending in a change: see the partners app."""
    if "action-submit" in request.POST and has_no_pages_by_group(request.user):
        return redirect("wagtailadmin_home")
    return None
