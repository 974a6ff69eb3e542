"""What people type is a text everywhere: in mails no template or header, in logs one line, in spreadsheets no formula."""

import csv
import io
import logging

import openpyxl
import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from tests.factories import make_user
from wijkzorg_home.exports import harmless
from wijkzorg_partners import actions

#: What other systems took for a placeholder in the text of a mail.
PLACEHOLDERS = (
    "{{ settings.SECRET_KEY }} {% debug %} {partner.__init__.__globals__} %(email)s ${name} %s"
)
FORMULA = '=HYPERLINK("https://evil.example","Klik")'


@pytest.fixture
def invited(cast, django_capture_on_commit_callbacks):
    """Name the partner, and give the mail that invites somebody to it."""

    def send(name):
        cast.partner_a.title = name
        cast.moderator.first_name = name
        cast.moderator.save()
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            actions.invite_editor(cast.partner_a, "nieuw@example.org", by=cast.moderator)
        [message] = mail.outbox
        return message

    return send


def test_a_mail_holds_what_looks_like_a_placeholder_as_it_was_typed(invited):
    message = invited(PLACEHOLDERS)
    assert PLACEHOLDERS in message.body
    assert settings.SECRET_KEY not in message.body


@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r", "\u2028", "\x0b"])
def test_a_newline_in_a_name_makes_no_header_of_a_mail(invited, newline):
    message = invited(f"De Kade{newline}Bcc: evil@example.org").message()
    assert message["Bcc"] is None
    assert len(str(message["Subject"]).splitlines()) == 1
    assert message["To"] == "nieuw@example.org"


@pytest.mark.parametrize("newline", ["%0d%0a", "%0a", "%0d", "%1b%5b2K", "%e2%80%a8"])
def test_an_address_with_a_newline_is_one_line_in_the_log(db, newline):
    written = io.StringIO()
    [console] = [one for one in logging.getLogger().handlers if type(one) is logging.StreamHandler]
    before = console.setStream(written)
    try:
        for path in (f"/bestaat-niet{newline}INGELOGD/", f"/uitnodiging/abc{newline}INGELOGD/x/"):
            assert Client().get(path).status_code in {400, 404}
    finally:
        console.setStream(before)
    lines = written.getvalue().splitlines()
    assert lines
    assert not [line for line in lines if line.startswith("INGELOGD")]
    assert "\x1b" not in written.getvalue()


@pytest.fixture
def export(cast, as_user):
    """Change a page as its editor, under a name that is a formula; give what an administrator exports of it."""
    make_user("beheer2@example.org", superuser=True)
    page = cast.partner_a
    page.title = FORMULA
    revision = page.save_revision(user=cast.editor_a, log_action=True, clean=False)
    revision.publish(user=cast.moderator)
    browser = as_user(cast.administrator)

    def read(kind):
        response = browser.get("/cms/reports/site-history/", {"export": kind})
        assert response.status_code == 200
        return b"".join(response.streaming_content)

    return read


def test_a_spreadsheet_holds_a_name_that_is_a_formula_as_text(export):
    sheet = openpyxl.load_workbook(io.BytesIO(export("xlsx"))).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == FORMULA]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}


def test_a_list_with_commas_holds_it_behind_an_apostrophe(export):
    rows = list(csv.reader(io.StringIO(export("csv").decode())))
    cells = [cell for row in rows for cell in row if "HYPERLINK" in cell]
    assert cells
    assert set(cells) == {f"'{FORMULA}"}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "＝"])
def test_whatever_begins_as_a_formula_gets_an_apostrophe(start):
    assert harmless(f"{start}1+1") == f"'{start}1+1"


def test_numbers_and_words_stay_as_they_are():
    assert [harmless(one) for one in (-5, 1.5, None, "De Kade - Zuid", "")] == [
        -5,
        1.5,
        None,
        "De Kade - Zuid",
        "",
    ]
