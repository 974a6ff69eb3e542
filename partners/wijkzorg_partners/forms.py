"""The form of a partner's page in the CMS."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.permissions import policy_registry


class PartnerPageForm(WagtailAdminPageForm):
    """Takes a photo only from those that the chooser offers, or the one that is there already."""

    def clean_photo(self) -> Any:
        photo = self.cleaned_data["photo"]
        if photo is None or photo.pk == self.initial.get("photo"):
            return photo
        policy = policy_registry.get_by_type(type(photo))
        if not policy.user_has_permission_for_instance(self.for_user, "choose", photo):
            raise ValidationError(_("Choose a photo of your own organisation."))
        return photo
