"""The environment is read strictly: a typo stops the start and says what is wrong."""

import os
import re
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.conftest import ROOT
from website.environment import S3_KEYS, Environment, make_folder, read_environment

SECRET = "4dm2-9xkq-7wvz-3htr-8bnc-6ypl-5gfs-2jea-1uio-0QWE"
PASSWORD = "geheim-1234"
PRODUCTION = {
    "WIJKZORG_ENVIRONMENT": "production",
    "WIJKZORG_SECRET_KEY": SECRET + SECRET,
    "WIJKZORG_HOSTS": "wijkzorg.example.org",
    "WIJKZORG_BASE_URL": "https://wijkzorg.example.org",
    "DATABASE_URL": "sqlite:////srv/wijkzorg/db.sqlite3",
    "EMAIL_URL": f"smtp+tls://user:{PASSWORD}@mail.example.org:587",
}


def only(**environment):
    """What the process has besides, and these of ours and no others."""
    ours = {"DATABASE_URL", "CACHE_URL", "EMAIL_URL", "DJANGO_SETTINGS_MODULE", *S3_KEYS}
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("WIJKZORG_") and name not in ours
    }
    return {**kept, **environment}


def start(command, folder=ROOT, **environment):
    """Run Python in a process of its own."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env=only(**environment),
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.fixture
def read(monkeypatch, tmp_path):
    """Read an environment, as the settings do; the folder has the `.env` that is given."""

    def reading(dotenv="", **environment):
        (tmp_path / ".env").write_text(dotenv)
        monkeypatch.setattr(os, "environ", only(**environment))
        return read_environment(tmp_path)

    return reading


@pytest.fixture
def fault(read):
    """What is said about an environment that stops the start."""

    def fault_of(**environment):
        with pytest.raises(ImproperlyConfigured) as caught:
            read(**environment)
        text = str(caught.value)
        assert PASSWORD not in text
        assert "\n" not in text
        return text

    return fault_of


@pytest.mark.slow
def test_a_fault_is_told_in_one_line_without_a_traceback(tmp_path):
    done = start(["manage.py", "check"], WIJKZORG_DEBG="1", WIJKZORG_DATA_DIR=str(tmp_path))
    assert done.returncode != 0
    assert done.stderr.strip() == (
        "manage.py: WIJKZORG_DEBG is not a setting of Wijkzorg; did you mean WIJKZORG_DEBUG?"
    )


@pytest.mark.slow
def test_production_starts_when_all_is_there(tmp_path):
    done = start(["manage.py", "check"], **{**PRODUCTION, "WIJKZORG_DATA_DIR": str(tmp_path)})
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_a_web_server_starts_in_production_unless_told_otherwise(tmp_path):
    """Who forgets WIJKZORG_ENVIRONMENT gets no site with the secret key that everybody can read."""
    done = start(
        ["-c", f"import sys; sys.path[:0] = {sys.path!r}; import website.wsgi"],
        tmp_path,
        **{
            name: value
            for name, value in PRODUCTION.items()
            if "ENV" not in name and "KEY" not in name
        },
    )
    assert done.returncode != 0
    assert "WIJKZORG_SECRET_KEY must be set" in done.stderr


@pytest.mark.parametrize("name", ["WIJKZORG_DEBG", "wijkzorg_debg"])
def test_an_unknown_name_is_told_with_the_nearest_known_one(fault, name):
    said = fault(**{name: "1"})
    assert said == f"{name} is not a setting of Wijkzorg; did you mean WIJKZORG_DEBUG?"


def test_the_file_is_read_below_the_process(read):
    environment = read("WIJKZORG_DEMO=1\nWIJKZORG_TRUSTED_PROXIES=1", WIJKZORG_TRUSTED_PROXIES="2")
    assert [environment.demo, environment.trusted_proxies] == [True, 2]


@pytest.mark.parametrize("name", ["DATABSE_URL", "EMAIL_ULR", "WIJKZRG_DEBUG", "AWS_ACESS_KEY_ID"])
def test_a_name_in_the_file_that_is_nearly_one_of_ours_is_told(fault, name):
    assert f"{name} is not a setting; did you mean" in fault(dotenv=f"{name}=x")


def test_other_names_in_the_file_are_not_ours(read):
    assert read("PYTHONPATH=x\nLANG=nl_NL.UTF-8\nPORT=8000") == Environment()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WIJKZORG_ENVIRONMENT", "prod"),
        ("WIJKZORG_DEBUG", "misschien"),
        ("WIJKZORG_TRUSTED_PROXIES", "9"),
        ("WIJKZORG_TRUSTED_PROXIES", "een"),
        ("WIJKZORG_HOSTS", "https://wijkzorg.example.org"),
        ("WIJKZORG_HOSTS", "wijkzorg.example.org;www.wijkzorg.example.org"),
        ("WIJKZORG_HOSTS", "wijkzorg.example.org:443"),
        ("WIJKZORG_BASE_URL", "wijkzorg.example.org"),
        ("WIJKZORG_BASE_URL", "https://"),
        ("WIJKZORG_BASE_URL", "https://wijkzorg.example.org/site/"),
        ("DATABASE_URL", f"postgress://wijkzorg:{PASSWORD}@localhost/wijkzorg"),
        ("DATABASE_URL", f"postgres://wijkzorg:{PASSWORD}@localhost:poort/wijkzorg"),
        ("DATABASE_URL", f"postgres://wijkzorg:{PASSWORD}[@localhost/wijkzorg"),
        ("DATABASE_URL", "mysql://root@localhost/x"),
        ("DATABASE_URL", "db.sqlite3"),
        ("CACHE_URL", "memcached://x"),
        ("CACHE_URL", f"redis://:{PASSWORD}@localhost:poort/0"),
        ("CACHE_URL", "redis://"),
        ("EMAIL_URL", "smtp://mail.example.org"),
        ("EMAIL_URL", f"smtp+tls://user:{PASSWORD}@mail.example.org:poort"),
        ("EMAIL_URL", f"smtp+tls://user:{PASSWORD}#@mail.example.org"),
        ("EMAIL_URL", "smtp+tls://mail.example.org?tls=no"),
        ("WIJKZORG_EMAIL_FROM", "Wijkzorg"),
        ("WIJKZORG_SECURITY_CONTACT", "security@example.org"),
        ("WIJKZORG_SECURITY_CONTACT", "mailto:a@example.org\nPolicy: x"),
        ("WIJKZORG_FORM_LIMITS", "client=veel"),
        ("WIJKZORG_FORM_LIMITS", "clients=30/h"),
        ("WIJKZORG_DATA_DIR", ""),
        ("WIJKZORG_DATA_DIR", " "),
        ("WIJKZORG_DATA_DIR", "~/wijkzorg"),
        ("WIJKZORG_DATA_DIR", "$HOME/wijkzorg"),
        ("WIJKZORG_DATA_DIR", "var\n"),
        ("WIJKZORG_DATA_DIR", "niet/daar"),
        ("WIJKZORG_DATA_DIR", "/niet/daar"),
        ("WIJKZORG_DATA_DIR", "file:///srv/wijkzorg"),
        ("WIJKZORG_DATA_DIR", ".env"),
        ("WIJKZORG_DATA_DIR", ".env/var"),
        ("WIJKZORG_S3_BUCKET", "Wijkzorg"),
        ("WIJKZORG_S3_BUCKET", "s3://wijkzorg"),
        ("WIJKZORG_S3_BUCKET", "wijk..zorg"),
        ("WIJKZORG_S3_BUCKET", "wz"),
        ("WIJKZORG_S3_BUCKET", "192.168.1.20"),
        ("WIJKZORG_S3_ENDPOINT", "s3.example.org"),
        ("WIJKZORG_S3_ENDPOINT", "http://s3.example.org"),
        ("WIJKZORG_S3_ENDPOINT", "https://"),
        ("WIJKZORG_S3_ENDPOINT", "https://s3.example.org:poort"),
        ("WIJKZORG_S3_ENDPOINT", f"https://sleutel:{PASSWORD}@s3.example.org"),
        ("WIJKZORG_S3_ENDPOINT", "https://s3.example.org/?region=nl"),
        ("WIJKZORG_S3_REGION", "eu central 1"),
        ("WIJKZORG_S3_REGION", "eu-central-1,nl"),
    ],
)
def test_a_value_that_can_not_be_right_stops_the_start(fault, name, value):
    assert re.match(rf"{name}: \S", fault(**{name: value}))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WIJKZORG_HOSTS", ".example.org, localhost, 192.168.1.20, [::1]"),
        ("WIJKZORG_BASE_URL", "http://localhost:8001/"),
        ("DATABASE_URL", "postgres://wijkzorg:a%23b@localhost:5432/wijkzorg"),
        ("CACHE_URL", "rediss://:wachtwoord@localhost:6379/0"),
        ("EMAIL_URL", "smtp+ssl://user%40example.org:a%23b@mail.example.org"),
        ("WIJKZORG_SECURITY_CONTACT", "https://example.org/melden"),
        ("WIJKZORG_FORM_LIMITS", "client=,mail=5/10m"),
        ("WIJKZORG_FORM_LIMITS", ""),
        ("WIJKZORG_DATA_DIR", "bestanden van ons"),
        ("WIJKZORG_DATA_DIR", "../elders"),
        ("WIJKZORG_S3_BUCKET", "wijkzorg.nieuw--west-2"),
        ("WIJKZORG_S3_BUCKET", ""),
    ],
)
def test_a_value_as_it_should_be_is_taken(read, name, value):
    read(**{name: value})


S3 = {
    "WIJKZORG_S3_BUCKET": "wijkzorg",
    "WIJKZORG_S3_ENDPOINT": "https://s3.example.org",
    "WIJKZORG_S3_REGION": "nl-ams",
    "AWS_ACCESS_KEY_ID": "sleutel",
    "AWS_SECRET_ACCESS_KEY": PASSWORD,
}


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"WIJKZORG_S3_ENDPOINT": "http://localhost:9000/"},
        {"WIJKZORG_S3_ENDPOINT": "https://storage.example.org/v1/s3", "WIJKZORG_S3_REGION": ""},
        {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""},
    ],
)
def test_storage_elsewhere_is_taken_as_it_should_be(read, more):
    environment = read(**{**S3, **more})
    assert environment.s3_bucket == "wijkzorg"
    assert not environment.s3_endpoint.endswith("/")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("WIJKZORG_S3_BUCKET", "WIJKZORG_S3_REGION needs WIJKZORG_S3_BUCKET"),
        ("AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY_ID must be set too"),
        ("AWS_SECRET_ACCESS_KEY", "AWS_SECRET_ACCESS_KEY must be set too"),
    ],
)
def test_storage_elsewhere_that_lacks_something_stops_the_start(fault, name, told):
    assert fault(**{**S3, name: ""}).endswith(told)


def test_a_data_folder_is_made_and_the_folders_above_it_are_not(read, fault, tmp_path):
    assert read(WIJKZORG_DATA_DIR="nieuw").data_dir.name == "nieuw"
    assert fault(WIJKZORG_DATA_DIR="niew/var") == (
        f"WIJKZORG_DATA_DIR: {tmp_path / 'niew'} is not a folder"
    )
    (tmp_path / "bestand").touch()
    with pytest.raises(ImproperlyConfigured, match=r"WIJKZORG_DATA_DIR: .*bestand.* can't be made"):
        make_folder(tmp_path / "bestand" / "var")


def test_all_faults_are_told_at_once(fault):
    said = fault(WIJKZORG_DEBG="1", WIJKZORG_DEBUG="misschien", CACHE_URL="memcached://x")
    assert [name in said for name in ("WIJKZORG_DEBG", "WIJKZORG_DEBUG:", "CACHE_URL:")] == [
        True
    ] * 3


@pytest.mark.parametrize(
    "name",
    ["WIJKZORG_SECRET_KEY", "WIJKZORG_HOSTS", "DATABASE_URL", "EMAIL_URL", "WIJKZORG_BASE_URL"],
)
def test_production_refuses_to_start_without(fault, read, name):
    assert read(**PRODUCTION).is_production
    assert name in fault(**{one: value for one, value in PRODUCTION.items() if one != name})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WIJKZORG_DEMO", "1"),
        ("WIJKZORG_DEBUG", "1"),
        ("WIJKZORG_HOSTS", "*"),
        ("WIJKZORG_SECRET_KEY", "k" * 60),
        ("WIJKZORG_SECRET_KEY", SECRET[:40]),
        ("WIJKZORG_BASE_URL", "http://wijkzorg.example.org"),
    ],
)
def test_production_refuses_to_start_with(fault, name, value):
    assert name in fault(**{**PRODUCTION, name: value})
