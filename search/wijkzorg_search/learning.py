"""Learning which concept the vector of a question means: for `manage.py learn_concepts`.

From the phrases that concepts begin with, and from whole questions as people ask them. By gradient descent
with Adam (Kingma, Ba: https://arxiv.org/abs/1412.6980). The same texts and vectors give the same numbers.
"""

from collections.abc import Callable, Container, Sequence
from typing import TYPE_CHECKING

from .starter import starter_concepts, starter_questions

if TYPE_CHECKING:
    from numpy import float32, float64
    from numpy.typing import NDArray

ROUNDS, AT_ONCE = 20, 256
#: How far a step goes at first, and how strongly large weights are held back.
FIRST_STEP, HELD_BACK = 0.02, 0.0015
#: Concepts with few phrases count more: by this power of how few they are.
EVENED_OUT = 0.5
#: A question counts as so many phrases: it is what people type.
QUESTION = 3.0
#: One of so many questions is kept apart, to tell how well others are understood.
KEPT_APART = 10

Tell = Callable[[int, int], None]
#: Code of a concept > the weights of a vector, and an offset.
Columns = dict[str, "tuple[NDArray[float64], float]"]


def phrases() -> dict[str, set[str]]:
    """Each phrase of the starter, asked or offered, with the codes of its concepts."""
    found: dict[str, set[str]] = {}
    for concept in starter_concepts():
        for some in [concept["offered"], *concept["asked"].values()]:
            for phrase in some:
                found.setdefault(phrase, set()).add(concept["code"])
    return found


def questions() -> dict[str, set[str]]:
    """Each question of the starter with the codes of its concepts."""
    found: dict[str, set[str]] = {}
    for code, question in starter_questions():
        found.setdefault(question, set()).add(code)
    return found


def how_well(
    vectors: "NDArray[float32]",
    concepts: Sequence[set[str]],
    counts: Sequence[float],
    apart: Container[int],
    tell: Tell | None = None,
) -> tuple[float, float]:
    """What `understood` tells of some rows, after learning from all the others."""
    kept = [row for row in range(len(concepts)) if row in apart]
    rest = [row for row in range(len(concepts)) if row not in apart]
    learned = learn(
        vectors[rest], [concepts[row] for row in rest], [counts[row] for row in rest], tell
    )
    return understood(learned, vectors[kept], [concepts[row] for row in kept])


def understood(
    learned: "Columns", vectors: "NDArray[float32]", concepts: Sequence[set[str]]
) -> tuple[float, float]:
    """The part of some texts for which a right concept is the most probable, and among the first five."""
    import numpy

    codes = sorted(learned)
    weights = numpy.array([learned[code][0] for code in codes])
    said = vectors @ weights.T + numpy.array([learned[code][1] for code in codes])
    first = [[codes[at] for at in row] for row in numpy.argsort(-said, axis=1)[:, :5]]
    pairs = list(zip(first, concepts, strict=True))
    return (
        sum(five[0] in right for five, right in pairs) / len(pairs),
        sum(not right.isdisjoint(five) for five, right in pairs) / len(pairs),
    )


def learn(
    vectors: "NDArray[float32]",
    concepts: Sequence[set[str]],
    counts: Sequence[float],
    tell: Tell | None = None,
) -> "Columns":
    """`vectors`: a row for each text; `concepts`: the codes of each; `counts`: how much each counts."""
    import numpy

    codes = sorted(set().union(*concepts))
    place = {code: number for number, code in enumerate(codes)}
    wanted = numpy.zeros((len(concepts), len(codes)), dtype="f4")
    for row, meant in enumerate(concepts):
        wanted[row, [place[code] for code in meant]] = 1 / len(meant)
    middle = vectors.mean(axis=0)
    spread = float((vectors - middle).std())
    inputs = (vectors - middle) / spread
    each = numpy.array(counts)
    many = (wanted > 0).T @ each
    weighed = wanted @ (many.mean() / many) ** EVENED_OUT * each
    weighed = (weighed / weighed.mean()).astype("f4")[:, None]

    steps = _Steps((vectors.shape[1] + 1, len(codes)))
    inputs = numpy.hstack([inputs, numpy.ones((len(inputs), 1), dtype="f4")])
    weights = numpy.zeros(steps.shape, dtype="f4")
    held_back = numpy.full((steps.shape[0], 1), HELD_BACK, dtype="f4")
    held_back[-1] = 0  # the offset may be as large as it likes
    mixed = numpy.random.default_rng(0)
    for number in range(ROUNDS):
        order = mixed.permutation(len(inputs))
        length = FIRST_STEP * 0.5 * (1 + numpy.cos(numpy.pi * number / ROUNDS))
        for start in range(0, len(order), AT_ONCE):
            some = order[start : start + AT_ONCE]
            said = inputs[some] @ weights
            said = numpy.exp(said - said.max(axis=1, keepdims=True))
            said /= said.sum(axis=1, keepdims=True)
            wrong = (said - wanted[some]) * weighed[some] / len(some)
            weights -= steps.of(inputs[some].T @ wrong + held_back * weights, length)
        if tell:
            tell(number + 1, ROUNDS)
    exact = weights[:-1].astype("f8") / spread
    offsets = weights[-1] - middle.astype("f8") @ exact
    return {code: (exact[:, at], float(offsets[at])) for code, at in place.items()}


class _Steps:
    """How far each weight goes: by the mean of what it was told lately, and how much that differed."""

    def __init__(self, shape: tuple[int, int]) -> None:
        import numpy

        self.shape = shape
        self.told, self.differed = numpy.zeros(shape, dtype="f4"), numpy.zeros(shape, dtype="f4")
        self.count = 0

    def of(self, slope: "NDArray[float32]", length: float) -> "NDArray[float32]":
        import numpy

        self.count += 1
        self.told += 0.1 * (slope - self.told)
        self.differed += 0.01 * (slope * slope - self.differed)
        mean = self.told / (1 - 0.9**self.count)
        spread = numpy.sqrt(self.differed / (1 - 0.99**self.count))
        step: NDArray[float32] = (length * mean / (spread + 1e-8)).astype("f4")
        return step
