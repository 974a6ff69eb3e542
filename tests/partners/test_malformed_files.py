"""Malformed files through the form of the CMS: each hears what is wrong and where, and nothing comes of it."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.users.models import UserProfile

from tests.factories import make_user
from tests.partners.malformed_files import malformed_files
from wijkzorg_partners.models import PartnerImport, PartnerImportRow, PartnerPage

URL = "/cms/partners/import/"


@pytest.fixture(scope="module")
def standing_sender(standing):
    standing.sender = make_user("c@example.org", groups=["Communications"])
    UserProfile.objects.create(user=standing.sender, preferred_language="en")


@pytest.fixture
def send(standing_sender, copied, as_user, django_capture_on_commit_callbacks):
    """Sends a form of the import, lets the worker do what there is to do, and gives the page that comes then."""
    browser = as_user(copied.sender)

    def post(path, form):
        with django_capture_on_commit_callbacks(execute=True):
            answer = browser.post(path, form)
        return browser.get(answer.url) if answer.status_code == 302 else answer

    return post


@pytest.mark.parametrize(("kind", "at_least"), [("csv", 20), ("json", 10), ("xlsx", 25)])
def test_a_malformed_file_is_told_and_nothing_is_written(send, kind, at_least):
    files = malformed_files(kind)
    assert len(files) >= at_least
    faults = [fault for one in files if (fault := fault_of(send, one))]
    assert not faults, "\n".join(faults)


def fault_of(send, one):
    """What is wrong with how the file is met; None where all is well."""
    answer = send(URL, {"file": SimpleUploadedFile(one.file_name, one.content)})
    run = PartnerImport.objects.first()
    if run is not None:  # the file can be read, and some of its rows can't be used
        if run.heads:
            mapping = {f"column_{n}": key for n, key in enumerate(run.mapping)}
            send(f"{URL}{run.uid}/", {"do": "match", **mapping})
        wrong = run.rows.filter(state=PartnerImportRow.State.WRONG).exists()
        answer = send(f"{URL}{run.uid}/", {"do": "go"})
        run.delete()
        if not wrong:
            return f"{one.name}: no row is wrong"
    elif answer.status_code != 422:
        return f"{one.name}: {answer.status_code}"
    said = text_of(answer.content.decode())
    if PartnerPage.objects.exists():
        return f"{one.name}: something was written"
    missing = [words for words in one.says if words not in said]
    return f"{one.name}: {missing} is not in: {said[-800:]}" if missing else None


def text_of(page):
    """What one reads from the head of the page on."""
    main = page[page.find('class="nice-padding') :]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())
