from typing import Any

from django.core.management.base import BaseCommand

from ... import indexing, semantic, vectors


class Command(BaseCommand):
    help = (
        "Make the whole search index anew, and the vectors that are missing. "
        "Searches go on meanwhile; safe to repeat."
    )

    def handle(self, **_options: Any) -> None:
        def tell(done: int, total: int) -> None:
            self.stdout.write(f"{done} of {total}")

        def tell_vectors(done: int, total: int) -> None:
            self.stdout.write(f"vectors: {done} of {total}")

        count = indexing.rebuild(tell)
        self.stdout.write(self.style.SUCCESS(f"The index holds {count} documents."))
        vectors.make(tell_vectors)
        self.stdout.write(semantic.state().told)
