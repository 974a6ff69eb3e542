from typing import Any

from django.core.management.base import BaseCommand

from ... import indexing


class Command(BaseCommand):
    help = "Make the whole search index anew. Searches go on meanwhile; safe to repeat."

    def handle(self, **_options: Any) -> None:
        def tell(done: int, total: int) -> None:
            self.stdout.write(f"{done} of {total}")

        count = indexing.rebuild(tell)
        self.stdout.write(self.style.SUCCESS(f"The index holds {count} documents."))
