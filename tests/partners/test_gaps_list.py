"""The coordinator's list of gaps: which, in which order, and what can be done about one."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.factories import make_partner
from wijkzorg_events.models import AgendaPage, EventPage
from wijkzorg_home.contracts import collect
from wijkzorg_partners.models import PartnerPage

URL = "/cms/coordination/gaps/"
GATHER = f"{URL}gather/"
MONEY = {"theme": "geld", "area": "W2", "maker": "wijktafel"}


@pytest.fixture(scope="module")
def standing_gaps(standing_cast, standing, django_db_blocker):
    """A theme that two others work on elsewhere, of which one is formal in the same place."""
    network = standing.network
    with django_db_blocker.unblock():
        _alone, money = network.themes
        standing.agenda = network.district.add_child(
            instance=AgendaPage(title="Agenda", slug="agenda")
        )
        for title, kind, area in (
            ("Geldloket", "formal", network.wijk),
            ("Papierhulp", "informal", network.wijk),
        ):
            make_partner(network.directory, title, kind=kind, areas=[area], themes=[money])


@pytest.fixture
def gaps(standing_gaps, copied):
    return copied


def headings(answer):
    return re.findall(r'class="w-h2">(.*?)</h2>', answer.content.decode())


def test_the_largest_gap_stands_first(gaps, as_user):
    answer = as_user(gaps.cast.coordinator).get(URL)
    assert headings(answer) == ["Ik zoek geld in Molenwijk", "Ik ben vaak alleen in Molenwijk"]
    assert "Nog niemand." in answer.content.decode()


def test_an_invitation_by_mail_leads_to_joining_there(gaps, as_user):
    html = as_user(gaps.cast.coordinator).get(URL + "?theme=geld&area=W2").content.decode()
    mail = re.search(r'href="(mailto:[^"]*)"', html)[1].replace("&amp;", "&")
    body = parse_qs(urlsplit(mail).query)["body"][0]
    assert "In Molenwijk zoeken we" in body
    assert "http://localhost/meedoen/?theme=geld&area=W2" in body


def test_it_leads_to_who_does_it_elsewhere_and_staff_to_making_a_page(gaps, as_user):
    make = f'href="/cms/pages/add/wijkzorg_partners/partnerpage/{gaps.network.directory.pk}/"'
    coordinator = as_user(gaps.cast.coordinator).get(URL).content.decode()
    officer = as_user(gaps.cast.communications).get(URL).content.decode()
    assert 'href="/westkant/partners/?theme=geld"' in coordinator
    assert (make in coordinator, make in officer) == (False, True)


def test_who_keeps_the_agenda_makes_a_gap_the_theme_of_a_wijktafel_once(gaps, as_user):
    browser = as_user(gaps.cast.communications)
    first, second = browser.post(GATHER, MONEY), browser.post(GATHER, MONEY)
    (event,) = EventPage.objects.all()
    assert first.url == second.url == f"/cms/pages/{event.pk}/edit/"
    assert (event.live, event.kind, event.get_parent().pk) == (False, "wijktafel", gaps.agenda.pk)
    assert (event.theme_slugs, event.area_codes) == (["geld"], ["W2"])
    page = browser.get(first.url).content.decode()
    assert "Wijktafel in Molenwijk: Ik zoek geld" in page


def test_what_its_draft_is_about_by_now_decides_whether_there_is_one(gaps, as_user):
    browser = as_user(gaps.cast.communications)
    browser.post(GATHER, MONEY)
    (event,) = EventPage.objects.all()
    draft = event.get_latest_revision_as_object()
    draft.themes = [gaps.network.themes[0]]
    draft.save_revision(user=gaps.cast.communications)
    other = browser.post(GATHER, {**MONEY, "theme": "eenzaamheid"})
    assert other.url == f"/cms/pages/{event.pk}/edit/"
    assert browser.post(GATHER, MONEY).url != other.url
    assert EventPage.objects.count() == 2


@pytest.mark.parametrize("who", ["coordinator", "editor_a", "member", None])
def test_nobody_else_makes_one(gaps, as_user, who):
    browser = as_user(getattr(gaps.cast, who) if who else None)
    browser.post(GATHER, MONEY)
    assert not EventPage.objects.exists()


def test_a_coordinator_is_told_who_can(gaps, as_user):
    html = as_user(gaps.cast.coordinator).get(URL).content.decode()
    assert 'name="maker"' not in html
    assert "Vertel het aan wie de agenda bijhoudt" in html


@pytest.mark.parametrize("who", ["editor_a", "member", None])
def test_the_list_is_for_who_coordinates(gaps, as_user, who):
    answer = as_user(getattr(gaps.cast, who) if who else None).get(URL, follow=True)
    assert "Ik zoek geld in Molenwijk" not in answer.content.decode()


def test_an_area_or_theme_that_is_not_there_makes_nothing(gaps, as_user):
    browser = as_user(gaps.cast.communications)
    assert browser.post(GATHER, {**MONEY, "area": "X"}).status_code == 404
    assert browser.post(GATHER, {**MONEY, "maker": "feest"}).status_code in (302, 403)
    assert not EventPage.objects.exists()
    assert headings(browser.get(URL + "?theme=x&area=y&level=z&page=q")) == []


def lines_for(user):
    (one,) = [one for one in collect("register_coordinator_list") if one.name == "gaps"]
    return one.build(user)


def test_the_coordinators_page_gets_the_largest_gaps_each_leading_to_its_deeds(gaps):
    found = lines_for(gaps.cast.coordinator)
    assert [(line.title, line.url) for line in found.lines] == [
        ("Ik zoek geld in Molenwijk", f"{URL}?theme=geld&area=W2"),
        ("Ik ben vaak alleen in Molenwijk", f"{URL}?theme=eenzaamheid&area=W2"),
    ]
    assert lines_for(gaps.cast.editor_a) is None


def test_a_gap_closes_when_an_informal_organisation_comes(gaps):
    hammer = PartnerPage.objects.get(title="Klusclub De Hamer")
    hammer.themes.set(gaps.network.themes)
    hammer.save_revision().publish()
    assert lines_for(gaps.cast.coordinator).lines == []
