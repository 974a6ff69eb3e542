"""Import and export of partners in the CMS: what one sees first, what happens then, and what is written down."""

import csv
import html
import io
import json
import re
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from openpyxl import Workbook, load_workbook
from wagtail.models import PageLogEntry, Revision
from wagtail.users.models import UserProfile

from tests.factories import make_language, make_many_partners, make_partner
from wijkzorg_partners.exchange import runs
from wijkzorg_partners.exchange.columns import COLUMNS, guess
from wijkzorg_partners.models import (
    ContactPerson,
    Location,
    PartnerExport,
    PartnerImport,
    PartnerPage,
)

IMPORT, EXPORT = "/cms/partners/import/", "/cms/partners/export/"
LIST = "Naam;Soort;Telefoon;Thema's\nHet Anker;informeel;020 000 00 07;eenzaamheid, geld\n"


@pytest.fixture(scope="module")
def standing_staff(standing_cast, standing):
    for user in (standing.cast.communications, standing.cast.administrator):
        UserProfile.objects.create(user=user, preferred_language="en")


@pytest.fixture
def staff(standing_staff, cast, as_user):
    return as_user(cast.communications)


@pytest.fixture
def act(staff, django_capture_on_commit_callbacks):
    """Sends a form of the import, lets the worker do what there is to do, and gives the page that comes then."""

    def post(path, form):
        with django_capture_on_commit_callbacks(execute=True):
            answer = staff.post(path, form)
        return staff.get(answer.url) if answer.status_code == 302 else answer

    return post


@pytest.fixture
def upload(act):
    """Sends a file and accepts the columns that were guessed; gives the import and the page of its dry run."""

    def send(content, name="lijst.csv", columns=None, **options):
        content = content.encode() if isinstance(content, str) else content
        page = act(IMPORT, {"file": SimpleUploadedFile(name, content), **options})
        assert page.status_code == 200, text_of(page)
        run = PartnerImport.objects.first()
        if run.heads:
            mapping = {f"column_{n}": key for n, key in enumerate(run.mapping)} | (columns or {})
            page = act(f"{IMPORT}{run.uid}/", {"do": "match", **mapping})
        run.refresh_from_db()
        return run, page

    return send


@pytest.fixture
def go(act):
    def send(run):
        page = act(f"{IMPORT}{run.uid}/", {"do": "go"})
        run.refresh_from_db()
        return page

    return send


def text_of(page):
    """What one reads from the head of the page on."""
    content = page.content.decode()
    main = content[content.find('class="nice-padding') :]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def states(run):
    return [(row.number, row.state) for row in run.rows.order_by("number")]


def partner(title):
    return PartnerPage.objects.get(draft_title=title)


# --- from the file to the page ------------------------------------------------------------------


@pytest.mark.both_databases
def test_a_list_is_seen_first_and_then_all_of_it_goes_in(upload, go, cast):
    run, page = upload(LIST, publish="on")
    assert states(run) == [(2, "new")]
    assert "becomes public at once" in text_of(page)
    assert not PartnerPage.objects.filter(title="Het Anker").exists()
    page = go(run)
    made = partner("Het Anker")
    assert (made.live, made.kind, made.phone) == (True, "informal", "020 000 00 07")
    assert sorted(made.theme_slugs) == ["eenzaamheid", "geld"]
    assert "new: 1" in text_of(page)
    assert not run.rows.exists()
    entry = PageLogEntry.objects.get(page=made.pk, action="wijkzorg.import")
    assert entry.user == cast.communications


def test_without_publish_what_is_new_is_a_draft_and_what_is_public_stays(upload, go, cast):
    told = "name;kind;phone\nHet Anker;formal;020 000 00 07\nBuurtkamer De Kade;;020 000 00 08\n"
    run, page = upload(told)
    assert states(run) == [(2, "new"), (3, "changed")]
    assert "C (phone) was: 020 000 00 03 becomes: 020 000 00 08" in text_of(page)
    go(run)
    assert not partner("Het Anker").live
    kade = partner("Buurtkamer De Kade")
    assert (kade.phone, kade.for_whom) == ("020 000 00 03", "Voor de hele buurt.")
    assert kade.get_latest_revision_as_object().phone == "020 000 00 08"


def test_sent_twice_it_acts_once(upload, go):
    run, _page = upload(LIST, publish="on")
    go(run)
    before = Revision.objects.count()
    assert "All of it is in" in text_of(go(run))
    runs.work(run.pk)
    assert Revision.objects.count() == before
    assert PartnerPage.objects.filter(title="Het Anker").count() == 1


@pytest.mark.both_databases
def test_the_history_names_who_said_go_and_not_who_sent_the_file(
    upload, cast, as_user, django_capture_on_commit_callbacks
):
    run, _page = upload(LIST)
    with django_capture_on_commit_callbacks(execute=True):
        as_user(cast.administrator).post(f"{IMPORT}{run.uid}/", {"do": "go"})
    run.refresh_from_db()
    logged = PageLogEntry.objects.get(action="wijkzorg.import")
    assert (run.state, run.made_by, logged.user) == ("done", cast.administrator, cast.administrator)


def test_one_wrong_row_keeps_all_of_them_out(upload, go, staff):
    run, page = upload(LIST + "Tweede;soms;;\n;formeel;;\nDerde;formeel;;onbekend\n")
    said = text_of(page)
    assert "3 rows are wrong" in said
    assert "B (Soort) : must be “formeel” or “informeel”" in said
    assert "A (Naam) : is missing" in said
    assert "D (Thema's) : no theme has the slug “onbekend”" in said
    assert "Import 1 row" not in said
    go(run)
    assert not PartnerPage.objects.filter(title="Het Anker").exists()
    only = text_of(staff.get(f"{IMPORT}{run.uid}/?show=wrong"))
    assert "Het Anker" not in only
    answer = staff.get(f"{IMPORT}{run.uid}/wrong/")
    lines = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig")), delimiter=";"))
    assert [line[0] for line in lines] == ["row", "3", "4", "5"]
    assert lines[1][2:4] == ["Tweede", "soms"]
    assert "formeel" in lines[1][1]


def test_the_columns_are_guessed_shown_with_examples_and_can_be_left_out(act, staff, upload):
    told = "Wie;Soort;Geheim\nHet Anker;informeel;niet voor jou\n"
    page = act(IMPORT, {"file": SimpleUploadedFile("a.csv", told.encode())})
    assert "A (Wie)" in text_of(page)
    assert "niet voor jou" in text_of(page)
    run = PartnerImport.objects.get()
    assert run.mapping == ["", "kind", ""]
    twice = act(f"{IMPORT}{run.uid}/", {"do": "match", "column_0": "name", "column_2": "name"})
    assert twice.status_code == 422
    assert "Another column is that already" in text_of(twice)
    nameless = act(f"{IMPORT}{run.uid}/", {"do": "match", "column_1": "kind"})
    assert "Choose which column is the name" in text_of(nameless)
    act(f"{IMPORT}{run.uid}/", {"do": "match", "column_0": "name", "column_1": "kind"})
    run.refresh_from_db()
    assert (run.mapping, states(run)) == (["name", "kind", ""], [(2, "new")])
    again = staff.get(f"{IMPORT}{run.uid}/?columns=1").content.decode()
    assert re.search(r'<option value="name" selected', again)


def test_a_workbook_is_read_by_the_sheet_that_is_asked_for(upload, act):
    book = Workbook()
    book.active.append(["een", "ander"])
    sheet = book.create_sheet("Leden")
    for row in (["name", "kind", "id"], ["Het Anker", "formal", 12]):
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    run, page = upload(stream.getvalue(), "a.xlsx", sheet="Leden")
    assert states(run) == [(2, "new")]
    page = act(IMPORT, {"file": SimpleUploadedFile("a.xlsx", stream.getvalue()), "sheet": "Oud"})
    assert "There are “Sheet”, “Leden”" in text_of(page)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_letters_and_marks_are_made_out(encoding, delimiter):
    from wijkzorg_partners.exchange.files import open_table

    told = delimiter.join(["naam", "soort"]) + "\r\n" + delimiter.join(["Café ’t Ei", "formeel"])
    table = open_table(io.BytesIO(told.encode(encoding)), "a.csv")
    assert table.heads == ["naam", "soort"]
    assert [(row.number, row.cells) for row in table.rows()] == [(2, ["Café ’t Ei", "formeel"])]


# --- who a row is about, and what is kept from it -------------------------------------------------


def test_a_row_is_known_by_key_then_id_then_exact_name(upload, network, cast):
    by_id = make_partner(network.directory, "Met nummer", source_id="n1")
    for _twice in range(2):
        make_partner(network.directory, "Zelfde naam")
    told = (
        "key;id;name;kind;phone\n"
        f"{cast.partner_a.translation_key};;Nieuwe naam;informeel;1\n"
        ";n1;Met nummer;informeel;2\n"
        ";;Klusclub De Hamer;;3\n"
        ";;Zelfde naam;formeel;4\n"
        f"{uuid.uuid4()};;Weg;formeel;5\n"
        ";n2;Met nummer;formeel;6\n"
    )
    run, page = upload(told)
    assert [state for _number, state in states(run)] == [
        "changed",
        "changed",
        "changed",
        "wrong",
        "wrong",
        "new",
    ]
    pages = list(run.rows.order_by("number").values_list("page_id", flat=True)[:3])
    assert pages == [cast.partner_a.pk, by_id.pk, cast.partner_b.pk]
    assert "2 partners have this name" in text_of(page)
    assert "no partner here has this key" in text_of(page)


@pytest.mark.parametrize("why", ["locked", "workflow", "draft", "offline"])
def test_a_page_at_which_somebody_is_at_work_is_put_aside(upload, go, cast, why):
    kade = cast.partner_a
    draft = kade.get_latest_revision_as_object()
    if why == "locked":
        PartnerPage.objects.filter(pk=kade.pk).update(locked=True)
    elif why == "workflow":
        draft.summary = "Wacht."
        draft.save_revision(user=cast.editor_a)
        kade.get_workflow().start(PartnerPage.objects.get(pk=kade.pk), cast.editor_a)
    elif why == "draft":
        draft.save_revision(user=cast.editor_a)
    else:
        kade.unpublish()
    run, page = upload("name;phone\nBuurtkamer De Kade;020 000 00 09\n", publish="on")
    assert states(run) == [(2, "waiting")]
    words = {
        "locked": "the page is locked",
        "workflow": "a change waits for a moderator",
        "draft": "somebody has changes that are not public yet",
        "offline": "the page was taken offline",
    }
    assert words[why] in text_of(page)
    go(run)
    assert partner("Buurtkamer De Kade").get_latest_revision_as_object().phone == "020 000 00 03"


def test_a_draft_of_somebody_whose_account_is_gone_is_put_aside(upload, cast):
    draft = cast.partner_a.get_latest_revision_as_object()
    draft.summary = "Nooit gelezen"
    draft.save_revision(user=None)
    run, _page = upload("name;phone\nBuurtkamer De Kade;020 000 00 09\n", publish="on")
    assert states(run) == [(2, "waiting")]


def test_what_an_import_wrote_goes_on_with_the_next(upload, go):
    for phone in ("020 000 00 01", "020 000 00 02"):
        run, _page = upload(f"name;kind;phone\nHet Anker;formeel;{phone}\n")
        go(run)
        assert run.state == "done"
        assert partner("Het Anker").get_latest_revision_as_object().phone == phone
    run, _page = upload("name\nHet Anker\n", publish="on")
    go(run)
    assert partner("Het Anker").live


def test_a_draft_without_a_revision_becomes_public(upload, go, network):
    page = make_partner(network.directory, "Zonder versie", live=False)
    PartnerPage.objects.filter(pk=page.pk).update(latest_revision=None)
    Revision.objects.for_instance(page).delete()
    run, _page = upload("name\nZonder versie\n", publish="on")
    go(run)
    assert (run.state, partner("Zonder versie").live) == ("done", True)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ("name;for_whom\nBuurtkamer De Kade;Voor iedereen\x0b hier\n", "U+000B"),
        ("name;for_whom;cost;phone\nBuurtkamer De Kade;Voor wie;oud is;gratis;1\n", "more cells"),
        ("name;for_whom\nBuurtkamer De Kade;" + "x" * 33_000 + "\n", "longer than"),
    ],
)
def test_a_cell_that_could_not_be_read_changes_nothing_of_who_is_there(upload, told, why):
    run, page = upload(told, publish="on")
    assert states(run) == [(2, "wrong")]
    assert why in text_of(page)


def test_two_rows_about_one_partner_are_told_however_they_name_it(upload, network):
    make_partner(network.directory, "Met nummer", source_id="n1")
    run, page = upload("id;name;phone;cost\nn1;;1;\n;Met nummer;;gratis\n")
    assert states(run) == [(2, "changed"), (3, "wrong")]
    assert "row 2 is about the same organisation" in text_of(page)


@pytest.mark.both_databases
def test_pages_are_locked_before_they_are_read_to_be_changed(upload, go, cast):
    run, _page = upload("name;phone\nBuurtkamer De Kade;020 000 00 09\n", publish="on")
    with CaptureQueriesContext(connection) as asked:
        go(run)
    locking = [one["sql"] for one in asked if "FOR UPDATE" in one["sql"]]
    assert run.state == "done"
    assert any('FROM "wagtailcore_page"' in sql for sql in locking) == (
        connection.features.has_select_for_update
    )


@pytest.mark.both_databases
def test_what_changed_since_the_check_is_noticed_and_nothing_is_imported(upload, go, cast):
    run, _page = upload(LIST + "Buurtkamer De Kade;;020 000 00 09;\n", publish="on")
    newer = cast.partner_a.get_latest_revision_as_object()
    newer.phone = "020 000 00 05"
    newer.save_revision().publish()
    page = go(run)
    assert "Something changed here since the check" in text_of(page)
    assert run.state == "checked"
    assert not PartnerPage.objects.filter(title="Het Anker").exists()
    assert "was: 020 000 00 05" in text_of(page)
    go(run)
    assert partner("Buurtkamer De Kade").phone == "020 000 00 09"


def test_a_fault_halfway_takes_all_of_it_back(upload, go, monkeypatch):
    run, _page = upload("name;kind\nEen;formeel\nTwee;formeel\n")
    saved = PartnerPage.save_revision

    def fails(page, *args, **kwargs):
        if page.title == "Twee":
            raise RuntimeError("the disk is full")
        return saved(page, *args, **kwargs)

    monkeypatch.setattr(PartnerPage, "save_revision", fails)
    page = go(run)
    assert run.state == "failed"
    assert "nothing was imported" in text_of(page)
    assert not PartnerPage.objects.filter(title__in=["Een", "Twee"]).exists()


# --- the worker, and the time -----------------------------------------------------------------------


def test_while_the_worker_is_at_it_the_page_tells_how_far_and_looks_again(act, staff, cast):
    act(IMPORT, {"file": SimpleUploadedFile("a.csv", LIST.encode())})
    run = PartnerImport.objects.get()
    runs.match(run, ["name", "kind", "", ""])  # no transaction ends here, so no worker hears of it
    answer = staff.get(f"{IMPORT}{run.uid}/")
    assert answer.headers["Refresh"] == "3"
    assert "0 of 1 rows are done" in text_of(answer)
    assert "<script" not in answer.content.decode().split("nice-padding")[1].split("</main")[0]


def test_what_a_worker_left_is_taken_up_by_the_tick(act, django_capture_on_commit_callbacks):
    act(IMPORT, {"file": SimpleUploadedFile("a.csv", LIST.encode())})
    run = PartnerImport.objects.get()
    runs.match(run, ["name", "kind", "", ""])
    now = timezone.now()
    PartnerImport.objects.update(taken_at=now)
    runs.work(run.pk)  # another worker has it
    run.refresh_from_db()
    assert run.state == "checking"
    assert runs.take_up(now + timedelta(minutes=10)) == ""
    with django_capture_on_commit_callbacks(execute=True):
        PartnerImport.objects.update(taken_at=now - runs.LEASE - timedelta(minutes=1))
        assert "1 imports" in runs.take_up(now)
    run.refresh_from_db()
    assert run.state == "checked"


def test_what_nobody_finished_goes_after_two_weeks_and_the_record_after_a_year(upload, go):
    upload(LIST)
    done, _page = upload("name;kind\nAnders;formeel\n")
    go(done)
    PartnerExport.objects.create(file_format="csv", rows=1)
    assert runs.delete_old(timezone.now() + timedelta(days=13)) == ""
    said = runs.delete_old(timezone.now() + timedelta(days=15))
    assert said == "deleted: 1 imports that nobody finished"
    assert list(PartnerImport.objects.all()) == [done]
    runs.delete_old(timezone.now() + timedelta(days=366))
    assert not PartnerImport.objects.exists()
    assert not PartnerExport.objects.exists()


# --- out, and in again ------------------------------------------------------------------------------

NASTY = [
    "=1+1",
    "+31 20",
    "-5",
    "@SUM(A1)",
    "\tTab",
    "'=1+1",
    "''+x",
    'Café; ’t, "Ei"',
    "_x0041_",
    "=\n1",
]


@pytest.fixture
def many(network, standing_staff):
    """Partners with everything in them, some of it as no form would take it today."""
    tr, both = make_language("tr", "Turks"), make_language("xx", "Een, twee")
    for number, text in enumerate(NASTY):
        page = make_partner(
            network.directory,
            text,
            live=number % 3 != 2,
            slug=f"naar-{number}",
            kind="formal" if number % 2 else "informal",
            areas=[network.wijk, network.other_wijk][: number % 3],
            themes=network.themes[: number % 3],
            languages=[tr, both][: number % 3],
            summary=f" {text}\r\n\r\nen meer ",
            what_we_do=f"{text}\nEen ding. En nog een.",
            opening_hours="Niet in de vakantie.",
            hours={"weekly": [{"byday": "MO", "opens_at": "10:00", "closes_at": "12:00"}]},
            phone="weet ik niet",
            source_id="" if number % 2 else f"bron-{number}",
        )
        page.locations.add(Location(address=text, postcode="1901", address_hidden=number == 1))
        page.save()
        PartnerPage.objects.filter(pk=page.pk).update(website="geen site")
        if number == 4:
            draft = page.get_latest_revision_as_object()
            draft.summary = "=2+2"
            draft.save_revision()


def exported(browser, file_format, **asked):
    columns = [one.key for one in COLUMNS if one.is_usual]
    answer = browser.post(EXPORT, {"file_format": file_format, "columns": columns, **asked})
    assert answer.status_code == 200, text_of(answer)
    return b"".join(answer.streaming_content)


@pytest.mark.both_databases
@pytest.mark.parametrize("file_format", ["csv", "xlsx", "json"])
def test_what_comes_out_goes_in_again_as_the_same(staff, upload, many, file_format):
    content = exported(staff, file_format)
    run, page = upload(content, f"lijst.{file_format}")
    wrong = [
        (row.title, row.state, row.changes, row.faults) for row in run.rows.exclude(state="same")
    ]
    assert wrong == []
    assert run.rows.count() == PartnerPage.objects.count() > len(NASTY)
    assert "There is nothing to import" in text_of(page)


def test_by_command_it_goes_out_and_in_again_too(many, tmp_path):
    number = PartnerPage.objects.count()
    for ending in ("csv", "xlsx", "json"):
        file, out = tmp_path / f"lijst.{ending}", io.StringIO()
        with translation.override("en"):
            call_command("export_partners", str(file), stdout=out)
            call_command("import_partners", str(file), "--dry-run", stdout=out)
        assert f"Left alone: {number}" in out.getvalue()
    assert PartnerExport.objects.filter(made_by=None, rows=number).count() == 3


def test_no_cell_is_a_formula(staff, many):
    sheet = load_workbook(io.BytesIO(exported(staff, "xlsx"))).active
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert "=1+1" in [cell.value for cell in cells]
    text = exported(staff, "csv").decode("utf-8-sig")
    assert text.startswith('"Key on this site"')  # in the language of who asked
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert not [cell for line in lines for cell in line if cell.lstrip(" ")[:1] in set("=+-@\t")]


def test_the_export_narrows_as_asked_and_is_written_down(staff, cast, network):
    make_partner(network.directory, "Concept", live=False, kind="formal", areas=[network.wijk])
    asked = {"columns": ["name", "state"], "kind": "formal", "state": "draft", "area": "GW1"}
    rows = json.loads(exported(staff, "json", **asked))
    assert [row["name"] for row in rows] == ["Concept"]
    log = PartnerExport.objects.get()
    assert (log.made_by, log.file_format, log.rows, log.is_personal) == (
        cast.communications,
        "json",
        1,
        False,
    )
    assert log.columns == ["name", "state"]
    assert log.filters["area"] == "GW1"


def test_people_whom_not_everybody_may_see_come_along_only_when_asked_for(staff, cast):
    kade = cast.partner_a
    kade.contact_persons.add(ContactPerson(name="Zqverborgen", phone="020 000 00 02"))
    kade.save_revision().publish()
    for file_format in ("csv", "json"):
        assert b"Zqverborgen" not in exported(staff, file_format)
    asked = exported(staff, "csv", columns=["name", "contacts"])
    assert b"Zqverborgen" not in asked
    assert b"Zqverborgen, 020 000 00 02" in exported(staff, "csv", columns=["name", "contacts_all"])
    assert [log.is_personal for log in PartnerExport.objects.order_by("pk")] == [
        False,
        False,
        False,
        True,
    ]


def test_a_hidden_address_stays_hidden(staff, network):
    page = make_partner(network.directory, "Geheim adres")
    page.locations.add(Location(address="Zqstraat 1", postcode="1901 AB", address_hidden=True))
    page.save_revision().publish()
    content = exported(staff, "csv").decode()
    assert "Zqstraat" not in content
    assert '"1901"' in content


@pytest.mark.parametrize("who", ["administrator", "communications"])
def test_only_administrators_see_who_took_which_list_along(staff, cast, as_user, who):
    exported(staff, "csv")
    answer = as_user(getattr(cast, who)).get(f"{EXPORT}log/")
    if who == "administrator":
        assert "communicatie@example.org CSV 2 No" in text_of(answer)
    else:
        assert answer.status_code in {302, 403}


def test_what_one_took_along_stands_with_ones_own_data(staff, cast):
    from wijkzorg_partners.exchange.own_records import PERSONAL_DATA

    exported(staff, "csv")
    rows = PERSONAL_DATA.collect({"communicatie@example.org"})
    assert [row["format"] for row in rows] == ["csv"]
    PERSONAL_DATA.erase({"communicatie@example.org"})
    assert PartnerExport.objects.get().made_by is None


# --- the rest ---------------------------------------------------------------------------------------


def test_every_head_of_the_export_means_its_own_column_in_every_language(settings):
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            heads = [column.head for column in COLUMNS]
        assert len(set(heads)) == len(heads)
        keys = [column.key for column in COLUMNS if not column.is_export_only]
        assert [key for key in guess(heads) if key] == keys


def test_the_command_takes_a_list_and_tells_each_row(network, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("Wie,kind\nHet Anker,formal\n")
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("import_partners", str(file), "--column", "title=Onbekend")
    call_command("import_partners", str(file), "--column", "title=Wie", "--dry-run", stdout=out)
    assert "Het Anker" in out.getvalue()
    assert not PartnerPage.objects.exists()
    call_command("import_partners", str(file), "--column", "name=Wie", stdout=out)
    assert PartnerPage.objects.get().title == "Het Anker"
    assert PartnerImport.objects.get().counts["new"] == 1


def test_the_dry_run_and_its_page_take_the_same_queries_for_any_number(upload, staff, network):
    counted = []
    for more in (10, 60):
        make_many_partners(network, more)
        content = exported(staff, "json")
        run, _page = upload(content, "a.json")
        with CaptureQueriesContext(connection) as checking:
            runs.check(run)
            runs.work(run.pk)
        with CaptureQueriesContext(connection) as page:
            staff.get(f"{IMPORT}{run.uid}/")
        counted.append((len(checking), len(page)))
        assert run.rows.filter(state="same").count() == run.rows_total
    assert counted[0] == counted[1]
