from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebsiteConfig(AppConfig):
    """The site assembled from the plugins: settings, addresses, headers, mail, demo content."""

    name = "website"
    label = "website"
    verbose_name = _("Wijkzorg: site")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from allauth.account.signals import authentication_step_completed

        from website.accounts import know_the_address

        authentication_step_completed.connect(know_the_address)
