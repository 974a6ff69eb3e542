"""Settings of this app that a host may override in its Django settings."""

from django.conf import settings


def rate_limits() -> dict[str, str]:
    """How often one may sign up: from one client, and with one mail address. {} is no limit."""
    return dict(
        getattr(settings, "WIJKZORG_EVENTS_RATE_LIMIT", {"client": "60/h", "mail": "10/d"}) or {}
    )
