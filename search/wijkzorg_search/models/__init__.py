"""What the search keeps: documents made from pages, and the concepts of its editors."""

from .concepts import Concept
from .documents import SearchDocument, SearchState, SearchStatistics, SearchVector

__all__ = ["Concept", "SearchDocument", "SearchState", "SearchStatistics", "SearchVector"]
