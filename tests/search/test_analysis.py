"""From text to terms, and from a question to what it says. Pure: no database."""

from collections import Counter

import pytest

from wijkzorg_search.analysis import stem, terms, words
from wijkzorg_search.asking import ask
from wijkzorg_search.compounds import Splitter
from wijkzorg_search.corpus import Knowledge
from wijkzorg_search.lexicon import Lexicon, Meaning
from wijkzorg_search.places import Place, Places
from wijkzorg_search.reading import HALF_HOURS, read
from wijkzorg_search.spelling import Speller
from wijkzorg_search.weighing import Counts

PLACES = Places.of(
    [
        Place(code="F", name="Waterrijk", around=frozenset("F"), latitude=52.36, longitude=4.80),
        Place(
            code="FA",
            name="De Akker, Sloten/Nieuw-Sloten",
            around=frozenset({"F", "FA"}),
            postcodes=frozenset({"1069"}),
            latitude=52.34,
            longitude=4.80,
        ),
        Place(
            code="FB",
            name="Plasmeer-West",
            around=frozenset({"F", "FB"}),
            postcodes=frozenset({"1062"}),
            latitude=52.38,
            longitude=4.80,
            other_names=("De Kom",),
        ),
        Place(code="FC", name="Meer en Oever", around=frozenset({"F", "FC"})),
    ],
    common={"oever"},
)


def test_words_are_folded_and_parted():
    assert words("Foto's op 't Plein: café, İSTANBUL, yalnızım") == [
        "fotos", "op", "t", "plein", "cafe", "istanbul", "yalnizim",
    ]  # fmt: skip


def test_direction_marks_and_zero_bytes_part_words_and_are_gone():
    assert words("soep\u202e\x00fiets\u200b") == ["soep", "fiets"]


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("nl", "huis huizen"),
        ("nl", "brief brieven"),
        ("nl", "schuld schulden"),
        ("nl", "moskee moskeeën moskeen"),
        ("nl", "idee ideeën"),
        ("nl", "slaat geslagen sloeg slaan"),
        ("nl", "valt vallen gevallen"),
        ("nl", "kind kinderen kindje"),
        ("nl", "verslaving verslaafden verslaafd"),
        ("en", "debt debts"),
        ("tr", "borç borcum borçlarım"),
        ("tr", "yalnız yalnızım yalnizlik"),
        ("ar", "ديون الديون"),
        ("ar", "وحيد وحيدة"),
    ],
)
def test_forms_of_one_word_have_one_stem(language, forms):
    assert len({stem(word, language) for word in words(forms)}) == 1


@pytest.mark.parametrize("pair", ["gezin zin", "gezond zon", "gebed bed", "woning wonen"])
def test_words_that_look_alike_stay_apart(pair):
    one, other = words(pair)
    assert stem(one, "nl") != stem(other, "nl")


def test_stop_words_are_no_terms():
    assert terms("ik zoek hulp bij de brieven", "nl") == ["help", "brief"]


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("wandelgroep", ("wandel", "groep")),
        ("vrouwenochtend", ("vrouw", "ochtend")),
        ("taalles", ("taal", "les")),
        ("moeder", ()),
        ("belasting", ()),
    ],
)
def test_compounds_are_parted_by_words_of_the_site_only(word, parts):
    splitter = Splitter({"wandel", "groep", "vrouw", "ochtend", "taal", "les", "belas", "moe"})
    assert splitter.parts_of(word) == parts


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("oefenmaatje", ("oefen", "maatje")),
        ("maatjeoefenen", ("maatje", "oefenen")),
        ("maatjeoefen", ()),
        ("doelmaatje", ()),
    ],
)
def test_a_compound_may_begin_with_a_verb_without_its_ending(word, parts):
    assert Splitter({"oefenen", "doen", "maatje"}).parts_of(word) == parts


def test_what_is_neither_known_nor_mended_is_parted_by_words_in_another_form():
    splitter = Splitter({"maatjes", "wandelingen"})
    assert splitter.parts_of("wandelingmaatje") == ()
    assert splitter.parts_by_stem("wandelingmaatje") == ("wandeling", "maatje")
    assert splitter.parts_by_stem("maatje") == ()


def test_what_sounds_like_a_word_is_that_word_rather_than_a_new_compound():
    words = {"huur": 1, "toe": 1, "lach": 1, "huurtoeslag": 1}
    knowledge = Knowledge({"nl": Counts(words=Counter(words), terms=Counter(words))}, Lexicon([]))
    assert knowledge.splitter.parts_of("huurtoelach") == ("huur", "toe", "lach")
    assert ask(read("huurtoeslach", PLACES), knowledge).mended == {"huurtoeslach": "huurtoeslag"}
    assert ask(read("huurtoelach", PLACES), knowledge).mended == {}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("fisiotherapie", "fysiotherapie"),
        ("psigoloog", "psycholoog"),
        ("consultatieburo", "consultatiebureau"),
        ("vrijwiliger", "vrijwilliger"),
        ("huisartz", "huisarts"),
        ("eenzaamhijd", "eenzaamheid"),
        ("buis", ""),
        ("huisarts", ""),
        ("xqzwvk", ""),
    ],
)
def test_only_words_that_nobody_uses_are_mended(written, meant):
    known = [
        "fysiotherapie",
        "psycholoog",
        "consultatiebureau",
        "vrijwilliger",
        "huisarts",
        "eenzaamheid",
        "buik",
        "huis",
    ]
    assert Speller(dict.fromkeys(known, 1)).mended(written) == meant


def said(question, places=PLACES, **options):
    return {one.kind: one.value for one in read(question, places, **options).filters}


@pytest.mark.parametrize(
    ("question", "filters"),
    [
        ("1069", {"postcode": "1069"}),
        ("1062AB", {"postcode": "1062 AB"}),
        ("huisarts 1062 ab", {"postcode": "1062 AB"}),
        ("1950 euro", {}),
        ("soep in nieuw sloten", {"area": "FA"}),
        ("soep in de akker", {"area": "FA"}),
        ("soep in plasmeer", {"area": "FB"}),
        ("soep in de kom", {"area": "FB"}),
        ("ik kan niet meer", {}),
        ("naar de oever", {}),
        ("soep in meer en oever", {"area": "FC"}),
        ("praten in het Turks", {"language": "tr"}),
        ("Türkçe", {"language": "tr"}),
        ("Turkse vrouwen", {"language": "tr"}),
        ("Arabic", {"language": "ar"}),
        ("engels leren", {}),
        ("gratis soep", {"free": "free"}),
        ("soep zonder afspraak", {"walk_in": "walk_in"}),
        ("informele hulp", {"kind": "informal"}),
        ("soep op dinsdagavond", {"when": "dinsdagavond"}),
    ],
)
def test_a_question_says_where_when_and_in_which_language(question, filters):
    assert said(question) == filters


def test_a_part_of_a_day_is_its_half_hours():
    opening = read("dinsdagavond", PLACES).opening
    assert opening == frozenset(range(HALF_HOURS + 35, HALF_HOURS + 46))


def test_now_is_the_present_half_hour():
    assert read("nu open", PLACES, now=100).opening == frozenset({100})


def test_what_somebody_took_away_is_not_read():
    assert said("soep in de kom op dinsdag", ignore=("area",)) == {"when": "dinsdag"}
    assert read("soep in de kom", PLACES, ignore=("area",)).areas == frozenset()


def test_near_is_more_than_far():
    near = PLACES.nearness(frozenset({"FB"}), frozenset({"FB"}))
    above = PLACES.nearness(frozenset({"FB"}), frozenset({"F"}))
    beside = PLACES.nearness(frozenset({"FB"}), frozenset({"FA"}))
    assert 1 == near > above > beside > 0


LEXICON = Lexicon(
    [
        Meaning(
            code="voedselbank",
            offered=["voedselpakket"],
            asked={
                "nl": ["geen eten", "boodschappen niet betalen"],
                "en": ["food bank"],
                "tr": ["aç"],
            },
        ),
        Meaning(code="koken", offered=["samen koken"], asked={"nl": ["eten koken", "recept"]}),
    ]
)


def fired(question):
    return {one.code for one in LEXICON.fired_by(words(question))}


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("ik heb geen eten meer", {"voedselbank"}),
        ("lekker eten", set()),
        ("ik kan mijn boodschappen niet betalen", {"voedselbank"}),
        ("where is a food bank", {"voedselbank"}),
        ("voedselpakketten", {"voedselbank"}),
        ("eten leren koken", {"koken"}),
    ],
)
def test_a_concept_is_meant_when_all_words_of_one_line_are_said(question, codes):
    assert fired(question) == codes


def test_a_concept_that_shares_words_is_near():
    near = LEXICON.near(words("waar krijg ik een pakket met boodschappen"))
    assert near["voedselbank"] > near.get("koken", 0)


def test_small_words_of_a_text_offer_nothing():
    lexicon = Lexicon(
        [Meaning(code="tuin", offered=["bijen"]), Meaning(code="wandelen", offered=["ommetje"])]
    )
    assert lexicon.offered_by(words("hulp bij schulden, ook om te praten"), "nl") == {}
    assert lexicon.offered_by(words("wij houden bijen"), "nl").keys() == {"tuin"}


def test_a_document_offers_what_it_says_in_a_phrase():
    offered = LEXICON.offered_by(words("wij gaan samen met buren koken"), "nl")
    assert offered == {"koken": 1.0}


def test_a_postcode_that_somebody_uses_is_one_though_no_area_names_it():
    places = Places.of(PLACES.by_code.values())
    assert said("zwemmen 1042", places) == {}
    places.learn_postcodes([("1042AB", frozenset({"FB"})), ("1069", frozenset({"FB"}))])
    assert said("zwemmen 1042", places) == {"postcode": "1042"}
    assert read("1042", places).areas == {"FB"}
    assert read("1069", places).areas == {"FA"}


def test_in_a_long_question_a_word_that_stands_in_many_concepts_tells_less():
    concepts = [Meaning(code=f"c{n}", offered=[f"hulp soort{n}"]) for n in range(9)]
    knowledge = Knowledge({}, Lexicon([*concepts, Meaning(code="soep", offered=["soep"])]))

    def weights(question):
        return {one.word: one.weight for one in ask(read(question, PLACES), knowledge).words}

    assert weights("hulp soep") == {"hulp": 1.0, "soep": 1.0}
    weighed = weights("hulp soep fietsbel")
    assert weighed["hulp"] < weighed["soep"] < weighed["fietsbel"] == 1.0


def test_a_word_that_is_small_in_dutch_tells_where_nothing_else_is_dutch():
    lexicon = Lexicon([Meaning(code="werk", offered=["baan"], asked={"tr": ["iş arıyorum"]})])
    assert [one.code for one in lexicon.fired_by(words("iş arıyorum"))] == ["werk"]
    assert lexicon.fired_by(words("is de baan ariyorum"), frozenset({"baan"}))[0].words == {2}


def test_a_compound_that_looks_like_a_known_one_is_still_made_of_its_parts():
    lexicon = Lexicon(
        [
            Meaning(code="huiswerk", offered=["bijles"]),
            Meaning(code="geloof", offered=["bijbelgroep", "groep"]),
        ]
    )
    knowledge = Knowledge({}, lexicon)
    assert knowledge.speller.mended("bijlesgroep") == "bijbelgroep"
    assert "#huiswerk" in ask(read("bijlesgroep", PLACES), knowledge).meanings


def test_a_known_compound_means_no_concept_of_its_parts():
    lexicon = Lexicon(
        [
            Meaning(code="voedselbank", offered=["voedselbank"]),
            Meaning(code="dieet", offered=["voedsel"]),
            Meaning(code="geld", offered=["bank"]),
        ]
    )
    knowledge = Knowledge({}, lexicon)
    assert ask(read("voedselbank", PLACES), knowledge).meanings.keys() == {"#voedselbank"}
    assert "#dieet" in ask(read("voedselbankje voedsel", PLACES), knowledge).meanings
    assert (
        "#dieet"
        in ask(
            read("voedselbanken", Places()),
            Knowledge(
                {},
                Lexicon(
                    [
                        Meaning(code="dieet", offered=["voedsel"]),
                        Meaning(code="geld", offered=["banken"]),
                    ]
                ),
            ),
        ).meanings
    )


@pytest.mark.parametrize("question", ["dokter die Arabisch spreekt", "doctor who speaks Arabic"])
def test_who_speaks_a_language_is_asked_for_less_than_what_is_asked_of_them(question):
    concepts = [
        Meaning(code="tolk", offered=["tolk"], asked={"nl": ["Arabisch"], "en": ["Arabic"]}),
        Meaning(code="huisarts", offered=["dokter"], asked={"en": ["doctor"]}),
    ]
    meanings = ask(read(question, PLACES), Knowledge({}, Lexicon(concepts))).meanings
    assert meanings["#tolk"] < meanings["#huisarts"] / 2
    alone = ask(read("Arabisch", PLACES), Knowledge({}, Lexicon(concepts))).meanings
    assert alone["#tolk"] > meanings["#tolk"]
