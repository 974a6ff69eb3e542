"""Things to arrange a test with. Every function saves what it makes and returns it."""

import itertools
from datetime import date, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image as Picture
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Locale

from wijkzorg_events.models import EventHost, EventPage, EventReportPage, ProgrammeItem
from wijkzorg_home.models import Area, Language, Theme
from wijkzorg_news.models import NewsEvent, NewsPage, NewsPartner
from wijkzorg_partners import actions
from wijkzorg_partners.models import PartnerPage

numbers = itertools.count(1)


def make_area(name, *, level="wijk", code="", parent=None, **fields):
    area = Area(name=name, slug="", level=level, code=code or f"A{next(numbers)}", **fields)
    area.clean()
    return parent.add_child(instance=area) if parent else Area.add_root(instance=area)


def make_theme(slug, *, name="", everyday_name="", locale=None, **fields):
    return Theme.objects.create(
        slug=slug,
        name=name or slug.capitalize(),
        everyday_name=everyday_name or f"Ik zoek {slug}",
        locale=locale or Locale.get_default(),
        **fields,
    )


def make_language(code="tr", name="Turks"):
    return Language.objects.get_or_create(code=code, defaults={"name": name})[0]


def make_partner(
    directory, title="Buurtkamer De Kade", *, live=True, areas=(), themes=(), languages=(), **fields
):
    """A partner below the directory, published when live; its newest revision is what stands there."""
    fields.setdefault("summary", f"Wat {title} doet, in een zin.")
    partner = PartnerPage(title=title, live=live, locale=directory.locale, **fields)
    partner.languages.set(languages)
    return _saved_below(directory, partner, areas, themes)


def dutch_time(text):
    """ "2027-05-21 12:00" on a clock in Amsterdam, as a moment."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Amsterdam"))


def make_event(
    parent,
    title="Wijktafel over eenzaamheid",
    start="2027-05-21 12:00",
    *,
    hours=2,
    live=True,
    areas=(),
    themes=(),
    hosts=(),
    programme=(),
    **fields,
):
    """An event in an agenda or below a partner; `programme` holds pairs of a title and a speaker."""
    fields.setdefault("summary", f"Waar {title} over gaat, in een zin.")
    start_at = dutch_time(start)
    event = EventPage(
        title=title,
        live=live,
        locale=parent.locale,
        start_at=start_at,
        end_at=start_at + timedelta(hours=hours),
        **fields,
    )
    event.hosts = [EventHost(partner=partner) for partner in hosts]
    event.programme = [
        ProgrammeItem(title=title, speaker=speaker, locale=parent.locale)
        for title, speaker in programme
    ]
    return _saved_below(parent, event, areas, themes)


def make_report(event, title="", *, live=True, areas=(), themes=(), agreements=(), **fields):
    """The report of an event; `agreements` are unsaved ones."""
    fields.setdefault("summary", f"Hoe {event.title} was, in een zin.")
    report = EventReportPage(
        title=title or f"Verslag: {event.title}", live=live, locale=event.locale, **fields
    )
    for agreement in agreements:
        agreement.locale = event.locale
    report.agreements = list(agreements)
    return _saved_below(event, report, areas, themes)


def make_news(
    news_list, title="Nieuws", *, live=True, areas=(), themes=(), partners=(), events=(), **fields
):
    fields.setdefault("summary", f"Wat er is met {title}, in een zin.")
    item = NewsPage(title=title, live=live, locale=news_list.locale, **fields)
    item.partners = [NewsPartner(partner=partner) for partner in partners]
    item.events = [NewsEvent(event=event) for event in events]
    return _saved_below(news_list, item, areas, themes)


def _saved_below(parent, page, areas, themes):
    """The page, published when live: as publishing leaves it, in half the time."""
    page.areas.set(areas)
    page.themes.set(themes)
    parent.add_child(instance=page)
    revision = page.save_revision()
    pages = type(page).objects.filter(pk=page.pk)
    if page.live:
        now = timezone.now()
        pages.update(
            live_revision=revision,
            first_published_at=now,
            last_published_at=now,
            has_unpublished_changes=False,
        )
    return pages.get()


def make_translation(page, code="en", **texts):
    """The page in another language, published, and so are all pages above it that are not yet there."""
    locale = Locale.objects.get_or_create(language_code=code)[0]
    if (there := page.get_translation_or_none(locale)) is not None:
        return there
    parent = page.get_parent()
    if parent.depth > 1:
        make_translation(parent.specific, code)
    copy = page.copy_for_translation(locale)
    for name, text in texts.items():
        setattr(copy, name, text)
    copy.save_revision().publish()
    return type(page).objects.get(pk=copy.pk)


def make_user(email, *, groups=(), superuser=False, partner=None, cms_access=True, role="editor"):
    """A person who can log in, in some groups, and perhaps the editor of a partner (with the CMS)."""
    users = get_user_model()
    user = users.objects.create_user(username=email, email=email, password="een-lang-wachtwoord")
    user.is_superuser = superuser
    user.save()
    user.groups.set(Group.objects.filter(name__in=groups))
    if partner is not None:
        actions.add_member(partner, user, role, cms_access=cms_access)
    return user


def picture_file(name="foto.png", size=(60, 40)):
    content = BytesIO()
    Picture.new("RGB", size, "#0d5a6e").save(content, "PNG")
    return ContentFile(content.getvalue(), name=name)


def make_image(title="Foto", *, collection=None, name="foto.png", user=None):
    return get_image_model().objects.create(
        title=title,
        description=f"Beschrijving van {title}",
        file=picture_file(name),
        collection=collection or Collection.get_first_root_node(),
        uploaded_by_user=user,
    )


def make_document(title="Stuk", *, collection=None, name="stuk.txt", content=b"tekst", user=None):
    return get_document_model().objects.create(
        title=title,
        file=ContentFile(content, name=name),
        collection=collection or Collection.get_first_root_node(),
        uploaded_by_user=user,
    )


def make_many_partners(network, number):
    """That many more live partners, in few queries: no revisions or references, but in the search index.

    Every one has a photo and is found by the word "buurthuis" and by its number; two areas, themes and
    languages take turns.
    """
    from tests.factories.bulk import add_children, index

    areas = [network.wijk, network.other_wijk]
    languages = [make_language("tr", "Turks"), make_language("ar", "Arabisch")]
    photo = make_image("Straat", name=f"straat{next(numbers)}.png")
    first = network.directory.get_children_count() + 1
    made = add_children(
        network.directory,
        [
            PartnerPage(
                title=f"Partner {n:04}",
                slug=f"partner-{n}",
                summary=f"Een buurthuis met nummer{n}.",
                kind="formal" if n % 3 else "informal",
                phone="020 000 00 04",
                photo=photo,
            )
            for n in range(first, first + number)
        ],
    )
    for field, values in [("areas", areas), ("themes", network.themes), ("languages", languages)]:
        through = getattr(PartnerPage, field).through
        column = through._meta.fields[-1].name
        through.objects.bulk_create(
            through(partnerpage=partner, **{column: values[n % 2]})
            for n, partner in enumerate(made)
        )
    index(PartnerPage, made)
    return made


def make_many_events(network, agenda, number):
    """That many more live events in an agenda, one a day from the day after tomorrow; areas and themes take turns."""
    from tests.factories.bulk import add_children

    first = agenda.get_children_count() + 1
    begin = datetime.now(ZoneInfo("Europe/Amsterdam")).replace(hour=12, minute=0, second=0)
    made = add_children(
        agenda,
        [
            EventPage(
                title=f"Tafel {n:04}",
                slug=f"tafel-{n}",
                summary=f"Een gesprek met nummer{n}.",
                kind="wijktafel" if n % 2 else "training",
                start_at=begin + timedelta(days=n % 28 + 2),
                end_at=begin + timedelta(days=n % 28 + 2, hours=2),
                address="Plein 1",
            )
            for n in range(first, first + number)
        ],
    )
    return _with_areas_and_themes(network, EventPage, made)


def make_many_news(network, news_list, number):
    """That many more live news items with a photo; areas and themes take turns."""
    from tests.factories.bulk import add_children

    photo = make_image("Plein", name=f"plein{next(numbers)}.png")
    first = news_list.get_children_count() + 1
    made = add_children(
        news_list,
        [
            NewsPage(
                title=f"Nieuws {n:04}",
                slug=f"nieuws-{n}",
                summary=f"Een bericht met nummer{n}.",
                date=date(2026, 1, 1) + timedelta(days=n),
                photo=photo,
            )
            for n in range(first, first + number)
        ],
    )
    return _with_areas_and_themes(network, NewsPage, made)


def _with_areas_and_themes(network, model, made):
    from tests.factories.bulk import index

    areas = [network.wijk, network.other_wijk]
    for field, values in [("areas", areas), ("themes", network.themes)]:
        through = getattr(model, field).through
        page, column = through._meta.fields[-2].name, through._meta.fields[-1].name
        through.objects.bulk_create(
            through(**{page: one, column: values[n % 2]}) for n, one in enumerate(made)
        )
    index(model, made)
    return made
