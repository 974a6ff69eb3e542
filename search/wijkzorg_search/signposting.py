"""The signposts that a question calls for, as the page and the API show them."""

import logging
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max

from .models import Signpost
from .signpost_rules import Rules
from .signposts import Matcher

logger = logging.getLogger(__name__)
#: More than these are no help.
MOST_SIGNPOSTS = 3


@dataclass(frozen=True)
class Shown:
    """One signpost in one language."""

    code: str
    title: str
    text: str
    phone: str
    url: str


@dataclass(frozen=True)
class Standing:
    """All signposts as they were read: until `stamp` is another."""

    stamp: Any
    signposts: dict[str, Signpost]
    matcher: Matcher


_standing: Standing | None = None


def signposts_for(text: str, language: str) -> list[Shown]:
    """What to show above the results of a question in words, the most urgent first, at most three.

    `language` is the reader's: texts that are not in it are in the site's first language. One query, which
    asks whether an editor changed a signpost since the rules were read; the question goes nowhere.
    """
    if not text.strip():
        return []
    standing = _current()
    found = [standing.signposts[code] for code in standing.matcher.codes(text)[:MOST_SIGNPOSTS]]
    return [_shown(signpost, language) for signpost in found]


def _shown(signpost: Signpost, language: str) -> Shown:
    words = signpost.text_in(language)
    return Shown(
        code=signpost.code,
        title=words.title,
        text=words.text,
        phone=signpost.telephone,
        url=signpost.url,
    )


def _current() -> Standing:
    """The rules are read once per process and after each change, by whichever process it was made."""
    global _standing
    stamp = Signpost.objects.order_by().aggregate(
        number=Count("pk"), newest=Max("pk"), changed=Max("changed_at")
    )
    standing = _standing
    if standing is None or standing.stamp != stamp:
        there = {one.code: one for one in Signpost.objects.prefetch_related("texts__locale")}
        rules = {code: _rules(signpost) for code, signpost in there.items()}
        _standing = standing = Standing(stamp, there, Matcher(rules))
    return standing


def _rules(signpost: Signpost) -> Rules:
    """A line that went round the form of the CMS and can't be read takes no other line down with it."""
    rules = Rules(signpost.wordings, signpost.unless, forgiving=True)
    for problem in rules.problems:
        logger.error("Signpost %s can't be read: %s", signpost.code, problem)
    return rules
