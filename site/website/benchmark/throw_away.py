"""An empty database beside the site's own, of the same kind, for what must not touch the site."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import override_settings

LOCAL_CACHE = "django.core.cache.backends.locmem.LocMemCache"


@contextmanager
def throw_away_database() -> Iterator[None]:
    """Lead the connection to a new database with every migration run; after it, back, and it is gone.

    On SQLite a file in a temporary folder; on PostgreSQL the user needs the right to create databases.
    No task of it is carried out and no mail leaves it; files go to the temporary folder too, and the site's
    cache stays as it is.
    """
    own, own_test = connection.settings_dict["NAME"], connection.settings_dict["TEST"]
    name = f"wijkzorg_benchmark_{os.getpid()}"
    nowhere = {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}
    with TemporaryDirectory(prefix="wijkzorg-benchmark-") as folder:
        if connection.vendor == "sqlite":
            name = str(Path(folder) / f"{name}.sqlite3")
        connection.settings_dict["TEST"] = {**own_test, "NAME": name}
        with override_settings(
            CACHES={"default": {"BACKEND": LOCAL_CACHE, "LOCATION": name}},
            MEDIA_ROOT=folder,
            TASKS=dict.fromkeys(settings.TASKS, nowhere),
            WIJKZORG_HOME_MAIL_TRANSPORT="django.core.mail.backends.dummy.EmailBackend",
        ):
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
            ContentType.objects.clear_cache()
            try:
                yield
            finally:
                connection.creation.destroy_test_db(own, verbosity=0)
                connection.settings_dict["TEST"] = own_test
                ContentType.objects.clear_cache()
