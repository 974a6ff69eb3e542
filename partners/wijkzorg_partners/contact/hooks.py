"""What questions to partners add to Wagtail and to the contracts of home."""

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem as CmsMenuItem

from wijkzorg_home.contracts import CoordinatorList, PeriodicWork, PersonalData

from ..mijn.links import OwnDoorLink
from . import personal_data, views_cms, views_partner, work
from .access import may_follow, receives_for


@hooks.register("register_periodic_work")
def requests_for_contact_go_on() -> PeriodicWork:
    return PeriodicWork(name="requests for contact", run=work.do_what_is_due, order=120)


@hooks.register("register_personal_data")
def what_people_asked_of_partners() -> PersonalData:
    return PersonalData(
        name="contact_requests",
        label=gettext_lazy("What you asked of organisations"),
        collect=personal_data.held_about,
        erase=personal_data.erase,
    )


@hooks.register("register_coordinator_list")
def requests_that_nobody_answered() -> CoordinatorList:
    return CoordinatorList(name="requests", order=10, build=views_cms.unanswered)


@hooks.register("register_own_door_link")
def questions_at_the_own_door() -> OwnDoorLink:
    return OwnDoorLink(
        label=gettext_lazy("Questions to you"),
        icon="message-circle",
        order=50,
        slug="vragen",
        waiting=views_partner.number_waiting,
        address=lambda user, partner: (
            reverse("wijkzorg_partners:mijn_requests", args=[partner.slug])
            if receives_for(user, partner)
            else ""
        ),
    )


class RequestsMenuItem(CmsMenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_follow(request.user)


@hooks.register("register_admin_menu_item")
def requests_in_the_menu() -> CmsMenuItem:
    return RequestsMenuItem(
        gettext_lazy("Questions to partners"),
        reverse("wijkzorg_partners_contact:list"),
        name="contact-requests",
        icon_name="help",
        order=345,
    )


@hooks.register("register_admin_urls")
def addresses_in_the_cms() -> list[Any]:
    return [path("requests/", include((views_cms.urlpatterns, views_cms.app_name)))]
