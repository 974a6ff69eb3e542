"""Export in the CMS: `/cms/partners/export/`, and who exported and imported what."""

from tempfile import TemporaryFile
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from wijkzorg_home.permissions import is_administrator

from ..models import PartnerExport, PartnerImport, PartnerIndexPage
from ..permissions import may_export_partners, may_see_people_of
from . import exporting
from .columns import BY_KEY
from .forms import ExportForm
from .planning import source_directories

PAGE_SIZE = 50


def directories_for(user: Any) -> list[PartnerIndexPage]:
    """Those that the user may export. Raises PermissionDenied where there are none."""
    found = [one for one in source_directories() if may_export_partners(user, one)]
    if not found:
        raise PermissionDenied
    return found


def export(request: HttpRequest) -> HttpResponseBase:
    """The form; POST gives the file, after it was written down who takes it along."""
    directories = directories_for(request.user)
    form = ExportForm(
        request.POST or None,
        directories=directories,
        may_see_people=all(may_see_people_of(request.user, one) for one in directories),
    )
    if request.method == "POST" and form.is_valid():
        return _file(form, by=request.user)
    context = {"form": form, "may_see_log": is_administrator(request.user)}
    status = 422 if form.errors else 200
    return render(request, "wijkzorg_partners/cms/export.html", context, status=status)


def _file(form: ExportForm, *, by: Any) -> HttpResponseBase:
    asked = form.cleaned_data
    columns, file_format = asked["columns"], asked["file_format"]
    pages = exporting.found(form.chosen_directory, form.filters)
    filters = {"directory": form.chosen_directory.title, **form.filters}
    exporting.write_down(pages, columns, filters, file_format, by=by)
    rows = exporting.records(pages, columns)
    name = f"{form.chosen_directory.slug}-{timezone.localdate():%Y-%m-%d}.{file_format}"
    response: HttpResponseBase
    if file_format == "xlsx":
        file = TemporaryFile()  # noqa: SIM115 - the response closes it
        exporting.write_xlsx(file, rows, columns)
        file.seek(0)
        response = FileResponse(file)
    else:
        response = StreamingHttpResponse(
            exporting.in_this_language(exporting.pieces(file_format, rows, columns))
        )
    response["Content-Type"] = exporting.FORMATS[file_format]
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def log(request: HttpRequest) -> HttpResponse:
    """Who took which list along, and who imported one; for administrators."""
    if not is_administrator(request.user):
        raise PermissionDenied
    exports = PartnerExport.objects.select_related("made_by")
    page = Paginator(exports, PAGE_SIZE).get_page(request.GET.get("page"))
    lines = [(one, [BY_KEY[key].head for key in one.columns if key in BY_KEY]) for one in page]
    context = {
        "page_obj": page,
        "lines": lines,
        "imports": PartnerImport.objects.select_related("made_by")[:PAGE_SIZE],
    }
    return render(request, "wijkzorg_partners/cms/exchange_log.html", context)


urlpatterns = [
    path("export/", export, name="export"),
    path("export/log/", log, name="exchange_log"),
]
