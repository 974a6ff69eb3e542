"""`manage.py load_search_starter`: what the search begins with in a new network. Safe to run twice."""

from typing import Any

from django.core.management.base import BaseCommand

from wijkzorg_search.starter import add_signposts


class Command(BaseCommand):
    help = "Adds the signposts for people in danger that are not there yet; changes none."

    def handle(self, *args: Any, **options: Any) -> None:
        for line in add_signposts():
            self.stdout.write(line)
