"""The API of the CMS deletes and hides a page only where its screens would.

Wagtail asks the hooks `before_delete_page` and `before_unpublish_page` in its views alone, so that what an
app refuses there could still be done by `/cms/api/main/pages/<id>/action/`.
"""

from typing import Any

from django.contrib import messages
from rest_framework.exceptions import APIException
from rest_framework.response import Response
from wagtail import hooks
from wagtail.admin.api.actions.delete import DeletePageAPIAction
from wagtail.admin.api.actions.unpublish import UnpublishPageAPIAction
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.models import Page


class Refused(APIException):
    """What a hook would have told on the screen."""

    status_code = 409
    default_code = "refused"


def _ask(hook: str, request: Any, page: Page) -> None:
    """Raises Refused where a hook answers with a page, as it does to stop a view."""
    asked = request._request
    for function in hooks.get_hooks(hook):
        answer = function(asked, page)
        if hasattr(answer, "status_code"):
            raise Refused(" ".join(str(one) for one in messages.get_messages(asked)))


class DeleteAsOnTheScreen(DeletePageAPIAction):
    def execute(self, instance: Page, data: Any) -> Response:
        action = self._action_from_data(instance, data)
        action.check()
        _ask("before_delete_page", self.request, instance.specific)
        return super().execute(instance, data)


class UnpublishAsOnTheScreen(UnpublishPageAPIAction):
    def execute(self, instance: Page, data: Any) -> Response:
        self._action_from_data(instance, data).check()
        _ask("before_unpublish_page", self.request, instance.specific)
        if data["recursive"]:
            for page in instance.get_descendants().live().specific().iterator():
                _ask("before_unpublish_page", self.request, page)
        return super().execute(instance, data)


class PagesViewSet(PagesAdminAPIViewSet):
    actions = {
        **PagesAdminAPIViewSet.actions,
        "delete": DeleteAsOnTheScreen,
        "unpublish": UnpublishAsOnTheScreen,
    }
