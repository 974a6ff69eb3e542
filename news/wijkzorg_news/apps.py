from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    """News, stories, feeds, subscriptions. Installed now; filled by the next issue."""

    name = "wijkzorg_news"
    label = "wijkzorg_news"
    verbose_name = _("Wijkzorg: news")
    default_auto_field = "django.db.models.BigAutoField"
