"""Spoken languages by the names that people give them in a question: Turks, Turkse, Türkçe, Turkish."""

from functools import lru_cache

from wijkzorg_home.dutch_language_names import DUTCH_NAMES

from .analysis import words

#: Code > names in English, and in the languages of the people who ask. Dutch ones come from `wijkzorg_home`.
OTHER_NAMES: dict[str, str] = {
    "en": "english, ingilizce, الإنجليزية, انجليزي, angielski, anglais, inglés",
    "tr": "turkish, türkçe, turk, turkse, turken, التركية, تركي, turecki, turc",
    "ar": "arabic, arapça, العربية, عربي, arabe, marokkaans, marokkaanse, syrisch, arabischtalig",
    "ber": "berber, tamazight, amazigh, rif, الامازيغية, berberi, tarifit",
    "fr": "french, français, fransızca, الفرنسية, franstalig",
    "de": "german, deutsch, almanca",
    "es": "spanish, español, ispanyolca, castellano, الإسبانية, spaanstalig",
    "pt": "portuguese, português, portekizce",
    "pl": "polish, polski, polsku, lehçe, poolse, polen",
    "bg": "bulgarian, български, bulgarca, bulgaarse",
    "ro": "romanian, română, rumence, roemeense",
    "ru": "russian, русский, rusça, русском, russische",
    "uk": "ukrainian, українська, українською, oekraiense, ukraynaca",
    "it": "italian, italiano, italiaanse",
    "zh": "chinese, mandarin, 中文, 普通话, chinese",
    "yue": "cantonese, 广东话, 廣東話",
    "hi": "hindi, हिन्दी, hindoestaans, hindoestaanse",
    "ur": "urdu, اردو, pakistaans, pakistaanse",
    "fa": "farsi, persian, فارسی, perzische, iraanse",
    "prs": "dari, دری",
    "ps": "pashto, پښتو, afghaanse",
    "ku": "kurdish, kurdî, kürtçe, کوردی, الكردية, koerdische",
    "so": "somali, soomaali, somalische",
    "ti": "tigrinya, ትግርኛ, eritrees, eritrese",
    "am": "amharic, አማርኛ, ethiopisch, ethiopische",
    "tw": "twi, akan, ghanees, ghanese",
    "pap": "papiamento, antilliaans, antilliaanse",
    "srn": "sranantongo, sranan, surinaams, surinaamse",
    "sgn": "gebarentaal, gebarentolk, ngt, sign",
}


@lru_cache(maxsize=1)
def codes_by_name() -> dict[tuple[str, ...], str]:
    """The folded words of a name > the code of the language."""
    found: dict[tuple[str, ...], str] = {}
    for code, names in DUTCH_NAMES.items():
        for name in names:
            found.setdefault(tuple(words(name)), code)
            if len(words(name)) == 1 and name.lower().endswith("s"):
                for ending in ("e", "talig", "talige", "sprekend", "sprekende"):
                    found.setdefault((words(name)[0] + ending,), code)
    for code, others in OTHER_NAMES.items():
        for name in others.split(","):
            found.setdefault(tuple(words(name)), code)
    # Everybody here is understood in Dutch; "ga" and "no" are words before they are languages.
    too_common = {("ga",), ("ee",), ("no",), ("ta",), ("lets",), ("fries",), ("ngt",), ("gebaren",)}
    return {name: code for name, code in found.items() if code != "nl" and name not in too_common}
