"""`manage.py load_search_starter`: what the search begins with in a new network."""

from typing import Any

from django.core.management.base import BaseCommand

from ... import indexing
from ...starter import load_concepts
from ...starter.signposts import add_signposts


class Command(BaseCommand):
    help = "Add the concepts and signposts that are not there yet. Changes none; safe to repeat."

    def handle(self, **_options: Any) -> None:
        for line in add_signposts():
            self.stdout.write(line)
        added = load_concepts()
        indexing.rebuild_if_needed()
        self.stdout.write(f"{added} concepts added.")
