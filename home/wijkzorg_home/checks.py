"""System checks of the base app."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Tags, register

GUARD = "wijkzorg_home.guards.TranslationRightsMiddleware"
#: Caches that no other process sees.
OF_ONE_PROCESS = (
    "django.core.cache.backends.locmem.LocMemCache",
    "django.core.cache.backends.dummy.DummyCache",
)


@register()
def languages_have_prefixes(**_kwargs: Any) -> list[CheckMessage]:
    """The apps count on Wagtail's languages being switched on: pages are looked up by language."""
    if getattr(settings, "WAGTAIL_I18N_ENABLED", False):
        return []
    return [
        Error(
            "WAGTAIL_I18N_ENABLED must be True: Wijkzorg looks its pages up by language.",
            hint="Add WAGTAIL_I18N_ENABLED = True, and WAGTAIL_CONTENT_LANGUAGES = LANGUAGES.",
            id="wijkzorg_home.E001",
        )
    ]


@register()
def translating_asks_for_the_right_to_publish(**_kwargs: Any) -> list[CheckMessage]:
    """wagtail-localize publishes without asking for it, so our guard must stand before it."""
    if GUARD in settings.MIDDLEWARE or "wagtail_localize" not in settings.INSTALLED_APPS:
        return []
    return [
        Error(
            "The guard on translating is missing.",
            hint=f"Add {GUARD!r} to MIDDLEWARE, behind AuthenticationMiddleware.",
            id="wijkzorg_home.E002",
        )
    ]


@register(Tags.caches, deploy=True)
def the_limits_of_forms_count_in_one_place(**_kwargs: Any) -> list[CheckMessage]:
    """A word and no warning: with one web process, as operations.md starts it, such a cache is enough."""
    if settings.CACHES["default"]["BACKEND"] not in OF_ONE_PROCESS:
        return []
    return [
        Info(
            "The limits on public forms and on logging in are counted by each web process for itself.",
            hint="With more than one process, give CACHES['default'] a cache that they share, such as "
            "Redis; on this site: set CACHE_URL.",
            id="wijkzorg_home.I003",
        )
    ]
