"""Who gets which page of `/mijn/`: members their own profile, staff those that they may edit."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.cache import never_cache
from wagtail.models import Locale

from ..models import PartnerPage
from ..permissions import may_edit_partner
from . import typed

View = Callable[..., HttpResponseBase]


def own_partners(user: Any) -> list[PartnerPage]:
    """The profiles of which somebody is a member, as source pages."""
    pages = PartnerPage.objects.edited_by(user).filter(locale=Locale.get_default())
    return list(pages.order_by("title"))


def partner_for(user: Any, key: str) -> PartnerPage | None:
    """The source page with this slug that the user has to do with; None is "absent".

    Two directories may know the same slug; a member gets the own one.
    """
    pages = PartnerPage.objects.filter(slug=key, locale=Locale.get_default())
    pages = pages.select_related("latest_revision__user", "live_revision").order_by("path")
    own = pages.filter(pk__in=PartnerPage.objects.edited_by(user).values("pk")).first()
    return own or next((page for page in pages if may_edit_partner(user, page)), None)


def logged_in(view: View) -> View:
    """Others go to the log-in, and come back to what they typed."""

    @wraps(view)
    @never_cache
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return typed.to_the_login(request)
        return view(request, *args, **kwargs)

    return guarded


def of_partner(view: View) -> View:
    """Gives the view its partner: absent for who has nothing to do with it."""

    @wraps(view)
    def guarded(request: HttpRequest, key: str, **kwargs: Any) -> HttpResponseBase:
        partner = partner_for(request.user, key)
        if partner is None:
            raise Http404(key)
        return view(request, partner, **kwargs)

    return logged_in(guarded)


def who_may_change(view: View) -> View:
    """As `of_partner`, and refused to a helper, who adds activities only."""

    @wraps(view)
    def guarded(request: HttpRequest, partner: PartnerPage, **kwargs: Any) -> HttpResponseBase:
        if not may_edit_partner(request.user, partner):
            raise PermissionDenied
        return view(request, partner, **kwargs)

    return of_partner(guarded)
