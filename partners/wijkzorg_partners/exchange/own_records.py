"""What is held about a person who imported or exported: that they did. For `/mijn/gegevens/`."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wijkzorg_home.contracts import PersonalData

from ..models import PartnerExport, PartnerImport


def _people(addresses: set[str]) -> Any:
    asked = Q(pk__in=[])
    for address in addresses:
        asked |= Q(email__iexact=address)
    return get_user_model()._default_manager.filter(asked)


def collect(addresses: set[str]) -> list[dict[str, Any]]:
    people = _people(addresses)
    exports = PartnerExport.objects.filter(made_by__in=people)
    imports = PartnerImport.objects.filter(made_by__in=people)
    return [
        {
            "title": _("Exported partners: %(count)d") % {"count": one.rows},
            "day": one.made_at,
            "format": one.file_format,
        }
        for one in exports
    ] + [
        {
            "title": _("Imported a file: %(name)s") % {"name": one.file_name},
            "day": one.made_at,
            "format": one.read_as,
        }
        for one in imports
    ]


def erase(addresses: set[str]) -> None:
    """That it happened stays for its time, without the name."""
    people = _people(addresses)
    PartnerExport.objects.filter(made_by__in=people).update(made_by=None)
    PartnerImport.objects.filter(made_by__in=people).update(made_by=None)


PERSONAL_DATA = PersonalData(
    name="exchange",
    label=gettext_lazy("Imports and exports of partners"),
    collect=collect,
    erase=erase,
)
