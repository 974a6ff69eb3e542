"""The directory and the profiles in it.

Names and meaning of the fields follow HSDS 3.1 where it has them: organization (PartnerPage), service,
location, contact.
"""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from rest_framework.fields import CharField, ListField
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, TitleFieldPanel
from wagtail.api import APIField
from wagtail.images.api.fields import ImageRenditionField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from wijkzorg_home.contracts import SectionPlace, sections
from wijkzorg_home.models import GatheredPage, NetworkPage

from ..fields import ScheduleField
from ..permissions import PartnerPagePermissionTester
from ..querysets import PartnerManager

if TYPE_CHECKING:
    from django.http import HttpRequest

    from .profile import ContactPerson


class BelowPartnerMixin:
    """Marks a page type that may stand below a partner's profile, and that its editors may propose."""


class PartnerIndexPage(NetworkPage):
    """The directory: everybody in the network, formal and informal mixed, in one filterable list."""

    search_opt_out = "A list: the partners in it are found by themselves."

    template = "wijkzorg_partners/partner_index_page.html"
    parent_page_types = ["wijkzorg_home.DistrictPage", "wijkzorg_home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["wijkzorg_partners.PartnerPage"]

    class Meta:
        verbose_name = _("directory")

    def get_context(self, request: "HttpRequest", *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..directory import directory_context

        return {
            **super().get_context(request, *args, **kwargs),
            **directory_context(request, self),
        }


class PartnerPage(GatheredPage):
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

    content_panels = [
        MultiFieldPanel(
            [
                TitleFieldPanel("title", heading=_("Name of your organisation")),
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
                FieldPanel("what_we_share"),
            ],
            heading=_("What may people expect of you?"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("for_whom"),
                FieldPanel("languages", widget=forms.CheckboxSelectMultiple),
                FieldPanel("cost"),
            ],
            heading=_("For whom are you there?"),
        ),
        MultiFieldPanel(GatheredPage.areas_and_themes, heading=_("Where, and about what?")),
        InlinePanel("services", heading=_("What you offer"), label=_("Activity or service")),
        InlinePanel("locations", heading=_("Where you can be found"), label=_("Place")),
        MultiFieldPanel(
            [
                FieldPanel("phone"),
                FieldPanel("email"),
                FieldPanel("website"),
                FieldPanel("hours"),
                FieldPanel("opening_hours"),
                FieldPanel("how_to_refer"),
                FieldPanel("accessibility"),
            ],
            heading=_("How to reach you"),
        ),
        InlinePanel("contact_persons", heading=_("Contact persons"), label=_("Contact person")),
        FieldPanel("photo"),
    ]
    # The address and the menu are the moderators' business: an editor does not see these, and what
    # an editor sends for them is not taken.
    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel("slug", permission="wijkzorg_partners.change_address"),
                FieldPanel("seo_title", permission="wijkzorg_partners.change_address"),
                FieldPanel("search_description", permission="wijkzorg_partners.change_address"),
            ],
            heading=_("Address and search engines"),
        )
    ]
    settings_panels: ClassVar[list[Any]] = []

    api_fields = [
        *GatheredPage.api_fields,
        APIField("kind"),
        APIField("language_codes", serializer=ListField(child=CharField())),
        APIField("what_we_do"),
        APIField("what_we_do_not"),
        APIField("when_professional"),
        APIField("for_whom"),
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
        APIField("photo_rendition", serializer=ImageRenditionField("fill-600x400", source="photo")),
        APIField("source_id"),
    ]
    search_fields = [
        *NetworkPage.search_fields,
        index.SearchField("what_we_do"),
        index.SearchField("for_whom"),
        index.SearchField("service_words"),
        index.SearchField("theme_words"),
        index.SearchField("place_words"),
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

    def get_context(self, request: "HttpRequest", *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context(request, *args, **kwargs),
            "sections": sections(SectionPlace(request=request, page=self)),
        }

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

    @property
    def missing(self) -> list[str]:
        """What a reader of this profile would still want to know, in the words of its form."""
        wanted = {
            "summary": bool(self.summary),
            "what_we_do": bool(self.what_we_do),
            "what_we_do_not": bool(self.what_we_do_not),
            "when_professional": bool(self.when_professional),
            "for_whom": bool(self.for_whom),
            "areas": self.areas.exists() if self.pk else False,
            "themes": self.themes.exists() if self.pk else False,
            "languages": self.languages.exists() if self.pk else False,
            "opening_hours": bool(self.opening_hours),
            "phone": bool(self.phone or self.email),
        }
        return [
            str(self._meta.get_field(name).verbose_name)
            for name, there in wanted.items()
            if not there
        ]

    # What the search index holds besides the plain fields.

    def service_words(self) -> str:
        return "\n".join(f"{service.name} {service.description}" for service in self.services.all())

    def place_words(self) -> str:
        areas = " ".join(self.area_names)
        places = " ".join(f"{place.postcode} {place.address}" for place in self.locations.all())
        return f"{areas} {places} {' '.join(self.language_names)}"
