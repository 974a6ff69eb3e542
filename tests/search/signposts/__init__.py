"""Questions of people in danger, and questions that only look so; and the rules that the app brings.

First sight of the half kept apart (right signpost shown, false alarms), each time before the rules were changed
for any line of that batch: 92.2 % and 5.2 % of the lines 202-380 and 185-339, 90.7 % and 5.7 % of 381-466 and
340-409, 93.3 % and 10 % (two of twenty) of the rest. What was learnt came from the other half.

The lines at even places are the half that the rules were made with; those at odd places were kept apart.
"""

import json
from functools import cache
from pathlib import Path

import wijkzorg_search.starter
from wijkzorg_search.signpost_rules import Rules
from wijkzorg_search.signposts import Matcher

FOLDER = Path(__file__).parent
HALVES = {"made with": 0, "kept apart": 1}


@cache
def starter_matcher():
    entries = json.loads((wijkzorg_search.starter.FOLDER / "signposts.json").read_text("utf-8"))
    ordered = sorted(entries, key=lambda one: one["order"])
    rules = {
        one["code"]: Rules("\n".join(one["wordings"]), "\n".join(one["unless"])) for one in ordered
    }
    return Matcher(rules)


def dangers(half):
    """Pairs of a code and a question that calls for it."""
    return [tuple(line.split("\t")) for line in _lines("dangers.tsv")[HALVES[half] :: 2]]


def look_alikes(half):
    return _lines("look_alikes.tsv")[HALVES[half] :: 2]


def _lines(name):
    return (FOLDER / name).read_text("utf-8").splitlines()
