"""What the search app adds: its routes to `/api/v1/`, and its part of the CMS."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import include, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from wijkzorg_home.contracts import ApiRouter, PeriodicWork

from . import cms, editing, indexing, missed
from .advice import advice_on
from .api import router
from .knowing import index_now
from .models import Concept
from .panels import MissedWordsPanel
from .permissions import may_edit_concepts
from .viewsets import SearchViewSetGroup

register_snippet(SearchViewSetGroup)


@hooks.register("register_api_router")
def search_api() -> ApiRouter:
    return ApiRouter(router=router)


@hooks.register("register_periodic_work")
def search_is_mended() -> PeriodicWork:
    """Last, so that what others did in this tick is found right away."""
    return PeriodicWork(name="search", run=_mend, order=900)


def _mend(now: datetime) -> str:
    changed = indexing.mend()
    return f"{changed} documents mended" if changed else ""


@hooks.register("register_admin_urls")
def pages_of_the_cms() -> list[Any]:
    return [path("zoeken/", include((cms.urlpatterns, cms.app_name)))]


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def what_a_concept_does_now(request: HttpRequest, instance: Any) -> None:
    """Beside Wagtail's "saved": when it works, and which of its words had better be others."""
    if isinstance(instance, Concept):
        messages.info(request, _("The search knows it in a moment."))
        for advice in advice_on(instance, index_now()):
            messages.warning(request, advice.text)


@hooks.register("construct_homepage_panels")
def missed_words_on_the_start_page(request: HttpRequest, panels: list[Any]) -> None:
    """For communications, who keep the concepts."""
    if may_edit_concepts(request.user):
        panels.append(MissedWordsPanel(request))


@hooks.register("register_periodic_work")
def missed_words_are_deleted() -> PeriodicWork:
    return PeriodicWork(name="missed words", run=missed.purge, order=500)


@hooks.register("register_log_actions")
def what_the_history_of_a_concept_tells(actions: Any) -> None:
    """A word in it was asked by many before anybody saw it (decision 0018)."""
    for action, words in {
        editing.ADDED: gettext_lazy("A word that was asked for was added"),
        editing.DISMISSED: gettext_lazy("A word that was asked for was left as it is"),
    }.items():
        actions.register_action(action, words, words)
