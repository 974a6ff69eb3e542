"""Dutch, Turkish and Arabic are whole: nothing is missing, doubtful or out of date."""

import gettext
import os
import re
import shutil
from collections import defaultdict
from pathlib import Path

import polib
import pytest
from django.core.management import call_command
from django.utils.translation import override

ROOT = Path(__file__).resolve().parents[2]
APPS = [
    "home/wijkzorg_home",
    "partners/wijkzorg_partners",
    "events/wijkzorg_events",
    "news/wijkzorg_news",
    "search/wijkzorg_search",
    "site/website",
]
LANGUAGES = ["nl", "tr", "ar"]
EXTRACTED = {".py", ".html", ".txt"}  # the files that makemessages reads
# %(name)s, %s, %%, {name} and tags: what a translation must carry over as it is.
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd%]|\{\w*\}|<[^>]+>")

every_catalog = pytest.mark.parametrize(
    "catalog", [f"{app}/locale/{language}" for app in APPS for language in LANGUAGES]
)


def read_catalog(catalog):
    return polib.pofile(str(ROOT / catalog / "LC_MESSAGES/django.po"))


def key(entry):
    return entry.msgctxt, entry.msgid, entry.msgid_plural


def translations(entries):
    """What each text becomes: one string, or one for each plural form."""
    return {
        key(entry): dict(entry.msgstr_plural) or entry.msgstr
        for entry in entries
        if not entry.obsolete
    }


def forms_for_one_number(catalog):
    """The plural forms that stand for a single number ("one", "two") and may leave it out."""
    rule = catalog.metadata["Plural-Forms"].split("plural=", 1)[1].rstrip("; ")
    form_of = gettext.c2py(rule)
    numbers = defaultdict(set)
    for number in range(1000):
        numbers[form_of(number)].add(number)
    return {form for form, those in numbers.items() if len(those) == 1}


@every_catalog
def test_every_text_is_translated(catalog):
    assert [entry.msgid for entry in read_catalog(catalog).untranslated_entries()] == []


@every_catalog
def test_no_translation_is_doubtful(catalog):
    assert [entry.msgid for entry in read_catalog(catalog) if entry.fuzzy] == []


@every_catalog
def test_translations_keep_the_placeholders(catalog):
    entries = read_catalog(catalog)
    free = forms_for_one_number(entries)
    different = []
    for entry in entries:
        if entry.obsolete:
            continue
        wanted = sorted(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        if entry.msgid_plural:
            texts = {text: number in free for number, text in entry.msgstr_plural.items()}
        else:
            texts = {entry.msgstr: False}
        for text, may_leave_out in texts.items():
            found = sorted(PLACEHOLDER.findall(text))
            if found != wanted and not (may_leave_out and set(found) <= set(wanted)):
                different.append((entry.msgid, text))
    assert different == []


@every_catalog
def test_what_is_compiled_is_what_was_written(catalog):
    compiled = ROOT / catalog / "LC_MESSAGES/django.mo"
    assert translations(polib.mofile(str(compiled))) == translations(read_catalog(catalog)), (
        "run `make messages`"
    )
    with compiled.open("rb") as file:
        gettext.GNUTranslations(file)  # the reader that Django uses


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_is_the_same_in_every_app(language):
    """Django joins the catalogs of all apps: of two translations, one would never be seen."""
    found = defaultdict(set)
    for app in APPS:
        for text, translation in translations(read_catalog(f"{app}/locale/{language}")).items():
            found[text].add(str(translation))
    assert {text: all_ for text, all_ in found.items() if len(all_) > 1} == {}


def test_languages_have_the_dutch_names_of_the_importer():
    from wijkzorg_home.dutch_language_names import DUTCH_NAMES
    from wijkzorg_home.models.languages import KNOWN_LANGUAGES

    with override("nl"):
        names = {code: str(name) for code, name in KNOWN_LANGUAGES.items()}
    assert names == {code: DUTCH_NAMES[code][0] for code in names}


def test_every_text_in_the_code_is_collected(tmp_path, monkeypatch):
    if not shutil.which("xgettext"):
        pytest.skip("gettext is not installed, so no texts can be collected")
    for app in APPS:
        for folder, _folders, names in os.walk(ROOT / app):
            copy = tmp_path / Path(folder).relative_to(ROOT)
            copy.mkdir(parents=True)
            for name in names:
                if Path(name).suffix in EXTRACTED:
                    shutil.copy(Path(folder) / name, copy / name)
        shutil.rmtree(tmp_path / app / "locale")
        (tmp_path / app / "locale").mkdir()
    monkeypatch.chdir(tmp_path)
    call_command("makemessages", locale=["nl"], no_location=True, verbosity=0)

    for app in APPS:
        now = polib.pofile(str(tmp_path / app / "locale/nl/LC_MESSAGES/django.po"))
        for language in LANGUAGES:
            collected = {key(entry) for entry in read_catalog(f"{app}/locale/{language}")}
            assert collected == {key(entry) for entry in now}, f"{app}: run `make messages`"
