"""The words of opening times in four languages: what people type, and what we write.

Data and not gettext, because reading and writing must agree: what `format_schedule` writes in a language,
`parse_schedule` has to read back. Words are compared without capitals and accents (`fold`), and those of
all languages are understood on every page: a volunteer may type Turkish days on a Dutch page.
"""

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """How one language writes a line.

    `nth` is by number, -1 the last; `clock` parts hours and minutes; `through` and `both` bring their spaces.
    """

    days: tuple[str, ...]
    months: tuple[str, ...]
    nth: dict[int, str]
    nth_day: str
    through: str
    both: str
    closed: str
    span: str
    clock: str
    weekend: str
    other_days: str
    #: The days as they stand behind "first"; the same as `days` but in Arabic.
    bare_days: tuple[str, ...] = ()


WORDS = {
    "nl": Words(
        days=("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
        months=(
            "januari", "februari", "maart", "april", "mei", "juni",
            "juli", "augustus", "september", "oktober", "november", "december",
        ),
        nth={1: "eerste", 2: "tweede", 3: "derde", 4: "vierde", 5: "vijfde", -1: "laatste"},
        nth_day="{nth} {day} van de maand",
        through=" tot en met ",
        both=" en ",
        closed="dicht",
        span="{opens} tot {closes} uur",
        clock=".",
        weekend="weekend",
        other_days="andere dagen",
    ),
    "en": Words(
        days=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        months=(
            "January", "February", "March", "April", "May", "June",
            "July", "August", "September", "October", "November", "December",
        ),
        nth={1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"},
        nth_day="{nth} {day} of the month",
        through=" to ",
        both=" and ",
        closed="closed",
        span="{opens} to {closes}",
        clock=":",
        weekend="weekend",
        other_days="other days",
    ),
    "tr": Words(
        days=("Pazartesi", "Salı", "Çarşamba", "Perşembe", "Cuma", "Cumartesi", "Pazar"),
        months=(
            "Ocak", "Şubat", "Mart", "Nisan", "Mayıs", "Haziran",
            "Temmuz", "Ağustos", "Eylül", "Ekim", "Kasım", "Aralık",
        ),
        nth={1: "ilk", 2: "ikinci", 3: "üçüncü", 4: "dördüncü", 5: "beşinci", -1: "son"},
        nth_day="ayın {nth} {day} günü",
        through=" - ",
        both=" ve ",
        closed="kapalı",
        span="{opens} - {closes}",
        clock=".",
        weekend="hafta sonu",
        other_days="diğer günler",
    ),
    "ar": Words(
        days=("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
        months=(
            "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو",
            "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
        ),
        nth={1: "أول", 2: "ثاني", 3: "ثالث", 4: "رابع", 5: "خامس", -1: "آخر"},
        nth_day="{nth} {day} من الشهر",
        through=" إلى ",
        both=" و",
        closed="مغلق",
        span="من {opens} إلى {closes}",
        clock=":",
        weekend="نهاية الأسبوع",
        other_days="الأيام الأخرى",
        bare_days=("اثنين", "ثلاثاء", "أربعاء", "خميس", "جمعة", "سبت", "أحد"),
    ),
}  # fmt: skip

WORKDAYS = (0, 1, 2, 3, 4)
WEEKEND = (5, 6)
EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)

#: Several words that mean one thing. The longest go first.
PHRASES: dict[str, tuple[str, object]] = {
    "tot en met": ("range", None),
    "t/m": ("range", None),
    "t.e.m.": ("range", None),
    "up to and including": ("range", None),
    "elke dag": ("days", EVERY_DAY),
    "iedere dag": ("days", EVERY_DAY),
    "alle dagen": ("days", EVERY_DAY),
    "every day": ("days", EVERY_DAY),
    "every weekday": ("days", WORKDAYS),
    "her gün": ("days", EVERY_DAY),
    "hafta içi": ("days", WORKDAYS),
    "her iş günü": ("days", WORKDAYS),
    "iş günleri": ("days", WORKDAYS),
    "hafta sonu": ("days", WEEKEND),
    "كل يوم عمل": ("days", WORKDAYS),
    "أيام العمل": ("days", WORKDAYS),
    "كل يوم": ("days", EVERY_DAY),
    "كل الأيام": ("days", EVERY_DAY),
    "نهاية الأسبوع": ("days", WEEKEND),
}

MORE_WORDS: dict[tuple[str, object], str] = {
    ("range", None): "tot to till until through ile إلى الى حتى - – — −",
    ("and", None): "en and ve و & + , ; ، / |",
    ("closed", None): "dicht gesloten closed kapalı kapali مغلق",
    ("days", WORKDAYS): "werkdag werkdagen doordeweeks weekday weekdays workdays",
    ("days", WEEKEND): "weekend weekends",
    ("days", EVERY_DAY): "dagelijks daily",
    ("days", (0,)): "ma maandags maandagen mon mondays pzt",
    ("days", (1,)): "di dinsdags dinsdagen tue tues tuesdays",
    ("days", (2,)): "wo woensdags woensdagen wed wednesdays çar",
    ("days", (3,)): "do donderdags donderdagen thu thur thurs thursdays",
    ("days", (4,)): "vr vrijdags vrijdagen fri fridays cum",
    ("days", (5,)): "za zaterdags zaterdagen sat saturdays cmt",
    ("days", (6,)): "zo zondags zondagen sun sundays paz",
    ("nth", 1): "birinci الأول",
    ("nth", 2): "الثاني",
    ("nth", 3): "الثالث",
    ("nth", 4): "الرابع",
    ("nth", 5): "الخامس",
    ("nth", -1): "الأخير",
    ("month", 1): "jan",
    ("month", 2): "feb",
    ("month", 3): "mrt mar",
    ("month", 4): "apr ابريل إبريل",
    ("month", 6): "jun",
    ("month", 7): "jul",
    ("month", 8): "aug",
    ("month", 9): "sep sept",
    ("month", 10): "okt oct",
    ("month", 11): "nov",
    ("month", 12): "dec",
    # Words that say nothing that we need.
    ("", None): (
        "uur u h hrs hours saat saatleri arası ساعة الساعة van from between tussen vanaf من om at op on "
        "elke iedere every each her كل de het the of maand month ayın günü günleri gün الشهر شهر يوم "
        "open geopend açık مفتوح kadar : . *"
    ),
}


def fold(text: str) -> str:
    """Without capitals, accents, Arabic vowels and stretching; digits of any script as 0 to 9."""
    letters = []
    for letter in unicodedata.normalize("NFKD", text.casefold()):
        category = unicodedata.category(letter)
        if category == "Nd":
            letters.append(str(unicodedata.digit(letter)))
        elif category not in {"Mn", "Cf"} and letter != "ـ":
            letters.append("i" if letter == "ı" else letter)
    return "".join(letters)


def _vocabulary() -> dict[str, tuple[str, object]]:
    known: dict[str, tuple[str, object]] = {}
    for words in WORDS.values():
        for names in (words.days, words.bare_days):
            known |= {fold(name): ("days", (day,)) for day, name in enumerate(names)}
        known |= {fold(name): ("month", month) for month, name in enumerate(words.months, start=1)}
        known |= {fold(name): ("nth", nth) for nth, name in words.nth.items()}
    for meaning, names_ in MORE_WORDS.items():
        known |= {fold(name): meaning for name in names_.split()}
    return known


VOCABULARY = _vocabulary()
FOLDED_PHRASES = sorted(
    ((fold(phrase), meaning) for phrase, meaning in PHRASES.items()), key=lambda pair: -len(pair[0])
)
