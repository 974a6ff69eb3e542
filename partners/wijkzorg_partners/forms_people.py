"""The forms about people, for the own door and for the CMS."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import Membership
from .people import SHARED_ROLES


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class RoleForm(forms.Form):
    """What somebody may do, and until when."""

    role = forms.ChoiceField(
        label=gettext_lazy("What may this person do?"),
        choices=[(role.value, role.label) for role in SHARED_ROLES],
        initial=Membership.Role.EDITOR,
        widget=forms.RadioSelect,
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        widget=DayInput,
        help_text=gettext_lazy("Empty: until somebody ends it."),
    )

    def clean_ends_on(self) -> date | None:
        ends_on: date | None = self.cleaned_data["ends_on"]
        if ends_on and ends_on < timezone.localdate():
            raise ValidationError(_("This day has passed. Choose today or a later day."))
        return ends_on


class ShareForm(RoleForm):
    """Whom to invite."""

    email = forms.EmailField(
        label=gettext_lazy("Mail address"),
        help_text=gettext_lazy("We send a mail with a link there."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    field_order = ["email", "role", "ends_on"]


class CmsAccessMixin(forms.Form):
    """The switch that only the network has."""

    cms_access = forms.BooleanField(
        label=gettext_lazy("may come into the CMS"),
        required=False,
        help_text=gettext_lazy("Not needed: everything about the own page can be done at /mijn/."),
    )


class CmsRoleForm(CmsAccessMixin, RoleForm):
    """A member, as the network sees one. Of an owner only the CMS can be changed here."""

    field_order = ["role", "ends_on", "cms_access"]

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "role": membership.role,
            "ends_on": membership.ends_on,
            "cms_access": membership.cms_access,
        }
        super().__init__(*args, **kwargs)
        if membership.role == Membership.Role.OWNER:
            del self.fields["role"], self.fields["ends_on"]


class CmsShareForm(CmsAccessMixin, ShareForm):
    """Whom the network invites."""

    field_order = ["email", "role", "ends_on", "cms_access"]
