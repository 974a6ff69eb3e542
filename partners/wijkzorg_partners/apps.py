from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    """Profiles of organisations, who may edit them, and how a change becomes public.

    Hooks into Wagtail at two seams:
    - permission policies for pages, images and documents, which know about memberships;
    - `wagtail_hooks.py`: the guards, the editor's own start page and menu, the contracts of home.
    """

    name = "wijkzorg_partners"
    label = "wijkzorg_partners"
    verbose_name = _("Wijkzorg: partners")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import checks, permissions  # noqa: F401  (checks registers itself)

        permissions.register_policies()
