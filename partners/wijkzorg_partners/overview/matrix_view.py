"""The matrix as a page: what may be asked of it, where its cells lead, and the same table as a sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from wijkzorg_home.filters import area_of
from wijkzorg_home.models import Area
from wijkzorg_home.models.pages import themes_with_addresses
from wijkzorg_home.navigation import local_page
from wijkzorg_home.sheets import CSV, XLSX, as_csv, as_xlsx

from ..kept_counts import kept
from ..models import FiguresPage, PartnerIndexPage
from .counting import count_cells, count_placed, levels_below, listed_partners
from .matrix import FORMAL, INFORMAL, KINDS, Cell, Column, Counts, Grid, Line, make_grid

if TYPE_CHECKING:
    from ..models import MatrixPage

#: More seats than this are a number beside one seat: a cell stays as large as it is.
SEATS_DRAWN = 5
#: Lines of what stands out.
STANDS_OUT = 3
#: More columns than this do not fit beside one another on a wide screen.
COLUMNS_THAT_FIT = 9


class MatrixForm(forms.Form):
    """Which kinds are shown, and how small the areas are. A GET form: every choice is an address."""

    kind = forms.ChoiceField(
        label=_("Show me"),
        required=False,
        choices=[
            ("", _("all organisations")),
            (INFORMAL, _("informal ones only")),
            (FORMAL, _("formal ones only")),
        ],
        widget=forms.Select(attrs={"class": "field auto"}),
    )
    level = forms.ChoiceField(
        label=_("for each"), required=False, widget=forms.Select(attrs={"class": "field auto"})
    )

    def __init__(self, asked: QueryDict, levels: Sequence[str], first: str) -> None:
        super().__init__(asked)
        field = self.fields["level"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one, str(Area.Level(one).label).lower()) for one in levels]
        self.first = first

    def wanted(self) -> tuple[tuple[str, ...], str]:
        """The kinds and the level; what could not be read is as if it was not asked."""
        self.is_valid()
        kind, level = self.cleaned_data.get("kind"), self.cleaned_data.get("level")
        return (kind,) if kind else KINDS, level or self.first


def first_level(levels: dict[str, list[Column]]) -> str:
    """The largest areas of which there are at least two: those fit on a screen. "" without any."""
    return next(
        (level for level, found in levels.items() if len(found) > 1), next(iter(levels), "")
    )


@dataclass
class Matrix:
    """The table that a visitor asked for, and where it leads."""

    request: HttpRequest
    page: "MatrixPage"

    @cached_property
    def district(self) -> Area | None:
        return area_of(self.page)

    @cached_property
    def levels(self) -> dict[str, list[Column]]:
        return levels_below([self.district] if self.district else [])

    @cached_property
    def form(self) -> MatrixForm:
        asked = self.request.GET.copy()
        level = first_level(self.levels)
        if not asked.get("level"):
            asked["level"] = level
        return MatrixForm(asked, list(self.levels), level)

    @cached_property
    def partners(self) -> Any:
        return listed_partners(get_language() or "", self.district)

    @cached_property
    def columns(self) -> list[Column]:
        return self.levels.get(self.form.wanted()[1], [])

    @cached_property
    def counted(self) -> tuple[Counts, int, int]:
        """The cells, how many partners are listed, and how many of those stand in the table."""
        partners, columns = self.partners, self.columns
        return kept(
            f"matrix {[column.path for column in columns]}",
            partners,
            lambda: (
                count_cells(partners, columns),
                partners.count(),
                count_placed(partners, columns),
            ),
        )

    @cached_property
    def grid(self) -> Grid:
        asked, _level = self.form.wanted()
        lines = [
            Line(theme.slug, theme.everyday_name or theme.name, theme.url)
            for theme in themes_with_addresses()
        ]
        return make_grid(lines, self.columns, self.counted[0], asked=asked)

    # Where it leads

    @cached_property
    def directory_url(self) -> str:
        directory = local_page(PartnerIndexPage)
        return (directory.get_url(self.request) or "") if directory else ""

    @cached_property
    def gap_url(self) -> str:
        """Where somebody who knows somebody goes: who may invite to the gaps, others to `/meedoen/`."""
        if self.request.user.has_perm("wijkzorg_partners.invite_editor"):
            return reverse("wijkzorg_gaps:list")
        return reverse("wijkzorg_partners:join")

    def listed_at(self, cell: Cell) -> str:
        """The directory with exactly those whom the cell counts."""
        asked = {"theme": cell.line.slug, "area": cell.column.code}
        if len(cell.asked) == 1:
            asked["kind"] = cell.asked[0]
        return f"{self.directory_url}?{urlencode({k: v for k, v in asked.items() if v})}"

    def call_at(self, cell: Cell) -> str:
        asked = {"theme": cell.line.slug, "area": cell.column.code}
        return f"{self.gap_url}?{urlencode(asked)}"

    def cell(self, cell: Cell) -> dict[str, Any]:
        """What the template draws of one cell."""
        if cell.is_gap:
            return {"gap": True, "url": self.call_at(cell)}
        seats = [
            {"kind": kind, "number": number, "drawn": number if number <= SEATS_DRAWN else 1}
            for kind, number in cell.seats
        ]
        return {
            "half": cell.is_half,
            "url": self.listed_at(cell),
            "seats": seats,
            "words": in_words(cell),
        }

    def rows(self) -> list[tuple[Line, list[dict[str, Any]]]]:
        return [
            (line, [self.cell(cell) for cell in row])
            for line, row in zip(self.grid.lines, self.grid.rows, strict=True)
        ]


def in_words(cell: Cell) -> str:
    """The seats of a cell, or of an area, for who does not see them."""
    if cell.asked == (INFORMAL,):
        return gettext("%(number)d informal") % {"number": cell.informal}
    if cell.asked == (FORMAL,):
        return gettext("%(number)d formal") % {"number": cell.formal}
    return gettext("%(informal)d informal, %(formal)d formal") % {
        "informal": cell.informal,
        "formal": cell.formal,
    }


def summary_of(grid: Grid) -> list[str]:
    """The table in two sentences."""
    if not grid.empty and not grid.half:
        return [gettext("At every place somebody sits at the table.")]
    empty = ngettext(
        "At %(number)d place there is nobody yet.",
        "At %(number)d places there is nobody yet.",
        grid.empty,
    ) % {"number": grid.empty}
    half = ngettext(
        "At %(number)d place only one side sits at the table.",
        "At %(number)d places only one side sits at the table.",
        grid.half,
    ) % {"number": grid.half}
    return [words for words, number in ((empty, grid.empty), (half, grid.half)) if number]


def stands_out(grid: Grid) -> list[str]:
    """Where it hurts most, in at most three sentences: areas that miss themes, and themes that miss areas."""
    found: list[tuple[int, str]] = []
    for column in grid.columns:
        number = grid.empty_in(column)
        words = ngettext(
            "%(area)s: on %(number)d theme there is nobody",
            "%(area)s: on %(number)d themes there is nobody",
            number,
        )
        found.append((number, words % {"area": column.name, "number": number}))
    if grid.cells and INFORMAL in grid.cells[0].asked:
        for line in grid.lines:
            number = grid.without_informal(line)
            words = ngettext(
                "%(theme)s: in %(number)d place there is nobody informal",
                "%(theme)s: in %(number)d places there is nobody informal",
                number,
            )
            found.append((number, words % {"theme": line.name, "number": number}))
    found.sort(key=lambda one: -one[0])
    return [words for number, words in found[:STANDS_OUT] if number]


def matrix_context(request: HttpRequest, page: "MatrixPage") -> dict[str, Any]:
    """What the template shows; the same number of queries for any number of partners."""
    matrix = Matrix(request, page)
    grid = matrix.grid
    _cells, total, placed = matrix.counted
    figures = local_page(FiguresPage)
    query = request.GET.urlencode()
    return {
        "form": matrix.form,
        "grid": grid,
        "rows": matrix.rows(),
        "heads": [
            (column, matrix.listed_at(Cell(Line("", ""), column))) for column in grid.columns
        ],
        "totals": [in_words(cell) for cell in grid.totals],
        "is_wide": len(grid.columns) > COLUMNS_THAT_FIT,
        "lead": " ".join(summary_of(grid)),
        "stands_out": stands_out(grid),
        "total": total,
        "elsewhere": total - placed,
        "directory_url": matrix.directory_url,
        "figures_url": figures.get_url(request) if figures else "",
        "call_url": matrix.gap_url,
        "sheets_query": f"?{query}" if query else "",
    }


def sheet(request: HttpRequest, page: "MatrixPage", ending: str) -> HttpResponse:
    """The table as a file: a line for each theme and area, so that a spreadsheet can sort and sum it."""
    matrix = Matrix(request, page)
    kinds = {INFORMAL: gettext("Informal"), FORMAL: gettext("Formal")}
    asked, _level = matrix.form.wanted()
    head = [gettext("Theme"), gettext("Area"), gettext("Code"), *(kinds[kind] for kind in asked)]
    body: list[list[str | int]] = [
        [
            cell.line.name,
            cell.column.name,
            cell.column.code,
            *(number for _kind, number in cell.seats),
        ]
        for cell in matrix.grid.cells
    ]
    write, content_type = (as_csv, CSV) if ending == "csv" else (as_xlsx, XLSX)
    response = HttpResponse(write([head, *body]), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{page.slug}.{ending}"'
    return response
