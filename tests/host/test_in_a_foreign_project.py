"""The built wheel in a project that `wagtail start` made, with its own `home` and `search`."""

import os
import re
import subprocess
import sys
import venv

import pytest

from tests.conftest import ROOT

pytestmark = [pytest.mark.host, pytest.mark.slow]

SETTINGS = """
from .base import *

SECRET_KEY = "host"
ALLOWED_HOSTS = ["*"]
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
INSTALLED_APPS = [
    "wijkzorg_news", "wijkzorg_events", "wijkzorg_partners", "wijkzorg_search", "wijkzorg_home",
    "wagtail_localize", "wagtail_localize.locales", "wagtail.contrib.settings",
    "wagtail.contrib.routable_page", "wagtail.api.v2", "rest_framework", "allauth", "allauth.account",
    *INSTALLED_APPS,
]
MIDDLEWARE = [
    *MIDDLEWARE, "allauth.account.middleware.AccountMiddleware", "django.middleware.locale.LocaleMiddleware",
    "wijkzorg_home.guards.TranslationRightsMiddleware", "wijkzorg_partners.guards.OwnPagesOnlyMiddleware",
]
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend", "wijkzorg_partners.permissions.MembershipBackend",
]
LANGUAGE_CODE = "nl"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
WAGTAIL_I18N_ENABLED = True
"""

URLS = """
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from search import views as host_search_views
from wijkzorg_home.api import build_api

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("search/", host_search_views.search, name="search"),
    path("api/v1/", build_api().urls),
]
urlpatterns += i18n_patterns(
    path("", include("wijkzorg_partners.urls")),
    path("", include("wijkzorg_search.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
"""

VISIT = """
import gc; gc.set_threshold(200_000, 20, 100)  # a quarter of the time of `migrate`
import home, wijkzorg_home
from django.core.management import call_command
from django.test import Client
from wagtail.models import Page, Site
from home.models import HomePage as HostHomePage
from wijkzorg_home.models import HomePage
from wijkzorg_partners.models import PartnerIndexPage, PartnerPage

print(wijkzorg_home.__file__, home.__file__)
call_command("makemigrations", "--check", "--dry-run")
call_command("check", "--fail-level", "WARNING")
call_command("migrate", "--verbosity", "0")
call_command("setup_network")

host_home = HostHomePage.objects.get()
home = Page.get_first_root_node().add_child(instance=HomePage(title="Wijkzorg", slug="wijkzorg", heading="Welkom"))
directory = home.add_child(instance=PartnerIndexPage(title="Organisaties", slug="partners"))
partner = directory.add_child(instance=PartnerPage(title="Buurtkamer De Kade", slug="kade", summary="Koffie."))
partner.save_revision().publish()
client = Client()
Site.objects.filter(is_default_site=True).update(root_page=home)
Site.clear_site_root_paths_cache()
for path in ("/", "/partners/", "/partners/kade/", "/zoeken/?q=koffie", "/api/v1/search?q=koffie"):
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    assert "Buurtkamer De Kade" in answer.content.decode() or path == "/", path
Site.objects.filter(is_default_site=True).update(root_page=host_home)
Site.clear_site_root_paths_cache()
assert client.get("/").status_code == 200
assert "Welcome to your new Wagtail site" in client.get("/").content.decode()
assert client.get("/search/").status_code == 200
print("the host and Wijkzorg both answer")
"""


def run(*command, cwd, **environment):
    clean = {
        k: v
        for k, v in os.environ.items()
        if k not in {"PYTHONPATH", "DJANGO_SETTINGS_MODULE", "DATABASE_URL"}
        and not k.startswith("WIJKZORG_")
    }
    done = subprocess.run(
        command, cwd=cwd, env={**clean, **environment}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def test_the_wheel_works_in_a_project_of_wagtail_start(tmp_path):
    """Own environment: our wheel unpacked into it, the libraries shared with the tests."""
    run(
        sys.executable,
        "-m",
        "hatchling",
        "build",
        "-t",
        "wheel",
        "-d",
        str(tmp_path / "dist"),
        cwd=ROOT,
    )
    wheel = next((tmp_path / "dist").glob("wijkzorg-*.whl"))
    environment = tmp_path / "env"
    venv.create(environment, with_pip=False)
    python = str(environment / "bin" / "python")
    packages = next((environment / "lib").glob("python*/site-packages"))
    run(sys.executable, "-m", "zipfile", "-e", str(wheel), str(packages), cwd=tmp_path)
    # The libraries of the tests, but not the editable install of Wijkzorg, which stands in .pth files.
    libraries = os.pathsep.join(path for path in sys.path if path.endswith("site-packages"))

    (tmp_path / "project").mkdir()
    run(
        python,
        "-c",
        "from wagtail.bin.wagtail import main; main()",
        "start",
        "dorp",
        str(tmp_path / "project"),
        cwd=tmp_path,
        PYTHONPATH=libraries,
    )
    host = tmp_path / "project"
    (host / "dorp" / "settings" / "local.py").unlink(missing_ok=True)
    (host / "dorp" / "settings" / "wijkzorg.py").write_text(SETTINGS, encoding="utf-8")
    (host / "dorp" / "urls.py").write_text(URLS, encoding="utf-8")
    base = host / "dorp" / "settings" / "base.py"
    base.write_text(
        re.sub(
            r"DEFAULT_AUTO_FIELD = .*",
            'DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"',
            base.read_text(encoding="utf-8"),
        ),
        encoding="utf-8",
    )

    said = run(
        python,
        "manage.py",
        "shell",
        "-v",
        "0",
        "-c",
        VISIT,
        cwd=host,
        PYTHONPATH=f"{packages}{os.pathsep}{libraries}",
        DJANGO_SETTINGS_MODULE="dorp.settings.wijkzorg",
    )
    assert str(packages) in said, said
    assert str(host) in said, said
    assert "No changes detected" in said
    assert "both answer" in said
