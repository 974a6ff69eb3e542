from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

GUARD = "wijkzorg_partners.guards.OwnPagesOnlyMiddleware"
BACKEND = "wijkzorg_partners.permissions.MembershipBackend"


@register()
def memberships_are_wired_in(**_kwargs: Any) -> list[CheckMessage]:
    """The own-pages rule stands on two settings of the host; without them it must not start."""
    errors: list[CheckMessage] = []
    if GUARD not in settings.MIDDLEWARE:
        errors.append(
            Error(
                "The guard of the own-pages rule is missing.",
                hint=f"Add {GUARD!r} to MIDDLEWARE, behind AuthenticationMiddleware.",
                id="wijkzorg_partners.E001",
            )
        )
    if BACKEND not in settings.AUTHENTICATION_BACKENDS:
        errors.append(
            Error(
                "Members of partners can't come into the CMS.",
                hint=f"Add {BACKEND!r} to AUTHENTICATION_BACKENDS.",
                id="wijkzorg_partners.E002",
            )
        )
    return errors
