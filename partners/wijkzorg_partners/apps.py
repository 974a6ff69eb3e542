from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    """Profiles of organisations, who may edit them, and how a change becomes public.

    Hooks into Wagtail at four seams:
    - permission policies for pages, images and documents, which know about memberships;
    - `page_published` and `page_unpublished`: the first publication of a profile confirms it, and one
      that comes back is asked about from the beginning;
    - the signals of workflows: what is trusted goes live, and our mails take the place of Wagtail's;
    - `wagtail_hooks.py`: the guards, the editor's own start page and menu, the contracts of home.
    """

    name = "wijkzorg_partners"
    label = "wijkzorg_partners"
    verbose_name = _("Wijkzorg: partners")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.models import WorkflowState
        from wagtail.signals import (
            page_published,
            page_unpublished,
            workflow_approved,
            workflow_rejected,
            workflow_submitted,
        )

        from . import (  # noqa: F401  (checks registers itself)
            checks,
            confirmation,
            moderation,
            moderation_mails,
            permissions,
        )

        permissions.register_policies()
        page_published.connect(confirmation.profile_went_live)
        page_unpublished.connect(confirmation.profile_went_offline)
        workflow_submitted.connect(moderation.what_is_trusted_goes_live, sender=WorkflowState)
        for signal, receiver, wagtails in (
            (workflow_approved, moderation_mails.tell_approved, "approved"),
            (workflow_rejected, moderation_mails.tell_sent_back, "rejected"),
        ):
            # The name under which Wagtail connects its own mail: what is there already stays, so ours is the
            # only one, whichever app is ready first.
            uid = f"workflow_state_{wagtails}_email_notification"
            signal.disconnect(sender=WorkflowState, dispatch_uid=uid)
            signal.connect(receiver, sender=WorkflowState, dispatch_uid=uid)
