"""Whoever withdraws the consent is named in no public answer; what texts elsewhere say, people are asked to mend."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import TestCase
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page
from wagtail_localize.models import TranslationSource

from tests.factories import (
    make_document,
    make_event,
    make_image,
    make_news,
    make_report,
    make_translation,
)
from tests.security.addresses import all_addresses
from tests.security.matrix import ENTRIES, EVERYBODY
from tests.security.world import found_in
from wijkzorg_events.models import AgendaPage
from wijkzorg_home.models import OutgoingMail
from wijkzorg_news.models import NewsIndexPage
from wijkzorg_partners import consent, mentions
from wijkzorg_partners.models import ContactPerson, PartnerPage

pytestmark = pytest.mark.slow

NAME, ROLE, WORD = "Zwaantje Zomer", "Gastvrouw", "zwaantje"
LANGUAGES = ("", "/en", "/tr", "/ar")
V2 = "/api/wagtail/v2/pages/"
#: The addresses without parameters that everybody may open, but for those that hold files of our own.
FILES_OF_OURS = {"favicon", "wagtailadmin_sprite", "wagtailadmin_javascript_catalog"}


@pytest.fixture(scope="module")
def standing_place(standing, standing_cast):
    standing.place = build_place(standing.network, standing.cast)


@pytest.fixture
def place(standing_place, copied):
    return copied.place


def build_place(network, cast):
    """A town with an agenda and news, and a person on the page of B in two languages and several drafts."""
    agenda = network.district.add_child(instance=AgendaPage(title="Agenda", slug="agenda"))
    news_list = network.district.add_child(instance=NewsIndexPage(title="Nieuws", slug="nieuws"))
    partner = cast.partner_b
    partner.contact_persons = [
        ContactPerson(
            name=NAME,
            role=ROLE,
            email="zwaantje@example.org",
            visibility="public",
            consent_on=date(2026, 1, 1),
        )
    ]
    partner.save_revision().publish()
    make_translation(partner)
    partner = PartnerPage.objects.get(pk=partner.pk)
    TranslationSource.update_or_create_from_instance(partner)
    partner.summary = "Een nieuwe zin."
    partner.save_revision(user=cast.editor_b).publish()
    event = make_event(agenda, hosts=[partner], areas=[network.wijk])
    make_event(partner, "Klussen", areas=[network.wijk])
    make_news(news_list, "Nieuws", partners=[partner], events=[event])
    Redirect.objects.create(old_path="/oud", redirect_page=partner)
    return SimpleNamespace(
        agenda=agenda,
        news_list=news_list,
        event=event,
        partner=PartnerPage.objects.get(pk=partner.pk),
        person=partner.contact_persons.get(),
    )


def withdraw(place, by):
    with TestCase.captureOnCommitCallbacks(execute=True):
        consent.withdraw_consent(place.partner, place.person.uid, by=by)


def routes_of(page):
    """The addresses below a page that it answers itself, such as a feed or a calendar file."""
    if not isinstance(page, RoutablePageMixin):
        return []
    routes = [str(route.pattern) for route in page.get_subpage_urls()]
    return [page.get_url() + route for route in routes if route and "<" not in route]


def public_addresses(network, partner):
    """Where anybody may ask: pages, what they answer besides, searches, and both APIs."""
    directory = network.directory.get_url()
    urls = [directory + f"vergelijk/?p={partner.slug}&p=buurtkamer-de-kade", "/oud", "/oud/"]
    for page in Page.objects.filter(depth__gt=1).specific():
        urls += [page.get_url(), *routes_of(page), f"{V2}{page.pk}/?fields=*"]
    for language in LANGUAGES:
        urls += [f"{language}/zoeken/?q={WORD}", f"{language}/zoeken/suggesties/?q={WORD[:5]}"]
        urls += [f"{language}{directory}?q={WORD}"]
    names = [address.name for address in all_addresses() if not address.parameters]
    everybody = {*ENTRIES[EVERYBODY].split()} - FILES_OF_OURS
    routes = {address.name: address.route for address in all_addresses()}
    urls += ["/" + routes[name] for name in names if name in everybody and "^" not in routes[name]]
    urls += [
        f"/api/v1/search?q={WORD}&limit=100",
        "/api/v1/search?limit=100",
        f"{V2}?fields=*&limit=100",
        f"{V2}?search={WORD}",
        f"{V2}find/?html_path={partner.get_url()}",
    ]
    types = {page.specific_class for page in Page.objects.filter(depth__gt=1)}
    urls += [f"{V2}?type={one._meta.label}&fields=*&limit=100" for one in types]
    return [url for url in dict.fromkeys(urls) if url]


def places_with_the_name(client, network, partner):
    urls = public_addresses(network, partner)
    listed = re.findall(
        r"<loc>https?://[^/]+([^<]*)</loc>", client.get("/sitemap.xml").content.decode()
    )
    urls = [*urls, *(url for url in listed if url not in urls)]
    assert len(urls) > 60
    answers = {url: client.get(url) for url in urls}
    assert [url for url, answer in answers.items() if answer.status_code >= 500] == []
    # Some answers repeat the word that was asked for; none of them knows the name and the role.
    return {
        url for url, answer in answers.items() if found_in(answer, [NAME.lower(), ROLE.lower()])
    }


def test_the_name_is_in_no_public_answer_after_withdrawal(place, cast, network, client):
    page = place.partner.get_url()
    before = places_with_the_name(client, network, place.partner)
    assert {page, f"/en{page}", f"{V2}{place.partner.pk}/?fields=*"} <= before
    assert {url for url in before if "vergelijk" in url}
    withdraw(place, cast.editor_b)
    assert places_with_the_name(client, network, place.partner) == set()
    assert not [key for key in getattr(cache, "_cache", {}) if WORD in str(cache.get(key)).lower()]
    assert not OutgoingMail.objects.filter(kind=mentions.KIND).exists()


def test_crawl_reads_every_kind_of_answer(place, network):
    urls = public_addresses(network, place.partner)
    for part in ("/feed/", "/ics/", "sitemap.xml", "/meedoen/", "/vergelijk/", "openapi.json"):
        assert any(part in url for url in urls), part


# --- what texts elsewhere say ---------------------------------------------------------------------


@pytest.fixture
def texts(place, network, cast):
    """The name in what others wrote, on public pages, in a draft, in files and in an old address."""
    make_news(place.news_list, "Interview", summary=f"{NAME.upper()} vertelt.")
    make_report(place.event, summary="Met zwaantje  zomer.", areas=[network.wijk])
    make_event(place.agenda, "Nog geheim", live=False, summary=f"Door {NAME}.")
    make_event(place.agenda, "Zomer met Zwaantje Zomerdijk", summary="Iemand anders.")
    make_document(f"Dia's van {NAME}")
    make_image("Foto", name="zwaantje-zomer.png")
    Redirect.objects.create(old_path="/zwaantje-zomer", redirect_page=place.partner)
    partner = PartnerPage.objects.get(pk=place.partner.pk)
    partner.how_to_refer = f"Vraag naar {NAME}."
    partner.save_revision().publish()
    return place


EVERYWHERE = {
    "Klusclub De Hamer",
    "Interview",
    "Verslag: Wijktafel over eenzaamheid",
    "Nog geheim",
    "Dia's van Zwaantje Zomer",
    "Foto",
    "/zwaantje-zomer",
}


def test_moderators_are_asked_once_to_mend_every_text_that_has_the_name(texts, cast):
    """By a mail that keeps no name once it is sent."""
    withdraw(texts, cast.editor_b)
    (asked,) = mail.outbox
    assert asked.to == ["moderator@example.org"]
    lines = asked.body.splitlines()
    assert {line[2:] for line in lines if line.startswith("- ")} == EVERYWHERE
    assert f"/cms/pages/{texts.partner.pk}/edit/" in asked.body
    assert NAME in asked.body
    row = OutgoingMail.objects.get(kind=mentions.KIND)
    assert (row.state, row.text) == ("sent", "")


def test_who_withdraws_hears_on_which_public_pages_the_name_still_stands(texts, cast, as_user):
    """And of no draft, which is for its own editors to know."""
    cast.member.email = "zwaantje@example.org"
    cast.member.save()
    browser = as_user(cast.member)
    posted = {"partner": texts.partner.pk, "uid": texts.person.uid}
    page = browser.post("/mijn/gegevens/contactpersoon/", posted, follow=True).content.decode()
    assert "De naam staat nog in een tekst op:" in page
    for title in ("Klusclub De Hamer", "Interview", "Verslag: Wijktafel over eenzaamheid"):
        assert title in page
    assert "Nog geheim" not in page


def test_editor_who_takes_a_person_off_hears_it_too(texts, cast, as_user):
    path = f"/mijn/{texts.partner.slug}/meer/contact/{texts.person.uid}/weg/"
    page = as_user(cast.editor_b).post(path, follow=True).content.decode()
    assert "De naam staat nog in een tekst op:" in page


def test_first_name_alone_is_looked_for_on_the_own_pages_only(place, cast):
    make_news(place.news_list, "Interview", summary="Zwaantje vertelt.")
    make_event(place.partner, "Soep", summary="Met Zwaantje.", start="2027-06-01 12:00")
    found = {one.title for one in mentions.mentions_of(["Zwaantje"], place.partner)}
    assert found == {"Soep"}


def test_who_is_named_with_consent_by_another_partner_is_no_mention(place, cast):
    other = PartnerPage.objects.get(pk=cast.partner_a.pk)
    other.contact_persons = [
        ContactPerson(name=NAME, visibility="public", consent_on=date(2026, 1, 1))
    ]
    other.save_revision().publish()
    assert mentions.mentions_of([NAME], place.partner) == []
    withdraw(place, cast.editor_b)
    assert ContactPerson.objects.filter(partner=other, name=NAME).exists()
