from django.db import models
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField
from wagtail.models import TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from ..remembered import source_locale


class ThemeQuerySet(QuerySet):
    def in_language(self, code: str | None = None) -> "ThemeQuerySet":
        """Every theme once: in the language where it was translated, else as it was first written."""
        code = code or get_language() or ""
        here = self.filter(locale__language_code=code)
        elsewhere = self.filter(locale=source_locale()).exclude(
            translation_key__in=here.values("translation_key")
        )
        return (here | elsewhere).order_by("sort_order", "name")


class Theme(TranslatableMixin, models.Model):
    """A subject such as loneliness: the name of the field, and the words that people really use.

    Pages point at the theme in the site's first language; `slug` is the same in every language, so
    it serves as the address and as the value of filters and APIs.
    """

    slug = models.SlugField(_("slug"), max_length=60)
    name = models.CharField(
        _("name"), max_length=80, help_text=_("The word of the field, such as: loneliness.")
    )
    everyday_name = models.CharField(
        _("in everyday words"),
        max_length=80,
        help_text=_("What a person would say, such as: I am often alone."),
    )
    short_description = models.CharField(_("short description"), max_length=120, blank=True)
    introduction = RichTextField(
        _("introduction"),
        blank=True,
        features=["bold", "italic", "link", "ul", "ol"],
        help_text=_("In plain words: what is it, and what can one do?"),
    )
    everyday_words = models.TextField(
        _("everyday words"),
        blank=True,
        help_text=_("One on each line. The search finds the theme by these."),
    )
    icon = models.CharField(
        _("icon"), max_length=40, default="sprout", help_text=_("The name of a Lucide icon.")
    )
    sort_order = models.PositiveSmallIntegerField(_("order"), default=100)

    objects = ThemeQuerySet.as_manager()

    panels = [
        MultiFieldPanel(
            [FieldPanel("everyday_name"), FieldPanel("name"), FieldPanel("short_description")]
        ),
        FieldPanel("introduction"),
        FieldPanel("everyday_words"),
        MultiFieldPanel([FieldPanel("slug"), FieldPanel("icon"), FieldPanel("sort_order")]),
    ]
    api_fields = [APIField("slug"), APIField("name"), APIField("everyday_name")]
    override_translatable_fields = [
        SynchronizedField("slug", overridable=False),
        SynchronizedField("icon", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "locale"], name="wijkzorg_theme_slug_per_language"
            )
        ]

    def __str__(self) -> str:
        return self.name
