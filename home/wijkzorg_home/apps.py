from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """Areas, themes, network settings, page bases, the look, and the contracts between the apps.

    Hooks into Django and Wagtail at these seams:

    - `pre_save` of images, so that no photo tells where it was taken;
    - Wagtail's way of writing CSV, so that no spreadsheet runs a name that is a formula;
    - Pillow's way of writing AVIF, so that a list of new photos is there in a moment;
    - Pillow's way of reading what was cut off, so that half a photo breaks no page;
    - `page_published` and `page_unpublished`, so that translations keep the facts of their source
      and are hidden with it;
    - restrictions on pages and `copy_for_translation_done`, so that translations are closed with
      their source;
    - `wagtail_hooks.py`: the editors' side of areas, themes and languages, the guards on privacy and
      on locked pages, and the logo in the CMS.
    """

    name = "wijkzorg_home"
    label = "wijkzorg_home"
    verbose_name = _("Wijkzorg: home")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.core.signals import request_finished, request_started
        from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
        from wagtail.images import get_image_model
        from wagtail.models import Locale, PageViewRestriction
        from wagtail.signals import copy_for_translation_done, page_published, page_unpublished

        from . import (  # noqa: F401  (checks registers itself)
            checks,
            exports,
            privacy,
            remembered,
            renditions,
            translations,
            uploads,
        )

        renditions.write_avif_quickly()
        exports.write_csv_without_formulas()
        uploads.read_what_was_cut_off()
        pre_save.connect(uploads.photos_lose_their_metadata, sender=get_image_model())
        request_started.connect(remembered.begin)
        request_finished.connect(remembered.end)
        for model in (Locale, PageViewRestriction):
            post_save.connect(remembered.forget, sender=model)
            post_delete.connect(remembered.forget, sender=model)
        post_save.connect(privacy.restriction_was_set, sender=PageViewRestriction)
        m2m_changed.connect(privacy.restriction_was_set, sender=PageViewRestriction.groups.through)
        post_delete.connect(privacy.restriction_was_lifted, sender=PageViewRestriction)
        copy_for_translation_done.connect(privacy.translation_was_made)
        page_published.connect(translations.facts_follow_the_source)
        page_published.connect(translations.hidden_pages_stay_hidden)
        page_unpublished.connect(translations.translations_hide_with_the_source)
