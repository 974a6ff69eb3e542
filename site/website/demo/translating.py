"""Pages in other languages, made through wagtail-localize so that its editor knows them."""

from html import escape, unescape

from django.db import models
from wagtail.models import Locale, TranslatableMixin
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from website.demo.content import Tally, read
from website.demo.network import LANGUAGES
from wijkzorg_home.models import NetworkPage
from wijkzorg_partners.models import PartnerPage

#: Profiles that are there in every language.
PROFILES = ("buurtkamer-de-populier", "wijkteam-de-linde")
#: Events that are there in every language, with their reports.
EVENTS = ("wie-ziet-wie-er-alleen-is", "van-zien-naar-bellen")
#: Relations whose texts are the reader's, should wagtail-localize not take them along.
CHILD_RELATIONS = ("services", "locations")

Dictionary = dict[str, str]


def read_dictionaries() -> dict[str, Dictionary]:
    """For each language: Dutch text > its translation. Spaces around a text do not count."""
    rows = [
        row for name in ("pages", "profiles", "events") for row in read(f"translations/{name}.json")
    ]
    return {
        code: {row[0].strip(): row[at] for row in rows}
        for at, code in enumerate(LANGUAGES, start=1)
    }


def add_translations(tally: Tally, pages: list[NetworkPage], *, fresh: set[int]) -> None:
    """Translate the pages, parents first.

    A page that has a translation is left alone, and so is one that this run did not add (`fresh` holds
    the primary keys of those that it did): its text may be somebody's own.
    """
    dictionaries = read_dictionaries()
    locales = {code: Locale.objects.get(language_code=code) for code in LANGUAGES}
    for page in pages:
        there = set(page.get_translations().values_list("locale__language_code", flat=True))
        for _language in there & set(LANGUAGES):
            tally.count("translated pages", added=False)
        if page.pk not in fresh:
            continue
        source, _made = TranslationSource.get_or_create_from_instance(page)
        for code, locale in locales.items():
            if code not in there:
                missing = _translate(source, locale, dictionaries[code])
                tally.count("translated pages", added=True)
                tally.remarks += [
                    f"{page.title} ({code}) has no translation of: {text}" for text in missing
                ]


def _translate(source: TranslationSource, locale: Locale, words: Dictionary) -> list[str]:
    """Fill in the strings and publish. Gives the texts that the dictionary lacks: they stay Dutch.

    wagtail-localize publishes when the transaction is over, with the texts of our child rows still in
    Dutch. So it saves a draft, and the publishing is done here, once.
    """
    missing = _fill_in(source, locale, words)
    translation, _made = Translation.objects.get_or_create(source=source, target_locale=locale)
    translation.save_target(publish=False)
    target = translation.get_target_instance()
    revision = target.get_latest_revision()
    if isinstance(target, PartnerPage):
        target = revision.as_object()
        for name in CHILD_RELATIONS:
            _translate_children(target, name, words)
        revision = target.save_revision(clean=False)
    revision.publish(skip_permission_checks=True)
    return missing


def _fill_in(source: TranslationSource, locale: Locale, words: Dictionary) -> list[str]:
    missing = []
    for segment in source.stringsegment_set.select_related("string", "context"):
        # wagtail-localize keeps plain texts as HTML: lines are parted by <br/>.
        text = unescape(segment.string.data.replace("<br/>", "\n")).strip()
        if text not in words:
            missing.append(text)
            continue
        StringTranslation.objects.create(
            translation_of=segment.string,
            locale=locale,
            context=segment.context,
            data=escape(words[text], quote=False).replace("\n", "<br/>"),
            translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
        )
    return missing


def _translate_children(target: PartnerPage, name: str, words: Dictionary) -> None:
    """Put the texts of child rows in the language, where the rows are not translatable themselves."""
    children = list(getattr(target, name).all())
    for child in children:
        if isinstance(child, TranslatableMixin):
            continue
        for field in child._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField):
                text = getattr(child, field.attname)
                setattr(child, field.attname, words.get(text.strip(), text))
    setattr(target, name, children)
