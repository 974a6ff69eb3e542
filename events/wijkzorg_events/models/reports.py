"""What came of an event: who was there, what was said, and what was agreed."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField
from wagtail.models import Locale, Orderable, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from wijkzorg_home.models import GatheredPage
from wijkzorg_home.navigation import local_versions
from wijkzorg_home.searching import WordsField
from wijkzorg_partners.models import PartnerPage

from ..forms import EventReportForm
from ..permissions import ReportPermissionTester
from ..querysets import ReportManager
from .events import PLAIN_TEXT, EventPage

if TYPE_CHECKING:
    from django.http import HttpRequest


def today() -> Any:
    return timezone.localdate()


class EventReportPage(GatheredPage):
    """The report of one event, below it. It opens filled from the event: see `fill_from`."""

    date = models.DateField(_("date of the report"), default=today)
    number_present = models.PositiveSmallIntegerField(_("number present"), null=True, blank=True)
    introduction = RichTextField(_("what happened?"), blank=True, features=PLAIN_TEXT)
    feedback = models.TextField(
        _("feedback of the groups"), blank=True, help_text=_("One thing on each line.")
    )
    next_event = models.ForeignKey(
        EventPage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("next event"),
    )
    #: The event that this page stands below; kept by save().
    event = models.ForeignKey(
        EventPage, on_delete=models.SET_NULL, null=True, editable=False, related_name="reports"
    )

    #: The network's, also below an event of a partner: its editor sees it on the site only.
    closed_to_partners = True
    #: In lists of news: a report, and not an item.
    is_report = True

    objects = ReportManager()

    SHARED_FIELDS: ClassVar[list[str]] = ["date", "number_present", "next_event"]
    SHARED_CHILDREN: ClassVar[list[str]] = []
    override_translatable_fields = [
        *(SynchronizedField(name, overridable=False) for name in SHARED_FIELDS),
        TranslatableField("slug"),
    ]

    content_panels = [
        *GatheredPage.content_panels,
        MultiFieldPanel(
            [FieldPanel("date"), FieldPanel("number_present"), FieldPanel("introduction")],
            heading=_("What happened?"),
        ),
        InlinePanel("presentations", heading=_("Presentations"), label=_("Presentation")),
        InlinePanel("table_talks", heading=_("Table talks"), label=_("Question at the tables")),
        FieldPanel("feedback"),
        InlinePanel("agreements", heading=_("Agreements"), label=_("Agreement")),
        InlinePanel("photos", heading=_("Photos"), label=_("Photo")),
        PageChooserPanel("next_event"),
        MultiFieldPanel(GatheredPage.areas_and_themes, heading=_("Where, and about what?")),
    ]
    base_form_class = EventReportForm

    api_fields = [
        *GatheredPage.api_fields,
        APIField("date"),
        APIField("number_present"),
        APIField("introduction"),
        APIField("presentations"),
        APIField("table_talks"),
        APIField("feedback"),
        APIField("agreed"),
    ]
    search_fields = [
        *GatheredPage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("feedback"),
        WordsField("report_words"),
        WordsField("theme_words"),
        index.AutocompleteField("title"),
    ]

    template = "wijkzorg_events/event_report_page.html"
    parent_page_types = ["wijkzorg_events.EventPage"]
    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("event report")
        verbose_name_plural = _("event reports")

    def permissions_for_user(self, user: Any) -> ReportPermissionTester:
        return ReportPermissionTester(user, self)

    def fill_from(self, event: EventPage) -> None:
        """Take over from the event what the officer would otherwise type again. Saves nothing."""
        report: Any = self
        with override(event.locale.language_code):
            report.title = report.title or str(_("Report: %(event)s") % {"event": event.title})
        # Wagtail makes a slug from a title that is typed only.
        report.slug = report.slug or slugify(report.title, allow_unicode=True)
        report.summary = report.summary or event.summary
        report.areas = list(event.areas.all())
        report.themes = list(event.themes.all())
        report.next_event = event.next_events.order_by("start_at").first()
        report.presentations = [
            Presentation(title=part.title, speaker_role=part.speaker, locale=event.locale)
            for part in event.programme.all()
            if part.speaker
        ]

    def save(self, *args: Any, **kwargs: Any) -> Any:
        parent = self.get_parent().specific if self.path and self.depth > 1 else None
        self.event = parent if isinstance(parent, EventPage) else None
        report: Any = self
        if report.live and not self.may_be_public:
            # Published by a clock or a command while its event is a draft: it waits for its event.
            report.live, report.live_revision, report.has_unpublished_changes = False, None, True
        return super().save(*args, **kwargs)

    @property
    def may_be_public(self) -> bool:
        """A report is public only while its event is: a reader would find no way to it otherwise.

        `save()` keeps to it, so that `live` says the same at every door; `permissions.py` tells the
        officer beforehand, and `following.py` hides the report when its event is taken offline.
        """
        return self.event is not None and self.event.live

    @cached_property
    def public_event(self) -> EventPage | None:
        if self.event_id is None:
            return None
        return local_versions(EventPage, [self.event_id]).get(self.event_id)

    @cached_property
    def public_next(self) -> EventPage | None:
        """The next event: the one that was chosen, else the one that follows on the event."""
        if self.next_event_id:
            return local_versions(EventPage, [self.next_event_id]).get(self.next_event_id)
        return self.public_event.public_next if self.public_event else None

    @cached_property
    def agreements_to_show(self) -> "list[Agreement]":
        """The agreements, those that are still open first; each with `public_partner` where there is one.

        Who, by when and how it goes are told once: a translation has them from its source.
        """
        with_agreements([self])
        return self.agreements_to_show

    @property
    def tables_answered(self) -> bool:
        """Whether somebody wrote down what was said at the tables, and not the questions alone."""
        return any(talk.answers.strip() for talk in self.table_talks.all())

    @property
    def agreed(self) -> list[dict[str, Any]]:
        """The agreements for APIs."""
        return [
            {"what": one.what, "who": one.by_whom, "by": one.by, "state": one.state}
            for one in self.agreements_to_show
        ]

    def report_words(self) -> str:
        parts = [f"{one.title} {one.text}" for one in self.presentations.all()]
        parts += [f"{talk.question} {talk.answers}" for talk in self.table_talks.all()]
        parts += [one.what for one in self.agreements.all()]
        return "\n".join(parts)

    def get_context(self, request: "HttpRequest", *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), "event": self.public_event}


def with_agreements(reports: "Iterable[EventReportPage]") -> None:
    """Set `agreements_to_show` of many reports, in four queries for any number."""
    found = list(reports)
    prefetch_related_objects(found, "agreements")
    agreements = {report: list(report.agreements.all()) for report in found}
    told = [one for some in agreements.values() for one in some]
    sources = Agreement.objects.filter(
        translation_key__in=[one.translation_key for one in told], locale=Locale.get_default()
    )
    facts = {one.translation_key: one for one in sources}
    for one in told:
        source = facts.get(one.translation_key, one)
        one.partner_id, one.by, one.state = source.partner_id, source.by, source.state
    partners = local_versions(PartnerPage, {one.partner_id for one in told if one.partner_id})
    for one in told:
        one.public_partner = partners.get(one.partner_id) if one.partner_id else None
    for report in found:
        report.agreements_to_show = sorted(
            agreements[report], key=lambda one: one.state == Agreement.State.DONE
        )


class Presentation(TranslatableMixin, Orderable):
    """What somebody told, by role and organisation, with the slides."""

    report = ParentalKey(EventReportPage, on_delete=models.CASCADE, related_name="presentations")
    title = models.CharField(_("title"), max_length=160)
    speaker_role = models.CharField(_("role of the speaker"), max_length=160, blank=True)
    organisation = models.CharField(_("organisation of the speaker"), max_length=120, blank=True)
    text = RichTextField(_("what was told"), blank=True, features=PLAIN_TEXT)
    slides = models.ForeignKey(
        "wagtaildocs.Document",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("slides"),
    )

    panels = [
        FieldPanel("title"),
        FieldPanel("speaker_role"),
        FieldPanel("organisation"),
        FieldPanel("text"),
        FieldPanel("slides"),
    ]
    api_fields = [
        APIField("title"),
        APIField("speaker_role"),
        APIField("organisation"),
        APIField("text"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("presentation")

    def __str__(self) -> str:
        return self.title


class TableTalk(TranslatableMixin, Orderable):
    """A question at the tables and what was said."""

    report = ParentalKey(EventReportPage, on_delete=models.CASCADE, related_name="table_talks")
    question = models.CharField(_("question"), max_length=200)
    answers = models.TextField(
        _("what was said"), blank=True, help_text=_("One thing on each line.")
    )

    panels = [FieldPanel("question"), FieldPanel("answers")]
    api_fields = [APIField("question"), APIField("answers")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("table talk")

    def __str__(self) -> str:
        return self.question


class Agreement(TranslatableMixin, Orderable):
    """Who does what by when. Open ones show on the next event of the chain."""

    class State(models.TextChoices):
        OPEN = "open", _("Not yet")
        BUSY = "busy", _("Busy")
        DONE = "done", _("Done")

    report = ParentalKey(EventReportPage, on_delete=models.CASCADE, related_name="agreements")
    what = models.CharField(_("what"), max_length=240)
    partner = models.ForeignKey(
        PartnerPage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("which partner"),
    )
    who = models.CharField(_("or who else"), max_length=120, blank=True)
    by = models.DateField(_("by when"), null=True, blank=True)
    state = models.CharField(_("how is it going?"), max_length=5, choices=State, default=State.OPEN)

    #: Set by EventReportPage.agreements_to_show.
    public_partner: PartnerPage | None = None

    panels = [
        FieldPanel("what"),
        PageChooserPanel("partner"),
        FieldPanel("who"),
        FieldPanel("by"),
        FieldPanel("state"),
    ]
    override_translatable_fields = [
        SynchronizedField("by", overridable=False),
        SynchronizedField("state", overridable=False),
        SynchronizedField("partner", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("agreement")

    def __str__(self) -> str:
        return self.what

    @property
    def by_whom(self) -> str:
        return self.public_partner.title if self.public_partner else self.who


class ReportPhoto(TranslatableMixin, Orderable):
    """A photo, never without a text for who can't see it, nor without the consent of who is on it."""

    report = ParentalKey(EventReportPage, on_delete=models.CASCADE, related_name="photos")
    image = models.ForeignKey(
        "wagtailimages.Image", on_delete=models.CASCADE, related_name="+", verbose_name=_("photo")
    )
    alt_text = models.CharField(
        _("what is to be seen"),
        max_length=200,
        help_text=_("For people who can't see the photo. One sentence."),
    )
    caption = models.CharField(_("caption"), max_length=200, blank=True)
    consent = models.BooleanField(
        _("everybody who can be recognised agreed"),
        default=False,
        help_text=_("Without it, the photo can't be on the site."),
    )

    panels = [
        FieldPanel("image"),
        FieldPanel("alt_text"),
        FieldPanel("caption"),
        FieldPanel("consent"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("photo")

    def __str__(self) -> str:
        return self.alt_text

    def clean(self) -> None:
        super().clean()
        if not self.consent:
            raise ValidationError(
                {"consent": _("Ask everybody who can be recognised first, or leave the photo out.")}
            )
