"""The form of an event in the CMS: which questions, in which order."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
)

from wijkzorg_home.models import GatheredPage
from wijkzorg_home.panels import MaybeChooserPanel, NamePanel

from ..permissions import CONNECT

#: Choosers of pages are closed to whoever edits only the own profile; so is what needs one.
CONTENT_PANELS = [
    MultiFieldPanel(
        [
            NamePanel("title", heading=_("Name of the event")),
            FieldPanel("kind"),
            FieldPanel("summary"),
        ],
        heading=_("What is it?"),
    ),
    MultiFieldPanel([FieldPanel("start_at"), FieldPanel("end_at")], heading=_("When?")),
    InlinePanel(
        "meetings",
        heading=_("Only for a series: the days"),
        label=_("Day"),
        help_text=_("Who signs up, signs up for all of them. Fill in the first day here too."),
    ),
    MultiFieldPanel(
        [
            FieldPanel("status"),
            FieldPanel("status_reason"),
            FieldPanel("previous_start_at"),
        ],
        heading=_("Does it go ahead?"),
    ),
    MultiFieldPanel(
        [
            PageChooserPanel("venue", permission=CONNECT),
            FieldPanel("location_key", permission=CONNECT),
            FieldPanel("venue_name"),
            FieldPanel("address"),
            FieldPanel("postcode"),
            FieldPanel("city"),
            FieldPanel("accessibility"),
            FieldPanel("online_url"),
        ],
        heading=_("Where?"),
    ),
    FieldPanel("description"),
    InlinePanel("programme", heading=_("Programme"), label=_("Part of the programme")),
    MultiFieldPanel(
        [
            FieldPanel("audience"),
            FieldPanel("languages", widget=forms.CheckboxSelectMultiple),
        ],
        heading=_("For whom?"),
    ),
    MultiFieldPanel(GatheredPage.areas_and_themes, heading=_("Where, and about what?")),
    MaybeChooserPanel(
        "hosts",
        chooser_field_name="partner",
        heading=_("Who organises it?"),
        label=_("Partner"),
    ),
    PageChooserPanel("previous_event", permission=CONNECT),
    FieldPanel("photo"),
]
PROMOTE_PANELS = [
    MultiFieldPanel(
        [
            FieldPanel("slug", permission=CONNECT),
            FieldPanel("seo_title", permission=CONNECT),
            FieldPanel("search_description", permission=CONNECT),
        ],
        heading=_("Address and search engines"),
    )
]
