"""`/meedoen/`: an organisation joins by itself."""

from typing import Any

from django.contrib.auth import login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Site

from wijkzorg_home.models import Area

from . import joining
from .forms_join import LAST, JoinForm
from .models import PartnerPage


@csrf_exempt  # it uses no right of the visitor's, and works without cookies; its own guard watches it
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Two screens, and a third when an organisation looks like one that is there."""
    if request.method != "POST":
        return _screen(request, JoinForm(request=request, initial=_known(request)), 1)
    form = JoinForm(request.POST, request=request)
    answered = 1 if request.POST.get("screen") == "1" else LAST
    valid = form.is_valid()
    if "back" in request.POST:
        return _screen(request, form.without_verdict(), 1)
    wrong = form.first_screen_with_errors()
    if answered == 1:
        first_is_fine = wrong != 1
        return _screen(
            request, form.without_verdict() if first_is_fine else form, 2 - (not first_is_fine)
        )
    if not valid:
        return _screen(request, form, wrong)
    alike = _public_alike(request, form.cleaned_data)
    if {one.pk for one in alike} - _seen(request):
        return _screen(request, form.without_verdict(), LAST, alike=alike, check=True)
    if not form.within_limits(form.cleaned_data["email"]):
        return _screen(request, form, LAST)
    asked = form.save(commit=False)
    asked.language = get_language() or asked.language
    joining.ask_to_join(asked)
    return redirect("wijkzorg_partners:join_sent")


def _known(request: HttpRequest) -> dict[str, str]:
    """What the address fills in: with `?area=` where an organisation is missed, or what that lies in."""
    area = Area.objects.filter(code=request.GET.get("area", "")[:30]).first()
    while area is not None and area.level == Area.Level.BUURT:
        area = area.get_parent()
    return {"area": area.code} if area else {}


def _seen(request: HttpRequest) -> set[int]:
    """The partners that were shown already, and that it is not."""
    return {int(key) for key in request.POST.getlist("seen") if key.isdecimal() and len(key) < 18}


def _public_alike(request: HttpRequest, asked: dict[str, Any]) -> list[PartnerPage]:
    """Those that anybody may see; of drafts nothing is told here."""
    found = joining.find_alike(
        name=asked.get("name", ""),
        postcode=asked.get("postcode", ""),
        website=asked.get("website", ""),
        site=Site.find_for_request(request),
    )
    return [one.partner for one in found if one.live][: joining.LIKE_SHOWN]


def _screen(
    request: HttpRequest,
    form: JoinForm,
    number: int,
    *,
    alike: list[PartnerPage] | None = None,
    check: bool = False,
) -> HttpResponse:
    if alike is None and number > 1:
        alike = _public_alike(request, {**request.POST.dict(), "postcode": "", "website": ""})
    context = {
        "form": form,
        "screen": number,
        "last": LAST,
        "asks": form.on_screen(number),
        "hidden": form.not_on_screen(number),
        "alike": alike or [],
        "seen": {one.pk for one in alike or []} | _seen(request),
        "check": check,
    }
    return render(request, "wijkzorg_partners/join/join.html", context)


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """The same words, whether we know the address or not."""
    return render(request, "wijkzorg_partners/join/sent.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows, POST acts: scanners of mail open links, and must not use them up."""
    found = joining.find_request(token)
    user = request.user if request.user.is_authenticated else None
    state = joining.state_of(found, user)
    if request.method == "POST" and state == "open":
        try:
            membership = joining.confirm(token, user=user, site=Site.find_for_request(request))
        except joining.JoiningEnded as ended:
            state = ended.state
        except PermissionDenied:
            state = "login_needed"
        else:
            if user is None:
                backend = "allauth.account.auth_backends.AuthenticationBackend"
                login(request, membership.user, backend=backend)
            return redirect("wijkzorg_partners:mijn_partner", membership.partner.slug)
    status = {"open": 200, "login_needed": 200, "unknown": 404}.get(state, 410)
    context = {"asked": found, "state": state, "next": request.path}
    response = render(request, "wijkzorg_partners/join/confirm.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response


urlpatterns = [
    path("meedoen/", join, name="join"),
    path("meedoen/verstuurd/", sent, name="join_sent"),
    path("meedoen/bevestigen/<str:token>/", confirm, name="join_confirm"),
]
