from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Locale

from ..signpost_rules import Rules, WordingError

HOW_TO_WRITE_WORDINGS = _(
    "One wording on each line. Words count in every form, and with one typing error where they are long. "
    "Up to two other words may stand between two words. {a|b} is one of these, + in any order, "
    '"a b" directly after one another, a* begins with, *a ends with, =a exactly so, ! not together with. '
    "@list = a | b gives a list a name, to use as @list below it. "
    "nl: or en: alone on a line tells the language of what follows."
)


class Signpost(ClusterableModel):
    """Where people in danger get help at once, and the wordings by which the search knows them.

    The texts here are in the site's first language; those in other languages stand in `texts`. They are
    kept beside one another and not as a translated snippet, since a text about danger must be right in
    all languages at once, and the wordings are of all languages anyway.
    """

    code = models.SlugField(_("code"), max_length=40, unique=True)
    sort_order = models.PositiveSmallIntegerField(
        _("order"), default=100, help_text=_("The most urgent has the lowest number.")
    )
    title = models.CharField(_("title"), max_length=80)
    text = models.CharField(_("text"), max_length=200, help_text=_("One sentence."))
    telephone = models.CharField(_("telephone"), max_length=30, blank=True)
    url = models.URLField(_("website"), blank=True)
    wordings = models.TextField(
        _("wordings"),
        blank=True,
        help_text=_("When it is shown. Without a wording it never is."),
    )
    unless = models.TextField(
        _("look-alikes"),
        blank=True,
        help_text=_(
            "Wordings in the same way. Their words are left out before the wordings above are looked for; "
            "a * alone leaves out everything else too."
        ),
    )
    changed_at = models.DateTimeField(auto_now=True)

    panels = [
        MultiFieldPanel([FieldPanel("title"), FieldPanel("text")]),
        InlinePanel("texts", heading=_("In other languages"), label=_("language")),
        MultiFieldPanel([FieldPanel("telephone"), FieldPanel("url")], heading=_("How to reach")),
        HelpPanel(content=HOW_TO_WRITE_WORDINGS),
        FieldPanel("wordings"),
        FieldPanel("unless"),
        MultiFieldPanel([FieldPanel("code"), FieldPanel("sort_order")]),
    ]

    class Meta:
        verbose_name = _("signpost")
        verbose_name_plural = _("signposts")
        ordering = ["sort_order", "code"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """What the search could not read is told at its field, with the line."""
        super().clean()
        # Lists that the wordings name are known among the look-alikes, so both are read for those.
        for name, unless in (("wordings", ""), ("unless", self.unless)):
            try:
                Rules(self.wordings, unless)
            except WordingError as problem:
                told = _("Line %(line)s can't be read: %(wording)s")
                words = {"line": problem.line, "wording": problem.wording}
                raise ValidationError({name: told % words}) from problem

    def text_in(self, language: str) -> "Signpost | SignpostText":
        """What holds title and text in a language: a translation, else the first words. `texts` at hand."""
        there = {one.locale.language_code: one for one in self.texts.all()}
        return there.get(language, self)


class SignpostText(models.Model):
    """The words of a signpost in another language."""

    signpost = ParentalKey(Signpost, on_delete=models.CASCADE, related_name="texts")
    locale = models.ForeignKey(
        Locale, on_delete=models.CASCADE, related_name="+", verbose_name=_("language")
    )
    title = models.CharField(_("title"), max_length=80)
    text = models.CharField(_("text"), max_length=200, help_text=_("One sentence."))

    panels = [FieldPanel("locale"), FieldPanel("title"), FieldPanel("text")]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["signpost", "locale"], name="wijkzorg_signpost_text_per_language"
            )
        ]

    def __str__(self) -> str:
        return self.title
