from django.db import models
from django.utils.translation import gettext_lazy as _

#: Languages that people in Dutch neighbourhoods speak: ISO 639 code > English name, translated.
KNOWN_LANGUAGES = {
    "nl": _("Dutch"),
    "en": _("English"),
    "tr": _("Turkish"),
    "ar": _("Arabic"),
    "ber": _("Tamazight"),
    "fr": _("French"),
    "de": _("German"),
    "es": _("Spanish"),
    "pt": _("Portuguese"),
    "pl": _("Polish"),
    "bg": _("Bulgarian"),
    "ro": _("Romanian"),
    "ru": _("Russian"),
    "uk": _("Ukrainian"),
    "it": _("Italian"),
    "zh": _("Chinese"),
    "yue": _("Cantonese"),
    "vi": _("Vietnamese"),
    "hi": _("Hindi"),
    "ur": _("Urdu"),
    "pa": _("Punjabi"),
    "fa": _("Farsi"),
    "prs": _("Dari"),
    "ps": _("Pashto"),
    "ku": _("Kurdish"),
    "so": _("Somali"),
    "ti": _("Tigrinya"),
    "am": _("Amharic"),
    "tw": _("Twi"),
    "sw": _("Swahili"),
    "pap": _("Papiamento"),
    "srn": _("Sranantongo"),
    "id": _("Indonesian"),
    "hy": _("Armenian"),
    "el": _("Greek"),
    "hu": _("Hungarian"),
    "sr": _("Serbian"),
    "bs": _("Bosnian"),
    "hr": _("Croatian"),
    "ta": _("Tamil"),
    "bn": _("Bengali"),
    "th": _("Thai"),
    "tl": _("Tagalog"),
    "ja": _("Japanese"),
    "ko": _("Korean"),
    "he": _("Hebrew"),
    "sgn": _("Dutch sign language"),
}


class Language(models.Model):
    """A language that a partner speaks. Not the language of a page: that is Wagtail's Locale."""

    code = models.CharField(_("ISO 639 code"), max_length=10, unique=True)
    name = models.CharField(_("name in Dutch"), max_length=50)

    class Meta:
        verbose_name = _("spoken language")
        verbose_name_plural = _("spoken languages")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.translated_name

    @property
    def translated_name(self) -> str:
        """The name in the reader's language where we know it, else as it was entered."""
        known = KNOWN_LANGUAGES.get(self.code)
        return str(known) if known else self.name
