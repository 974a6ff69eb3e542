"""The standing world of the tests: one network, and the people in it."""

import os
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


def pytest_addoption(parser):
    parser.addoption(
        "--demo-folder",
        help="a data folder with the demo loaded, for the browser tests: saves making one",
    )


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    """Files and mail of a test go to a folder of its own."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")


@pytest.fixture(autouse=True)
def fresh_caches():
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(autouse=True)
def dutch_to_begin_with():
    """A request leaves its language in the thread; each test begins in the site's own."""
    from django.conf import settings
    from django.utils import translation

    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(scope="session")
def shared_data():
    """The folder with data for imports. Not in a newcomer's clone; in CI it must be there."""
    if SHARED.is_dir():
        return SHARED
    if os.environ.get("CI"):
        pytest.fail("in CI, the folder shared/ must stand beside the clone")
    pytest.skip("the folder shared/ does not stand beside this clone")


@dataclass
class Network:
    home: object
    district: object
    directory: object
    themes_page: object
    town: object
    area: object
    gebied: object
    wijk: object
    other_wijk: object
    themes: list


@pytest.fixture
def network(db):
    """A town with one district: home, district page, directory, themes page; areas and two themes."""
    return build_network()


def build_network():
    from wagtail.models import Page, Site

    from tests.factories import make_area, make_theme
    from wijkzorg_home.models import DistrictPage, HomePage, NetworkSettings, ThemeIndexPage
    from wijkzorg_partners.models import PartnerIndexPage

    call_command("setup_network", stdout=StringIO())
    town = make_area("Teststad", level="town", code="GM1")
    area = make_area("Westkant", level="district", code="W", parent=town)
    gebied = make_area("Plaszijde", level="gebied", code="GW1", parent=area)
    wijk = make_area("Plasbuurt", code="W1", parent=gebied, postcodes=["1901"])
    other_wijk = make_area("Molenwijk", code="W2", parent=gebied, postcodes=["1902"])
    themes = [make_theme("eenzaamheid", everyday_name="Ik ben vaak alleen"), make_theme("geld")]

    Page.objects.filter(depth=2).delete()
    root = Page.get_first_root_node()
    home = root.add_child(
        instance=HomePage(title="Wijkzorg", slug="home", heading="Waar kunnen we je mee helpen?")
    )
    district = home.add_child(instance=DistrictPage(title="Westkant", slug="westkant", area=area))
    directory = district.add_child(instance=PartnerIndexPage(title="Organisaties", slug="partners"))
    themes_page = district.add_child(instance=ThemeIndexPage(title="Thema's", slug="themas"))
    Site.objects.all().delete()
    site = Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    NetworkSettings.objects.create(
        site=site,
        name="Wijkzorg",
        tagline="Westkant",
        contact_phone="020 000 00 01",
        contact_email="hallo@example.org",
    )
    return Network(
        home, district, directory, themes_page, town, area, gebied, wijk, other_wijk, themes
    )


@pytest.fixture
def cast(network):
    """The characters: editors of two partners, and one person in every other role."""
    return build_cast(network)


def build_cast(network):
    from tests.factories import make_partner, make_user

    a = make_partner(
        network.directory,
        "Buurtkamer De Kade",
        areas=[network.wijk],
        themes=network.themes[:1],
        phone="020 000 00 03",
    )
    b = make_partner(network.directory, "Klusclub De Hamer", areas=[network.other_wijk])
    return SimpleNamespace(
        partner_a=a,
        partner_b=b,
        editor_a=make_user("a@example.org", partner=a),
        editor_b=make_user("b@example.org", partner=b),
        moderator=make_user("moderator@example.org", groups=["Moderators"]),
        communications=make_user("communicatie@example.org", groups=["Communications"]),
        coordinator=make_user("coordinator@example.org", groups=["Coordinators"]),
        administrator=make_user("beheer@example.org", superuser=True),
        member=make_user("lid@example.org"),
    )


@pytest.fixture
def as_user(client):
    """A browser in which somebody is logged in; None is the public."""

    def log_in(user):
        from django.test import Client

        browser = Client()
        if user is not None:
            browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return browser

    return log_in
