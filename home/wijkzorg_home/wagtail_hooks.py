"""What the base app adds to Wagtail."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem as CmsMenuItem
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from . import mail_log, outbox
from .contracts import PeriodicWork
from .models import ThemeIndexPage
from .navigation import MenuItem
from .viewsets import NetworkViewSetGroup

register_snippet(NetworkViewSetGroup)


@hooks.register("register_menu_page")
def themes_in_the_menu() -> MenuItem:
    return MenuItem(page_type=ThemeIndexPage, order=40)


@hooks.register("register_periodic_work")
def mail_is_sent_again() -> PeriodicWork:
    """The worker sends; this takes up what it left, such as after a restart."""

    def run(now: datetime) -> str:
        sent = outbox.deliver(now)
        return f"{sent} mails sent" if sent else ""

    return PeriodicWork(name="mail", run=run, order=900)


@hooks.register("register_periodic_work")
def texts_of_mail_are_deleted() -> PeriodicWork:
    return PeriodicWork(name="texts of mail", run=outbox.purge_texts, order=910)


@hooks.register("register_periodic_work")
def pages_with_a_date_come_and_go() -> PeriodicWork:
    """What an officer or moderator set in the CMS under "Schedule"; Wagtail has a command for it only."""

    def run(now: datetime) -> str:
        call_command("publish_scheduled", verbosity=0)
        return ""

    return PeriodicWork(name="pages with a date", run=run)


@hooks.register("register_admin_urls")
def addresses_of_the_delivery_log() -> list[Any]:
    return [path("mail/", include((mail_log.urlpatterns, mail_log.app_name)))]


class MailLogMenuItem(CmsMenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return mail_log.may_see_the_log(request.user)


@hooks.register("register_reports_menu_item")
def delivery_log_among_the_reports() -> CmsMenuItem:
    return MailLogMenuItem(
        gettext_lazy("Mail that was sent"),
        reverse("wijkzorg_mail:list"),
        name="mail-log",
        icon_name="mail",
        order=1500,
    )


@hooks.register("insert_global_admin_css")
def our_colours_in_the_cms() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("wijkzorg_home/cms.css"))


@hooks.register("insert_editor_js")
def a_button_waits_for_the_draft() -> str:
    return format_html('<script src="{}"></script>', static("wijkzorg_home/cms.js"))


@hooks.register("construct_admin_api")
def the_api_of_the_cms_asks_as_its_screens_do(router: WagtailAPIRouter) -> None:
    from .admin_api import PagesViewSet

    router.register_endpoint("pages", PagesViewSet)


@hooks.register("before_delete_page")
def a_locked_page_stays(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Wagtail lets a locked page be deleted (wagtail#1957), and superusers skip its tests."""
    if request.method == "POST" and _locked(page):
        messages.error(request, _("This page is locked, or a page below it. Unlock it first."))
        return redirect("wagtailadmin_explore", page.pk)
    return None


@hooks.register("before_bulk_action")
def locked_pages_stay_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], _action: Any
) -> HttpResponse | None:
    if action_type != "delete" or not any(isinstance(one, Page) for one in objects):
        return None
    if any(_locked(page) for page in objects):
        messages.error(request, _("One of these pages is locked. Unlock it first."))
        return redirect("wagtailadmin_explore_root")
    return None


def _locked(page: Page) -> bool:
    if page.locked or page.get_lock() is not None:
        return True
    return page.get_descendants().filter(locked=True).exists()
