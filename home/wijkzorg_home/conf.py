"""Settings of this app that a host may override in its Django settings."""

from django.conf import settings

#: How many items a section of a district, theme or home page shows.
SECTION_SIZE: int = getattr(settings, "WIJKZORG_HOME_SECTION_SIZE", 6)
