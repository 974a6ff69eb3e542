"""Settings for the tests: as in development, but never a developer's own `.env`.

Beside the package and not in it, so that the names below are set before the package reads them.
"""

import os

os.environ["WIJKZORG_ENVIRONMENT"] = "test"
os.environ["WIJKZORG_DEMO"] = "1"

from website.settings import *  # noqa: F403

ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
