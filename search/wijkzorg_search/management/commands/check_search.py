from typing import Any

from django.core.management.base import BaseCommand

from ... import indexing, semantic, vectors


class Command(BaseCommand):
    help = (
        "Compare the search index with all public pages, mend what differs, and tell how questions are "
        "answered: by meaning too, or by words only. Safe to repeat."
    )

    def handle(self, **_options: Any) -> None:
        changed = indexing.mend(thorough=True)
        self.stdout.write(f"{changed} documents mended." if changed else "The index is right.")
        vectors.make()
        self.stdout.write(semantic.state().told)
