"""Photos lose what they tell besides the picture, through whatever door they come."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image as Picture
from PIL import PngImagePlugin
from wagtail.images import get_image_model

from wijkzorg_home.uploads import without_metadata

GPS, ORIENTATION, MAKER = 0x8825, 0x0112, 0x010F


def photo(form, *, orientation=1, picture=None, **options):
    exif = Picture.Exif()
    exif[MAKER] = "Zqcamera"
    exif[ORIENTATION] = orientation
    exif[GPS] = {1: "N", 2: (52.0, 21.0, 0.0), 3: "E", 4: (4.0, 48.0, 0.0)}
    if picture is None:
        picture = Picture.new("RGB", (60, 40), "#0d5a6e")
        picture.putpixel((0, 0), (255, 255, 255))
    options = {"exif": exif, **options}
    if form == "PNG":
        options["pnginfo"] = PngImagePlugin.PngInfo()
        options["pnginfo"].add_text("Author", "Zqcamera")
    stream = BytesIO()
    picture.save(stream, form, **options)
    return stream.getvalue()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_no_place_maker_or_author_is_left(form):
    assert b"Zqcamera" in photo(form)
    clean = without_metadata(photo(form))
    assert b"Zqcamera" not in clean
    again = Picture.open(BytesIO(clean))
    again.load()
    assert dict(again.getexif()) == {}
    assert again.format == form
    assert again.size == (60, 40)


@pytest.mark.parametrize("form", ["JPEG", "WEBP"])
def test_a_photo_that_lay_on_its_side_stands_up(form):
    clean = Picture.open(BytesIO(without_metadata(photo(form, orientation=6))))
    assert clean.size == (40, 60)


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_telephones_photo_with_a_second_picture_in_it_is_clean_too(orientation):
    """Its name ends in .jpg, and for Wagtail it is one; Pillow calls it MPO."""
    second = Picture.new("RGB", (60, 40), "#a23a1c")
    content = photo("MPO", orientation=orientation, save_all=True, append_images=[second])
    assert b"Zqcamera" in content
    clean = without_metadata(content)
    assert b"Zqcamera" not in clean
    again = Picture.open(BytesIO(clean))
    assert (again.format, dict(again.getexif())) == ("JPEG", {})
    assert again.size == ((60, 40) if orientation == 1 else (40, 60))
    assert without_metadata(clean) is None


def test_a_second_picture_goes_also_when_nothing_else_is_told():
    stream = BytesIO()
    Picture.new("RGB", (6, 4)).save(
        stream, "MPO", save_all=True, append_images=[Picture.new("RGB", (6, 4))]
    )
    assert Picture.open(BytesIO(without_metadata(stream.getvalue()))).format == "JPEG"


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_photo_that_was_cut_off_on_its_way_is_clean_and_can_be_shown(db, orientation):
    whole = photo("JPEG", orientation=orientation, picture=Picture.effect_noise((600, 400), 80))
    content = whole[: len(whole) // 2]
    with Picture.open(BytesIO(content)) as cut:
        cut.verify()  # a form takes it
    image = get_image_model().objects.create(
        title="Foto", description="Een foto", file=ContentFile(content, name="foto.jpg")
    )
    assert b"Zqcamera" not in image.file.open().read()
    for form in ("avif", "webp", "jpeg"):
        assert image.get_rendition(f"format-{form}|fill-60x40").width == 60


def test_what_tells_nothing_stays_as_it_is():
    stream = BytesIO()
    Picture.new("RGB", (6, 4)).save(stream, "PNG")
    assert without_metadata(stream.getvalue()) is None


def test_what_is_no_picture_is_left_to_the_form():
    assert without_metadata(b"zq") is None


def test_a_stored_photo_is_clean_and_knows_its_size(db):
    image = get_image_model().objects.create(
        title="Foto",
        description="Een foto",
        file=ContentFile(photo("JPEG", orientation=6), name="foto.jpg"),
    )
    image.refresh_from_db()
    stored = image.file.open().read()
    assert b"Zqcamera" not in stored
    assert (image.width, image.height) == (40, 60)
    assert image.get_file_size() == len(stored)


@pytest.mark.parametrize("form", ["JPEG", "MPO"])
def test_an_upload_in_the_cms_is_clean(cast, as_user, form):
    file = ContentFile(photo(form, save_all=form == "MPO"), name="foto.jpg")
    as_user(cast.communications).post(
        "/cms/images/add/",
        {"title": "Zqfoto", "description": "Een foto", "file": file, "collection": 1},
    )
    image = get_image_model().objects.get(title="Zqfoto")
    assert b"Zqcamera" not in image.file.open().read()
