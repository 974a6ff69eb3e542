from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    """The agenda, events, and what came of them.

    Hooks into Wagtail at two seams:
    - `page_published` and `page_unpublished`: what follows by itself, see `following.py`;
    - `wagtail_hooks.py`: the contracts of home, and the own events on the start page of a partner's editor.
    """

    name = "wijkzorg_events"
    label = "wijkzorg_events"
    verbose_name = _("Wijkzorg: events")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.signals import page_published, page_unpublished

        from wijkzorg_partners.models import PartnerPage

        from . import following
        from .models import EventPage

        page_unpublished.connect(following.reports_hide_with_their_event, sender=EventPage)
        for changed in (page_published, page_unpublished):
            changed.connect(following.events_are_found_by_their_venue, sender=PartnerPage)
            changed.connect(following.calendars_know_the_venue, sender=PartnerPage)
