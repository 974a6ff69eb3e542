"""The forms of events and reports in the CMS."""

from typing import Any

from wijkzorg_home.forms import GatheredPageForm
from wijkzorg_partners.models import PartnerPage

from .permissions import CONNECT


class EventPageForm(GatheredPageForm):
    """An event below a partner's profile is the partner's own: a Wijktafel is the network's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.for_user.has_perm(CONNECT):
            self.formsets.pop("hosts", None)
        if "kind" in self.fields and isinstance(self.parent_page.specific, PartnerPage):
            self._offer_what_a_partner_can_hold()

    def _offer_what_a_partner_can_hold(self) -> None:
        own = type(self.instance).KINDS_OF_PARTNERS
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in own]
        if self.instance.pk is None:
            self.initial["kind"] = own[0]


class EventReportForm(GatheredPageForm):
    """A new report opens filled from its event."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        from .models import EventPage

        instance, parent = kwargs.get("instance"), kwargs.get("parent_page")
        event = parent.specific if parent is not None else None
        if instance is not None and instance.pk is None and isinstance(event, EventPage):
            instance.fill_from(event)
        super().__init__(*args, **kwargs)
