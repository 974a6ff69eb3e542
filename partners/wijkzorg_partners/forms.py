"""The form of a partner's page in the CMS."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.images import get_image_model
from wagtail.permissions import policy_registry


class PartnerPageForm(WagtailAdminPageForm):
    """Takes a photo only from those that the chooser offers, or the one that is there already."""

    data: Any  # the QueryDict that was sent

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound and "photo" in self.fields:
            self._leave_photos_of_others()

    def _leave_photos_of_others(self) -> None:
        """Before anything else, since a form with an error would show the title of what was sent."""
        name = self.add_prefix("photo")
        there = str(self.initial.get("photo") or "")
        sent = self.data.get(name) or ""
        if sent in {"", there}:
            return
        image = get_image_model().objects.filter(pk=sent).first() if sent.isdigit() else None
        policy = policy_registry.get_by_type(get_image_model())
        if image is None or not policy.user_has_permission_for_instance(
            self.for_user, "choose", image
        ):
            self.data = self.data.copy()
            self.data[name] = there
