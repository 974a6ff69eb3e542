"""The objects of the base app."""

from .areas import Area
from .languages import Language
from .network import Navigator, NetworkSettings
from .pages import (
    BodyPage,
    DistrictPage,
    GatheredPage,
    HomePage,
    NetworkPage,
    StandardPage,
    ThemeIndexPage,
)
from .themes import Theme

__all__ = [
    "Area",
    "BodyPage",
    "DistrictPage",
    "GatheredPage",
    "HomePage",
    "Language",
    "Navigator",
    "NetworkPage",
    "NetworkSettings",
    "StandardPage",
    "Theme",
    "ThemeIndexPage",
]
