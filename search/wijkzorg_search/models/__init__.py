"""What the search keeps: documents made from pages, and what its editors keep."""

from .concepts import Concept
from .documents import SearchDocument, SearchState, SearchStatistics, SearchVector
from .signposts import Signpost, SignpostText

__all__ = [
    "Concept",
    "SearchDocument",
    "SearchState",
    "SearchStatistics",
    "SearchVector",
    "Signpost",
    "SignpostText",
]
