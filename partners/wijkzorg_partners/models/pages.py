"""The profile of a partner.

Names and meaning of the fields follow HSDS 3.1 where it has them: organization (PartnerPage), service,
location, contact.
"""

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from rest_framework.fields import CharField, ListField
from wagtail.api import APIField
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.images.api.fields import ImageRenditionField
from wagtail.models import Locale, Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from wijkzorg_home.contracts import SectionPlace, calendar_at, sections
from wijkzorg_home.models import GatheredPage, Language, NetworkPage, Theme
from wijkzorg_home.searching import WordsField

from .. import consent, opening
from ..edit_panels import CONTENT_PANELS, PROMOTE_PANELS
from ..fields import ScheduleField
from ..forms import PartnerPageForm
from ..gaps import profile_gaps
from ..permissions import PartnerPagePermissionTester
from ..querysets import PartnerManager
from ..schedule import Closed, DayRow, coming_exceptions, format_schedule, week_table
from .directory import BelowPartnerMixin

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ..opening import Opening
    from .profile import ContactPerson, Service


class PartnerPage(RoutablePageMixin, GatheredPage):
    """The profile of one organisation, paid or unpaid. Its editors change it, a moderator publishes.

    Facts (kind, areas, themes, languages, addresses, phone) are those of the source page in every
    translation: see `wijkzorg_home.translations`.
    """

    class Kind(models.TextChoices):
        FORMAL = "formal", _("Formal")
        INFORMAL = "informal", _("Informal")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.INFORMAL)
    languages = ParentalManyToManyField(
        "wijkzorg_home.Language", blank=True, related_name="+", verbose_name=_("languages spoken")
    )
    what_we_do = models.TextField(
        _("what we do"),
        blank=True,
        help_text=_("One thing on each line, such as: coffee every morning."),
    )
    what_we_do_not = models.TextField(
        _("what we do not do"),
        blank=True,
        help_text=_("One thing on each line. It tells others what they can't leave to you."),
    )
    when_professional = models.TextField(
        _("when we call a professional"), blank=True, help_text=_("One thing on each line.")
    )
    for_whom = models.TextField(_("for whom"), blank=True)
    asked_for_as = models.TextField(
        _("this is how people ask for it"),
        blank=True,
        max_length=1_000,
        help_text=_(
            "The words that people use themselves, one way on each line. Only the search reads them."
        ),
    )
    cost = models.CharField(_("what it costs"), max_length=120, blank=True)
    hours = ScheduleField(_("when we are open"), blank=True)
    opening_hours = models.TextField(
        _("about the hours, in words"),
        blank=True,
        help_text=_("What does not fit into days and times, such as: not in the school holidays."),
    )
    how_to_refer = models.TextField(_("how to refer somebody"), blank=True)
    what_we_share = models.TextField(
        _("what we share, and when"),
        blank=True,
        help_text=_("One thing on each line: what you tell others about somebody, and only when."),
    )
    accessibility = models.TextField(_("accessibility of the place"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    website = models.URLField(_("website"), blank=True)
    photo = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("photo"),
    )
    source_id = models.CharField(_("id in the source"), max_length=100, blank=True, editable=False)

    objects = PartnerManager()

    SHARED_FIELDS: ClassVar[list[str]] = [
        "kind",
        "hours",
        "phone",
        "email",
        "website",
        "photo",
        "source_id",
    ]
    SHARED_RELATIONS: ClassVar[list[str]] = ["areas", "themes", "languages"]
    SHARED_CHILDREN: ClassVar[list[str]] = ["contact_persons"]

    override_translatable_fields = [
        SynchronizedField("phone", overridable=False),
        SynchronizedField("email", overridable=False),
        SynchronizedField("website", overridable=False),
        SynchronizedField("kind", overridable=False),
        SynchronizedField("hours", overridable=False),
        SynchronizedField("contact_persons", overridable=False),
        TranslatableField("slug"),
    ]

    content_panels = CONTENT_PANELS
    promote_panels = PROMOTE_PANELS
    settings_panels: ClassVar[list[Any]] = []
    base_form_class = PartnerPageForm

    api_fields = [
        *GatheredPage.api_fields,
        APIField("kind"),
        APIField("language_codes", serializer=ListField(child=CharField())),
        APIField("what_we_do"),
        APIField("what_we_do_not"),
        APIField("when_professional"),
        APIField("for_whom"),
        APIField("asked_for_as"),
        APIField("cost"),
        APIField("hours"),
        APIField("opening_hours"),
        APIField("how_to_refer"),
        APIField("what_we_share"),
        APIField("accessibility"),
        APIField("phone"),
        APIField("email"),
        APIField("website"),
        APIField("services"),
        APIField("locations"),
        APIField("contacts"),
        APIField("works_with"),
        APIField("photo_rendition", serializer=ImageRenditionField("fill-600x400", source="photo")),
        APIField("source_id"),
    ]
    search_fields = [
        *NetworkPage.search_fields,
        index.SearchField("what_we_do"),
        index.SearchField("for_whom"),
        WordsField("service_words"),
        WordsField("theme_words"),
        WordsField("place_words"),
        index.AutocompleteField("title"),
    ]

    template = "wijkzorg_partners/partner_page.html"
    parent_page_types = ["wijkzorg_partners.PartnerIndexPage"]

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        permissions = [
            ("change_address", _("Can change the address of a partner's page")),
            ("invite_editor", _("Can invite editors of partners")),
        ]

    @classmethod
    def clean_subpage_models(cls) -> list[type[Page]]:
        """Below a profile stands only what its editors may propose, whichever app it comes from."""
        return [
            model
            for model in super().clean_subpage_models()
            if issubclass(model, BelowPartnerMixin)
        ]

    def permissions_for_user(self, user: Any) -> PartnerPagePermissionTester:
        return PartnerPagePermissionTester(user, self)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._take_over_from_services()
        if self._state.adding:
            self._take_over_from_places()
        super().save(*args, **kwargs)

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        self._take_over_from_services()
        return super().save_revision(*args, **kwargs)

    def _take_over_from_services(self) -> None:
        """A service's own themes and languages are the partner's too, so that filters find it by them."""
        services = list(self.services.all())
        themes = {slug for one in services for slug in one.theme_slugs or ()}
        codes = {code for one in services for code in one.language_codes or ()}
        if themes and (new := themes - {theme.slug for theme in self.themes.all()}):
            self.themes.add(*Theme.objects.filter(locale=Locale.get_default(), slug__in=new))
        if codes and (new := codes - {language.code for language in self.languages.all()}):
            self.languages.add(*Language.objects.filter(code__in=new))

    def _take_over_from_places(self) -> None:
        """A new partner that names no area is at home where its places are, from whichever door it comes.

        Later it may choose to have none: then it is for everybody.
        """
        from ..area_map.homes import homes_of

        is_translation = self.locale_id is not None and not self.is_source
        # What was not saved yet can't be asked for relations that nobody set.
        chosen = getattr(self, "_cluster_related_objects", {}).get("areas")
        if not is_translation and not chosen and (homes := homes_of(self.locations.all())):
            self.areas.set(homes)

    def serve(self, request: "HttpRequest", *args: Any, **kwargs: Any) -> "HttpResponse":
        response: HttpResponse = super().serve(request, *args, **kwargs)
        if request.user.is_authenticated:  # it may name people whom the public does not see
            add_never_cache_headers(response)
        return response

    @path("")
    def profile(self, request: "HttpRequest") -> "HttpResponse":
        return self.render(request)

    @path("ics/")
    def calendar(self, request: "HttpRequest") -> "HttpResponse":
        """What there is to do at this partner, for calendars; from the app that knows."""
        return calendar_at(SectionPlace(request=request, page=self))

    def get_context(self, request: "HttpRequest", *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..structured_data import partner_as_json_ld

        return {
            **super().get_context(request, *args, **kwargs),
            "contacts": consent.people_for(self, getattr(request, "user", None)),
            "offers": self.offers,
            "works_with": self.works_with_pages,
            "json_ld": partner_as_json_ld(self, request),
            "sections": sections(SectionPlace(request=request, page=self)),
        }

    # When

    @cached_property
    def closed_periods(self) -> Closed:
        """Now and ahead. `opening.with_openings` sets it for many."""
        return opening.closed_periods_of([self.translation_key]).get(self.translation_key, [])

    @cached_property
    def opening(self) -> "Opening | None":
        return opening.opening_of(self)

    @cached_property
    def week(self) -> list[DayRow]:
        return week_table(opening.week_of(self), timezone.localdate())

    @cached_property
    def exceptions_ahead(self) -> list[str]:
        return coming_exceptions(opening.week_of(self), timezone.localdate())

    @property
    def hours_lines(self) -> list[str]:
        return format_schedule(opening.week_of(self))

    @cached_property
    def offers(self) -> "list[Service]":
        """The services, each with its place, and its languages and themes where they are its own."""
        places = {place.translation_key: place for place in self.locations.all()}
        services = list(self.services.all())
        codes = {code for service in services for code in service.language_codes or ()}
        spoken = {one.code: one for one in Language.objects.filter(code__in=codes)} if codes else {}
        themes = {theme.slug: theme for theme in self.theme_links}
        for service in services:
            service.place = places.get(service.location_key)
            own = set(service.language_codes or ())
            if own == set(self.language_codes):
                own = set()
            service.language_names = [
                str(spoken[code].translated_name) for code in sorted(own & spoken.keys())
            ]
            service.theme_links = [
                themes[one] for one in service.theme_slugs or () if one in themes
            ]
        return services

    @cached_property
    def language_codes(self) -> list[str]:
        return [language.code for language in self.languages.all()]

    @cached_property
    def language_names(self) -> list[str]:
        return [str(language.translated_name) for language in self.languages.all()]

    @property
    def updated(self) -> Any:
        """When what the public sees was last checked by a moderator; None for a draft."""
        return self.last_published_at

    @property
    def public_contacts(self) -> list["ContactPerson"]:
        return [person for person in self.contact_persons.all() if person.is_public]

    @property
    def contacts(self) -> list[dict[str, str]]:
        """The contact persons whom everybody may see, for APIs."""
        return [
            {"name": person.name, "role": person.role, "phone": person.phone, "email": person.email}
            for person in self.public_contacts
        ]

    @cached_property
    def works_with_pages(self) -> list["PartnerPage"]:
        """Public pages, in the language of this one. `ties.cooperation.with_ties` sets it for many."""
        from ..ties.cooperation import works_with

        return works_with(self)

    @property
    def works_with(self) -> list[dict[str, Any]]:
        """With whom it works, as far as both said so, for APIs."""
        return [{"id": page.pk, "title": page.title} for page in self.works_with_pages]

    @property
    def missing(self) -> list[str]:
        """What has to be filled in before this profile is of use, in the words of its form."""
        return [str(gap) for gap in profile_gaps(self)]

    # What the search index holds besides the plain fields.

    def service_words(self) -> str:
        return "\n".join(f"{service.name} {service.description}" for service in self.services.all())

    def place_words(self) -> str:
        areas = " ".join(self.area_names)
        places = " ".join(
            f"{place.public_postcode} {place.public_address}" for place in self.locations.all()
        )
        return f"{areas} {places} {' '.join(self.language_names)}"
