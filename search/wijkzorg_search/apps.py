from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """One question over everything that the apps registered to be found.

    Hooks in: the router of `/api/v1/search` and the editors' part of the CMS (`wagtail_hooks.py`), and a
    system check that every page type is registered as a search source or opts out (`checks.py`).
    """

    name = "wijkzorg_search"
    label = "wijkzorg_search"
    verbose_name = _("Wijkzorg: search")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import checks, following, missed  # noqa: F401  (registers the system check)

        following.connect()
        missed.connect()
