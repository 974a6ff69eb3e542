from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    """The agenda, events, and what came of them.

    Hooks into Wagtail in `wagtail_hooks.py` only: the contracts of home, and the own events on the start
    page of a partner's editor.
    """

    name = "wijkzorg_events"
    label = "wijkzorg_events"
    verbose_name = _("Wijkzorg: events")
    default_auto_field = "django.db.models.BigAutoField"
