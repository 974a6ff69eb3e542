"""Pieces of which made-up profiles are built. No organisation, street or person is meant by any of them."""

# ruff: noqa: E501

#: Theme > what is offered there, as it would stand in a profile.
OFFERS: dict[str, tuple[str, ...]] = {
    "eenzaamheid": ("een maatje dat elke week langskomt", "samen wandelen en praten", "een belcirkel in de ochtend", "bezoek aan huis", "een praatgroep voor wie alleen is"),
    "mantelzorg": ("respijtzorg voor een middag", "een gespreksgroep voor mantelzorgers", "oppas voor wie niet alleen kan zijn", "hulp bij het regelen van zorg", "een dag eropuit voor wie zorgt"),
    "armoede-schulden": ("schuldhulp en budgetcoaching", "hulp bij dichte enveloppen", "een inloop voor formulieren en toeslagen", "kwijtschelding aanvragen", "gesprekken met een deurwaarder voorbereiden"),
    "hulp-in-huis": ("kleine klussen in huis", "boodschappen doen", "vervoer naar het ziekenhuis", "de tuin winterklaar maken", "een lamp of kast ophangen"),
    "opvoeden": ("een spreekuur over opvoeden", "een speelinloop voor peuters", "steun voor jonge ouders", "huiswerkhulp aan de keukentafel", "een cursus over pubers en schermen"),
    "werk-dagbesteding": ("dagbesteding in een werkplaats", "hulp bij een sollicitatiebrief", "vrijwilligerswerk dat bij je past", "fietsen opknappen en verkopen", "een taalstage in de keuken"),
    "ontmoeting": ("koffie in de ochtend", "een spelletjesmiddag", "samen handwerken", "een koor voor iedereen", "een buurtkamer met een leestafel"),
    "ouderen": ("een lunch voor ouderen", "valpreventie met oefeningen", "ritjes met de duofiets", "een telefooncirkel", "hulp bij langer thuis wonen"),
    "wonen": ("spreekuur over huur en schimmel", "bemiddeling bij ruzie met buren", "inschrijven als woningzoekende", "begeleid wonen", "opvang voor wie geen huis heeft"),
    "eten-voedselhulp": ("een buurtmaaltijd voor drie euro", "voedselpakketten", "samen koken uit vele landen", "een weggeefkast met brood en groente", "maaltijden aan huis"),
    "bewegen-gezondheid": ("gymnastiek op een stoel", "een wandelgroep", "een beweegtuin met begeleiding", "leefstijlcoaching", "zwemles voor volwassenen"),
    "jongeren": ("een jongereninloop met muziek", "coaching voor wie van school is", "een meidengroep", "straatvoetbal met een trainer", "een studio om zelf op te nemen"),
    "nieuwkomers": ("hulp bij inburgering", "een taalmaatje", "uitleg over brieven van de gemeente", "een rondleiding door de wijk", "begeleiding van vluchtelingen"),
    "taal-digitaal": ("Nederlandse les", "hulp met je computer en DigiD", "een leesclub voor beginners", "oefenen met de mobiele telefoon", "een taalcafé"),
    "beperking": ("een soos voor mensen met een verstandelijke beperking", "sporten met een rolstoel", "begeleiding thuis", "een maatje om mee te reizen", "gebarencafé"),
    "ggz-verslaving": ("herstelgroepen", "een inloop voor wie psychisch kwetsbaar is", "gesprekken met een ervaringsdeskundige", "hulp bij stoppen met drinken", "een crisiskaart maken"),
    "rouw-zingeving": ("een rouwgroep", "gesprekken over zin en verlies", "een stiltewandeling", "herdenken met de buurt", "bezoek door een geestelijk verzorger"),
    "huiselijk-geweld": ("een veilig gesprek over geweld thuis", "hulp bij een scheiding met ruzie", "een weerbaarheidstraining", "opvang na geweld", "steun voor kinderen die veel zagen"),
    "dementie": ("een ontmoetingscentrum bij dementie", "een casemanager voor wie vergeet", "een geheugencafé", "wandelen met wie de weg kwijtraakt", "uitleg voor de familie"),
}  # fmt: skip
#: Where a theme is not in this list, as a network of its own may have.
ANYTHING = ("koffie en een praatje", "hulp van buren", "een inloop", "samen iets ondernemen")

INFORMAL_KINDS = (
    "Buurtkamer",
    "Eetclub",
    "Klusclub",
    "Bewonersgroep",
    "Vriendenkring",
    "Moestuin",
    "Huiskamer",
    "Wandelclub",
    "Vrouwengroep",
    "Buurtgroep",
    "Repaircafé",
    "Koor",
)
FORMAL_KINDS = (
    "Stichting",
    "Zorggroep",
    "Wijkteam",
    "Praktijk",
    "Steunpunt",
    "Centrum",
    "Begeleiding",
    "Adviespunt",
    "Thuiszorg",
    "Dienst",
    "Expertisepunt",
    "Loket",
)
FIRST_PARTS = ("Appel", "Berk", "Beuk", "Bij", "Brug", "Dijk", "Duin", "Egel", "Els", "Esdoorn", "Fluit", "Gans", "Golf", "Haag", "Haver", "Heide", "Honing", "Kastanje", "Kers", "Klaver", "Kraan", "Lelie", "Linde", "Maan", "Meer", "Merel", "Molen", "Mos", "Notel", "Olm", "Peren", "Plas", "Regen", "Riet", "Roos", "Schelp", "Spreeuw", "Ster", "Tuin", "Uil", "Veld", "Vlier", "Wiek", "Wilg", "Zilver", "Zon", "Zwaan", "Zwaluw")  # fmt: skip
LAST_PARTS = ("aar", "bank", "boog", "boom", "bron", "dam", "draad", "erf", "gaard", "haven", "hoek", "hof", "huis", "kade", "kamer", "kring", "laan", "licht", "nest", "oever", "plein", "poort", "rand", "spoor", "stek", "tafel", "tak", "veld", "vuur", "werf", "wijk", "zaal")  # fmt: skip
STREETS = ("laan", "straat", "kade", "plein", "pad", "hof", "singel", "weg", "gaarde", "erf")

AUDIENCES = (
    "Iedereen uit {area} is welkom.",
    "Voor ouderen uit {area} en omgeving.",
    "Voor ouders met kinderen tot twaalf jaar.",
    "Voor jongeren van 12 tot 23 jaar.",
    "Voor mensen met een kleine beurs.",
    "Voor volwassenen die hulp zoeken en hun familie.",
    "Voor vrouwen van alle leeftijden.",
    "Voor nieuwkomers en wie al lang in {area} woont.",
    "Voor mantelzorgers en voor wie zij zorgen.",
    "Voor mensen met een verwijzing van de huisarts.",
)
SUMMARIES = (
    "{offer} in {area}.",
    "Bij ons vind je {offer}.",
    "{offer}, dichtbij en zonder gedoe.",
    "Wij bieden {offer} en {other}.",
    "Al {years} jaar {offer} in {area}.",
    "{offer}: kom gerust eens kijken.",
)
NOT_OFFERED = (
    "Wij geven geen medische zorg.",
    "Wij lenen geen geld uit.",
    "Geen crisisopvang: bel dan de huisarts.",
    "Wij komen niet aan huis.",
    "Geen hulp bij belastingaangifte.",
    "Buiten de wijk komen wij niet.",
)
COSTS = (
    "Gratis",
    "",
    "Drie euro per keer",
    "Eigen bijdrage via de gemeente",
    "",
    "Vijf euro per maand",
)
TIMES = (("09:00", "12:30"), ("10:00", "12:00"), ("13:00", "16:30"), ("14:00", "17:00"), ("19:00", "21:30"), ("09:00", "17:00"))  # fmt: skip
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LANGUAGES = ("nl", "en", "tr", "ar", "pl", "es", "fr", "so", "ti", "uk")

EVENT_TITLES = (
    "Open tafel over {topic}",
    "Middag over {topic}",
    "Training: {topic}",
    "Samen leren over {topic}",
    "Kom praten over {topic}",
    "Wijktafel over {topic}",
)
TOPICS = ("geldzorgen", "mantelzorg", "vergeten en dementie", "opvoeden", "gezond eten", "slapen", "eenzaamheid", "veilig fietsen", "de kleine beurs", "digitale post", "rouw", "wonen met schimmel", "jong en somber", "goede buren", "vrijwilligers vinden")  # fmt: skip
