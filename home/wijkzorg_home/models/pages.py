"""The base of every page type, and the pages that gather what the apps register."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db import models
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from rest_framework.fields import CharField, ListField
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from ..blocks import BodyBlock
from ..contracts import SectionPlace, sections
from ..forms import GatheredPageForm
from ..gathering import area_addresses, area_tiles, navigator_for, navigator_of
from ..permissions import NetworkPagePermissionTester
from ..querysets import GatheredManager
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


class GatheredPage(NetworkPage):
    """A page that lists and gathering pages show: it has themes and areas, and a manager that asks them.

    Facts that are the same in every language are those of the source page: see `translations.py`.
    """

    areas = ParentalManyToManyField(
        "wijkzorg_home.Area", blank=True, related_name="+", verbose_name=_("areas")
    )
    themes = ParentalManyToManyField(
        "wijkzorg_home.Theme", blank=True, related_name="+", verbose_name=_("themes")
    )

    #: What is the same in every language: fields, relations to many, and children of the page.
    SHARED_FIELDS: ClassVar[list[str]] = []
    SHARED_RELATIONS: ClassVar[list[str]] = ["areas", "themes"]
    SHARED_CHILDREN: ClassVar[list[str]] = []

    objects = GatheredManager()
    base_form_class = GatheredPageForm

    areas_and_themes = [
        FieldPanel("areas", widget=forms.CheckboxSelectMultiple),
        FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
    ]
    api_fields = [
        *NetworkPage.api_fields,
        APIField("area_codes", serializer=ListField(child=CharField())),
        APIField("theme_slugs", serializer=ListField(child=CharField())),
    ]

    class Meta:
        abstract = True

    def get_context(self, request: "HttpRequest", *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context(request, *args, **kwargs),
            "navigator": navigator_of(request, list(self.areas.all())),
        }

    @cached_property
    def area_names(self) -> list[str]:
        return [area.name for area in self.areas.all()]

    @cached_property
    def area_codes(self) -> list[str]:
        return [area.code for area in self.areas.all()]

    @cached_property
    def theme_slugs(self) -> list[str]:
        return [theme.slug for theme in self.themes.all()]

    @cached_property
    def theme_links(self) -> list[Theme]:
        """The page's themes in the reader's language, each with the address of its page."""
        mine = set(self.theme_slugs)
        return [theme for theme in themes_with_addresses() if theme.slug in mine]

    def theme_words(self) -> str:
        """For the search index: every way to say the themes."""
        return "\n".join(
            f"{theme.name} {theme.everyday_name} {theme.everyday_words}"
            for theme in self.themes.all()
        )


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


class DistrictPage(RoutablePageMixin, BodyPage):
    """The page of one district, and below it one of each of its areas.

    The directory, agenda, news and themes stand below it.
    """

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

    @path("")
    def district(self, request: "HttpRequest") -> "HttpResponse":
        return self.render(request, context_overrides=self._gathered(request, self.area))

    @path("buurten/<slug:slug>/")
    def area_page(self, request: "HttpRequest", slug: str) -> "HttpResponse":
        """The page of one area of the district: who works there, what there is to do, whom to call."""
        area = next(
            (area for area, address in area_addresses(self.area).items() if address == slug), None
        )
        if area is None:
            raise Http404(slug)
        context = self.get_context(request) | self._gathered(request, area) | {"crumb": area.name}
        return TemplateResponse(request, "wijkzorg_home/area_page.html", context)

    def _gathered(self, request: "HttpRequest", area: Area) -> dict[str, Any]:
        return {
            "area": area,
            "areas": area_tiles(request, below=area),
            "themes": themes_with_addresses(),
            "navigator": navigator_for(request, area),
            "sections": sections(SectionPlace(request=request, area=area)),
        }

    def get_sitemap_urls(self, request: "HttpRequest | None" = None) -> list[dict[str, Any]]:
        areas = [
            {"location": f"{self.get_full_url(request)}buurten/{address}/"}
            for address in area_addresses(self.area).values()
        ]
        return [*super().get_sitemap_urls(request), *areas]


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
        context = self.get_context(request) | {
            "theme": theme,
            "crumb": theme.name,
            "navigator": navigator_for(request, self.area) if self.area else None,
            "sections": sections(place),
        }
        return TemplateResponse(request, "wijkzorg_home/theme_page.html", context)

    @cached_property
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
    parent_page_types = [
        "wijkzorg_home.HomePage",
        "wijkzorg_home.DistrictPage",
        "wijkzorg_home.StandardPage",
    ]

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
