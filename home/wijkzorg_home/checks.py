"""System checks of the base app."""

from typing import Any

from django.core.checks import CheckMessage, Error, register


@register()
def languages_have_prefixes(**_kwargs: Any) -> list[CheckMessage]:
    """The apps count on Wagtail's languages being switched on: pages are looked up by language."""
    from django.conf import settings

    if getattr(settings, "WAGTAIL_I18N_ENABLED", False):
        return []
    return [
        Error(
            "WAGTAIL_I18N_ENABLED must be True: Wijkzorg looks its pages up by language.",
            hint="Add WAGTAIL_I18N_ENABLED = True, and WAGTAIL_CONTENT_LANGUAGES = LANGUAGES.",
            id="wijkzorg_home.E001",
        )
    ]
