"""The standing world of the tests: one network, and the people in it."""

import copy
import fcntl
import gc
import os
import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.backends.base.creation import TEST_DATABASE_PREFIX
from hypothesis import HealthCheck, settings

# A busy machine is no fault of the code: speed is measured under tests/load/.
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


def pytest_addoption(parser):
    parser.addoption(
        "--demo-folder",
        help="a data folder with the demo loaded, for the browser tests: saves making one",
    )


#: Folders and files that take longest, each over ten seconds of a processor: they begin first, so that no
#: worker is left alone with one of them at the end.
LONGEST_FIRST = (
    "browser/test_every_page",
    "host/",
    "browser/",
    "security/test_deeds",
    "security/test_sentinel_crawl",
    "security/",
    "search/test_any_input",
    "website/test_load_demo",
    "events/",
    "partners/test_life_of_a_profile",
    "partners/test_mijn",
    "partners/test_moderation",
    "website/",
    "search/",
    "news/",
    "partners/test_query_counts",
)


def pytest_collection_finish():
    """What is loaded now stays to the end: looking through it for garbage takes a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def pytest_collection_modifyitems(items):
    """The longest files come first, and in a file the tests that need less of what its fixtures build.

    What they share stays until the file's end; it is built once, since a file's tests run in one worker.
    """

    def needs(item):
        return sum(name.startswith("standing_") for name in item.fixturenames)

    def turn(item):
        path = str(item.path.relative_to(ROOT / "tests"))
        places = [at for at, part in enumerate(LONGEST_FIRST) if path.startswith(part)]
        return places[0] if places else len(LONGEST_FIRST)

    files = {path: number for number, path in enumerate(dict.fromkeys(item.path for item in items))}
    items.sort(key=lambda item: (turn(item), files[item.path], needs(item)))


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    """Files and mail of a test go to a folder of its own."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")


@pytest.fixture(autouse=True)
def fresh_caches():
    from django.core.cache import cache

    from wijkzorg_search import knowing, missed, vectors_kept

    cache.clear()
    knowing.forget()
    missed.forget()
    vectors_kept.forget()


@pytest.fixture
def search_follows(db, monkeypatch):
    """What is published is found. Without it nothing is, since in most tests no transaction ends.

    What waits for the commit is done when somebody searches, so that pages are whole by then.
    """
    from wijkzorg_search import following, indexing, knowing

    waiting = []
    read = knowing.kept.get

    def catch_up_and_read():
        while waiting:
            waiting.pop(0)()
        return read()

    monkeypatch.setattr(following, "after_commit", waiting.append)
    monkeypatch.setattr(following, "_refresh", indexing.refresh)
    monkeypatch.setattr(following, "_rebuild", indexing.rebuild_if_needed)
    monkeypatch.setattr(knowing.kept, "get", catch_up_and_read)
    indexing.rebuild()


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


@pytest.fixture(scope="module")
def standing(django_db_setup, django_db_blocker):
    """What stands in the database for the tests of a file, and is taken back with it.

    First a network. A fixture `standing_...` of a module may add to it, in the database and here;
    a test gets a copy of all this, and what it does in the database is taken back after it.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield SimpleNamespace(network=build_network())
        transaction.set_rollback(True)


@pytest.fixture
def copied(standing, db):
    return copy.deepcopy(standing)


@pytest.fixture
def network(copied):
    """A town with one district: home, district page, directory, themes page; areas and two themes."""
    return copied.network


@pytest.fixture(scope="module")
def standing_cast(standing):
    standing.cast = build_cast(standing.network)


@pytest.fixture
def cast(standing_cast, copied):
    """The characters: editors of two partners, and one person in every other role."""
    return copied.cast


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


def build_cast(network):
    from tests.factories import make_partner, make_user

    a = make_partner(
        network.directory,
        "Buurtkamer De Kade",
        areas=[network.wijk],
        themes=network.themes[:1],
        for_whom="Voor de hele buurt.",
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


def environment(data_dir, url="http://localhost:8000"):
    clean = {
        k: v
        for k, v in os.environ.items()
        if not k.startswith("WIJKZORG_") and k not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    }
    return {
        **clean,
        "WIJKZORG_DATA_DIR": str(data_dir),
        "WIJKZORG_DEMO": "1",
        "WIJKZORG_BASE_URL": url,
        "WIJKZORG_SEARCH_MEANING": "off",
        "PYTHONWARNINGS": "ignore",
    }


#: Looking for garbage takes a quarter of the time of `migrate`: it is done hundreds of times less often.
MANAGE = (
    sys.executable,
    "-c",
    "import gc; gc.set_threshold(200_000, 20, 100); import manage; manage.main()",
)


def manage(data_dir, *command, **variables):
    done = subprocess.run(
        [*MANAGE, *command],
        cwd=ROOT,
        env={**environment(data_dir), **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextmanager
def locked(path):
    """Whoever comes second waits until the first is done: a lock between the workers of a run."""
    with open(path, "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory):
    """A folder that all workers of this run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


@pytest.fixture(scope="session")
def empty_database(run_folder):
    """An SQLite file with every migration run, made once for all workers and for the demo."""
    from django.conf import settings

    folder = (
        Path(settings.DATABASES["default"]["TEST"]["NAME"]).parent if on_sqlite() else run_folder
    )
    folder.mkdir(parents=True, exist_ok=True)
    made = folder / f"empty-{settings.MIGRATIONS_HASH}.sqlite3"
    with locked(made.with_suffix(".lock")):
        if not made.exists():
            work = run_folder / "migrating"
            work.mkdir()
            manage(work, "migrate", "--verbosity", "0")
            shutil.move(work / "db.sqlite3", made)
    return made


def on_sqlite():
    from django.conf import settings

    return str(settings.DATABASES["default"]["ENGINE"]).endswith("sqlite3")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix, request, pytestconfig
):
    """A worker's database is a copy of the empty one. The demo is made meanwhile."""
    from django.db import connection

    if not on_sqlite():
        name = connection.settings_dict["TEST"]["NAME"]  # a worker's; else Django's own is meant
        usual = TEST_DATABASE_PREFIX + connection.settings_dict["NAME"]
        copy_template(name or usual, request)
        return
    empty = request.getfixturevalue("empty_database")
    name = Path(connection.settings_dict["TEST"]["NAME"])
    if pytestconfig.getoption("create_db") or not name.exists():
        shutil.copy(empty, name)
    needed = any("demo_folder" in item.fixturenames for item in request.session.items)
    if needed and not pytestconfig.getoption("--demo-folder"):
        args = (request.getfixturevalue("run_folder") / "demo", empty)
        threading.Thread(target=make_demo, args=args).start()


def copy_template(name, request):
    """On PostgreSQL: a database with every migration run, made once for all workers, is copied."""
    import psycopg

    folder, address = request.getfixturevalue("run_folder"), os.environ["DATABASE_URL"]
    done = folder / "template-is-there"
    with (
        locked(folder / "template.lock"),
        psycopg.connect(address, autocommit=True) as server,
    ):
        if not done.exists():
            server.execute("CREATE DATABASE wijkzorg_template")
            template = urlsplit(address)._replace(path="/wijkzorg_template").geturl()
            manage(folder, "migrate", "--verbosity", "0", DATABASE_URL=template)
            done.touch()
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE wijkzorg_template')


#: Loads the demo and looks at the pages with pictures: making those smaller takes longer than all else.
LOAD_DEMO = """
import gc; gc.disable()
from django.core.management import call_command
from django.test import Client
from tests.browser.test_every_page import ALL
call_command("load_demo")
for path in ALL.values():
    Client().get(path, headers={"host": "localhost"})
"""


def make_demo(folder, empty):
    with locked(folder.with_suffix(".lock")):
        if not (folder / "ready").exists():
            folder.mkdir(exist_ok=True)
            shutil.copy(empty, folder / "db.sqlite3")
            said = manage(folder, "shell", "--no-imports", "-c", LOAD_DEMO)
            (folder / "load_demo.txt").write_text(said, encoding="utf-8")
            (folder / "ready").touch()


@pytest.fixture(scope="session")
def demo_folder(run_folder, empty_database, pytestconfig):
    """The data folder of a site with the demo loaded; made once, never changed."""
    if given := pytestconfig.getoption("--demo-folder"):
        return Path(given)
    make_demo(run_folder / "demo", empty_database)
    return run_folder / "demo"
