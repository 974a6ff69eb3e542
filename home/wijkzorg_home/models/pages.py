"""The base of every page type, and the pages that gather what the apps register."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from ..blocks import BodyBlock
from ..contracts import SectionPlace, sections
from ..gathering import area_tiles, navigator_for
from ..permissions import NetworkPagePermissionTester
from .areas import Area
from .themes import Theme

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class NetworkPage(Page):
    """The base of all page types of Wijkzorg: a summary, our permission rules, our API fields.

    A subclass that is not registered as a search source says why with `search_opt_out`; a system
    check fails otherwise.
    """

    search_opt_out: ClassVar[str] = ""

    # With Django's own name for it, our HomePage and that of a host could not stand in one project.
    page_ptr = models.OneToOneField(
        Page, on_delete=models.CASCADE, parent_link=True, related_name="%(app_label)s_%(class)s"
    )
    summary = models.TextField(
        _("in short"),
        max_length=300,
        blank=True,
        help_text=_(
            "One or two plain sentences. Shown below the title, in lists and by search engines."
        ),
    )

    content_panels = [*Page.content_panels, FieldPanel("summary")]
    api_fields = [APIField("summary")]
    search_fields = [*Page.search_fields, index.SearchField("summary")]

    class Meta:
        abstract = True

    def permissions_for_user(self, user: Any) -> NetworkPagePermissionTester:
        return NetworkPagePermissionTester(user, self)

    @property
    def is_source(self) -> bool:
        """Whether this is the page itself and not a translation of it."""
        return self.locale.is_default


class BodyPage(NetworkPage):
    """A page with a body of blocks."""

    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)

    content_panels = [*NetworkPage.content_panels, FieldPanel("body")]
    api_fields = [*NetworkPage.api_fields, APIField("body")]
    search_fields = [*NetworkPage.search_fields, index.SearchField("body")]

    class Meta:
        abstract = True


class HomePage(BodyPage):
    """Asks what we can help with, and gathers what the apps register."""

    search_opt_out = "It is where people search from; what it shows is found by itself."

    heading = models.CharField(_("heading"), max_length=120)
    example_searches_text = models.TextField(
        _("examples of searches"),
        blank=True,
        help_text=_("One on each line. They stand below the search field as links."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("heading"),
        FieldPanel("summary"),
        FieldPanel("example_searches_text"),
        FieldPanel("body"),
    ]
    api_fields = [*BodyPage.api_fields, APIField("heading")]
    template = "wijkzorg_home/home_page.html"
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("home page")

    @property
    def example_searches(self) -> list[str]:
        return [line.strip() for line in self.example_searches_text.splitlines() if line.strip()]

    def get_context(self, request: "HttpRequest", *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context(request, *args, **kwargs),
            "themes": themes_with_addresses()[:6],
            "areas": area_tiles(request),
            "sections": sections(SectionPlace(request=request)),
        }


class DistrictPage(BodyPage):
    """The page of one district; the directory, agenda, news and themes stand below it."""

    search_opt_out = "A gathering page: what it shows is found by itself."

    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("area")
    )

    content_panels = [*NetworkPage.content_panels, FieldPanel("area"), FieldPanel("body")]
    api_fields = [*BodyPage.api_fields, APIField("area_code")]
    template = "wijkzorg_home/district_page.html"
    parent_page_types = ["wijkzorg_home.HomePage"]

    class Meta:
        verbose_name = _("district page")

    @property
    def area_code(self) -> str:
        return self.area.code

    def get_context(self, request: "HttpRequest", *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context(request, *args, **kwargs),
            "area": self.area,
            "areas": area_tiles(request, below=self.area),
            "themes": themes_with_addresses(),
            "navigator": navigator_for(request, self.area),
            "sections": sections(SectionPlace(request=request, area=self.area)),
        }


class ThemeIndexPage(RoutablePageMixin, NetworkPage):
    """All themes, and below it a page for each."""

    search_opt_out = "A list of themes; what they gather is found by itself."

    template = "wijkzorg_home/theme_index_page.html"
    parent_page_types = ["wijkzorg_home.DistrictPage", "wijkzorg_home.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("themes page")

    @path("")
    def all_themes(self, request: "HttpRequest") -> "HttpResponse":
        return self.render(request, context_overrides={"themes": themes_with_addresses(self)})

    @path("<slug:slug>/")
    def one_theme(self, request: "HttpRequest", slug: str) -> "HttpResponse":
        """The page of one theme. The section `sections` comes from the apps that registered one."""
        theme = Theme.objects.in_language().filter(slug=slug).first()
        if theme is None:
            raise Http404(slug)
        place = SectionPlace(request=request, theme=theme, area=self.area)
        context = self.get_context(request) | {"theme": theme, "sections": sections(place)}
        return TemplateResponse(request, "wijkzorg_home/theme_page.html", context)

    @property
    def area(self) -> Area | None:
        """The area of the district that this page stands below; none on a network-wide page."""
        parent = self.get_parent()
        district = parent.specific if parent is not None else None
        return district.area if isinstance(district, DistrictPage) else None

    def get_sitemap_urls(self, request: "HttpRequest | None" = None) -> list[dict[str, Any]]:
        themes = [
            {"location": self.get_full_url(request) + f"{theme.slug}/"}
            for theme in Theme.objects.in_language(self.locale.language_code)
        ]
        return [*super().get_sitemap_urls(request), *themes]


class StandardPage(BodyPage):
    """A page of text: about us, privacy, accessibility."""

    search_opt_out = "Text about the site itself; search answers with organisations and activities."

    template = "wijkzorg_home/standard_page.html"

    class Meta:
        verbose_name = _("text page")


def themes_with_addresses(index_page: ThemeIndexPage | None = None) -> list[Theme]:
    """Every theme in the current language, each with `url` to its own page (empty without one)."""
    if index_page is None:
        from ..navigation import local_page

        index_page = local_page(ThemeIndexPage)
    base = index_page.url if index_page else ""
    themes = list(Theme.objects.in_language())
    for theme in themes:
        theme.url = f"{base}{theme.slug}/" if base else ""
    return themes
