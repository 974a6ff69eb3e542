from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    """News by communications, and its feeds. What it adds to Wagtail stands in `wagtail_hooks.py`."""

    name = "wijkzorg_news"
    label = "wijkzorg_news"
    verbose_name = _("Wijkzorg: news")
    default_auto_field = "django.db.models.BigAutoField"
