from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class WebsiteConfig(AppConfig):
    """The site assembled from the plugins: settings, addresses, headers, mail, demo content."""

    default = True
    name = "website"
    label = "website"
    verbose_name = _("Wijkzorg: site")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from allauth.account.signals import authentication_step_completed
        from django.contrib.auth import get_user_model
        from django.db.models.signals import post_save, pre_save

        from website.accounts import (
            address_in_small_letters,
            know_the_address,
            username_follows_the_address,
        )

        pre_save.connect(address_in_small_letters, sender=get_user_model())
        post_save.connect(username_follows_the_address, sender=get_user_model())
        authentication_step_completed.connect(know_the_address)


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's users in the CMS, with forms of ours. INSTALLED_APPS has it in the place of wagtail.users."""

    user_viewset = "website.users.AccountViewSet"
