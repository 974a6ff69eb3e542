from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """Areas, themes, network settings, page bases, the look, and the contracts between the apps.

    Hooks into Django and Wagtail at four seams:
    - `pre_save` of images, so that no photo tells where it was taken;
    - Pillow's way of writing AVIF, so that a list of new photos is there in a moment;
    - `page_published` and `page_unpublished`, so that translations keep the facts of their source
      and are hidden with it;
    - `wagtail_hooks.py`: the editors' side of areas, themes and languages, the guards on privacy and
      on locked pages, and the logo in the CMS.
    """

    name = "wijkzorg_home"
    label = "wijkzorg_home"
    verbose_name = _("Wijkzorg: home")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import pre_save
        from wagtail.images import get_image_model
        from wagtail.signals import page_published, page_unpublished

        from . import checks, renditions, translations, uploads  # noqa: F401  (checks registers itself)

        renditions.write_avif_quickly()
        pre_save.connect(uploads.photos_lose_their_metadata, sender=get_image_model())
        page_published.connect(translations.facts_follow_the_source)
        page_unpublished.connect(translations.translations_hide_with_the_source)
