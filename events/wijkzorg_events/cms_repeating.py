"""The CMS page "make the next one": the dates first, and then, by POST, a draft for each."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.widgets import AdminDateInput

from . import repeating, series
from .models import EventPage
from .permissions import may_repeat

app_name = "wijkzorg_events_cms"


class SeriesForm(forms.Form):
    """When the next ones are. It opens with one: the same day of the week in the month after."""

    RHYTHMS = {
        "month": gettext_lazy("every month"),
        "two_months": gettext_lazy("every two months"),
        "week": gettext_lazy("every week"),
        "two_weeks": gettext_lazy("every two weeks"),
    }

    rhythm = forms.ChoiceField(label=gettext_lazy("How often?"), choices=list(RHYTHMS.items()))
    nth = forms.TypedChoiceField(
        label=gettext_lazy("Which one in the month?"),
        coerce=int,
        choices=[
            (1, gettext_lazy("the first")),
            (2, gettext_lazy("the second")),
            (3, gettext_lazy("the third")),
            (4, gettext_lazy("the fourth")),
            (series.LAST, gettext_lazy("the last")),
        ],
        help_text=gettext_lazy("Counts for every month and every two months."),
    )
    weekday = forms.TypedChoiceField(
        label=gettext_lazy("Which day?"), coerce=int, choices=list(WEEKDAYS.items())
    )
    times = forms.IntegerField(
        label=gettext_lazy("How many?"),
        required=False,
        min_value=1,
        max_value=series.MOST,
        help_text=gettext_lazy("At most 24 at once. Leave it empty if you fill in a last day."),
    )
    until = forms.DateField(
        label=gettext_lazy("Until which day?"), required=False, widget=AdminDateInput
    )

    def __init__(self, event: EventPage, *args: Any, **kwargs: Any) -> None:
        self.event = event
        super().__init__(*args, **kwargs)

    @classmethod
    def begins_with(cls, event: EventPage) -> dict[str, Any]:
        day = event.starts.date()
        return {
            "rhythm": "month",
            "nth": series.nth_of(day),
            "weekday": day.weekday(),
            "times": 1,
            "until": "",
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        if bool(cleaned["times"]) == bool(cleaned["until"]):
            self.add_error("times", _("Fill in how many, or a last day: one of the two."))
            return cleaned
        by_month = cleaned["rhythm"] in ("month", "two_months")
        rule = series.Rule(
            weekday=cleaned["weekday"],
            every=2 if cleaned["rhythm"].startswith("two") else 1,
            nth=cleaned["nth"] if by_month else None,
            times=cleaned["times"],
            until=cleaned["until"],
        )
        last = max(self.event.starts.date(), timezone.localdate())
        try:
            cleaned["days"] = rule.dates(after=last)
        except series.TooMany:
            self.add_error("until", _("These are more than 24. Choose an earlier last day."))
        else:
            if not cleaned["days"]:
                self.add_error("until", _("There is no such day before it."))
        return cleaned


def repeat(request: HttpRequest, event_id: int) -> HttpResponse:
    """GET shows the dates of a rule, POST makes a draft for each that is not there yet."""
    event = get_object_or_404(EventPage, pk=event_id)
    if not may_repeat(request.user, event):
        raise PermissionDenied
    example = repeating.as_it_stands(event)
    asked = request.POST if request.method == "POST" else request.GET
    form = SeriesForm(example, asked or SeriesForm.begins_with(example))
    days = form.cleaned_data["days"] if form.is_valid() else []
    there = repeating.already_there(example, days)
    new = [day for day in days if day not in there]
    if request.method == "POST" and new and (made := _made(request, event, new)):
        messages.success(request, _told(len(made), len(there)))
        if len(days) == 1:
            return redirect("wagtailadmin_pages:edit", made[0].pk)
        return redirect("wagtailadmin_explore", event.get_parent().pk)
    rows = [
        {"starts": starts, "ends": ends, "there": there.get(day)}
        for day in days
        for starts, ends in [series.hours_on(day, example.start_at, example.end_at)]
    ]
    context = {"event": example, "form": form, "rows": rows, "new": len(new)}
    return render(request, "wijkzorg_events/cms/repeat.html", context)


def _made(request: HttpRequest, event: EventPage, days: list[date]) -> list[EventPage]:
    try:
        return repeating.make_next(event, days, by=request.user)
    except ValidationError as refused:
        for sentence in refused.messages:
            messages.error(request, sentence)
        return []


def _told(made: int, there: int) -> str:
    words = ngettext(
        "One draft is made. Look at it, and publish it.",
        "%(number)d drafts are made. Look at each, and publish it.",
        made,
    ) % {"number": made}
    if there:
        words += " " + ngettext(
            "One was there already.", "%(number)d were there already.", there
        ) % {"number": there}
    return words


urlpatterns = [path("<int:event_id>/next/", repeat, name="repeat")]
