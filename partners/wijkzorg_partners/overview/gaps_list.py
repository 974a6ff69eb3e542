"""The gaps for the coordinator: `/cms/coordination/gaps/`, largest first, and what can be done about each."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.models import Locale, Site

from wijkzorg_home.contracts import CoordinatorList, GatheringMaker, collect
from wijkzorg_home.models import Area, DistrictPage, Theme
from wijkzorg_home.navigation import local_page
from wijkzorg_home.remembered import open_pages_here
from wijkzorg_home.work_panel import Work, WorkList

from ..kept_counts import kept
from ..models import MatrixPage, PartnerIndexPage
from .counting import count_cells, count_themes, levels_below, listed_partners
from .matrix import Column, Gap, Line, largest_gaps, make_grid
from .matrix_view import first_level

app_name = "wijkzorg_gaps"
PAGE_SIZE = 25
#: Lines on the coordinator's page.
LINES = 10
#: What people call near, and what a Wijktafel is held for: where a town has it, this level comes first.
NEAR = Area.Level.WIJK


def _must_coordinate(user: Any) -> None:
    """Whoever brings in editors, as for the list of calls."""
    if not user.has_perm("wijkzorg_partners.invite_editor"):
        raise PermissionDenied


@dataclass(frozen=True)
class Gaps:
    """All gaps at one level of the network's districts, largest first, and the levels to choose from."""

    level: str
    levels: list[str]
    found: list[Gap]

    def only(self, theme: str, area: str) -> list[Gap]:
        """Those of a theme and an area; an empty word is any."""
        return [
            gap
            for gap in self.found
            if theme in ("", gap.cell.line.slug) and area in ("", gap.cell.column.code)
        ]


def gaps_at(level: str = "") -> Gaps:
    """A fixed number of queries for any number of partners; an unknown level is the one that comes first."""
    districts = open_pages_here(DistrictPage.objects.filter(locale=Locale.get_default()))
    levels = levels_below([page.area for page in districts.select_related("area")])
    if level not in levels:
        level = NEAR.value if NEAR in levels else first_level(levels)
    columns: list[Column] = levels.get(level, [])
    partners = listed_partners(Locale.get_default().language_code)
    lines = [
        Line(theme.slug, theme.everyday_name or theme.name) for theme in Theme.objects.in_language()
    ]
    by_theme, cells = kept(
        f"gaps {[column.path for column in columns]}",
        partners,
        lambda: (count_themes(partners), count_cells(partners, columns)),
    )
    known: dict[str, int] = {}
    for (theme, _kind), number in by_theme.items():
        known[theme] = known.get(theme, 0) + number
    grid = make_grid(lines, columns, cells)
    return Gaps(level, list(levels), largest_gaps(grid, known))


# --- one line -------------------------------------------------------------------------------------


def title_of(gap: Gap) -> str:
    return _("%(theme)s in %(area)s") % {"theme": gap.cell.line.name, "area": gap.cell.column.name}


def note_of(gap: Gap) -> str:
    if gap.is_empty:
        return _("Nobody yet.")
    return ngettext(
        "Nobody informal. %(number)d formal organisation.",
        "Nobody informal. %(number)d formal organisations.",
        gap.cell.formal,
    ) % {"number": gap.cell.formal}


def _asked(gap: Gap) -> dict[str, str]:
    return {"theme": gap.cell.line.slug, "area": gap.cell.column.code}


@dataclass(frozen=True)
class Directories:
    """The directories of the network, with the area of the district that each stands below."""

    pages: list[tuple[str, PartnerIndexPage]]

    @classmethod
    def of_the_network(cls) -> "Directories":
        source = Locale.get_default()
        indexes = open_pages_here(PartnerIndexPage.objects.filter(locale=source)).order_by("path")
        districts = open_pages_here(DistrictPage.objects.filter(locale=source))
        areas = {page.path: page.area.path for page in districts.select_related("area")}
        return cls([(areas.get(page.path[: -page.steplen], ""), page) for page in indexes])

    def of(self, gap: Gap) -> PartnerIndexPage | None:
        """That of the district in which the gap is, else the first."""
        inside = [page for area, page in self.pages if gap.cell.column.path.startswith(area or "-")]
        return next(iter(inside or [page for _area, page in self.pages]), None)


def row_of(gap: Gap, request: HttpRequest, directories: Directories) -> dict[str, Any]:
    """What the list shows of one gap, and where its deeds lead."""
    directory = directories.of(gap)
    row: dict[str, Any] = {
        "gap": gap,
        "title": title_of(gap),
        "note": note_of(gap),
        "asked": _asked(gap),
        "invite_url": _invitation(gap, request),
    }
    if directory is not None:
        row["directory_url"] = f"{directory.get_url(request) or ''}?theme={gap.cell.line.slug}"
        row["directory"] = directory
    return row


def _invitation(gap: Gap, request: HttpRequest) -> str:
    """A mail in one's own name to an organisation that is not there yet, with the way to join in it."""
    site = Site.find_for_request(request)
    address = f"{reverse('wijkzorg_partners:join')}?{urlencode(_asked(gap))}"
    words = {
        "theme": gap.cell.line.name,
        "area": gap.cell.column.name,
        "address": f"{site.root_url if site else ''}{address}",
    }
    body = _(
        "Hello,\n\nIn %(area)s we look for organisations of neighbours and volunteers for: %(theme)s. "
        "I think of you. Do you join? It takes three minutes, and it is free:\n\n%(address)s\n"
    )
    query = {"subject": _("Do you join our network?"), "body": body % words}
    return "mailto:?" + urlencode(query).replace("+", "%20")


# --- the page -------------------------------------------------------------------------------------


def _makers(user: Any) -> list[GatheringMaker]:
    return [maker for maker in collect("register_gathering_maker") if maker.may(user)]


def gaps(request: HttpRequest) -> HttpResponse:
    """The list, or with `?theme=&area=` the one gap that somebody came for."""
    _must_coordinate(request.user)
    theme, area = request.GET.get("theme", ""), request.GET.get("area", "")
    level = request.GET.get("level", "")
    if area and not level:
        level = Area.objects.filter(code=area).values_list("level", flat=True).first() or ""
    all_gaps = gaps_at(level)
    found = all_gaps.only(theme, area)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    directories = Directories.of_the_network()
    rows = [row_of(gap, request, directories) for gap in page]
    may_add = {
        directory.pk
        for _area, directory in directories.pages
        if directory.permissions_for_user(request.user).can_add_subpage()
    }
    context = {
        "page_obj": page,
        "rows": rows,
        "level": all_gaps.level,
        "levels": [(one, Area.Level(one).label) for one in all_gaps.levels],
        "is_narrowed": bool(theme or area),
        "makers": _makers(request.user),
        "may_add": may_add,
        "matrix": local_page(MatrixPage),
    }
    return render(request, "wijkzorg_partners/cms/gaps.html", context)


@require_POST
def gather(request: HttpRequest) -> HttpResponse:
    """Make a gap the theme of a next meeting: the app that keeps meetings makes a draft, and leads to it."""
    _must_coordinate(request.user)
    wanted = request.POST.get("maker", "")
    maker = next((one for one in _makers(request.user) if one.name == wanted), None)
    if maker is None:
        raise PermissionDenied
    theme = Theme.objects.filter(
        locale=Locale.get_default(), slug=request.POST.get("theme", "")
    ).first()
    area = Area.objects.filter(code=request.POST.get("area", "")).first()
    if theme is None or area is None:
        raise Http404("no such theme or area")
    address = maker.make(theme, area, request.user)
    messages.success(request, _("This is a draft. Choose the day and the place, and publish it."))
    return redirect(address)


def _lines(user: Any) -> WorkList | None:
    if not user.has_perm("wijkzorg_partners.invite_editor"):
        return None
    address = reverse("wijkzorg_gaps:list")
    lines = [
        Work(
            title=title_of(gap),
            note=note_of(gap),
            label=_("What you can do"),
            url=f"{address}?{urlencode(_asked(gap))}",
        )
        for gap in gaps_at().found[:LINES]
    ]
    return WorkList(
        heading=_("Where nobody informal is"),
        lines=lines,
        nothing=_("Everywhere somebody informal sits at the table."),
        more_url=address,
        more_label=_("All gaps"),
    )


GAPS = CoordinatorList(name="gaps", order=60, build=_lines)

urlpatterns = [
    path("", gaps, name="list"),
    path("gather/", gather, name="gather"),
]
