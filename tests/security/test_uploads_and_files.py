"""What may be uploaded, by every door that takes a file; and who gets a file back."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import NoReverseMatch, reverse
from PIL import Image as Picture
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import UploadedFile

from tests.factories import make_document, make_image, make_partner, picture_file

pytestmark = pytest.mark.slow
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


def png(width, height, *, mode="1", padding=0):
    content = BytesIO()
    Picture.new(mode, (width, height)).save(content, "PNG")
    return content.getvalue() + b"\0" * padding


def bad_pictures():
    yield "tekening.svg", SVG
    yield "tekening.png", SVG
    yield "pagina.png", HTML
    yield "pagina.html", HTML
    yield "programma.exe", b"MZ" + b"\0" * 200
    yield "programma.png", b"MZ" + b"\0" * 200
    yield "groot.png", png(60, 40, padding=9 * 1024 * 1024)
    yield "bom.png", png(10_000, 10_000)
    yield "plaatje.gif", b"GIF89a" + b"\0" * 40
    yield "dubbel.png.html", png(10, 10)


IMAGE_DOORS = ["add", "multiple", "chooser"]
DOCUMENT_DOORS = ["add", "multiple"]


def send_picture(browser, door, name, content, collection):
    file = SimpleUploadedFile(name, content)
    if door == "add":
        return browser.post(
            "/cms/images/add/", {"title": "Upload", "file": file, "collection": collection}
        )
    if door == "multiple":
        return browser.post(
            "/cms/images/multiple/add/",
            {"title": "Upload", "files[]": file, "collection": collection},
        )
    return browser.post(
        "/cms/images/chooser/create/",
        {
            "image-chooser-upload-title": "Upload",
            "image-chooser-upload-file": file,
            "image-chooser-upload-collection": collection,
        },
    )


def send_document(browser, door, name, content, collection):
    file = SimpleUploadedFile(name, content)
    if door == "add":
        return browser.post(
            "/cms/documents/add/", {"title": "Upload", "file": file, "collection": collection}
        )
    return browser.post(
        "/cms/documents/multiple/add/",
        {"title": "Upload", "files[]": file, "collection": collection},
    )


@pytest.mark.parametrize("door", IMAGE_DOORS)
def test_pictures_of_a_wrong_type_or_size_are_refused(door, world, browser_of):
    browser, images = browser_of("editor_a"), get_image_model().objects
    before = (images.count(), UploadedFile.objects.count())
    for name, content in bad_pictures():
        response = send_picture(browser, door, name, content, world.collection_a.pk)
        assert response.status_code < 500, name
        assert (images.count(), UploadedFile.objects.count()) == before, name
    send_picture(browser, door, "goed.png", picture_file().read(), world.collection_a.pk)
    assert images.count() == before[0] + 1


@pytest.mark.parametrize("door", DOCUMENT_DOORS)
def test_documents_of_a_wrong_type_or_size_are_refused(door, world, browser_of):
    browser, documents = browser_of("editor_a"), get_document_model().objects
    before = (documents.count(), UploadedFile.objects.count())
    wrong = [
        ("pagina.html", HTML),
        ("tekening.svg", SVG),
        ("programma.exe", b"MZ"),
        ("script.js", b"alert(1)"),
        ("macro.docm", b"PK"),
        ("pagina.xhtml", HTML),
        ("groot.txt", b"a" * (9 * 1024 * 1024)),
        ("zonder", b"x"),
    ]
    for name, content in wrong:
        response = send_document(browser, door, name, content, world.collection_a.pk)
        assert response.status_code < 500, name
        assert (documents.count(), UploadedFile.objects.count()) == before, name
    send_document(browser, door, "goed.txt", b"goed", world.collection_a.pk)
    assert documents.count() == before[0] + 1


def test_a_new_file_for_an_old_picture_is_tested_as_well(world, browser_of):
    image = make_image(
        "Gevel", collection=world.collection_a, user=world.editor_a, name="gevel.png"
    )
    name = image.file.name
    for wrong, content in bad_pictures():
        browser_of("editor_a").post(
            f"/cms/images/{image.pk}/",
            {"title": "Gevel", "file": SimpleUploadedFile(wrong, content)},
        )
        image.refresh_from_db()
        assert image.file.name == name, wrong


def test_whatever_a_document_holds_the_browser_runs_nothing_of_it(world, browser_of):
    """A page in a file with a harmless name: text, as a download, and it may load and run nothing."""
    document = make_document("Stuk", name="stuk.txt", content=HTML, collection=world.collection_a)
    response = browser_of("editor_a").get(document.url)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/plain")
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("default-src 'none'")


def test_a_picture_is_sent_in_a_sandbox_and_asked_for_again_each_time(world, browser_of):
    response = browser_of("editor_a").get(world.image_a.file.url)
    assert response.status_code == 200
    assert "sandbox" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"] or "no-cache" in response["Cache-Control"]
    partner = make_partner(world.network.directory, photo=make_image("Open", name="open.png"))
    assert "no-cache" in browser_of("anonymous").get(partner.photo.file.url)["Cache-Control"]


def test_the_answer_to_a_guessed_hash_or_date_tells_nothing(world, browser_of):
    """GHSA-92hv-j533-69wc: 304 for the right hash of a file that is not for you would confirm it."""
    browser = browser_of("anonymous")
    headers = [
        {},
        {"if-none-match": f'"{world.document_b.file_hash}"'},
        {"if-none-match": '"mis"'},
        {"if-none-match": "*"},
        {"if-modified-since": "Fri, 31 Dec 2100 00:00:00 GMT"},
        {"range": "bytes=0-10"},
        {"if-none-match": f'"{world.image_b.file_hash}"'},
    ]
    for url in (world.document_b.url, world.image_b.file.url):
        answers = {
            (
                answer.status_code,
                answer.content,
                answer.headers.get("ETag"),
                answer.headers.get("Last-Modified"),
            )
            for answer in (browser.get(url, headers=more) for more in headers)
        }
        assert len(answers) == 1
        assert answers.pop()[0] == 404


def test_an_absent_file_and_one_that_is_not_for_you_look_the_same(world, browser_of):
    browser = browser_of("anonymous")
    there = browser.get(world.image_b.file.url)
    absent = browser.get("/media/original_images/bestaat-niet.png")
    assert there.status_code == absent.status_code == 404
    same = there.content.decode().replace(
        world.image_b.file.name, "original_images/bestaat-niet.png"
    )
    assert same == absent.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/media/../manage.py",
        "/media/..%2fmanage.py",
        "/media/%2e%2e/manage.py",
        "/media//etc/passwd",
        "/media/original_images/../../db.sqlite3",
        "/media/avatar_images/x.png",
        "/media/original_images/",
    ],
)
def test_only_files_of_images_are_handed_out(path, world, browser_of):
    assert browser_of("administrator").get(path).status_code == 404


def test_no_address_makes_a_rendition_of_any_size_that_is_asked_for(world, browser_of):
    with pytest.raises(NoReverseMatch):
        reverse("wagtailimages_serve", args=["x", 1, "width-50"])
    renditions = world.image_a.get_rendition_model().objects
    before = renditions.count()
    partner = make_partner(world.network.directory, photo=make_image("Open", name="open.png"))
    image, anonymous = partner.photo, browser_of("anonymous")
    for path in (
        f"/images/x/{image.pk}/width-9000/",
        "/media/images/open.width-9000.png",
        "/media/images/open.fill-9000x9000.png",
        f"/cms/images/{image.pk}/preview/width-9000/",
        f"/cms/images/{image.pk}/generate_url/width-9000/",
        f"/api/wagtail/v2/images/{image.pk}/?filter=width-9000",
    ):
        assert anonymous.get(path).status_code in {302, 404}, path
    assert renditions.filter(filter_spec__contains="9000").count() == 0
    assert before <= renditions.count()


@pytest.mark.parametrize(
    "spec", ["width-100000", "scale-100000", "fill-50000x50000", "original|" * 50, "niets"]
)
def test_a_preview_in_the_cms_is_never_larger_than_the_picture(spec, world, browser_of):
    response = browser_of("editor_a").get(f"/cms/images/{world.image_a.pk}/preview/{spec}/")
    assert response.status_code in {200, 400, 404}
    if response.status_code == 200:
        content = b"".join(response.streaming_content) if response.streaming else response.content
        with Picture.open(BytesIO(content)) as picture:
            assert picture.size[0] * picture.size[1] <= world.image_a.width * world.image_a.height
