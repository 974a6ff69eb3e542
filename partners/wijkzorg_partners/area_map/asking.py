""" "Your postcode": to the area where that is, or an answer that says what is not known."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wijkzorg_home.area_points import AreaMap, above_all
from wijkzorg_home.filters import address, area_of
from wijkzorg_home.models import Area

from .homes import areas_of_postcode

if TYPE_CHECKING:
    from ..models import MapPage

POSTCODE = re.compile(r"([1-9][0-9]{3})\s*([A-Za-z]{2})?")


class PostcodeForm(forms.Form):
    """One field: four digits, or four digits and two letters."""

    postcode = forms.CharField(
        label=_("Your postcode"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )

    def clean_postcode(self) -> str:
        """As it is stored with places: "1068 AB" or "1068"."""
        found = POSTCODE.fullmatch(self.cleaned_data["postcode"])
        if found is None:
            raise forms.ValidationError(_("Write your postcode like this: 1068 AB, or only 1068."))
        return " ".join(part.upper() for part in found.groups() if part)


@dataclass(frozen=True)
class PostcodeAnswer:
    """What the page says of a postcode: the form with what was wrong, or the areas to choose from."""

    form: PostcodeForm
    found: Sequence[Area] = ()


def answer_to_postcode(
    request: HttpRequest, page: "MapPage"
) -> "PostcodeAnswer | HttpResponse | None":
    """A redirect to the one area, or to the one that several lie in; else what to say.

    None when no postcode was asked for.
    """
    if "postcode" not in request.GET:
        return None
    form = PostcodeForm(request.GET)
    district = area_of(page)
    if not form.is_valid() or district is None:
        return PostcodeAnswer(form)
    postcode = form.cleaned_data["postcode"]
    at = AreaMap.of(district)
    found = areas_of_postcode(postcode, at)
    if len(found) == 1:
        return HttpResponseRedirect(address(request, area=found[0].code, postcode=""))
    if not found:
        unknown = gettext(
            "We do not know where %(postcode)s is in %(area)s."
            " Choose your neighbourhood on the map or in the list."
        )
        form.add_error("postcode", unknown % {"postcode": postcode, "area": district.name})
        return PostcodeAnswer(form)
    path = above_all(found)
    around = next(area for area in at.areas if area.path == path)
    if request.GET.get("area") != around.code:  # so that the form says where one stands
        return HttpResponseRedirect(address(request, area=around.code, postcode=postcode))
    return PostcodeAnswer(form, found)
