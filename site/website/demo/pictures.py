"""Drawn pictures for some of the partners, in the colours of the site; the same on every machine."""

from io import BytesIO

from django.core.files.images import ImageFile
from wagtail.images.models import Image
from wagtail.models import Collection

from website.demo.drawing import SAND, Pen
from website.demo.scenes import DESCRIPTIONS, GROUNDS, SCENES


def draw(name: str) -> BytesIO:
    """The picture of that name (a key of SCENES) as a JPEG of 1200 by 800."""
    pen = Pen(GROUNDS.get(name, SAND))
    SCENES[name](pen)
    stream = BytesIO()
    pen.finished().save(stream, "JPEG", quality=86, optimize=True)
    stream.seek(0)
    return stream


def of_the_network(name: str) -> Image:
    """The picture of that name as one of the network's own, which events and news share."""
    title = f"{name} (tekening van het netwerk)"
    found: Image | None = Image.objects.filter(title=title).first()
    return found or Image.objects.create(
        title=title,
        description=DESCRIPTIONS[name],
        collection=Collection.get_first_root_node(),
        file=ImageFile(draw(name), name=f"demo-netwerk-{name}.jpg"),
    )
