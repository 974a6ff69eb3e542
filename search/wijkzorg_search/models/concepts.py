"""The lexicon of the editors: words that people use, beside those of organisations."""

from itertools import count, islice

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

#: Languages in which people ask > the field with their words. Others stand together in one.
ASKED_IN = {"nl": "asked_nl", "en": "asked_en", "tr": "asked_tr", "ar": "asked_ar"}
#: How much another concept helps who asks for this one, 3 most > the field with those concepts.
HELPS = {3: "closest", 2: "related", 1: "further"}


def lines(text: str) -> list[str]:
    """The lines of a text that hold something, each once."""
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


class Concept(models.Model):
    """One subject: how people ask for it, and by which words organisations offer it.

    A question means the concept when all words of one line occur in it, in any order and form.
    """

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    offered = models.TextField(
        _("words of organisations"),
        blank=True,
        help_text=_("One word or short phrase on each line, such as: debt counselling."),
    )
    asked_nl = models.TextField(
        _("how people ask for it"),
        blank=True,
        help_text=_("One way on each line, as short as can be, such as: can't pay rent."),
    )
    asked_en = models.TextField(_("in English"), blank=True)
    asked_tr = models.TextField(_("in Turkish"), blank=True)
    asked_ar = models.TextField(_("in Arabic"), blank=True)
    asked_elsewhere = models.TextField(
        _("in other languages"),
        blank=True,
        help_text=_(
            "One way on each line, with the code of the language in front, such as: pl: czynsz"
        ),
    )
    themes = models.ManyToManyField(
        "wijkzorg_home.Theme", blank=True, related_name="+", verbose_name=_("themes")
    )
    closest = models.ManyToManyField(
        "self",
        blank=True,
        symmetrical=False,
        related_name="+",
        verbose_name=_("helps nearly as much"),
    )
    related = models.ManyToManyField(
        "self", blank=True, symmetrical=False, related_name="+", verbose_name=_("helps as well")
    )
    further = models.ManyToManyField(
        "self", blank=True, symmetrical=False, related_name="+", verbose_name=_("may help")
    )

    class Meta:
        verbose_name = _("concept")
        verbose_name_plural = _("concepts")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        wrong = [line for line in lines(self.asked_elsewhere) if not _language_of(line)]
        if wrong:
            raise ValidationError(
                {
                    "asked_elsewhere": _("Put the code of the language in front: “%s”.")
                    % wrong[0][:60]
                }
            )

    @property
    def asked(self) -> dict[str, list[str]]:
        """Language > ways to ask."""
        found = {language: lines(getattr(self, field)) for language, field in ASKED_IN.items()}
        for line in lines(self.asked_elsewhere):
            if language := _language_of(line):
                found.setdefault(language, []).append(line.partition(":")[2].strip())
        return {language: phrases for language, phrases in found.items() if phrases}

    @property
    def helps(self) -> dict[str, int]:
        """Code of another concept > how much it helps who asks for this one: the most that is told."""
        return {
            other.code: grade
            for grade, field in sorted(HELPS.items())
            for other in getattr(self, field).all()
        }

    @property
    def number_of_ways(self) -> int:
        """How many ways to ask for it there are, in all languages."""
        return sum(map(len, self.asked.values()))

    @property
    def theme_names(self) -> str:
        return ", ".join(theme.name for theme in self.themes.all())

    def add_way(self, phrase: str, language: str) -> None:
        """One more way to ask for it, in that language; not saved yet."""
        field = ASKED_IN.get(language, "asked_elsewhere")
        line = phrase if language in ASKED_IN else f"{language}: {phrase}"
        setattr(self, field, "\n".join(lines(f"{getattr(self, field)}\n{line}")))

    @classmethod
    def free_code(cls, name: str) -> str:
        """A code that no concept has yet, made from a name."""
        begin = slugify(name)[:50].strip("-") or "begrip"
        taken = set(cls.objects.filter(code__startswith=begin).values_list("code", flat=True))
        numbered = (f"{begin}-{number}" for number in count(2))
        return next(
            code for code in (begin, *islice(numbered, len(taken) + 1)) if code not in taken
        )


def _language_of(line: str) -> str:
    """ "pl: czynsz" > "pl"; "" when no code of a language stands in front."""
    code, colon, phrase = line.partition(":")
    is_code = 2 <= len(code.strip()) <= 3 and code.strip().isascii() and code.strip().isalpha()
    return code.strip().lower() if colon and phrase.strip() and is_code else ""
