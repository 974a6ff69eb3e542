"""Settings of the search, with their defaults; each is described in the app's README."""

from django.conf import settings

#: The backend of django-tasks that writes the index: an alias in the setting TASKS.
TASK_BACKEND: str = getattr(settings, "WIJKZORG_SEARCH_TASK_BACKEND", "default")
#: More documents than this are not kept in the memory of each process, where the database is PostgreSQL.
IN_MEMORY: int = getattr(settings, "WIJKZORG_SEARCH_IN_MEMORY", 10_000)
