"""The mails of this app, in the receiver's language where we know it."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from .models import Invitation


def send_invitation(invitation: Invitation, token: str) -> None:
    """Mail the link. The token stands in the mail only: what is stored is its hash."""
    with translation.override(invitation.partner.locale.language_code):
        path = reverse("wijkzorg_partners:invitation", args=[token])
        context = {
            "invitation": invitation,
            "link": settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path,
        }
        subject = render_to_string("wijkzorg_partners/mail/invitation_subject.txt", context)
        body = render_to_string("wijkzorg_partners/mail/invitation.txt", context)
    send_mail(" ".join(subject.split()), body, None, [invitation.email])
