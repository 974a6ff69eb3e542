"""Panels of the CMS that Wagtail does not have."""

from typing import Any

from django.forms import Media
from wagtail.admin.panels import MultipleChooserPanel, TitleFieldPanel


class NamePanel(TitleFieldPanel):
    """Wagtail's panel for a title, which writes the slug along, where the form has a slug.

    The form of a partner's editor has none; Wagtail's script then asks the browser for the element "",
    which is an error on the console.
    """

    class BoundPanel(TitleFieldPanel.BoundPanel):
        def get_attrs(self) -> dict[str, Any]:
            attrs: dict[str, Any] = super().get_attrs()
            if attrs["data-w-sync-target-value"]:
                return attrs
            return {name: value for name, value in attrs.items() if name == "placeholder"}


class MaybeChooserPanel(MultipleChooserPanel):
    """Wagtail's panel to choose several pages, where the form has its formset.

    The form of the page leaves the formset out for the others, so that what they send for it is not
    taken; then this panel hides.
    """

    class BoundPanel(MultipleChooserPanel.BoundPanel):
        def __init__(self, *, panel: Any, form: Any, **kwargs: Any) -> None:
            # Without its formset, Wagtail's panel has nothing to draw.
            shown = form is not None and panel.relation_name in form.formsets
            super().__init__(panel=panel, form=form if shown else None, **kwargs)

        def is_shown(self) -> bool:
            return self.form is not None and super().is_shown()

        @property
        def media(self) -> Media:
            return super().media if self.form is not None else Media()
