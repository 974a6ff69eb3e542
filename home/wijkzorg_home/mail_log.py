"""The delivery log: to whom mail went, and what came of it. Never what stood in it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from . import outbox
from .models import OutgoingMail

app_name = "wijkzorg_mail"
PAGE_SIZE = 50
#: What the list shows. Subject and text stay out of it.
SHOWN = (
    "pk",
    "to",
    "kind",
    "state",
    "attempts",
    "last_error",
    "created_at",
    "sent_at",
    "next_try_at",
)


class LogFilter(forms.Form):
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=[("", gettext_lazy("All")), *OutgoingMail.State.choices],
        required=False,
    )
    to = forms.CharField(label=gettext_lazy("E-mail address"), max_length=100, required=False)


def may_see_the_log(user: Any) -> bool:
    return bool(user.has_perm("wijkzorg_home.change_outgoingmail"))


def _must_see(user: Any) -> None:
    if not may_see_the_log(user):
        raise PermissionDenied


def mails(request: HttpRequest) -> HttpResponse:
    """All mail, the newest first; `?state=` and `?to=` narrow it."""
    _must_see(request.user)
    form = LogFilter(request.GET or None)
    wanted = form.cleaned_data if form.is_valid() else {}
    rows = OutgoingMail.objects.only(*SHOWN)
    if state := wanted.get("state"):
        rows = rows.filter(state=state)
    if words := wanted.get("to"):
        rows = rows.filter(to__icontains=words)
    rows = rows.annotate(has_text=~Q(text="", html=""))
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "wijkzorg_home/cms/mail_log.html", {"form": form, "page_obj": page})


@require_POST
def again(request: HttpRequest, mail_id: int) -> HttpResponse:
    """Try once more to send what was given up."""
    _must_see(request.user)
    mail = get_object_or_404(OutgoingMail, pk=mail_id)
    if outbox.try_again(mail):
        messages.success(request, _("We try again now."))
    else:
        messages.warning(request, _("This mail can't be sent again: its text is gone."))
    return redirect("wijkzorg_mail:list")


urlpatterns = [
    path("", mails, name="list"),
    path("<int:mail_id>/again/", again, name="again"),
]
