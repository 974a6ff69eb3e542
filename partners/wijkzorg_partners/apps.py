from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    """Profiles of organisations, who may edit them, and how a change becomes public.

    Hooks into Wagtail at three seams:
    - permission policies for pages, images and documents, which know about memberships;
    - `page_published` and `page_unpublished`, so that translations keep the facts of their source
      and are hidden with it;
    - `wagtail_hooks.py`: the guards, the editor's own start page and menu, the contracts of home.
    """

    name = "wijkzorg_partners"
    label = "wijkzorg_partners"
    verbose_name = _("Wijkzorg: partners")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.signals import page_published, page_unpublished

        from . import checks, permissions, translations  # noqa: F401  (checks registers itself)
        from .models import PartnerPage

        permissions.register_policies()
        page_published.connect(translations.facts_follow_the_source, sender=PartnerPage)
        page_unpublished.connect(translations.translations_hide_with_the_source, sender=PartnerPage)
