"""Translating makes or publishes a page elsewhere, so it asks for the rights of publishing.

wagtail-localize asks for one right only, `submit_translation`, whatever the page: with it, somebody
who may publish in one part of the site could copy and publish in every other. And it publishes over
what waits for a moderator, which would be gone without a decision.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page


class TranslationRightsMiddleware:
    """Refuses to submit or update translations of pages that the user may not publish, both ways."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        find = PAGES_TO_PUBLISH.get(match.view_name) if match else None
        if find is None or not request.user.is_authenticated:
            return None
        pages = list(find(request, **kwargs))
        for page in pages:
            if not page.permissions_for_user(request.user).can_publish():
                raise PermissionDenied
        if request.method == "POST" and find is _of_updating:
            return _stop_for_what_waits(request, pages)
        return None


def _stop_for_what_waits(request: HttpRequest, pages: list[Page]) -> HttpResponse | None:
    """Updating with publishing, while a translation waits for a moderator: say so, and do nothing."""
    waiting = [page for page in pages if page.workflow_in_progress and page != pages[0]]
    if not waiting or "publish_translations" not in request.POST:
        return None
    for page in waiting:
        messages.error(
            request,
            _("%(page)s (%(language)s) waits for a moderator. Have that decided first.")
            % {"page": page.title, "language": page.locale.get_display_name()},
        )
    return redirect(request.get_full_path())


def _of_submitting(request: HttpRequest, page_id: int) -> Iterator[Page]:
    """The page, and the parents below which its translations would come to stand."""
    page = get_object_or_404(Page, pk=page_id)
    yield page
    wanted = [pk for pk in request.POST.getlist("locales") if pk.isdigit()]
    parent = page.get_parent()
    if parent is not None and not parent.is_root():
        yield from parent.get_translations().filter(locale__in=Locale.objects.filter(pk__in=wanted))


def _of_updating(request: HttpRequest, translation_source_id: int) -> Iterator[Page]:
    """First the page that was translated, then its translations."""
    from wagtail_localize.models import TranslationSource

    source = get_object_or_404(TranslationSource, pk=translation_source_id)
    instance = source.get_source_instance()
    if isinstance(instance, Page):
        yield instance
        yield from instance.get_translations()


PAGES_TO_PUBLISH: dict[str, Callable[..., Iterator[Page]]] = {
    "wagtail_localize:submit_page_translation": _of_submitting,
    "wagtail_localize:update_translations": _of_updating,
}
