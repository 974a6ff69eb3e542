"""The objects of the base app."""

from .areas import Area
from .languages import Language
from .network import Navigator, NetworkSettings
from .pages import DistrictPage, HomePage, NetworkPage, StandardPage, ThemeIndexPage
from .themes import Theme

__all__ = [
    "Area",
    "DistrictPage",
    "HomePage",
    "Language",
    "Navigator",
    "NetworkPage",
    "NetworkSettings",
    "StandardPage",
    "Theme",
    "ThemeIndexPage",
]
