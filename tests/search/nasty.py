"""Questions that nobody means, and that must never break anything."""

from urllib.parse import quote

NASTY = [
    '"',
    "'",
    '"buurthuis',
    "'; DROP TABLE wagtailcore_page; --",
    "\\",
    "%",
    "_",
    "*",
    "a* OR b",
    "NEAR(a b)",
    "NOT",
    "AND",
    "a AND NOT",
    "title:buurt",
    "{title body} : x",
    "^",
    "(((",
    ")",
    "a & b | !c <-> d:*",
    "--",
    "+",
    "\t\r\n",
    " ",
    "\u202e\u200f\u061c gebed",
    "\ufeff\u00ad",
    "👩🏽‍🦽🏳️‍🌈",
    "İstanbul ıŞ ß",
    "ﷺ",
    "e\u0301" * 50,
    "\u0300" * 500,
    "\U0010ffff",
    "مساعدة في الحي",
    "x" * 10_000,
    "woord " * 2_000,
    "9" * 5_000,
    "-1",
    "1e400",
    "null",
    "<script>alert(1)</script>",
    "{{ 7*7 }}{% debug %}",
    "../../etc/passwd",
]
#: As they stand in an address, also what is no text at all: half a surrogate pair, broken UTF-8, NUL.
RAW = [quote(text, safe="") for text in NASTY]
BROKEN = ["%ED%A0%80", "%ff%fe", "%", "%zz", "%C0%AF", "%00", "a%00b", "%F5%80%80%80"]
#: A handful for doors where the whole list would only cost time.
FEW = [
    *(
        quote(text, safe="")
        for text in ('"', "'", "x" * 10_000, "9" * 5_000, "-1", "(((", "👩🏽‍🦽", "\u202e")
    ),
    "%ED%A0%80",
    "%00",
]
