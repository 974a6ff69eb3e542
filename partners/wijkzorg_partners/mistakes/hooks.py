"""What reported mistakes add to Wagtail and to the contracts of home."""

from typing import Any

from django.urls import include, path
from django.utils.translation import gettext_lazy
from wagtail import hooks

from wijkzorg_home.contracts import CoordinatorList, PeriodicWork, PersonalData

from ..mijn.links import OwnDoorLink
from . import cms, keeping, own_door, reports


@hooks.register("register_coordinator_list")
def reported_mistakes_are_followed_up() -> CoordinatorList:
    return CoordinatorList(name="mistakes", order=30, build=cms.mistakes_that_lie_still)


@hooks.register("register_own_door_link")
def reported_mistakes_at_the_own_door() -> OwnDoorLink:
    return OwnDoorLink(
        label=gettext_lazy("What visitors reported"),
        icon="message-circle",
        address=own_door.address_for,
        order=60,
        slug="meldingen",
        waiting=lambda partner: reports.still_open().filter(partner=partner).count(),
    )


@hooks.register("register_periodic_work")
def reported_mistakes_end() -> PeriodicWork:
    """After the mail: the answer to a report is deleted as soon as it was sent."""
    return PeriodicWork(name="reported mistakes", run=keeping.end_what_is_over, order=960)


@hooks.register("register_personal_data")
def what_somebody_reported() -> PersonalData:
    return PersonalData(
        name="reported_mistakes",
        label=gettext_lazy("Mistakes that you reported"),
        collect=keeping.held_about,
        erase=keeping.erase,
    )


@hooks.register("register_admin_urls")
def addresses_in_the_cms() -> list[Any]:
    return [path("coordination/mistakes/", include((cms.urlpatterns, cms.app_name)))]
