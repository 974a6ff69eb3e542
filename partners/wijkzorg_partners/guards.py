"""The CMS for those who have no pages by group: a short list of what they may open.

Wagtail has doors that do not ask the page policy: choosers, bulk actions, reports, the admin API, the
history of images. Rather than to guard each, and the next one that a release adds, everything is
closed but the addresses below; each of those asks the policy itself. What is closed answers as if it
were absent.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from wagtail import hooks

from .permissions import has_no_pages_by_group, is_partner_editor

#: Addresses that a partner's editor needs, by name; other apps add theirs with the hook
#: `register_editors_addresses`. Everything else is closed.
OPEN_TO_EDITORS = frozenset(
    {
        "wagtailadmin_home",
        "wagtailadmin_account",
        "wagtailadmin_login",
        "wagtailadmin_logout",
        "wagtailadmin_sprite",
        "wagtailadmin_javascript_catalog",
        "wagtailadmin_dismissibles",
        "wagtailadmin_explore_root",
        "wagtailadmin_explore",
        "wagtailadmin_explore_results",
        "wagtailadmin_editing_sessions:ping",
        "wagtailadmin_editing_sessions:release",
        "wagtailadmin_pages:search",
        "wagtailadmin_pages:search_results",
        "wagtailadmin_pages:add",
        "wagtailadmin_pages:preview_on_add",
        "wagtailadmin_pages:delete",
        "wagtailadmin_pages:edit",
        "wagtailadmin_pages:preview_on_edit",
        "wagtailadmin_pages:view_draft",
        "wagtailadmin_pages:history",
        "wagtailadmin_pages:history_results",
        "wagtailadmin_pages:revisions_index",
        "wagtailadmin_pages:revisions_view",
        "wagtailadmin_pages:revisions_compare",
        "wagtailadmin_pages:revisions_revert",
        "wagtailadmin_pages:workflow_history",
        "wagtailadmin_pages:workflow_history_detail",
        "wagtailimages:index",
        "wagtailimages:index_results",
        "wagtailimages:add",
        "wagtailimages:edit",
        "wagtailimages:delete",
        "wagtailimages:preview",
        "wagtailimages:add_multiple",
        "wagtailimages:edit_multiple",
        "wagtailimages:delete_multiple",
        "wagtailimages:create_multiple_from_uploaded_image",
        "wagtailimages:delete_upload_multiple",
        "wagtailimages_chooser:choose",
        "wagtailimages_chooser:choose_results",
        "wagtailimages_chooser:chosen",
        "wagtailimages_chooser:chosen_multiple",
        "wagtailimages_chooser:create",
        "wagtailimages_chooser:select_format",
        "wagtaildocs:index",
        "wagtaildocs:index_results",
        "wagtaildocs:add",
        "wagtaildocs:edit",
        "wagtaildocs:delete",
        "wagtaildocs:add_multiple",
        "wagtaildocs:edit_multiple",
        "wagtaildocs:delete_multiple",
        "wagtaildocs:create_multiple_from_uploaded_document",
        "wagtaildocs:delete_upload_multiple",
        "wijkzorg_partners_calls:list",
        "wijkzorg_partners_calls:act",
        "wijkzorg_gaps:list",
        "wijkzorg_gaps:gather",
        "wijkzorg_coordination:lists",
        "wijkzorg_mistakes:list",
        "wijkzorg_mistakes:handle",
        "wijkzorg_partners_contact:list",
        "wijkzorg_partners_contact:one",
        "wijkzorg_partners_cms:contact_persons",
        "wijkzorg_partners_cms:take_off",
        "wijkzorg_partners_cms:members",
        "wijkzorg_partners_cms:partners",
        "wijkzorg_partners_cms:withdraw",
        "wijkzorg_partners_cms:end_membership",
        "wijkzorg_partners_cms:membership",
        "wijkzorg_partners_cms:make_owner",
        "wijkzorg_ties:list",
        "wijkzorg_ties:partner",
        "wijkzorg_ties:act",
        "wijkzorg_events_cms:repeat",
    }
)

#: Those of them that ask for no right at all: the ways in and out, and texts for scripts.
OPEN_TO_ALL = frozenset(
    {
        "wagtailadmin_login",
        "wagtailadmin_logout",
        "wagtailadmin_sprite",
        "wagtailadmin_javascript_catalog",
    }
)


class OwnPagesOnlyMiddleware:
    """Closes the CMS, but for OPEN_TO_EDITORS, to users whom no group gives any page.

    Must stand behind Django's AuthenticationMiddleware; a system check says so when it is missing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if not _is_closed_to(request):
            return None
        match = request.resolver_match
        may_come_in = request.user.has_perm("wagtailadmin.access_admin")
        for_all = match is not None and match.view_name in OPEN_TO_ALL
        if request.method == "GET" and not (
            may_come_in or for_all or not is_partner_editor(request.user)
        ):
            return redirect("wijkzorg_partners:mijn")  # all that they came for is there
        if match is None or match.view_name not in _open_to_editors():
            raise Http404("not among what a partner's editor may open")
        if not (may_come_in or for_all):
            # Wagtail would send them to the log-in, which sends those who are logged in back here.
            raise PermissionDenied
        return None

    def process_template_response(self, request: HttpRequest, response: Any) -> Any:
        """Leave out the filter by tag: Wagtail fills it with the tags of everybody's images."""
        filters = (response.context_data or {}).get("filters")
        if filters is not None and _is_closed_to(request):
            filters.form.fields.pop("tag", None)
        return response


def _open_to_editors() -> frozenset[str]:
    added = (hook() for hook in hooks.get_hooks("register_editors_addresses"))
    return OPEN_TO_EDITORS.union(*added)


def _is_closed_to(request: HttpRequest) -> bool:
    """Whether this is a request for the CMS by somebody whom no group gives any page."""
    in_the_cms = request.path.startswith(reverse("wagtailadmin_home"))
    return in_the_cms and request.user.is_authenticated and has_no_pages_by_group(request.user)
