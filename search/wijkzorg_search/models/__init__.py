"""What the search keeps: documents made from pages, concepts of its editors, and words that it missed."""

from .concepts import Concept
from .documents import SearchDocument, SearchState, SearchStatistics, SearchVector
from .missed import DismissedWord, MissedWord

__all__ = [
    "Concept",
    "DismissedWord",
    "MissedWord",
    "SearchDocument",
    "SearchState",
    "SearchStatistics",
    "SearchVector",
]
