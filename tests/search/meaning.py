"""A maker of vectors that tests can foresee: it knows subjects by their words, in any language."""

import array
import math
import os
import platform
import sys

import pytest

#: Where the library of the extra brings a wheel, and numpy with it.
HAS_A_WHEEL = sys.platform == "linux" and platform.machine() == "x86_64"

SUBJECTS = (
    {"schulden", "schuldhulp", "geld", "debts", "borç", "długi"},
    {"eenzaam", "gezelschap", "lonely", "yalnız", "samotny"},
    {"fiets", "fietsen", "bicycle", "bisiklet", "rower"},
)


class FakeMaker:
    """One number for each subject, and a last one for what is about none of them."""

    name = "fake 1"
    size = len(SUBJECTS) + 1

    def __init__(self):
        self.asked, self.read = [], []
        self.breaks_at = ""

    def query(self, text):
        self.asked.append(text)
        return self._numbers(text)

    def passages(self, texts):
        self.read += texts
        return [self._numbers(text) for text in texts]

    def _numbers(self, text):
        if self.breaks_at and self.breaks_at in text:
            raise RuntimeError(f"can't read {text}")
        words = text.casefold().replace(".", " ").replace(",", " ").split()
        found = [float(sum(word in subject for word in words)) for subject in SUBJECTS]
        found.append(0.0 if any(found) else 1.0)
        length = math.sqrt(sum(value * value for value in found))
        return array.array("f", [value / length for value in found]).tobytes()


def missing(what):
    """Where the extra can be installed, CI has it; elsewhere a test that needs it says so and is left out."""
    if os.environ.get("CI") and HAS_A_WHEEL:
        pytest.fail(f"in CI, requirements-semantic.lock must be installed: {what}")
    pytest.skip(f"the extra wijkzorg[semantic] is not there: {what}")


def needs_numpy():
    try:
        import numpy
    except ImportError as error:
        missing(error)
    return numpy
