"""Who of the demo works together: some said so, some wait for an answer, one was told at the telephone."""

from website.demo.content import Tally
from website.demo.people import account
from wijkzorg_home.models import NetworkPage
from wijkzorg_partners.models import PartnerPage
from wijkzorg_partners.ties import cooperation

#: Both said so.
CONFIRMED = (
    ("buurtkamer-de-populier", "wijkteam-de-linde"),
    ("buurtkamer-de-populier", "eettafel-de-granaatappel"),
    ("klusclub-de-hamer", "thuiszorg-veldbloem"),
    ("wandelclub-rondje-plas", "huis-van-de-wijk-de-kring"),
)
#: The first asked, and the second has not answered yet.
ASKED = (
    ("huisartsen-aan-de-sloterbrug", "buurtkamer-de-populier"),
    ("klusclub-de-hamer", "wijkteam-de-linde"),
)
CALLED = (("mantelzorgcafe-even-zitten", "steunpunt-mantelzorg-de-schouder"),)


def add_ties(tally: Tally, directory: NetworkPage) -> None:
    """Add those that are missing; a pair that anybody said something about stays as it is."""
    by = account("beheer@example.org")
    children = PartnerPage.objects.child_of(directory).live()
    partners = {partner.slug: partner for partner in children.select_related("locale")}
    for ways in (CONFIRMED, ASKED, CALLED):
        for one, other in ways:
            if by is None or not {one, other} <= partners.keys():
                continue
            there = cooperation.between(partners[one], partners[other])
            tally.count("ties", added=there is None)
            if there is not None:
                continue
            if ways is CALLED:
                cooperation.record(partners[one], partners[other], by=by)
                continue
            cooperation.say_yes(partners[one], partners[other], by=by)
            if ways is CONFIRMED:
                cooperation.say_yes(partners[other], partners[one], by=by)
