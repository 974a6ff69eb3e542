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
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def _test_database() -> str:
    """A name that changes with the migrations: the same database serves the next run (--reuse-db)."""
    folders = Path(__file__).resolve().parents[2].glob("*/*/migrations/*.py")
    migrations = b"".join(path.read_bytes() for path in sorted(folders))
    return str(DATA_DIR / f"test-{hashlib.sha256(migrations).hexdigest()[:12]}.sqlite3")  # noqa: F405


if str(DATABASES["default"]["ENGINE"]).endswith("sqlite3"):  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": _test_database()}  # noqa: F405
