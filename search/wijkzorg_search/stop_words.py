"""Words that ask nothing by themselves, per language. Folded (no accents), as `analysis.words` gives them.

Only words that never tell two partners apart: "alleen" (lonely) and "niks" (nothing to eat) are none.
"""

DUTCH = """
aan af al alle als altijd ander andere anders ben bent bij bijna binnen bv daar daarna dan dat de
deze die dit doe doen doet door dus een eens en enkele er erg gaan gaat gauw ge geen geven gewoon
goed graag had hadden heb hebben hebt heeft heel hem hen het hier hij hoe hun iemand iets ik in is
ja je jij jou jouw jullie kan ken kom komen komt krijg krijgen kunnen kunt laat laten maar mag me
mee meer meest met mij mijn moet moeten mogen na naar naast nee net niet nog nou nu of om omdat
onder ons onze ook op over pas per plek regelen s sinds soms steeds te tegen ter terwijl toch toe
tot tussen u uit uw vaak van vanaf vast veel vind vinden voor voorbij vraag waar waarin waarom
wanneer want waren was wat we weer weet weg wel welke werd wie wij wil willen wilt word worden
wordt ze zeer zelf zich zij zijn zo zoals zoek zoeken zoekt zonder zou zullen zult
"""
ENGLISH = """
a about am an and any anybody anyone are as at be been but by can cannot cant could didnt do does
doesnt dont for from get give go had has have havent he her here him his how i id im in is isnt it
its ive just like looking me my near need needs of on one or our out please s she should so some
somebody someone t that the their them there theres they this to us want was we what whats when
where wheres which who will with wont would you your
"""
TURKISH = """
acaba ama bana ben beni benim bir biri birine bu cok da daha de diye en gibi hangi her hic icin
ile ise istiyorum kim mi miyim mu nasil ne neden nerede nereden nereye o olan olarak sen siz su
var ve veya ya yok
"""
ARABIC = """
ابحث احتاج اريد التي الذي الي انا انت او اين ذلك علي عن عندي في كل كيف لا لي ما ماذا متي مع من نحن
هذا هذه هل هم هو هي و
"""
#: Stop words that change no meaning. The others do beside one word: "huis uit" is not "huis".
FILLER_WORDS = """
aan als ben bent bij dan dat de deze die dit een en er erg haar had heb hebben heeft heel hem het
hij hun iemand iets ik in is je jij jou jouw jullie kan kunnen me met mij mijn naar of om ons onze
ook op te u uw van voor was we wel wij wil willen word wordt ze zij zijn zo
"""
#: Dutch stop words that are no word of another language in which people ask here.
DUTCH_ONLY = """
aan als ben bij dat deze die dit een er gaat geen hebben heeft heel het hij hoe hun ik jij jouw
kunnen maar mijn moet naar niet nog ons onze ook te uit van veel voor waar wat wel welke wie wij
worden zij zijn zoek zonder
"""
FILLERS = frozenset(FILLER_WORDS.split())
ONLY_DUTCH = frozenset(DUTCH_ONLY.split())

STOP_WORDS = {
    "nl": frozenset(DUTCH.split()),
    "en": frozenset(ENGLISH.split()),
    "tr": frozenset(TURKISH.split()),
    "ar": frozenset(ARABIC.split()),
}
#: A small word in one language is no word that tells in another: "my" is no mouse in Polish.
SMALL_ANYWHERE = frozenset().union(*STOP_WORDS.values())
