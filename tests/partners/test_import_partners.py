"""`manage.py import_partners`: all of the file or nothing, every fault with its row, twice harmless."""

import json
import tempfile
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from wagtail.models import Page, Revision

from tests.factories import make_area, make_partner, make_user
from wijkzorg_home.area_import import import_areas
from wijkzorg_home.importing import ImportRefused
from wijkzorg_home.models import Language, Theme
from wijkzorg_partners.models import PartnerIndexPage, PartnerPage
from wijkzorg_partners.partner_import import import_partners
from wijkzorg_partners.partner_rows import one_per_line

pytestmark = pytest.mark.slow

ROW = {
    "id": "kade",
    "name": "Buurtkamer De Kade",
    "kind": "informeel",
    "area": "Plasbuurt",
    "postcode": "1901ab",
    "address": "Kade 3",
    "languages": ["Nederlands", "Turks"],
    "themes": ["eenzaamheid"],
    "opening_hours": "ma-vr 9:00-12:00",
    "summary": "Koffie en een praatje.",
    "what_we_offer": "Koffie, o.a. Turkse. Elke dinsdag samen eten.",
    "for_whom": "Voor de hele buurt.",
    "not_for": "Geen zorg. Geen vervoer.",
}
OTHER = {"id": "hamer", "name": "Klusclub De Hamer", "kind": "formeel"}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def run(network, tmp_path):
    """Run the command on what would stand in the file; gives what it says."""

    def _run(content, *options):
        file = tmp_path / "partners.json"
        file.write_text(json.dumps(content), encoding="utf-8")
        out = StringIO()
        call_command("import_partners", str(file), *options, stdout=out)
        return out.getvalue()

    return _run


def faults(run, content, *options):
    with pytest.raises(CommandError) as refused:
        run(content, *options)
    return str(refused.value)


def the_partner(source_id="kade"):
    return PartnerPage.objects.get(source_id=source_id)


@pytest.mark.both_databases
def test_a_row_becomes_a_public_partner(network, run):
    assert "Added: 1 (Buurtkamer De Kade)" in run([ROW], "--publish")
    partner = the_partner()
    assert partner.live
    assert not partner.has_unpublished_changes
    assert partner.get_parent().specific == network.directory
    assert (partner.title, partner.kind, partner.slug) == (
        "Buurtkamer De Kade",
        "informal",
        "buurtkamer-de-kade",
    )
    assert partner.area_names == ["Plasbuurt"]
    assert sorted(partner.language_codes) == ["nl", "tr"]
    assert partner.theme_slugs == ["eenzaamheid"]
    assert partner.what_we_do.splitlines() == ["Koffie, o.a. Turkse.", "Elke dinsdag samen eten."]
    assert partner.what_we_do_not.splitlines() == ["Geen zorg.", "Geen vervoer."]
    place = partner.locations.get()
    assert (place.address, place.postcode, place.city) == ("Kade 3", "1901 AB", "Teststad")


def test_the_profile_is_open_to_the_public(run, client):
    run([ROW], "--publish")
    response = client.get(the_partner().url)
    assert response.status_code == 200
    assert "Buurtkamer De Kade" in response.content.decode()


def test_without_publish_a_new_partner_is_a_draft(run, client):
    run([ROW])
    partner = the_partner()
    assert not partner.live
    assert partner.get_latest_revision_as_object().area_names == ["Plasbuurt"]
    run([ROW], "--publish")
    assert the_partner().live


@pytest.mark.both_databases
@pytest.mark.parametrize("options", [(), ("--publish",)])
def test_a_second_run_makes_no_revision(run, options):
    run([ROW, OTHER], *options)
    before = Revision.objects.count()
    said = run([ROW, OTHER], *options)
    assert "Added: 0" in said
    assert "Changed: 0" in said
    assert "Left alone: 2" in said
    assert Revision.objects.count() == before


def test_only_a_row_whose_facts_changed_makes_a_revision(run):
    run([ROW, OTHER], "--publish")
    said = run([{**ROW, "address": "Kade 5"}, OTHER], "--publish")
    assert "Changed: 1 (Buurtkamer De Kade)" in said
    assert the_partner().locations.get().address == "Kade 5"
    assert the_partner().revisions.count() == 2
    assert the_partner("hamer").revisions.count() == 1


def test_without_publish_a_change_to_a_public_partner_waits_as_a_draft(run):
    run([ROW], "--publish")
    run([{**ROW, "summary": "Nieuw."}])
    partner = the_partner()
    assert partner.summary == "Koffie en een praatje."
    assert partner.has_unpublished_changes
    assert partner.get_latest_revision_as_object().summary == "Nieuw."


def test_what_the_file_does_not_tell_stays(run):
    run([ROW], "--publish")
    run([{"id": "kade", "name": "De Kade", "kind": "informeel"}], "--publish")
    partner = the_partner()
    assert partner.title == "De Kade"
    assert partner.summary == "Koffie en een praatje."
    assert partner.area_names == ["Plasbuurt"]
    assert partner.locations.get().address == "Kade 3"


def test_partners_that_are_not_from_this_source_are_never_touched(network, run):
    own = make_partner(network.directory, "Buurtkamer De Kade", summary="Eigen tekst.")
    run([ROW], "--publish")
    own.refresh_from_db()
    assert own.summary == "Eigen tekst."
    assert own.revisions.count() == 1
    assert the_partner().slug == "buurtkamer-de-kade-2"


def test_two_partners_of_one_name_get_an_address_each(run):
    run([ROW, {**OTHER, "name": ROW["name"]}, {**OTHER, "id": "c", "name": "咖啡"}])
    slugs = [the_partner(one).slug for one in ("kade", "hamer", "c")]
    assert slugs == ["buurtkamer-de-kade", "buurtkamer-de-kade-2", "c"]


def test_a_partner_on_which_an_editor_is_at_work_is_put_aside(run):
    run([ROW], "--publish")
    draft = the_partner().get_latest_revision_as_object()
    draft.summary = "Nog niet af"
    draft.save_revision(user=make_user("a@example.org"))
    said = run([{**ROW, "for_whom": "Iedereen."}, OTHER], "--publish")
    assert "Put aside: 1 (Buurtkamer De Kade: somebody has changes that are not public yet)" in said
    assert "Added: 1 (Klusclub De Hamer)" in said
    assert the_partner().summary == "Koffie en een praatje."
    assert the_partner().get_latest_revision_as_object().summary == "Nog niet af"


def test_a_partner_that_was_taken_offline_stays_offline(run):
    run([ROW], "--publish")
    the_partner().unpublish()
    assert "the page was taken offline" in run([ROW], "--publish")
    assert not the_partner().live


@pytest.mark.both_databases
def test_all_faults_are_told_together_and_nothing_is_written(run):
    said = faults(
        run,
        [
            OTHER,
            {**ROW, "area": "Nergenshuizen", "themes": ["onbekend"], "languages": ["Klingonsk"]},
            {**ROW, "id": "lang", "summary": "x" * 301, "postcode": "12"},
            {"kind": "soms"},
            {**ROW, "id": "hamer", "opening_hours": ["maandag"], "address": "y" * 121},
            7,
        ],
        "--publish",
    )
    assert "Row 2 (kade), field “area”: no area is called “Nergenshuizen”" in said
    assert "Row 2 (kade), field “themes”: no theme has the slug “onbekend”" in said
    assert "Row 2 (kade), field “languages”: no language is called “Klingonsk”" in said
    assert "Row 3 (lang), field “summary”: is 301 characters long; at most 300 fit" in said
    assert "Row 3 (lang), field “postcode”: “12” is not a postcode" in said
    assert "Row 4, field “name”: is missing" in said
    assert "Row 4, field “kind”: must be “formeel” or “informeel”" in said
    assert "Row 5 (hamer), field “id”: this id is there more than once" in said
    assert "Row 5 (hamer), field “opening_hours”: must be text, not a list" in said
    assert "Row 5 (hamer), field “address”" in said
    assert "Row 6: must be an object, not a number" in said
    assert not PartnerPage.objects.exists()


def test_a_fault_that_many_rows_share_is_told_once_with_every_row(run):
    said = faults(run, [{**ROW, "id": f"p{n}", "themes": ["onbekend"]} for n in range(5)])
    assert said.count("onbekend") == 1
    assert all(f"(p{n})" in said for n in range(5))


def test_a_dry_run_reports_and_writes_nothing(run):
    said = run([{**ROW, "themes": ["nieuw-thema"]}], "--dry-run", "--create-themes")
    assert "Added: 1 (Buurtkamer De Kade)" in said
    assert not PartnerPage.objects.exists()
    assert not Theme.objects.filter(slug="nieuw-thema").exists()


def test_missing_themes_are_made_when_asked(run):
    run([{**ROW, "themes": ["eten-voedselhulp"]}], "--create-themes", "--publish")
    assert the_partner().theme_slugs == ["eten-voedselhulp"]
    assert Theme.objects.get(slug="eten-voedselhulp").name == "Eten voedselhulp"


def test_languages_go_by_their_dutch_names_and_missing_ones_are_made(run):
    Language.objects.all().delete()
    run([{**ROW, "languages": ["berbers", "Mandarijn", "Oekraiens", "Nederlandse Gebarentaal"]}])
    made = {language.code: language.name for language in Language.objects.all()}
    assert made == {
        "ber": "Tamazight",
        "zh": "Chinees",
        "uk": "Oekraïens",
        "sgn": "Nederlandse Gebarentaal",
    }


def test_a_remark_among_the_languages_is_kept_as_text(run):
    said = run([{**ROW, "languages": ["Nederlands", "tolk mogelijk"]}], "--publish")
    assert "Warning: Row 1 (kade): “tolk mogelijk” is no language" in said
    assert the_partner().for_whom == "Voor de hele buurt.\nTolk mogelijk."
    assert the_partner().language_codes == ["nl"]


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        (["kom alleen", " praatje  maken ", "kom alleen", ""], "kom alleen\npraatje maken"),
        ("kom alleen\n\n praatje maken ", "kom alleen\npraatje maken"),
        ([], ""),
    ],
)
def test_how_people_ask_for_it_is_a_list_or_lines(run, told, kept):
    run([{**ROW, "asked_for_as": told}], "--publish")
    assert the_partner().asked_for_as == kept


def test_how_people_ask_for_it_stays_when_the_file_does_not_tell_it(run):
    run([{**ROW, "asked_for_as": ["kom alleen"]}], "--publish")
    run([{**ROW, "summary": "Anders."}], "--publish")
    assert (the_partner().asked_for_as, the_partner().summary) == ("kom alleen", "Anders.")


@pytest.mark.parametrize(
    "told", [7, {"a": 1}, ["goed", 3], "x" * 1001, ["woord" * 50] * 3 + ["b" * 900]]
)
def test_how_people_ask_for_it_is_refused_when_it_is_no_text_or_too_long(run, told):
    assert "asked_for_as" in faults(run, [{**ROW, "asked_for_as": told}])


def test_a_field_that_is_not_known_is_a_warning(run):
    assert "field “sumary” is not known" in run([{**OTHER, "sumary": "Oeps"}])


def test_of_equal_area_names_the_one_in_the_district_counts(network, run):
    elsewhere = make_area("Verstad", level="town", code="GM2")
    make_area("Plasbuurt", code="V1", parent=elsewhere)
    run([ROW], "--publish")
    assert the_partner().area_codes == ["W1"]


def test_two_directories_ask_for_a_choice(network, run):
    second = network.home.add_child(instance=PartnerIndexPage(title="Elders", slug="elders"))
    assert "--under" in faults(run, [ROW])
    assert "--under" in faults(run, [ROW], "--under=bestaat-niet")
    run([ROW], "--under=elders")
    run([OTHER], f"--under={second.pk}")
    children = PartnerPage.objects.child_of(PartnerIndexPage.objects.get(pk=second.pk))
    assert {page.source_id for page in children} == {"kade", "hamer"}


def test_without_a_directory_the_command_says_so(network, run):
    network.directory.delete()
    assert "there is no directory" in faults(run, [ROW])


def test_places_that_editors_added_stay(network, run):
    run([ROW], "--publish")
    partner = the_partner().get_latest_revision_as_object()
    first = partner.locations.first()
    first.accessibility = "Met lift"
    partner.locations.add(first, type(first)(address="Haven 1", postcode="1902 CD"))
    partner.save_revision().publish()
    run([{**ROW, "address": "Kade 5"}], "--publish")
    places = [(place.address, place.accessibility) for place in the_partner().locations.all()]
    assert places == [("Kade 5", "Met lift"), ("Haven 1", "")]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Een. Twee! Drie?", ["Een.", "Twee!", "Drie?"]),
        ("Hulp m.b.t. Wmo en bijv. Geld.", ["Hulp m.b.t. Wmo en bijv. Geld."]),
        ("Om 9.30 uur. 's Avonds ook.", ["Om 9.30 uur.", "'s Avonds ook."]),
        ("Bij dr. Jansen, t.a.v. J. de Wit.", ["Bij dr. Jansen, t.a.v. J. de Wit."]),
        ("Een\n\nTwee", ["Een", "Twee"]),
        ("", []),
    ],
)
def test_sentences_stand_on_a_line_each(text, lines):
    assert one_per_line(text).splitlines() == lines


@pytest.mark.slow
def test_the_shared_profiles_come_in_whole(network, shared_data):
    import_areas(shared_data / "areas" / "nieuw-west.json")
    file = shared_data / "search" / "profiles.json"
    first = import_partners(file, create_themes=True)
    second = import_partners(file, create_themes=True)
    assert len(first.added) == len(json.loads(file.read_text()))
    assert (second.added, second.changed, second.put_aside) == ([], [], [])
    assert all(page.area_codes for page in PartnerPage.objects.exclude(source_id=""))
    assert Page.find_problems() == ([], [], [], [], [])


def _json_values():
    words = st.text(max_size=20) | st.sampled_from(
        [
            "kade",
            "Plasbuurt",
            "formeel",
            "1901 AB",
            "Turks",
            "tolk erbij",
            "eenzaamheid",
            "\0",
            "\ud800",
        ]
    )
    return st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | words,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=3),
        max_leaves=8,
    )


@pytest.mark.both_databases
@given(
    changes=st.dictionaries(st.sampled_from(list(ROW)), _json_values(), max_size=3),
    whole=_json_values(),
)
@hypothesis_settings(
    max_examples=50, deadline=None, suppress_health_check=list(HealthCheck), database=None
)
@pytest.mark.slow
def test_no_value_in_a_file_raises_anything_but_the_report_of_faults(network, changes, whole):
    for content in ([ROW, {**ROW, "id": "b", **changes}], [{**OTHER, **changes}], [whole], whole):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "partners.json"
            file.write_text(json.dumps(content))
            said = "\n".join(outcome_of(file))
        assert said.strip()
        said.encode()  # it can be shown


def outcome_of(file):
    try:
        return import_partners(file, create_themes=True).lines(dry_run=False)
    except ImportRefused as refused:
        return [str(fault) for fault in refused.faults]
