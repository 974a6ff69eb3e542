"""Settings of the search, with their defaults; each is described in the app's README."""

from django.conf import settings

#: The backend of django-tasks that writes the index: an alias in the setting TASKS.
TASK_BACKEND: str = getattr(settings, "WIJKZORG_SEARCH_TASK_BACKEND", "default")
#: More documents than this are not kept in the memory of each process, where the database is PostgreSQL.
IN_MEMORY: int = getattr(settings, "WIJKZORG_SEARCH_IN_MEMORY", 10_000)
#: Whether words without a good answer are counted at all.
COUNTS_MISSED_WORDS: bool = getattr(settings, "WIJKZORG_SEARCH_COUNTS_MISSED_WORDS", True)
#: A word is shown to nobody before it was asked on so many different days.
MISSED_ON_DAYS: int = getattr(settings, "WIJKZORG_SEARCH_MISSED_ON_DAYS", 5)
#: Days after which a word goes that was asked on fewer.
MISSED_KEPT_DAYS: int = getattr(settings, "WIJKZORG_SEARCH_MISSED_KEPT_DAYS", 30)
#: So many words a day are written by one process at most: nobody fills the table with nonsense.
MISSED_MOST_A_DAY: int = getattr(settings, "WIJKZORG_SEARCH_MISSED_MOST_A_DAY", 1_000)


def wants_meaning() -> bool:
    """Whether to search by meaning where that is installed: "auto", the default, or "off"."""
    return getattr(settings, "WIJKZORG_SEARCH_MEANING", "auto") != "off"
