"""From text to the terms that are compared: words, folded, without endings. The same on every database.

A change here is another index: raise ANALYSER_VERSION with it, and every document is written anew.
"""

import re
import unicodedata
from functools import cache, lru_cache

import Stemmer

from .stop_words import STOP_WORDS

ANALYSER_VERSION = 3

#: Language of a text > Snowball's name of its stemmer. Turkish and Arabic are cut by rules below, since
#: people type them without accents and articles; other languages are folded only.
STEMMERS = {
    "nl": "dutch",
    "en": "english",
    "pl": "polish",
    "fr": "french",
    "es": "spanish",
    "de": "german",
    "ru": "russian",
    "pt": "portuguese",
}
#: Longer than any word that people look for; what is longer is cut.
LONGEST_WORD = 64

WORD = re.compile(r"[^\W_]+")
#: Marks inside a word that are left out: foto's, can’t.
INSIDE = re.compile(r"(?<=\w)['’‘´`](?=\w)")
#: Letters that are one to a reader: dotless i, the forms of alef, ya, ta marbuta, kaf.
SAME_LETTERS = str.maketrans(
    {
        "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe",
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ئ": "ي", "ة": "ه", "ؤ": "و",
        "ک": "ك", "ـ": None,
    }
)  # fmt: skip
#: Dutch forms that no rule of endings brings together > the form that stands for all.
IRREGULAR = {
    form: base
    for base, forms in {
        "sla": "slaan slaat slaag sloeg sloegen geslagen slaande",
        "val": "valt vallen viel vielen gevallen",
        "drink": "drinkt drinken dronk dronken gedronken",
        "eet": "eten eet aten gegeten eter eters",
        "sterf": "sterft sterven stierf gestorven",
        "overlijd": "overlijden overleden overleed overlijdt",
        "vergeet": "vergeten vergat vergaten vergeetachtig vergeetachtigheid",
        "verlies": "verliezen verloor verloren verliest",
        "schreeuw": "schreeuwt schreeuwen schreeuwde geschreeuwd geschreeuw",
        "spreek": "spreekt spreken sprak spraken gesproken",
        "breek": "breekt breken brak gebroken",
        "zwijg": "zwijgt zwijgen zweeg",
        "lees": "leest lezen las gelezen",
        "schrijf": "schrijft schrijven schreef geschreven",
        "help": "helpt helpen hielp geholpen hulp",
        "zwem": "zwemt zwemmen zwom gezwommen",
        "loop": "loopt lopen liep gelopen",
        "slaap": "slaapt slapen sliep geslapen",
        "kind": "kinderen kindje kindjes kinders kids",
        "ei": "eieren",
        "kleed": "kleren kleding kleed",
        "vriend": "vrienden vriendin vriendinnen vriendschap vriendjes",
        "stad": "steden",
        "lid": "leden",
        "woning": "woning woningen",
        "lening": "lening leningen",
        "spelling": "spelling",
        "senior": "ouderen oudere",
        "gezin": "gezinnen",
        "oma": "omas",
        "opa": "opas",
        "zwanger": "zwanger zwangere zwangerschap",
        "verhuis": "verhuizen verhuizing verhuist verhuisd",
    }.items()
    for form in forms.split()
}  # fmt: skip
#: Words that only look like a participle: gezin is no form of zin, gezond none of zon.
NO_PARTICIPLE = re.compile(
    r"ge(?:zin|zond|bed|zag|bied|duld|weld|heug|drag|voel|zel|meen|boor|tuig|bouw|bruik|dacht|heim|loof|luk|mak"
    r"|moed|nees|nie|past|recht|schied|slacht|sprek|spann|schil|vaar|val|vecht|vangen|waad|weten|wicht|won|zicht)"
)
#: An ending of a Dutch verb or participle that Snowball leaves on: valt, huilt, schuld beside schulden.
SOFT_ENDING = re.compile(r"(?<=[bfgklmnprvwz])t$|(?<=[a-z])d$")


def fold(text: str) -> str:
    """Small letters, without accents and vowel marks, one form for letters that look alike.

    Control and direction characters become spaces, so nothing invisible joins or parts two words.
    """
    if text.isascii() and text.isprintable():  # most texts: nothing else would change in them
        return text.lower()
    text = unicodedata.normalize("NFKD", text.replace("İ", "i")).casefold()
    kept = (
        " " if unicodedata.category(one) in HIDDEN else one
        for one in text
        if not unicodedata.combining(one)
    )
    return unicodedata.normalize("NFC", "".join(kept).translate(SAME_LETTERS))


HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def words(text: str) -> list[str]:
    """The words of a text, folded, in their order. "Foto's op 't plein" > ["fotos", "op", "t", "plein"]."""
    return [word[:LONGEST_WORD] for word in WORD.findall(INSIDE.sub("", fold(text)))]


def is_stop_word(word: str, language: str) -> bool:
    return word in STOP_WORDS.get(language, ())


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """What stands for all forms of a folded word: huizen > huis, brieven > brief, moskeeën > moskee."""
    if language in OWN_RULES:
        return OWN_RULES[language](word)
    algorithm = STEMMERS.get(language)
    return fold(_stemmer(algorithm).stemWord(word)) if algorithm else word


def terms(text: str, language: str) -> list[str]:
    """The stems of the words of a text that say something, in their order."""
    return [stem(word, language) for word in words(text) if not is_stop_word(word, language)]


def _dutch_stem(word: str) -> str:
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word.endswith("eeen"):  # moskeeën, folded
        word = word[:-2]
    elif word.endswith(("keen", "deen")) and len(word) > 4:  # moskeen, ideen: without the trema
        word = word[:-1]
    if NO_PARTICIPLE.match(word):
        found = "ge" + _stemmer("dutch").stemWord(word[2:])
    else:
        found = _stemmer("dutch").stemWord(word)
    found = IRREGULAR.get(found, found)
    return SOFT_ENDING.sub("", found) if len(found) > 4 else found


#: A plural with all behind it, or "my": borçlarım, borcum > borç.
TURKISH_ENDING = re.compile(r"(?<=\w{3})(?:lar|ler)\w*$|(?<=\w{4})[iu]m$")
#: The first letters of a Turkish word find as well as its grammar does (Can et al., 2008).
TURKISH_LETTERS = 5


def _turkish_stem(word: str) -> str:
    return TURKISH_ENDING.sub("", word)[:TURKISH_LETTERS]


#: The light stemmer of Larkey et al. (2002): the article in front, endings behind.
ARABIC_FRONT = re.compile(r"^(?:وال|بال|كال|فال|ال|لل)(?=\w{3})")
ARABIC_ENDING = re.compile(r"(?<=\w{3})(?:ها|ان|ات|ون|ين|يه|ه|ي)$")


def _arabic_stem(word: str) -> str:
    return ARABIC_ENDING.sub("", ARABIC_FRONT.sub("", word))


OWN_RULES = {"nl": _dutch_stem, "tr": _turkish_stem, "ar": _arabic_stem}


@cache
def _stemmer(algorithm: str) -> "Stemmer.Stemmer":
    # Shared by threads: it holds Python's lock while it works. We keep what it found ourselves.
    return Stemmer.Stemmer(algorithm, 0)
