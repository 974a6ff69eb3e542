"""The coordinator's page in the CMS, `/cms/coordination/`: all that is to be followed up, in one view.

It shows what the apps registered with `register_coordinator_list`; two of those lists are here.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wijkzorg_home.contracts import coordinator_lists
from wijkzorg_home.work_panel import Work, WorkList

from . import calls, freshness
from .models import PartnerPage, PartnerRecord
from .permissions import may_coordinate

app_name = "wijkzorg_coordination"
#: Lines in one list.
LINES = 10


def lists(request: HttpRequest) -> HttpResponse:
    """The same number of queries for any number of partners, as long as each list keeps to that."""
    if not may_coordinate(request.user):
        raise PermissionDenied
    context = {"lists": coordinator_lists(request.user)}
    return render(request, "wijkzorg_partners/cms/coordination.html", context)


def whom_to_call(user: Any) -> WorkList | None:
    """The first of the list of calls: who did not answer our mails, or is said to exist no more."""
    if not may_coordinate(user):
        return None
    records = calls.to_call(timezone.now()).select_related("partner")
    number, address = records.count(), reverse("wijkzorg_partners_calls:list")
    return WorkList(
        heading=_("They did not answer our mails"),
        lines=[
            Work(
                title=record.partner.title,
                note=_facts(record.partner.phone, _since(record)),
                label=_("Write down what they said"),
                url=f"{address}#call-{record.partner_id}",
                public_url=_public_url(record.partner),
            )
            for record in records[:LINES]
        ],
        nothing=_("Nobody has to be called."),
        more_url=address if number else "",
        more_label=all_of_them(number),
        number=number,
    )


def not_confirmed(user: Any) -> WorkList | None:
    """Whose time is over, and who was asked by mail: not yet to be called, but it helps."""
    if not may_coordinate(user):
        return None
    records = unconfirmed().select_related("partner")
    number = records.count()
    return WorkList(
        heading=_("Not confirmed in time"),
        lines=[
            Work(
                title=record.partner.title,
                note=_facts(_since(record), str(record.get_stage_display())),
                label=_("Who edits this page?"),
                url=reverse("wijkzorg_partners_cms:members", args=[record.partner_id]),
                public_url=_public_url(record.partner),
            )
            for record in records[:LINES]
        ],
        nothing=_("Everybody confirmed in time."),
        more_url=reverse("wijkzorg_partners_cms:partners") if number > LINES else "",
        more_label=_("All partners, and who edits them"),
        number=number,
    )


def unconfirmed() -> "QuerySet[PartnerRecord]":
    """Public profiles that nobody confirmed in time and that are not on the list of calls; longest first."""
    return (
        PartnerRecord.objects.filter(
            partner__live=True, merged_into=None, due_at__lt=timezone.now(), reported_gone_at=None
        )
        .exclude(stage__in=freshness.CALLED)
        .order_by("due_at", "pk")
    )


def all_of_them(number: int) -> str:
    """The words of the link to the whole list."""
    return _("The whole list (%(number)s)") % {"number": number}


def _facts(*facts: str) -> str:
    return " - ".join(fact for fact in facts if fact)


def _since(record: PartnerRecord) -> str:
    if record.reported_gone_at:
        return _("on %(date)s somebody said that it exists no more") % {
            "date": _day(record.reported_gone_at)
        }
    if record.confirmed_at:
        return _("last confirmed on %(date)s") % {"date": _day(record.confirmed_at)}
    return ""


def _day(moment: Any) -> str:
    return date_format(timezone.localdate(moment), "j F Y")


def _public_url(partner: PartnerPage) -> str:
    return partner.get_url() or ""


urlpatterns = [path("", lists, name="lists")]
