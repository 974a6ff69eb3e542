"""What a photo tells besides the picture (where and when it was taken, with what) is thrown away.

And what it must tell: a sentence for who can't see it.
"""

from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

#: Where the formats that we take keep such data, by Pillow's names. A colour profile is no secret.
METADATA = ("exif", "xmp", "XML:com.adobe.xmp", "photoshop", "comment", "Comment", "Description")
ORIENTATION = 0x0112
#: How each format is written again. A JPEG that need not be turned keeps its own compression.
WRITING: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": "keep", "optimize": True},
    "WEBP": {"quality": 90, "method": 4},
    "AVIF": {"quality": 80},
    "PNG": {"optimize": False},
}


def read_what_was_cut_off() -> None:
    """Let Pillow read a JPEG as far as it goes. Called once, when the app is ready.

    Forms take a photo that lost its end on the way, since nobody reads it to the end there. Without this it
    would keep where it was taken, and every page that shows it would fail.
    """
    ImageFile.LOAD_TRUNCATED_IMAGES = True


def photos_lose_their_metadata(sender: type, instance: Any, **_kwargs: Any) -> None:
    """Before a new file is stored, through whatever door it came. Connected to `pre_save` in apps.py."""
    file = instance.file
    if not file or getattr(file, "_committed", True):
        return
    file.seek(0)
    clean = without_metadata(file.read())
    file.seek(0)
    if clean is None:
        return
    name = file.name
    instance.file = ContentFile(clean, name=name)
    with Image.open(BytesIO(clean)) as picture:
        instance.width, instance.height = picture.size
    instance.file_size = len(clean)
    instance.file_hash = ""


def without_metadata(content: bytes) -> bytes | None:
    """The picture without Exif, XMP, IPTC and comments, turned as Exif says; None if it holds nothing of it.

    Also None for what is no picture: whether a file is taken is decided by the form.
    """
    try:
        picture = Image.open(BytesIO(content))
        picture.load()
    except (UnidentifiedImageError, OSError):
        return None
    # Many telephones put a second picture behind the first (for depth, or for bright screens); Pillow calls
    # that MPO, browsers and Wagtail call it JPEG. The second one goes with what it tells.
    form = "JPEG" if picture.format == "MPO" else picture.format or ""
    if form not in WRITING or not _tells_more(picture):
        return None
    options = dict(WRITING[form])
    turned: Image.Image = picture
    if picture.getexif().get(ORIENTATION, 1) != 1:
        turned = ImageOps.exif_transpose(picture)
    if form == "JPEG" and (turned is not picture or picture.format == "MPO"):
        options["quality"] = 92  # "keep" works for a picture just as it was read
    for name in METADATA:
        turned.info.pop(name, None)
    if form == "PNG":
        turned = turned.copy()
        turned.text = {}  # type: ignore[attr-defined]
    stream = BytesIO()
    turned.save(stream, form, exif=b"", icc_profile=picture.info.get("icc_profile"), **options)
    return stream.getvalue()


def _tells_more(picture: Image.Image) -> bool:
    return (
        picture.format == "MPO"
        or any(name in picture.info for name in METADATA)
        or bool(picture.getexif() or getattr(picture, "text", None))
    )


def photo_errors(image: Any) -> dict[str, Any]:
    """For the `clean` of a page with a field `photo`: an error when nobody wrote what is to be seen on it.

    Without a description Wagtail reads out the title, which is often the name of a file (WCAG 1.1.1).
    """
    if image is None or image.description.strip():
        return {}
    return {
        "photo": _(
            "Tell what is to be seen on this photo, for people who can't see it: "
            "open the photo, and write one sentence as its description."
        )
    }
