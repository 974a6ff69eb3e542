from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    """Profiles of organisations, who may edit them, and how a change becomes public.

    Hooks into Wagtail at three seams:
    - permission policies for pages, images and documents, which know about memberships;
    - `page_published` and `page_unpublished`: the first publication of a profile confirms it, and one
      that comes back is asked about from the beginning;
    - `wagtail_hooks.py`: the guards, the editor's own start page and menu, the contracts of home.
    """

    name = "wijkzorg_partners"
    label = "wijkzorg_partners"
    verbose_name = _("Wijkzorg: partners")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.signals import page_published, page_unpublished

        from . import checks, confirmation, permissions  # noqa: F401  (checks registers itself)

        permissions.register_policies()
        page_published.connect(confirmation.profile_went_live)
        page_unpublished.connect(confirmation.profile_went_offline)
