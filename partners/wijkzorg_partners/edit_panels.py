"""The edit page of a profile in the CMS: what stands where."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
    get_form_for_model,
)

from wijkzorg_home.models import GatheredPage
from wijkzorg_home.panels import NamePanel

from .forms import ContactPersonForm, LocationForm, ServiceForm


class InlineFormPanel(InlinePanel):
    """Wagtail's InlinePanel, with a form of our own for each row."""

    def __init__(self, *args: Any, form: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form = form

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "form": self.form}

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        rows = options["formsets"][self.relation_name]
        later = self.child_edit_handler.get_form_options().get("defer_required_on_fields", [])
        rows["form"] = get_form_for_model(
            self.db_field.related_model,
            form_class=self.form,
            fields=rows["fields"],
            defer_required_on_fields=later,
        )
        return options


CONTENT_PANELS = [
    MultiFieldPanel(
        [
            NamePanel("title", heading=_("Name of your organisation")),
            FieldPanel("kind"),
            FieldPanel("summary"),
        ],
        heading=_("Who are you?"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("what_we_do"),
            FieldPanel("what_we_do_not"),
            FieldPanel("when_professional"),
            FieldPanel("how_to_refer"),
            FieldPanel("what_we_share"),
        ],
        heading=_("What may people expect of you?"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("for_whom"),
            FieldPanel("asked_for_as"),
            FieldPanel("languages", widget=forms.CheckboxSelectMultiple),
            FieldPanel("cost"),
        ],
        heading=_("For whom are you there?"),
    ),
    MultiFieldPanel(GatheredPage.areas_and_themes, heading=_("Where, and about what?")),
    InlineFormPanel(
        "services",
        heading=_("What you offer"),
        label=_("Activity or service"),
        form=ServiceForm,
    ),
    InlineFormPanel(
        "locations", heading=_("Where you can be found"), label=_("Place"), form=LocationForm
    ),
    MultiFieldPanel(
        [
            FieldPanel("phone"),
            FieldPanel("email"),
            FieldPanel("website"),
            FieldPanel("hours"),
            FieldPanel("opening_hours"),
            FieldPanel("accessibility"),
        ],
        heading=_("How to reach you"),
    ),
    InlineFormPanel(
        "contact_persons",
        heading=_("Contact persons"),
        label=_("Contact person"),
        form=ContactPersonForm,
    ),
    FieldPanel("photo"),
]

#: The address and the menu are the moderators' business: an editor does not see these, and what an
#: editor sends for them is not taken.
PROMOTE_PANELS = [
    MultiFieldPanel(
        [
            FieldPanel("slug", permission="wijkzorg_partners.change_address"),
            FieldPanel("seo_title", permission="wijkzorg_partners.change_address"),
            FieldPanel("search_description", permission="wijkzorg_partners.change_address"),
        ],
        heading=_("Address and search engines"),
    )
]
