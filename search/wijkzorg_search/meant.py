"""Which concepts a question means by its vector: for what people say in words that stand in no phrase.

A linear classifier over the vectors of all phrases that the starter's concepts begin with (multinomial
logistic regression; Hastie, Tibshirani, Friedman: The Elements of Statistical Learning, 4.4). Its numbers are
made anew by `manage.py learn_concepts`; they are of one maker, and tell nothing about concepts of editors.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from .vectors_kept import SCALE, whole_numbers

if TYPE_CHECKING:
    from numpy import float64, int8
    from numpy.typing import NDArray

FILE = Path(__file__).parent / "starter" / "learned.npz"
#: Weights are whole numbers up to this one, so that products with a vector are exact on every machine.
LARGEST = 127
#: How far a question goes toward what its concepts look like, beside its own vector of length 1.
TOWARD = 0.15
#: What is left of a probability, so that nothing hangs on how a machine rounds.
DIGITS = 5


@dataclass(frozen=True)
class Learned:
    """A column for each concept: `weights` times `steps` are what a vector is multiplied with."""

    maker: str
    codes: tuple[str, ...]
    weights: "NDArray[int8]"
    steps: "NDArray[float64]"
    offsets: "NDArray[float64]"

    def concepts_of(self, vector: bytes) -> dict[str, float]:
        """Code > how probable it is that the text of this vector means that concept; they add up to 1.

        Raises ValueError for what is no vector of this size.
        """
        import numpy

        rows = whole_numbers(vector, len(self.weights))
        if rows is None or len(rows) != 1:
            raise ValueError("no vector")
        products = rows[0].astype("i8") @ self.weights.astype("i8")
        said = products * (self.steps / SCALE) + self.offsets
        found = numpy.exp(said - said.max())
        return dict(zip(self.codes, numpy.round(found / found.sum(), DIGITS).tolist(), strict=True))

    @cached_property
    def directions(self) -> "NDArray[float64]":
        """A row for each concept: where its vectors lie, beside those of all others."""
        import numpy

        rows = (self.weights * self.steps).T
        rows /= numpy.linalg.norm(rows, axis=1, keepdims=True)
        found: NDArray[float64] = rows - rows.mean(axis=0)
        return found

    def toward(self, concepts: Mapping[str, float], vector: bytes) -> bytes:
        """The vector of a question, moved toward its concepts: code > how strongly it means each.

        Concepts that nothing was learned about, such as those of editors, move nothing.
        """
        import numpy

        told = numpy.array([concepts.get(code, 0.0) for code in self.codes])
        way = told @ self.directions
        length = float(numpy.linalg.norm(way))
        if not length:
            return vector
        moved = numpy.frombuffer(vector, dtype="<f4") + way * (TOWARD / length)
        return (moved / numpy.linalg.norm(moved)).astype("<f4").tobytes()


@cache
def learned_from(maker: str) -> Learned | None:
    """What was learned from the vectors of this maker; None for another one."""
    import numpy

    with numpy.load(FILE, allow_pickle=False) as kept:
        if str(kept["maker"]) != maker:
            return None
        return Learned(
            maker,
            tuple(kept["codes"].tolist()),
            kept["weights"],
            kept["steps"].astype("f8"),
            kept["offsets"].astype("f8"),
        )


def keep(maker: str, columns: Mapping[str, tuple["NDArray[float64]", float]]) -> None:
    """Write what was learned: code > the weights of a vector, and an offset."""
    import numpy

    codes = sorted(columns)
    exact = numpy.array([columns[code][0] for code in codes]).T
    steps = (numpy.abs(exact).max(axis=0) / LARGEST).astype("f4")
    numpy.savez_compressed(
        FILE,
        maker=numpy.array(maker),
        codes=numpy.array(codes),
        weights=numpy.round(exact / steps).astype("i1"),
        steps=steps,
        offsets=numpy.array([columns[code][1] for code in codes], dtype="f4"),
    )
    learned_from.cache_clear()
