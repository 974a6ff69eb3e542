"""Pages in other languages, made through wagtail-localize so that its editor knows them."""

from typing import Any

from django.db import models
from wagtail.models import Locale, Page, TranslatableMixin
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from website.demo.content import Tally, read
from website.demo.network import LANGUAGES
from wijkzorg_home.models import NetworkPage
from wijkzorg_partners.models import PartnerPage
from wijkzorg_partners.translations import copy_facts

#: Profiles that are there in every language.
PROFILES = ("buurtkamer-de-populier", "wijkteam-de-linde")
#: Relations whose texts are the reader's, should wagtail-localize not take them along.
CHILD_RELATIONS = ("services", "locations")

Dictionary = dict[str, str]


def read_dictionaries() -> dict[str, Dictionary]:
    """For each language: Dutch text > its translation. Spaces around a text do not count."""
    rows = [*read("translations/pages.json"), *read("translations/profiles.json")]
    return {
        code: {row[0].strip(): row[at] for row in rows} for at, code in enumerate(LANGUAGES, start=1)
    }


def add_translations(tally: Tally, pages: list[NetworkPage]) -> None:
    """Translate the pages, parents first. A page that has a translation is left alone."""
    dictionaries = read_dictionaries()
    locales = {code: Locale.objects.get(language_code=code) for code in LANGUAGES}
    for page in pages:
        source: TranslationSource | None = None
        for code, locale in locales.items():
            there = page.has_translation(locale)
            tally.count("translated pages", added=not there)
            if there:
                continue
            if source is None:
                source, _made = TranslationSource.get_or_create_from_instance(page)
            missing = _translate(page, source, locale, dictionaries[code])
            if missing:
                tally.remarks.append(f"{page.title} ({code}): {len(missing)} texts are still Dutch.")


def _translate(
    page: NetworkPage, source: TranslationSource, locale: Locale, words: Dictionary
) -> list[str]:
    """Fill in the strings and publish; the strings that the dictionary lacks stay Dutch.

    wagtail-localize publishes only when the transaction is over, with texts of our child rows still in
    Dutch. So it saves a draft, and the publishing is done here, once.
    """
    missing = []
    for segment in source.stringsegment_set.select_related("string", "context"):
        text = words.get(segment.string.data.strip())
        if text is None:
            missing.append(segment.string.data)
            continue
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=locale,
            context=segment.context,
            defaults={"data": text, "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL},
        )
    translation, _made = Translation.objects.get_or_create(source=source, target_locale=locale)
    translation.save_target(publish=False)
    target: Any = Page.objects.get(
        translation_key=page.translation_key, locale=locale
    ).get_latest_revision_as_object()
    if isinstance(target, PartnerPage):
        for name in CHILD_RELATIONS:
            _translate_children(target, name, words)
    target.save_revision(clean=False).publish(skip_permission_checks=True)
    if isinstance(target, PartnerPage):
        published = PartnerPage.objects.get(pk=target.pk)
        if _facts_differ(page, published):
            copy_facts(PartnerPage.objects.get(pk=page.pk), published)
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


def _facts_differ(source: NetworkPage, target: PartnerPage) -> bool:
    """Whether a relation to many, which wagtail-localize leaves out, has not come along."""
    return any(
        set(getattr(source, name).values_list("pk", flat=True))
        != set(getattr(target, name).values_list("pk", flat=True))
        for name in PartnerPage.SHARED_RELATIONS
    )
