"""Settings of the search, with their defaults; each is described in the app's README."""

from django.conf import settings

#: The backend of django-tasks that writes the index: an alias in the setting TASKS.
TASK_BACKEND: str = getattr(settings, "WIJKZORG_SEARCH_TASK_BACKEND", "default")


def wants_meaning() -> bool:
    """Whether to search by meaning where that is installed: "auto", the default, or "off"."""
    return getattr(settings, "WIJKZORG_SEARCH_MEANING", "auto") != "off"
