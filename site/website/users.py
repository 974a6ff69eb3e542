"""The CMS's own forms for users, which let two accounts have one mail address: ours don't.

The address is what people log in with, so a code that is mailed to it must open one account.
"""

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import UserViewSet

from wijkzorg_partners.actions import normalised_address


class OneAccountPerAddress:
    """To be mixed into a form of a user."""

    def clean_email(self: Any) -> str:
        email = normalised_address(self.cleaned_data["email"])
        accounts = get_user_model()._default_manager.exclude(pk=self.instance.pk)
        added = EmailAddress.objects.exclude(user=self.instance.pk).filter(verified=True)
        if accounts.filter(email__iexact=email).exists() or added.filter(email=email).exists():
            raise ValidationError(
                _("There is an account with this address already. One person has one account."),
                code="unique",
            )
        return email


class NewUserForm(OneAccountPerAddress, UserCreationForm):
    pass


class ChangedUserForm(OneAccountPerAddress, UserEditForm):
    pass


class AccountViewSet(UserViewSet):
    def get_form_class(self, for_update: bool = False) -> type[UserCreationForm | UserEditForm]:
        return ChangedUserForm if for_update else NewUserForm
