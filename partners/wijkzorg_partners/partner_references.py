"""What a row names by word, found in the database: areas, languages, themes."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.translation import gettext as _
from wagtail.models import Locale

from wijkzorg_home.area_names import AreaFinder, AreaNotClear, AreaNotFound
from wijkzorg_home.dutch_language_names import code_of, dutch_name_of
from wijkzorg_home.importing import Fault, plain_name
from wijkzorg_home.models import Area, DistrictPage, Language, Theme

from .models import PartnerIndexPage
from .partner_rows import PartnerRow


class References:
    """Finds what rows name. What can't be found becomes a fault."""

    def __init__(self, directory: PartnerIndexPage, *, create_themes: bool) -> None:
        self.create_themes = create_themes
        self.warnings: list[str] = []
        areas = list(Area.objects.defer("outline"))
        self._area_at = {area.path: area for area in areas}
        self._finder = AreaFinder(areas, within=_area_of(directory))
        self._language_codes = {
            plain_name(language.name): language.code for language in Language.objects.all()
        }
        themes = Theme.objects.filter(locale=Locale.get_default())
        slugs = dict(themes.values_list("slug", "name"))
        self._theme_slugs = set(slugs)
        self._slugs_by_name = {plain_name(name): slug for slug, name in slugs.items()}

    def areas(self, row: PartnerRow, faults: list[Fault]) -> list[Area]:
        found = [area for name in row.areas or () for area in self._area(name, row, faults)]
        return list(dict.fromkeys(found))

    def _area(self, name: str, row: PartnerRow, faults: list[Fault]) -> list[Area]:
        try:
            return self._finder.find(name)
        except AreaNotFound as error:
            reason = _("no area is called “%(name)s”") % {"name": name[:60]}
            if error.suggestions:
                like = ", ".join(f"“{suggestion}”" for suggestion in error.suggestions)
                reason += _("; there are %(names)s") % {"names": like}
        except AreaNotClear as error:
            reason = _("several areas are called “%(name)s”; give the code of one: %(codes)s") % {
                "name": name[:60],
                "codes": ", ".join(error.codes),
            }
        faults.append(Fault(row.place, "area", reason))
        return []

    def town_of(self, area: Area) -> str:
        """The name of the town that the area lies in; empty when the tree does not say."""
        top = self._area_at[area.path[: Area.steplen]]
        return top.name[:60] if top.level == Area.Level.TOWN else ""

    def languages(self, row: PartnerRow, faults: list[Fault]) -> tuple[list[str], list[str]]:
        """The codes of the languages, and remarks that stand among them.

        Lists of languages hold remarks in practice: "tolk mogelijk", "iedereen welkom". Several
        words that name no language are such a remark; one word is a mistake.
        """
        known = set(self._language_codes.values())
        codes: list[str] = []
        remarks: list[str] = []
        for name in row.languages or ():
            code = name if name in known else self._language_codes.get(plain_name(name))
            code = code or code_of(name)
            if code:
                codes.append(code)
            elif " " in name:
                remarks.append(f"{name[0].upper()}{name[1:].rstrip('.')}.")
                text = _("%(place)s: “%(remark)s” is no language; it stands with “for whom” now")
                self.warnings.append(text % {"place": row.place, "remark": name[:60]})
            else:
                reason = _("no language is called “%(name)s”; add it in the CMS first")
                faults.append(Fault(row.place, "languages", reason % {"name": name[:60]}))
        return list(dict.fromkeys(codes)), remarks

    def themes(self, row: PartnerRow, faults: list[Fault]) -> list[str]:
        known: list[str] = []
        for word in row.themes or ():
            slug = self._slugs_by_name.get(plain_name(word), word)
            if word in self._theme_slugs:
                slug = word
            if slug in self._theme_slugs or (self.create_themes and _can_be_slug(slug)):
                known.append(slug)
            else:
                reason = _("no theme has the slug “%(slug)s”") % {"slug": slug[:60]}
                faults.append(Fault(row.place, "themes", reason))
        return list(dict.fromkeys(known))


def areas_by_code(codes: set[str]) -> dict[str, Area]:
    return {area.code: area for area in Area.objects.defer("outline").filter(code__in=codes)}


def make_languages(codes: set[str]) -> dict[str, Language]:
    """The languages by code; those that are not there yet are made."""
    there = {language.code: language for language in Language.objects.filter(code__in=codes)}
    for code in sorted(codes - there.keys()):
        there[code] = Language.objects.create(code=code, name=dutch_name_of(code))
    return there


def make_themes(slugs: set[str]) -> dict[str, Theme]:
    """The themes by slug; those that are not there yet are made, with the slug for a name."""
    locale = Locale.get_default()
    there = {theme.slug: theme for theme in Theme.objects.filter(locale=locale, slug__in=slugs)}
    for slug in sorted(slugs - there.keys()):
        name = slug.replace("-", " ").replace("_", " ").strip().capitalize() or slug
        there[slug] = Theme.objects.create(locale=locale, slug=slug, name=name, everyday_name=name)
    return there


def _area_of(directory: PartnerIndexPage) -> Area | None:
    parent = directory.get_parent()
    district = parent.specific if parent is not None else None
    return district.area if isinstance(district, DistrictPage) else None


def _can_be_slug(slug: str) -> bool:
    try:
        validate_slug(slug)
    except ValidationError:
        return False
    return len(slug) <= 60
