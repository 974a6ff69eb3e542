"""Settings of this app that a host may override in its Django settings."""

from django.conf import settings

#: How many items a section of a district, theme or home page shows.
SECTION_SIZE: int = getattr(settings, "WIJKZORG_HOME_SECTION_SIZE", 6)
#: Whom developers of other systems turn to: `info.contact` in the OpenAPI document.
API_CONTACT: dict[str, str] = getattr(
    settings,
    "WIJKZORG_HOME_API_CONTACT",
    {"name": "Wijkzorg", "email": "api@example.org", "url": "https://example.org/wijkzorg"},
)
#: The backend of django-tasks that runs our background work: an alias in the setting TASKS.
TASK_BACKEND: str = getattr(settings, "WIJKZORG_HOME_TASK_BACKEND", "default")


def MAIL_TRANSPORT() -> str:
    """The mail backend that really sends, behind the outbox."""
    return str(
        getattr(settings, "WIJKZORG_HOME_MAIL_TRANSPORT", "")
        or "django.core.mail.backends.smtp.EmailBackend"
    )


def form_limits() -> dict[str, str]:
    """How often a public form may be sent: by one client, and with one mail address. {} is no limit."""
    return dict(
        getattr(settings, "WIJKZORG_HOME_FORM_LIMITS", {"client": "30/h", "mail": "5/d"}) or {}
    )
