"""Things to arrange a test with. Every function saves what it makes and returns it."""

import itertools
from io import BytesIO

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from PIL import Image as Picture
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Locale

from wijkzorg_home.models import Area, Language, Theme
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
    partner.areas.set(areas)
    partner.themes.set(themes)
    partner.languages.set(languages)
    directory.add_child(instance=partner)
    revision = partner.save_revision()
    if live:
        revision.publish()
    partner.refresh_from_db()
    return partner


def make_user(email, *, groups=(), superuser=False, partner=None):
    """A person who can log in, in some groups, and perhaps the editor of a partner."""
    users = get_user_model()
    user = users.objects.create_user(username=email, email=email, password="een-lang-wachtwoord")
    user.is_superuser = superuser
    user.save()
    user.groups.set(Group.objects.filter(name__in=groups))
    if partner is not None:
        actions.add_member(partner, user)
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
