"""The objects of the base app."""

from .areas import Area
from .languages import Language
from .moderation import ModerationTask
from .network import HoursElsewhere, Navigator, NetworkSettings
from .outbox import OutgoingMail
from .pages import (
    BodyPage,
    DistrictPage,
    GatheredPage,
    HomePage,
    NetworkPage,
    StandardPage,
    ThemeIndexPage,
)
from .periodic import PeriodicRun
from .themes import Theme

__all__ = [
    "Area",
    "BodyPage",
    "DistrictPage",
    "GatheredPage",
    "HomePage",
    "HoursElsewhere",
    "Language",
    "ModerationTask",
    "Navigator",
    "NetworkPage",
    "NetworkSettings",
    "OutgoingMail",
    "PeriodicRun",
    "StandardPage",
    "Theme",
    "ThemeIndexPage",
]
