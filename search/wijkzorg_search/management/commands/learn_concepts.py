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
        phrases, questions = learning.phrases(), learning.questions()
        phrases = {text: codes for text, codes in phrases.items() if text not in questions}
        texts = {**questions, **phrases}
        vectors = numpy.zeros((len(texts), maker.size), dtype="f4")
        for number, text in enumerate(texts):
            vectors[number] = numpy.frombuffer(maker.query(tidy(text)), dtype="<f4")
            if number % 1_000 == 0:
                self.stdout.write(f"vectors: {number} of {len(texts)}")
        concepts = list(texts.values())
        counts = [learning.QUESTION] * len(questions) + [1.0] * len(phrases)

        apart = range(0, len(questions), learning.KEPT_APART)
        first, among = learning.how_well(vectors, concepts, counts, apart, self._round)
        self.stdout.write(
            f"Of {len(apart)} questions kept apart, the right concept comes first for {first:.0%}, and "
            f"among the first five for {among:.0%}."
        )
        learned = learning.learn(vectors, concepts, counts, self._round)
        meant.keep(maker.name, learned)
        count = (
            f"{len(learned)} concepts from {len(phrases)} phrases and {len(questions)} questions"
        )
        self.stdout.write(self.style.SUCCESS(f"Learned {count}: {meant.FILE.name}."))

    def _round(self, done: int, total: int) -> None:
        self.stdout.write(f"rounds: {done} of {total}")
