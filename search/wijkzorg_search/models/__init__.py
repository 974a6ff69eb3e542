"""What the search keeps: documents made from pages, what its editors keep, and words that it missed."""

from .concepts import Concept
from .documents import SearchDocument, SearchPosting, SearchState, SearchStatistics, SearchVector
from .missed import DismissedWord, MissedWord
from .signposts import Signpost, SignpostText

__all__ = [
    "Concept",
    "DismissedWord",
    "MissedWord",
    "SearchDocument",
    "SearchPosting",
    "SearchState",
    "SearchStatistics",
    "SearchVector",
    "Signpost",
    "SignpostText",
]
