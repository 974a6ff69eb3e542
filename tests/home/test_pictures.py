"""Pictures in lists: in three formats and two sizes, with a text, and without a query for each."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import AvifImagePlugin
from PIL import Image as Picture

from tests.factories import make_event, make_image, make_news, make_partner, make_report
from wijkzorg_events.models import AgendaPage, ReportPhoto
from wijkzorg_news.models import NewsIndexPage

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

Encoder = AvifImagePlugin._avif.AvifEncoder
FORMATS = ("image/avif", "image/webp")


@pytest.fixture
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def lists(network, own_media):
    """A directory and a news list with a photo on everything in it."""
    agenda = network.district.add_child(instance=AgendaPage(title="Agenda", slug="agenda"))
    network.news = network.district.add_child(instance=NewsIndexPage(title="N", slug="nieuws"))
    make_partner(network.directory, "De Kade", photo=make_image("Kade"))
    make_news(network.news, "Nieuws", photo=make_image("Nieuws"))
    report = make_report(make_event(agenda, "Tafel"), "Verslag")
    photo = ReportPhoto(image=make_image("Zaal"), alt_text="Een volle zaal", consent=True)
    photo.locale = report.locale
    report.photos.add(photo)
    report.save_revision().publish()
    return network


def pictures_of(answer):
    return re.findall(r"<picture>.*?</picture>", answer.content.decode(), re.DOTALL)


@pytest.mark.parametrize(
    ("path", "texts"),
    [
        ("/westkant/partners/", ["Beschrijving van Kade"]),
        ("/westkant/nieuws/", ["Beschrijving van Nieuws", "Een volle zaal"]),
        ("/", ["Beschrijving van Nieuws", "Een volle zaal"]),
    ],
)
def test_a_small_picture_comes_in_every_format_with_its_text(path, texts, lists, client):
    pictures = pictures_of(client.get(path))
    for text in texts:
        shown = next(one for one in pictures if f'alt="{text}"' in one)
        assert [kind for kind in FORMATS if f'type="{kind}"' in shown] == list(FORMATS)
        assert re.search(r"<img[^>]+src=\"[^\"]+\.jpg\"", shown)
        assert 'loading="lazy"' in shown
        assert re.search(r'width="\d+"', shown)
        assert re.search(r'height="\d+"', shown)


def test_the_picture_at_the_head_of_a_profile_comes_first(lists, client):
    (head, *_others) = pictures_of(client.get("/westkant/partners/de-kade/"))
    assert 'fetchpriority="high"' in head
    assert "lazy" not in head


def test_more_photos_take_no_more_queries(lists, client):
    def queries():
        client.get("/westkant/partners/")
        client.get("/westkant/nieuws/")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get("/westkant/partners/")
            client.get("/westkant/nieuws/")
        return len(asked)

    with_one = queries()
    for number in range(5):
        photo = make_image(f"Foto {number}", name=f"foto-{number}.png")
        make_partner(lists.directory, f"Club {number}", photo=photo)
        make_news(lists.news, f"Bericht {number}", photo=photo)
    assert queries() == with_one


def test_avif_is_written_at_a_speed_that_a_visitor_can_wait_for(own_media, db, monkeypatch):
    asked = []
    monkeypatch.setattr(
        AvifImagePlugin._avif, "AvifEncoder", lambda *args: asked.append(args) or Encoder(*args)
    )
    rendition = make_image().get_rendition("fill-30x20|format-avif")
    with rendition.file.open("rb") as stream, Picture.open(stream) as made:
        assert (made.format, made.size) == ("AVIF", (30, 20))
    assert [args[3] for args in asked] == [8]
