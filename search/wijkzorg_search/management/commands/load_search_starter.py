from typing import Any

from django.core.management.base import BaseCommand

from ... import indexing, starter


class Command(BaseCommand):
    help = (
        "Add the starter set of the search that is not there yet. Changes nothing; safe to repeat."
    )

    def handle(self, **_options: Any) -> None:
        added = starter.load_concepts()
        indexing.rebuild_if_needed()
        self.stdout.write(f"{added} concepts added.")
