from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """Areas, themes, network settings, page bases, the look, and the contracts between the apps.

    What it hooks into stands in `wagtail_hooks.py`: the editors' side of areas, themes and languages,
    the guards on privacy and on locked pages, and the logo in the CMS.
    """

    name = "wijkzorg_home"
    label = "wijkzorg_home"
    verbose_name = _("Wijkzorg: home")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import checks  # noqa: F401  (registers the system checks)
