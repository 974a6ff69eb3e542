"""Settings for the tests: as in development, but never a developer's own `.env`.

Beside the package and not in it, so that the names below are set before the package reads them.
"""

import hashlib
import os
from pathlib import Path

os.environ["WIJKZORG_ENVIRONMENT"] = "test"
os.environ["WIJKZORG_DEMO"] = "1"
# The browser tests leave an event loop in the thread; the tests after them use no less of Django.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from website.settings import *  # noqa: F403

ALLOWED_HOSTS = ["*"]
# Quick, for the people that tests make; the second one reads what a loaded demo holds.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
EMAIL_BACKEND = WIJKZORG_HOME_MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"


_migrations = sorted(Path(__file__).resolve().parents[2].glob("*/*/migrations/*.py"))
#: In the names of test databases: the same one serves the next run (--reuse-db) until it changes.
MIGRATIONS_HASH = hashlib.sha256(b"".join(path.read_bytes() for path in _migrations)).hexdigest()[
    :12
]

if str(DATABASES["default"]["ENGINE"]).endswith("sqlite3"):  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / f"test-{MIGRATIONS_HASH}.sqlite3")}  # noqa: F405
# A test that is about meaning turns it on: a model takes a tenth of a second for every page.
WIJKZORG_SEARCH_MEANING = "off"
