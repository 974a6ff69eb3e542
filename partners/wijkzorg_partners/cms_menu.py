"""Entries of the menu in the CMS, shown to those who have business there."""

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem

from .permissions import may_coordinate


class EditorsMenuItem(MenuItem):
    """For who brings in editors, and so coordinates: see `permissions.may_coordinate`."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_coordinate(request.user)
