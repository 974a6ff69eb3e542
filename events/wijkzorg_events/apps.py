from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    """Agenda, registration, attendance, reports. Installed now; filled by the next issue."""

    name = "wijkzorg_events"
    label = "wijkzorg_events"
    verbose_name = _("Wijkzorg: events")
    default_auto_field = "django.db.models.BigAutoField"
