"""The form in the CMS of pages with areas, themes and a photo."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.images import get_image_model
from wagtail.models import Locale
from wagtail.permissions import policy_registry


class GatheredPageForm(WagtailAdminPageForm):
    """Takes a photo only from those that the chooser offers, or the one that is there already."""

    data: Any  # the QueryDict that was sent

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # Wagtail does not draw this hidden input, without which Django takes the field for changed.
            field.show_hidden_initial = False
        self._offer_choices_that_people_can_read()
        if self.is_bound and "photo" in self.fields:
            leave_photos_of_others(self)

    def _offer_choices_that_people_can_read(self) -> None:
        """Each theme once, in the site's first language; areas so that one sees what lies in what."""
        from .models import Theme

        if "themes" in self.fields:
            self.fields["themes"].queryset = Theme.objects.filter(
                locale=Locale.get_default()
            ).order_by("sort_order", "name")
            self.fields["themes"].label_from_instance = lambda theme: theme.everyday_name
        if "areas" in self.fields:
            self.fields["areas"].label_from_instance = lambda area: area.indented_name


def leave_photos_of_others(form: Any) -> None:
    """Take only a photo that the chooser offers to `form.for_user`, or the one that is there already.

    Asked before anything else, since a form with an error would show the title of what was sent.
    """
    name = form.add_prefix("photo")
    there = str(form.initial.get("photo") or "")
    sent = form.data.get(name) or ""
    if sent in {"", there}:
        return
    image = get_image_model().objects.filter(pk=sent).first() if sent.isdigit() else None
    policy = policy_registry.get_by_type(get_image_model())
    if image is None or not policy.user_has_permission_for_instance(form.for_user, "choose", image):
        form.data = form.data.copy()
        form.data[name] = there
