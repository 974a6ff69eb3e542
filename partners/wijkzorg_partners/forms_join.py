"""The form with which an organisation asks to join, in two screens."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Site

from wijkzorg_home.importing import plain_name
from wijkzorg_home.models import Area, DistrictPage
from wijkzorg_home.spam_guard import SHOWN, SpamGuardMixin

from .models import JoinRequest, PartnerPage

#: What is asked on which screen.
SCREENS = (
    ("name", "kind", "summary", "for_whom", "area"),
    ("postcode", "website", "phone", "email"),
)
LAST = len(SCREENS)


class JoinForm(SpamGuardMixin, forms.ModelForm):
    """One form for both screens: what the other screen asks travels along, hidden."""

    guard_purpose = "join"
    kind = forms.ChoiceField(
        label=gettext_lazy("Who are you?"),
        choices=[
            (PartnerPage.Kind.INFORMAL.value, gettext_lazy("Neighbours or volunteers")),
            (PartnerPage.Kind.FORMAL.value, gettext_lazy("Professionals")),
        ],
        initial=PartnerPage.Kind.INFORMAL,
        widget=forms.RadioSelect,
    )
    area = forms.ChoiceField(
        label=gettext_lazy("Where do you work?"),
        help_text=gettext_lazy("Choose the place where you do most."),
    )
    website = forms.URLField(
        label=gettext_lazy("Website"),
        max_length=200,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"autocomplete": "url"}),
    )

    class Meta:
        model = JoinRequest
        fields = [name for screen in SCREENS for name in screen]
        labels: ClassVar[dict[str, Any]] = {
            "name": gettext_lazy("Name of your organisation"),
            "summary": gettext_lazy("What do you do?"),
            "for_whom": gettext_lazy("For whom?"),
            "postcode": gettext_lazy("Postcode of the place where you are"),
            "phone": gettext_lazy("Telephone"),
            "email": gettext_lazy("Your own mail address"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "summary": gettext_lazy("One or two sentences, the way you tell a neighbour."),
            "for_whom": gettext_lazy("Such as: everybody who is often alone."),
            "postcode": gettext_lazy("Such as: 1068 AB."),
            "email": gettext_lazy("We send a link there. It does not come on the site."),
        }
        widgets: ClassVar[dict[str, Any]] = {
            "summary": forms.Textarea(attrs={"rows": 3}),
            "postcode": forms.TextInput(attrs={"autocomplete": "postal-code"}),
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        area = self.fields["area"]
        assert isinstance(area, forms.ChoiceField)
        area.choices = [("", _("Choose...")), *area_choices(Site.find_for_request(request))]

    def clean_name(self) -> str:
        name: str = " ".join(self.cleaned_data["name"].split())
        if not plain_name(name):
            raise ValidationError(_("Write the name in letters."))
        return name

    def clean_area(self) -> Area:
        return Area.objects.get(code=self.cleaned_data["area"])

    def on_screen(self, number: int) -> list[Any]:
        """The fields of one screen, the first being 1."""
        return [self[name] for name in SCREENS[number - 1]]

    def not_on_screen(self, number: int) -> list[Any]:
        """The fields of the other screen, which travel along."""
        shown = SCREENS[number - 1]
        return [self[name] for names in SCREENS for name in names if name not in shown]

    def first_screen_with_errors(self) -> int:
        """The screen to show when something is wrong; the last one when nothing is."""
        for number, names in enumerate(SCREENS, start=1):
            if any(name in self.errors for name in names):
                return number
        return LAST

    def without_verdict(self) -> "JoinForm":
        """The same answers in a form that nobody judged yet, for the next screen."""
        answers = {name: self.data.get(name, "") for name in (*self.Meta.fields, SHOWN)}
        return JoinForm(initial=answers, request=self.request)


def area_choices(site: Site | None) -> list[Any]:
    """The areas of the network's districts in groups, down to the wijk; buurten come with the profile."""
    districts = DistrictPage.objects.live().select_related("area")
    if site is not None:
        districts = districts.descendant_of(site.root_page)
    paths = {district.area.path for district in districts}
    areas = Area.objects.defer("outline").exclude(level=Area.Level.BUURT)
    if paths:
        areas = [one for one in areas if any(one.path.startswith(path) for path in paths)]
    groups: dict[str, list[tuple[str, str]]] = {}
    heading: Area | None = None
    for area in areas:
        is_below = heading is not None and area.path.startswith(heading.path)
        if (
            heading is None
            or area.level in (Area.Level.DISTRICT, Area.Level.GEBIED)
            or not is_below
        ):
            heading = area
            whole = _("All of %(area)s") % {"area": area.name}
            groups.setdefault(area.name, []).append((area.code, whole))
        else:
            groups[heading.name].append((area.code, area.name))
    return list(groups.items())
