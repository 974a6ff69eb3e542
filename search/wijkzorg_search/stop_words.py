"""Words that ask nothing by themselves, per language. Folded (no accents), as `analysis.words` gives them.

Only words that never tell two partners apart: "alleen" (lonely) and "niks" (nothing to eat) are no stop words.
"""

DUTCH = """
aan af al alle als altijd ander andere anders ben bent bij bijna binnen bv daar daarna dan dat de deze die dit doe doen
doet door dus een eens en enkele er erg gaan gaat gauw ge geen geven gewoon goed graag had hadden heb hebben hebt heeft
heel hem hen het hier hij hoe hun iemand iets ik in is ja je jij jou jouw jullie kan kunnen kunt ken kom komen komt krijg
krijgen laat laten maar mag me mee meer meest met mij mijn moet moeten mogen na naar naast nee net niet nog nou nu of om
omdat onder ons onze ook op over pas per plek regelen s sinds soms steeds te tegen ter terwijl toch toe tot tussen u uit
uw van vanaf vaak vast veel vind vinden voor voorbij vraag waar waarom waarin wanneer want waren was wat we weer weet
weg welke wel werd wie wij wil willen wilt word worden wordt ze zelf zeer zich zij zijn zo zoals zoek zoeken zoekt zou
zonder zullen zult
"""
ENGLISH = """
a about am an and any anybody anyone are as at be been but by can cannot could do does for from get give go had has have
he her here him his how i im in is it its ive just like looking me my near need needs of on one or our out please s she
should so some somebody someone t that the their them there they this to us want was we what when where which who will
with would you your
"""
TURKISH = """
acaba ama ben beni benim bir biri birine bu bana cok da daha de diye en gibi hangi her hic icin ile ise istiyorum kim
mi miyim mu nasil ne neden nerede nereden nereye o olan olarak sen siz su ve var veya ya yok
"""
ARABIC = """
انا انت هو هي هم نحن في من الي علي عن مع هل ما ماذا كيف اين متي لي لا او و هذا هذه ذلك التي الذي كل اريد احتاج ابحث عندي
"""

#: Stop words that change no meaning. The others do beside one word: "huis uit" is not "huis".
FILLERS = frozenset(
    """
    de het een ik mij mijn me je jij jou jouw jullie u uw wij we ons onze ze zij zijn hij haar hem hun er die dat dit
    deze is ben bent was heb heeft hebben had ook en of wel heel erg zo te van voor met in op bij naar aan als dan om
    iemand iets wil willen kan kunnen word wordt
    """.split()
)
#: Dutch stop words that are no word of another language in which people ask here.
ONLY_DUTCH = frozenset(
    """
    aan als ben bij dat deze die dit een er geen gaat hebben heeft heel het hij hoe hun ik jij jouw kunnen
    maar mijn moet naar niet nog ons onze ook te uit van veel voor waar wat wel welke wie wij worden zij zijn
    zoek zonder
    """.split()
)

STOP_WORDS = {
    "nl": frozenset(DUTCH.split()),
    "en": frozenset(ENGLISH.split()),
    "tr": frozenset(TURKISH.split()),
    "ar": frozenset(ARABIC.split()),
}
