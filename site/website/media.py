"""The door for uploaded files: a file is public as long as something public shows it.

Images, their renditions and documents are looked up by their file's name; then Wagtail's reference
index tells where they are used. A file that only a draft uses answers as if it were absent, for
everybody but those who may use it: in the CMS, or at the own door. See site/docs/decisions/0005-media.md.
"""

import mimetypes
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import Model
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import http_date
from django.views.decorators.http import require_safe
from django.views.static import was_modified_since
from wagtail.images import get_image_model
from wagtail.permissions import policy_registry

from wijkzorg_home.media import is_public
from wijkzorg_partners.consent import belongs_to_the_network

#: Shown in the browser; whatever else somebody got in is only ever offered as a download.
INLINE_TYPES = {"image/avif", "image/jpeg", "image/png", "image/webp", "application/pdf"}


@require_safe
def serve_media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Hand out one file, or 404 whether it is absent or merely not for this person."""
    image_model = get_image_model()
    rendition = (
        image_model.get_rendition_model().objects.filter(file=path).select_related("image").first()
    )
    owner: Model | None = (
        rendition.image if rendition else image_model.objects.filter(file=path).first()
    )
    if owner is None or not may_see(request.user, owner):
        raise Http404(path)
    return send_file(request, path)


def document_is_allowed(document: Model, request: HttpRequest) -> HttpResponse | None:
    """Wagtail's `before_serve_document` hook: the same rule for documents."""
    if not may_see(request.user, document):
        raise Http404(str(document.pk))
    return None


def may_see(user: Any, owner: Model) -> bool:
    """Whether a person may have the file of an image or document."""
    if is_public(owner):
        return True
    policy = policy_registry.get_by_type(type(owner))
    return bool(
        user.is_authenticated
        and belongs_to_the_network(
            user
        )  # a volunteer sees the own photo at /mijn/, without the CMS
        and policy.user_has_any_permission_for_instance(user, ["choose", "change", "delete"], owner)
    )


def send_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """The file itself, to be asked for again each time: hidden means hidden at once."""
    try:
        changed = default_storage.get_modified_time(path).timestamp()
        file = default_storage.open(path)
    except FileNotFoundError:
        raise Http404(path) from None
    if not was_modified_since(request.META.get("HTTP_IF_MODIFIED_SINCE"), changed):
        file.close()
        response: HttpResponseBase = HttpResponse(status=304)
    else:
        content_type = mimetypes.guess_type(path)[0] or "application/octet-stream"
        response = FileResponse(
            file, content_type=content_type, as_attachment=content_type not in INLINE_TYPES
        )
        # Whatever a file holds, the browser runs nothing of it.
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Last-Modified"] = http_date(changed)
    response["Cache-Control"] = "no-cache"
    return response
