"""Who keeps what the search knows: communications and administrators (`manage.py setup_network`)."""

from typing import Any


def may_edit_concepts(user: Any) -> bool:
    return bool(user.has_perm("wijkzorg_search.change_concept"))


def may_add_concepts(user: Any) -> bool:
    return bool(user.has_perm("wijkzorg_search.add_concept"))
