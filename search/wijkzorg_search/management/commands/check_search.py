from typing import Any

from django.core.management.base import BaseCommand

from ... import indexing


class Command(BaseCommand):
    help = "Compare the search index with all public pages, and mend what differs. Safe to repeat."

    def handle(self, **_options: Any) -> None:
        changed = indexing.mend(thorough=True)
        self.stdout.write(f"{changed} documents mended." if changed else "The index is right.")
