"""What editors keep for the search."""

from .signposts import Signpost, SignpostText

__all__ = ["Signpost", "SignpostText"]
