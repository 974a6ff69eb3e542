"""Every word that is not public carries a marker; the whole site is read, and searched for them."""

import re

import pytest
from wagtail.images import get_image_model
from wagtail.models import Locale, Page

from tests.factories import make_image, make_partner
from tests.security.probes import all_probes
from tests.security.world import ROLES, found_in, shown_to_the_network
from wijkzorg_partners.models import PartnerPage

pytestmark = pytest.mark.slow
LANGUAGES = ("", "/en", "/tr", "/ar")
#: A third of the addresses of the CMS will do for these, each another third: little is hidden from them.
MAY_READ_ALMOST_ALL = ("moderator", "communications", "administrator")
READERS_OF_THE_CMS = ("editor_b", *MAY_READ_ALMOST_ALL)
V2 = "/api/wagtail/v2/pages/"


def public_addresses(world):
    """What the public may ask for, and what it may try."""
    urls = [
        page.get_url() for page in Page.objects.filter(depth__gt=1).specific() if page.get_url()
    ]
    parts = [
        "/themas/",
        "/westkant/themas/eenzaamheid/",
        "/zoeken/",
        "/zoeken/?q=klus",
        "/niet/daar/",
        "/oud",
    ]
    words = ["zq", "zqdraft", "zqnever", "zqgone", "klus", "hamer"]
    for language in LANGUAGES:
        urls += [language + part for part in parts]
        urls += [f"{language}/zoeken/suggesties/?q={word}" for word in words]
    directory = world.network.directory
    listing = directory.get_url()
    wijk = world.network.other_wijk.code
    urls += [
        f"{listing}?area={wijk}",
        f"{listing}?q=klus",
        f"{listing}?q=zqdraft",
        f"{listing}?theme=eenzaamheid",
        f"{listing}?language=tr",
        f"/zoeken/?area={wijk}",
        "/zoeken/?type=partner&kind=informal",
    ]
    urls += [
        "/api/v1/openapi.json",
        "/api/v1/search",
        "/api/v1/search?limit=100",
        f"/api/v1/search?area={wijk}",
    ]
    urls += [f"/api/v1/search?q={word}&limit=100" for word in words]
    urls += [f"/api/v1/suggest?q={word}" for word in words]
    types = ("wijkzorg_partners.PartnerPage", "wijkzorg_home.StandardPage", "wagtailcore.Page")
    urls += [f"{V2}?fields=*&limit=100&type={name}" for name in types]
    urls += [f"{V2}?fields=*&search={word}" for word in words] + [f"{V2}?q=zq"]
    urls += [
        f"{V2}?child_of={directory.pk}&fields=*",
        f"{V2}?descendant_of={world.network.home.pk}&fields=*",
    ]
    urls += [
        f"{V2}?translation_of={world.b.pk}&fields=*",
        f"{V2}?ancestor_of={world.never.pk}&fields=*",
    ]
    urls += [f"{V2}{page.pk}/?fields=*" for page in Page.objects.filter(depth__gt=1)]
    urls += [
        f"{V2}find/?html_path={page.get_url()}" for page in (world.never, world.gone, world.private)
    ]
    urls += [
        "/api/wagtail/v2/images/",
        "/api/wagtail/v2/documents/",
        "/api/v3-preview/pages/",
        "/api/v3/pages/",
    ]
    for letter in ("a", "b"):
        image, document = getattr(world, f"image_{letter}"), getattr(world, f"document_{letter}")
        urls += [
            image.file.url,
            image.get_rendition("width-50").url,
            document.url,
            document.file.url,
        ]
    urls += [
        "/sitemap.xml",
        "/robots.txt",
        "/.well-known/security.txt",
        "/gezondheid/",
        "/account/login/",
        "/account/password/reset/",
    ]
    urls += [f"/_util/authenticate_with_password/{world.restriction.pk}/{world.never.pk}/"]
    return urls


def read(browser, urls, hidden, *, follow=False):
    """Read all, perhaps with what they link to; gives the leaks, what broke, and how many were read."""
    waiting, done, leaks, broken = list(urls), set(), [], []
    while waiting:
        url = waiting.pop()
        if url in done:
            continue
        done.add(url)
        response = browser.get(url)
        if response.status_code >= 500:
            broken.append(url)
        leaks += [
            f"{marker} at {url}" for marker in found_in(response, hidden) if marker not in url
        ]
        if follow and "text/html" in response.headers.get("Content-Type", ""):
            links = re.findall(rb'(?:href|src|srcset|action)="(/[^"#]*)"', response.content)
            waiting += [
                link.decode().split(" ")[0].replace("&amp;", "&")
                for link in links
                if not link.startswith((b"//", b"/cms/", b"/static/"))
                and b"logout" not in link
                and b"/mijn/" not in link  # the own door shows drafts, to whom they belong
                and link.count(b"=") < 2
            ]
    return leaks, broken, len(done)


@pytest.mark.parametrize("role", ROLES)
def test_no_public_address_shows_anything_that_is_not_public(role, world, browser_of, settings):
    """Whoever is logged in: the public site is the same for all, and for nobody does it show a draft."""
    settings.WIJKZORG_DEMO = False
    own = set(world.markers.shown_to(role))
    # A file is for whoever may use it in the CMS, and an administrator passes a page's restriction.
    passes = ("file", "private") if role == "administrator" else ("file",)
    hidden = [
        marker
        for marker in world.markers.readers
        if not (marker in own and any(word in marker for word in passes))
    ]
    urls = public_addresses(world)
    files = [url for url in urls if url.startswith(("/media/", "/documents/"))]
    pages = [url for url in urls if url not in files]
    # The public reads all and follows every link. The others read the same pages, with another name
    # at the top: each of them a third, another third than the one before.
    all_of_it = role == "anonymous"
    share = pages if all_of_it else pages[ROLES.index(role) % 3 :: 3]
    leaks, broken, number = read(browser_of(role), share, hidden, follow=all_of_it)
    leaks += read(browser_of(role), files, world.markers.hidden_from(role))[0]
    assert set(leaks) - shown_to_the_network(role, world) == set()
    assert broken == []
    assert number > (200 if all_of_it else 40)


@pytest.mark.parametrize("role", READERS_OF_THE_CMS)
def test_the_cms_shows_each_role_only_what_it_may_read(role, world, browser_of):
    """For those to whom most of it is closed, test_own_pages.py looks at the same addresses."""
    urls = [probe.path for probe in all_probes(world) if probe.data is None]
    urls += [f"/cms/pages/{world.a.pk}/edit/", "/cms/", "/cms/account/"]
    if role in MAY_READ_ALMOST_ALL:
        urls = urls[MAY_READ_ALMOST_ALL.index(role) :: len(MAY_READ_ALMOST_ALL)]
    browser = browser_of(role)
    leaks, met = [], set()
    hidden, shown = world.markers.hidden_from(role), world.markers.shown_to(role)
    for url in urls:
        response = browser.get(url)
        # What a streamed answer holds can be read once, so both lists are looked up together.
        found = found_in(response, [*hidden, *shown])
        leaks += [
            f"{marker} at {url}" for marker in found if marker in hidden and marker not in url
        ]
        met.update(marker for marker in found if marker in shown)
    assert leaks == []
    assert len(met) >= (20 if role in MAY_READ_ALMOST_ALL else 40), f"met only {sorted(met)}"
    assert len(urls) > (30 if role in MAY_READ_ALMOST_ALL else 90)


def test_a_word_of_a_draft_finds_nothing_for_the_public(world, browser_of):
    browser = browser_of("anonymous")
    words = [marker for marker in world.markers.readers if "@" not in marker and "." not in marker]
    doors = (
        lambda word: browser.get(f"/api/v1/search?q={word}").json()["count"],
        lambda word: browser.get(f"{V2}?search={word}").json()["meta"]["total_count"],
        lambda word: len(browser.get(f"/zoeken/suggesties/?q={word}").json()),
    )
    # All three ask the same index: each word goes to one of them, and its neighbour to the next.
    found = {word: count for number, word in enumerate(words) if (count := doors[number % 3](word))}
    assert found == {}
    assert len(words) > 70
    assert browser.get("/api/v1/search?q=hamer").json()["count"] == 1


def test_facets_and_counts_know_public_pages_only(world, browser_of):
    answer = browser_of("anonymous").get("/api/v1/search").json()
    assert answer["count"] == 4
    assert answer["facets"]["type"] == {"event": 2, "partner": 2}
    assert all(number <= 2 for values in answer["facets"].values() for number in values.values())


@pytest.mark.parametrize("folder", ["full"])
def test_the_mailbox_is_closed_outside_the_demo(folder, world, browser_of, settings, tmp_path):
    settings.EMAIL_FILE_PATH = str(tmp_path)
    (tmp_path / "123-abc.eml").write_bytes(b"Subject: zqmail\r\nTo: a@example.org\r\n\r\nzqmail")
    browser = browser_of("anonymous")
    assert "zqmail" in browser.get("/postbus/").content.decode()
    settings.WIJKZORG_DEMO = False
    for path in ("/postbus/", "/postbus/123-abc/", "/postbus/..%2f123-abc/"):
        assert browser_of("administrator").get(path).status_code == 404


# Hide means hide


@pytest.fixture
def partner(world):
    """A draft with a photo, a theme and an area; its words stand nowhere else."""
    photo = make_image("Gevel", name="zqhidephoto.png", collection=world.collection_a)
    return make_partner(
        world.network.directory,
        "Zqhidetitle Huis",
        live=False,
        summary="Zqhidesummary.",
        photo=photo,
        areas=[world.network.wijk],
        themes=world.network.themes[:1],
    )


def english(partner):
    """Its translation, published."""
    translation = partner.copy_for_translation(Locale.objects.get(language_code="en"))
    translation.title, translation.summary = "Zqhideenglish House", "Zqhideenglish."
    translation.save_revision().publish()
    return PartnerPage.objects.get(pk=translation.pk)


def places(partner, world):
    """Every place where a published partner is shown, with the word that tells of it."""
    photo = get_image_model().objects.get(pk=partner.photo_id)
    renditions = [photo.get_rendition(spec).url for spec in ("fill-600x400", "width-50")]
    return {
        partner.get_url(): "zqhidetitle",
        world.network.directory.get_url(): "zqhidetitle",
        f"{world.network.directory.get_url()}?q=zqhidetitle+huis": "zqhidesummary",
        world.network.home.get_url(): "zqhidetitle",
        "/westkant/": "zqhidetitle",
        "/westkant/themas/eenzaamheid/": "zqhidetitle",
        "/zoeken/?q=zqhidetitle": "zqhidesummary",
        "/zoeken/suggesties/?q=zqhide": "zqhidetitle",
        "/sitemap.xml": "zqhidetitle",
        "/api/v1/search?q=zqhidesummary": "zqhidetitle",
        "/api/v1/suggest?q=zqhide": "zqhidetitle",
        f"{V2}?search=zqhidetitle": "zqhidetitle huis",
        f"{V2}{partner.pk}/?fields=*": "zqhidesummary",
        f"{V2}?type=wijkzorg_partners.PartnerPage": "zqhidetitle",
        photo.file.url: "",
        **dict.fromkeys(renditions, ""),
    }


def shown_at(browser, found):
    """Which of the places answer with 200, and with their word."""
    seen = set()
    for url, word in found.items():
        response = browser.get(url)
        if response.status_code == 200 and (not word or word in response.content.decode().lower()):
            seen.add(url)
    return seen


@pytest.mark.usefixtures("search_follows")
def test_publishing_shows_a_partner_everywhere_and_unpublishing_hides_it_everywhere(
    partner, world, browser_of
):
    browser = browser_of("anonymous")
    found = places(partner, world)
    assert shown_at(browser, found) == set()
    partner.get_latest_revision().publish()
    translation = english(PartnerPage.objects.get(pk=partner.pk))
    found |= {
        translation.get_url(): "zqhideenglish",
        "/en/zoeken/?q=zqhideenglish": "zqhideenglish</mark>.",
        f"{V2}{translation.pk}/": "zqhideenglish",
        "/en/zoeken/suggesties/?q=zqhide": "zqhideenglish",
    }
    assert set(found) - shown_at(browser, found) == set()
    browser_of("moderator").post(f"/cms/pages/{partner.pk}/unpublish/")
    assert shown_at(browser, found) == set()
    for url in found:
        response = browser.get(url, follow=True)
        if response.status_code == 200 and "zqhide" not in url:
            assert "zqhide" not in response.content.decode().lower(), url


def test_a_new_photo_is_hidden_until_it_is_published_and_then_the_old_one_is(
    partner, world, browser_of
):
    browser = browser_of("anonymous")
    partner.get_latest_revision().publish()
    old = get_image_model().objects.get(pk=partner.photo_id)
    new = make_image("Nieuw", name="zqnewphoto.png", collection=world.collection_a)
    old_files = [old.file.url, old.get_rendition("fill-600x400").url]
    new_files = [new.file.url, new.get_rendition("fill-600x400").url]
    page = PartnerPage.objects.get(pk=partner.pk)
    page.photo = new
    revision = page.save_revision()

    def answers(files):
        return [browser.get(url).status_code for url in files]

    assert (answers(old_files), answers(new_files)) == ([200, 200], [404, 404])
    revision.publish()
    assert (answers(old_files), answers(new_files)) == ([404, 404], [200, 200])
    PartnerPage.objects.get(pk=partner.pk).unpublish()
    assert (answers(old_files), answers(new_files)) == ([404, 404], [404, 404])


@pytest.mark.usefixtures("search_follows")
def test_an_old_address_leads_to_the_new_one_and_never_shows_what_was_hidden(
    partner, world, browser_of
):
    browser = browser_of("anonymous")
    partner.get_latest_revision().publish()
    page = PartnerPage.objects.get(pk=partner.pk)
    old = page.get_url()
    page.slug = "ander-adres"
    page.save_revision().publish()
    new = PartnerPage.objects.get(pk=partner.pk).get_url()
    assert new != old
    assert browser.get(old).status_code in {301, 302, 404}
    assert browser.get(new).status_code == 200
    PartnerPage.objects.get(pk=partner.pk).unpublish()
    for url in (old, new):
        response = browser.get(url, follow=True)
        assert response.status_code == 404
        assert "zqhidesummary" not in response.content.decode().lower()


@pytest.mark.usefixtures("search_follows")
def test_a_restricted_page_is_in_no_list(world, browser_of):
    """Restricted by an administrator, a live partner leaves all lists as if it were taken offline."""
    from wagtail.models import PageViewRestriction

    browser = browser_of("anonymous")
    partner = make_partner(
        world.network.directory,
        "Zqhidetitle Huis",
        summary="Zqhidesummary.",
        photo=make_image("G", name="zqhidephoto.png"),
        areas=[world.network.wijk],
        themes=world.network.themes[:1],
    )
    found = places(partner, world)
    assert set(found) - shown_at(browser, found) == set()
    PageViewRestriction.objects.create(page=partner, restriction_type="login")
    assert shown_at(browser, found) == set()
