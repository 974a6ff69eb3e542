"""Import in the CMS: `/cms/partners/import/`, from the file to what came of it."""

import csv
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from wijkzorg_home.importing import ImportRefused

from ..models import PartnerImport, PartnerImportRow, PartnerIndexPage
from ..permissions import may_import_partners, may_make_themes
from . import progress, runs
from .columns import BY_KEY
from .exporting import Echo, csv_cell, in_this_language
from .files import column_name
from .forms import MatchForm, UploadForm
from .planning import chunks, source_directories

State = PartnerImport.State
RowState = PartnerImportRow.State
PAGE_SIZE = 50
#: Rows that are shown beside the columns.
EXAMPLES = 3
#: Seconds until the page of a running import asks again.
ASK_AGAIN = 3


def directories_for(user: Any) -> list[PartnerIndexPage]:
    """Those that the user may import into. Raises PermissionDenied where there are none."""
    found = [one for one in source_directories() if may_import_partners(user, one)]
    if not found:
        raise PermissionDenied
    return found


def _run(request: HttpRequest, uid: UUID) -> PartnerImport:
    run = get_object_or_404(PartnerImport.objects.select_related("directory", "made_by"), uid=uid)
    if not may_import_partners(request.user, run.directory):
        raise PermissionDenied
    return run


def start(request: HttpRequest) -> HttpResponse:
    """The form for a file, and the imports of late."""
    directories = directories_for(request.user)
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        directories=directories,
        may_make_themes=may_make_themes(request.user),
    )
    refused = None
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            run = runs.start(
                asked["file"],
                asked["file"].name,
                form.chosen_directory,
                by=request.user,
                sheet=asked["sheet"].strip(),
                publish=asked["publish"]
                and may_import_partners(request.user, form.chosen_directory),
                create_themes=asked.get("create_themes", False),
            )
        except ImportRefused as refusal:
            refused = refusal.faults[:20]
        else:
            return redirect("wijkzorg_partners_cms:import_run", run.uid)
    recent = PartnerImport.objects.filter(directory__in=directories).select_related("made_by")[:20]
    context = {"form": form, "refused": refused, "recent": recent}
    status = 422 if refused or form.errors else 200
    return render(request, "wijkzorg_partners/cms/import_start.html", context, status=status)


def run(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One import: what its state asks for."""
    one = _run(request, uid)
    if request.method == "POST":
        return _act(request, one)
    return _show(request, one)


def _show(request: HttpRequest, one: PartnerImport) -> HttpResponse:
    if one.is_busy:
        return _progress(request, one)
    if one.state == State.MATCHING or (
        one.state == State.CHECKED and one.heads and "columns" in request.GET
    ):
        return _match_page(request, one, MatchForm(one.heads, one.mapping))
    if one.state == State.CHECKED:
        return _result(request, one)
    return render(
        request, "wijkzorg_partners/cms/import_done.html", {"run": one, "counts": _counts(one)}
    )


def _act(request: HttpRequest, one: PartnerImport) -> HttpResponse:
    """What is sent too late, or twice, does nothing: the page shows how it stands."""
    does = request.POST.get("do", "")
    if does == "match" and one.heads:
        form = MatchForm(one.heads, one.mapping, request.POST)
        if not form.is_valid():
            return _match_page(request, one, form, status=422)
        runs.match(one, form.mapping)
    elif does == "check":
        runs.check(one)
    elif does == "go":
        runs.go(one, by=request.user)
    elif does == "throw-away" and runs.throw_away(one):
        messages.success(request, _("The import is thrown away. Nothing was imported."))
        return redirect("wijkzorg_partners_cms:import")
    return redirect("wijkzorg_partners_cms:import_run", one.uid)


def _progress(request: HttpRequest, one: PartnerImport) -> HttpResponse:
    done = progress.told(one) if one.state == State.GOING else one.rows_done
    context = {"run": one, "done": min(done, one.rows_total)}
    response = render(request, "wijkzorg_partners/cms/import_progress.html", context)
    response["Refresh"] = str(ASK_AGAIN)
    return response


def _match_page(
    request: HttpRequest, one: PartnerImport, form: MatchForm, status: int = 200
) -> HttpResponse:
    examples = [runs.cells_of(row) for row in one.rows.order_by("number")[:EXAMPLES]]
    lines = [
        (field, [cells[int(field.name.removeprefix("column_"))][:80] for cells in examples])
        for field in form
    ]
    context = {"run": one, "form": form, "lines": lines}
    return render(request, "wijkzorg_partners/cms/import_match.html", context, status=status)


def _result(request: HttpRequest, one: PartnerImport) -> HttpResponse:
    """The dry run: each row with what would happen, `?show=wrong` only those."""
    show = request.GET.get("show", "")
    rows = one.rows.defer("content").order_by("number")
    if show in RowState.values:
        rows = rows.filter(state=show)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    names = _column_names(one)
    lines = [
        {
            "row": row,
            "faults": [(names.get(key, key), reason) for key, reason in row.faults],
            "changes": [(names.get(key, key), old, new) for key, old, new in row.changes],
        }
        for row in page
    ]
    counts = _counts(one)
    numbers = {state: number for state, _label, number in counts}
    context = {
        "run": one,
        "page_obj": page,
        "lines": lines,
        "show": show,
        "counts": counts,
        "wrong": numbers[RowState.WRONG],
        "aside": numbers[RowState.WAITING],
        "todo": numbers[RowState.NEW] + numbers[RowState.CHANGED],
    }
    return render(request, "wijkzorg_partners/cms/import_result.html", context)


def _column_names(one: PartnerImport) -> dict[str, str]:
    """Key of a column > how the file calls it, or our name for it."""
    names = {key: column.head for key, column in BY_KEY.items()}
    found = {key: column_name(one.heads, at) for at, key in enumerate(one.mapping) if key}
    return names | found


def _counts(one: PartnerImport) -> list[tuple[str, str, int]]:
    return [(state.value, str(state.label), one.counts.get(state.value, 0)) for state in RowState]


def wrong(request: HttpRequest, uid: UUID) -> StreamingHttpResponse:
    """The wrong rows as CSV, each with what is wrong, to mend and to send in again."""
    one = _run(request, uid)
    response = StreamingHttpResponse(
        in_this_language(_wrong_lines(one)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{_("wrong-rows")}.csv"'
    return response


def _wrong_lines(one: PartnerImport) -> Iterator[bytes]:
    writer = csv.writer(Echo(), delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    yield b"\xef\xbb\xbf"
    for lines in chunks(runs.wrong_rows(one)):
        yield "".join(writer.writerow([csv_cell(cell) for cell in line]) for line in lines).encode(
            "utf-8", "replace"
        )


urlpatterns = [
    path("import/", start, name="import"),
    path("import/<uuid:uid>/", run, name="import_run"),
    path("import/<uuid:uid>/wrong/", wrong, name="import_wrong"),
]
