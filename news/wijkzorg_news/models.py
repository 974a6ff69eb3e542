"""News by communications."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    PageChooserPanel,
)
from wagtail.api import APIField
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.images.api.fields import ImageRenditionField
from wagtail.models import Orderable
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from wijkzorg_events.models import EventPage
from wijkzorg_home.blocks import BodyBlock
from wijkzorg_home.models import GatheredPage, NetworkPage
from wijkzorg_home.navigation import local_versions
from wijkzorg_home.searching import WordsField
from wijkzorg_home.uploads import photo_errors
from wijkzorg_partners.models import PartnerPage

from .permissions import NewsPermissionTester
from .querysets import NewsManager

if TYPE_CHECKING:
    from django.http import HttpRequest


def today() -> Any:
    return timezone.localdate()


class NewsIndexPage(RoutablePageMixin, NetworkPage):
    """All news and all reports of events, newest first, filtered; each view of the list is a feed too."""

    search_opt_out = "A list: the items in it are found by themselves."

    template = "wijkzorg_news/news_index_page.html"
    parent_page_types = ["wijkzorg_home.DistrictPage", "wijkzorg_home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["wijkzorg_news.NewsPage"]

    class Meta:
        verbose_name = _("news list")

    def permissions_for_user(self, user: Any) -> NewsPermissionTester:
        return NewsPermissionTester(user, self)

    @path("")
    def listing(self, request: "HttpRequest") -> HttpResponse:
        from .listing import listing_context

        return self.render(request, context_overrides=listing_context(request, self))

    @path("feed/")
    def feed(self, request: "HttpRequest") -> HttpResponse:
        """The same list as Atom (RFC 4287), with the same filters."""
        from .feeds import atom

        return atom(request, self)


class NewsPage(GatheredPage):
    """One news item."""

    date = models.DateField(_("date"), default=today)
    photo = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("photo"),
    )
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)

    #: In lists of news: an item, and not a report of an event.
    is_report = False

    objects = NewsManager()

    SHARED_FIELDS: ClassVar[list[str]] = ["date", "photo"]
    SHARED_CHILDREN: ClassVar[list[str]] = ["partners", "events"]
    override_translatable_fields = [
        SynchronizedField("date", overridable=False),
        SynchronizedField("partners", overridable=False),
        SynchronizedField("events", overridable=False),
        TranslatableField("slug"),
    ]

    content_panels = [
        *GatheredPage.content_panels,
        FieldPanel("date"),
        FieldPanel("photo"),
        FieldPanel("body"),
        MultiFieldPanel(GatheredPage.areas_and_themes, heading=_("Where, and about what?")),
        MultipleChooserPanel(
            "partners",
            chooser_field_name="partner",
            heading=_("Which partners is it about?"),
            label=_("Partner"),
        ),
        MultipleChooserPanel(
            "events",
            chooser_field_name="event",
            heading=_("Which events is it about?"),
            label=_("Event"),
        ),
    ]
    api_fields = [
        *GatheredPage.api_fields,
        APIField("date"),
        APIField("body"),
        APIField("partner_names"),
        APIField(
            "photo_rendition", serializer=ImageRenditionField("fill-1200x675", source="photo")
        ),
    ]
    search_fields = [
        *GatheredPage.search_fields,
        index.SearchField("body"),
        WordsField("theme_words"),
        index.AutocompleteField("title"),
    ]

    template = "wijkzorg_news/news_page.html"
    parent_page_types = ["wijkzorg_news.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news items")
        permissions = [("publish_news", _("Can write and publish news"))]

    def permissions_for_user(self, user: Any) -> NewsPermissionTester:
        return NewsPermissionTester(user, self)

    def clean(self) -> None:
        super().clean()
        if self.is_source and (errors := photo_errors(self.photo)):
            raise ValidationError(errors)

    @cached_property
    def public_partners(self) -> list[PartnerPage]:
        """The partners that it is about and that anybody may see, in the reader's language if they can."""
        keys = [row.partner_id for row in self.partners.all()]
        found = local_versions(PartnerPage, keys) if keys else {}
        return [found[key] for key in keys if key in found]

    @cached_property
    def public_events(self) -> list[EventPage]:
        keys = [row.event_id for row in self.events.all()]
        found = local_versions(EventPage, keys) if keys else {}
        return [found[key] for key in keys if key in found]

    @property
    def partner_names(self) -> list[str]:
        return [partner.title for partner in self.public_partners]


class NewsPartner(Orderable):
    """A partner that a news item is about."""

    item = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="partners")
    partner = models.ForeignKey(
        PartnerPage, on_delete=models.CASCADE, related_name="+", verbose_name=_("partner")
    )

    panels = [PageChooserPanel("partner")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["item", "partner"], name="wijkzorg_news_partner_once")
        ]


class NewsEvent(Orderable):
    """An event that a news item is about."""

    item = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="events")
    event = models.ForeignKey(
        EventPage, on_delete=models.CASCADE, related_name="+", verbose_name=_("event")
    )

    panels = [PageChooserPanel("event")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["item", "event"], name="wijkzorg_news_event_once")
        ]
