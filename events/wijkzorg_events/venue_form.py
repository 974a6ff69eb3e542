"""The form of an event in the CMS, with the places of its venue to choose from."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wijkzorg_home.navigation import local_versions
from wijkzorg_partners.forms import PlaceField
from wijkzorg_partners.models import Location, PartnerPage

from .stale_form import NotStaleForm


class EventAtVenueForm(NotStaleForm):
    """Offers the public places of the partner that is chosen as venue, else of the one that holds it."""

    location_key = PlaceField(
        help_text=gettext_lazy("Choose the partner and save; then its places stand here."),
        error_messages={
            "invalid_choice": gettext_lazy("That place is not of this partner. Choose again.")
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("location_key")
        if isinstance(field, PlaceField):
            field.label = capfirst(_("which of its places"))
            places = [(str(one.translation_key), _in_words(one)) for one in self._places()]
            field.choices = [("", _("The first one")), *places]

    def _places(self) -> list[Location]:
        asked = self["venue"].value() if "venue" in self.fields else self.instance.venue_id
        key = int(asked) if str(asked).isdigit() else self.instance.own_partner_id
        venue = local_versions(PartnerPage, [key]).get(key) if key else None
        return list(venue.locations.all()) if venue else []


def _in_words(place: Location) -> str:
    """By its name and what anybody may see of its address."""
    parts = (place.name, place.public_address, place.public_postcode, place.city)
    return ", ".join(part for part in parts if part)
