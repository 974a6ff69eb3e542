"""How people write words otherwise than rules do: by ear, drawn out, with figures, short as in a chat."""

import re

#: Letters that sound alike, so that many mistake one for another in Dutch.
SOUNDS = [
    (re.compile("dt$"), "t"), (re.compile("d$"), "t"), (re.compile("v"), "f"), (re.compile("z"), "s"),
    (re.compile("ij|y"), "ei"), (re.compile("ou"), "au"), (re.compile("ch"), "g"), (re.compile("c"), "k"),
    (re.compile("(?<=e)n$"), ""), (re.compile(r"([b-df-hj-np-tv-xz])\1"), r"\1"),
]  # fmt: skip
FIGURES = str.maketrans("013457", "oieast")
DRAWN_OUT = re.compile(r"(.)\1{2,}")
#: As in a chat > the word.
SHORT = {"nie": "niet", "ni": "niet", "k": "ik", "ikke": "ik", "mn": "mijn", "me": "mij", "zn": "zijn",
         "ie": "hij", "smachts": "snachts", "kben": "ben", "kheb": "heb", "kwil": "wil", "kga": "ga",
         "bn": "ben", "wrd": "word", "wrdt": "wordt", "dr": "haar", "will": "wil", "doet": "doe"}  # fmt: skip
#: Arabic writes these to the word: and, so, with, for, will (and what dialects make of them).
ARABIC_BEFORE = re.compile(r"^[وفبلسهح](?=[\u0621-\u064a]{4})")
#: Dutch verbs begin with these: opslaan is no "op slaan".
VERBS_BEGIN = "aan af achter bij door in mee na om onder op over tegen toe uit ver voor weg"
PREFIXES = frozenset(VERBS_BEGIN.split())
#: Words of their own, one letter away from one that speaks of danger: no typing errors.
LIKE_DANGER = """
aanbelden aanbranden aanmelder aanraden aanmelden
geslapen gedragen dadelijk dadelijke verdienen verdringen
verhoren verhoorden verwoorden verstikken verslagen verkrachter verlichten bedriegen bedriegt beschadigde
bewaking bewoners bezoeken doorgeven doorlezen doorleren doorlopende doodleuke doorslaan verslaan
doorgaat doodgewone gebeden gebonden gebogen gedreven gedwaald gedroogd geladen gemeten gepost gevecht
gerecht gescheiden geschikt geslaagd geslepen gestoken gestolen gestegen gestopt getrouwd gewonnen
vermoeid vermoeden verplicht versterken vertonen verteller verwarmd verwarmde verkleden verkiezen
stoppen stappen schoppen shoppen snijder springer spreken sprinten stekker stukken slechts
vluchten vruchten vochten zwemmen zwager zwagerschap zinloze
killer billing filling hurting shorting bearing boating reading bleeding cutting putting getting
"""
REAL_WORDS = frozenset(LIKE_DANGER.split())


def sound(word: str) -> str:
    """What is the same for words that sound alike in Dutch: zelvmoort and zelfmoord."""
    for pattern, one in SOUNDS:
        word = pattern.sub(one, word)
    return word


def shapes(word: str) -> set[str]:
    """As it is written, without drawn-out letters (heeelp), with letters for figures (d00d), unshortened.

    In Arabic also without the small words that stand before it in one; figures of any script as ours.
    """
    found = {word, SHORT.get(word, word), ARABIC_BEFORE.sub("", word)}
    if word.isdecimal():
        found.add(str(int(word)))
    if DRAWN_OUT.search(word):
        found |= {DRAWN_OUT.sub(r"\1", word), DRAWN_OUT.sub(r"\1\1", word)}
    if any(one.isdigit() for one in word) and any(one.isalpha() for one in word):
        found.add(word.translate(FIGURES))
    return found
