from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ... import learning, makers, meant
from ...semantic import tidy


class Command(BaseCommand):
    help = (
        "For maintainers, after the starter's concepts or the model changed: learn which concept a question "
        "means by its vector, and write that into the package. Takes about half an hour."
    )

    def handle(self, **_options: Any) -> None:
        import numpy

        maker = makers.maker_now()
        if maker is None:
            raise CommandError(f"Nothing makes vectors here: {makers.why_none()}.")
        phrases = learning.phrases()
        vectors = numpy.zeros((len(phrases), maker.size), dtype="f4")
        for number, phrase in enumerate(phrases):
            vectors[number] = numpy.frombuffer(maker.query(tidy(phrase)), dtype="<f4")
            if number % 1_000 == 0:
                self.stdout.write(f"vectors: {number} of {len(phrases)}")

        def tell(done: int, total: int) -> None:
            self.stdout.write(f"rounds: {done} of {total}")

        learned = learning.learn(vectors, list(phrases.values()), tell)
        meant.keep(maker.name, learned)
        count = f"{len(learned)} concepts from {len(phrases)} phrases"
        self.stdout.write(self.style.SUCCESS(f"Learned {count}: {meant.FILE.name}."))
