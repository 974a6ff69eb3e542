"""What cooperation adds to Wagtail and to the contracts of home."""

from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem as CmsMenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from wijkzorg_home.contracts import CoordinatorList

from ..cms_menu import EditorsMenuItem
from ..mijn.links import OwnDoorLink
from ..models import PartnerPage
from ..permissions import may_edit_partner
from . import cms, coordinating
from .cooperation import to_answer


@hooks.register("register_admin_menu_item")
def ties_in_the_menu() -> CmsMenuItem:
    return EditorsMenuItem(
        gettext_lazy("Who works together"),
        reverse("wijkzorg_ties:list"),
        name="ties",
        icon_name="link",
        order=355,
    )


@hooks.register("register_coordinator_list")
def pairs_that_might_know_each_other() -> CoordinatorList:
    return coordinating.PAIRS_LIST


@hooks.register("register_coordinator_list")
def partners_without_ties() -> CoordinatorList:
    return coordinating.ALONE_LIST


@hooks.register("register_page_header_buttons")
def who_this_partner_works_with(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Any:
    if page.specific_class is not PartnerPage or not page.locale.is_default:
        return
    if user.has_perm("wijkzorg_partners.invite_editor"):
        yield Button(
            _("Who do they work with?"),
            reverse("wijkzorg_ties:partner", args=[page.pk]),
            icon_name="link",
            priority=73,
        )


@hooks.register("register_own_door_link")
def who_one_works_with_at_the_own_door() -> OwnDoorLink:
    return OwnDoorLink(
        label=gettext_lazy("Who you work with"),
        icon="handshake",
        address=lambda user, partner: (
            reverse("wijkzorg_partners:mijn_ties", args=[partner.slug])
            if may_edit_partner(user, partner)
            else ""
        ),
        order=70,
        slug="samen",
        waiting=lambda partner: len(to_answer(partner)),
    )


@hooks.register("register_admin_urls")
def addresses_in_the_cms() -> list[Any]:
    return [path("coordination/ties/", include((cms.urlpatterns, cms.app_name)))]
