"""The network itself: its areas, its settings and its themes."""

from typing import Any

from django.utils.text import slugify
from wagtail.models import Locale, Site

from website.demo.content import Tally, read, rich_text
from wijkzorg_home.models import Area, HoursElsewhere, Navigator, NetworkSettings, Theme

LANGUAGES = ("en", "tr", "ar")
HOURS = {
    "en": "Every working day from 9:00 to 17:00",
    "tr": "Her iş günü saat 9.00 ile 17.00 arasında",
    "ar": "كل يوم عمل من الساعة 9:00 إلى 17:00",
}

PHONE = "020 000 00 01"
#: The person to turn to, per gebied: code > name, telephone, mail.
NAVIGATORS = {
    "GF06": ("Wegwijzer Sloterdijk", "020 000 00 71", "sloterdijk@example.org"),
    "GF07": ("Wegwijzer Geuzenveld en Slotermeer", "020 000 00 72", "slotermeer@example.org"),
    "GF08": ("Wegwijzer Osdorp", "020 000 00 73", "osdorp@example.org"),
    "GF09": ("Wegwijzer De Aker en Sloten", "020 000 00 74", "aker@example.org"),
    "GF10": ("Wegwijzer Slotervaart", "020 000 00 75", "slotervaart@example.org"),
}


def add_areas(tally: Tally) -> dict[str, Area]:
    """The tree of areas by code. An area that stands, from here or from an import, stays as it is."""
    areas: dict[str, Area] = {area.code: area for area in Area.objects.all()}
    for row in read("areas.json"):
        known = row["code"] in areas
        tally.count("areas", added=not known)
        if not known:
            areas[row["code"]] = _add_area(row, areas)
    return areas


def _add_area(row: dict[str, Any], areas: dict[str, Area]) -> Area:
    values = {
        "name": row["name"],
        "slug": slugify(row["name"]),
        "level": row["level"],
        "code": row["code"],
        "postcodes": row.get("postcodes", []),
        "latitude": row["lat"],
        "longitude": row["lon"],
    }
    if "parent" not in row:
        return Area.add_root(**values)
    # treebeard keeps the parent's number of children up to date in the object that it is asked of.
    return areas[row["parent"]].add_child(**values)


def add_settings(tally: Tally, site: Site, areas: dict[str, Area]) -> None:
    """The network's name and telephone, and a wegwijzer for each gebied, on a site without them."""
    # The first page that anybody looks at makes settings without a word in them.
    network = NetworkSettings.for_site(site)
    known = bool(network.tagline or network.contact_phone or network.navigators.exists())
    tally.count("network settings", added=not known)
    if known:
        return
    network.name = "Wijkzorg"
    network.tagline = "Amsterdam Nieuw-West"
    network.contact_phone = PHONE
    network.contact_email = "netwerk@example.org"
    network.contact_hours = "Elke werkdag van 9.00 tot 17.00 uur"
    network.hours_elsewhere = [
        HoursElsewhere(locale=Locale.objects.get(language_code=code), hours=HOURS[code])
        for code in LANGUAGES
    ]
    network.navigators = [
        Navigator(
            area=areas[code],
            name=name,
            role="Wegwijzer",
            phone=phone,
            email=email,
            hours="Maandag tot en met donderdag van 9.00 tot 17.00 uur",
            sort_order=number,
        )
        for number, (code, (name, phone, email)) in enumerate(NAVIGATORS.items())
        if code in areas
    ]
    network.save()


def add_themes(tally: Tally) -> dict[str, Theme]:
    """The themes by slug, in Dutch, and each in the other languages."""
    source = Locale.get_default()
    themes = {theme.slug: theme for theme in Theme.objects.filter(locale=source)}
    for number, row in enumerate(read("themes/nl.json"), start=1):
        known = row["slug"] in themes
        tally.count("themes", added=not known)
        if not known:
            themes[row["slug"]] = Theme.objects.create(
                locale=source,
                slug=row["slug"],
                icon=row["icon"],
                sort_order=number * 10,
                **_texts(row),
            )
    for code in LANGUAGES:
        _add_translated_themes(tally, code, themes)
    return themes


def _add_translated_themes(tally: Tally, code: str, themes: dict[str, Theme]) -> None:
    locale = Locale.objects.get(language_code=code)
    known = set(Theme.objects.filter(locale=locale).values_list("translation_key", flat=True))
    for row in read(f"themes/{code}.json"):
        theme = themes[row["slug"]]
        there = theme.translation_key in known
        tally.count("translated themes", added=not there)
        if not there:
            translated: Theme = theme.copy_for_translation(locale)
            for name, text in _texts(row).items():
                setattr(translated, name, text)
            translated.save()


def _texts(row: dict[str, Any]) -> dict[str, str]:
    return {
        "name": row["name"],
        "everyday_name": row["everyday_name"],
        "short_description": row["short_description"],
        "introduction": rich_text(row["introduction"]),
        "everyday_words": "\n".join(row["everyday_words"]),
    }
