"""`manage.py import_areas`: all of the file or nothing, every fault with its place, twice harmless."""

import json
import tempfile
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.factories import make_area
from wijkzorg_home.area_import import import_areas
from wijkzorg_home.area_names import AreaFinder, AreaNotClear, AreaNotFound
from wijkzorg_home.area_rows import AreaFileOptions
from wijkzorg_home.importing import ImportRefused
from wijkzorg_home.models import Area

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[4.0, 52.0], [4.2, 52.0], [4.2, 52.1], [4.0, 52.1], [4.0, 52.0]]],
}
TOWN = {"name": "Teststad", "level": "gemeente", "code": "GM1", "parent": None}
DISTRICT = {
    "name": "Westkant",
    "level": "stadsdeel",
    "code": "W",
    "parent": "GM1",
    "outline": SQUARE,
}
WIJK = {
    "name": "Plasbuurt",
    "level": "wijk",
    "code": "W1",
    "parent": "W",
    "centroid": [4.1, 52.05],
    "postcodes": ["1902", "1901"],
}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def run(tmp_path):
    """Run the command on what would stand in the file; gives what it says."""

    def _run(content, *options):
        file = tmp_path / "areas.json"
        text = content if isinstance(content, str) else json.dumps(content)
        file.write_text(text, encoding="utf-8")
        out = StringIO()
        call_command("import_areas", str(file), *options, stdout=out)
        return out.getvalue()

    return _run


def faults(run, content, *options):
    with pytest.raises(CommandError) as refused:
        run(content, *options)
    return str(refused.value)


def areas(*rows):
    return {"meta": {}, "areas": list(rows)}


def feature(geometry=SQUARE, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features):
    return {"type": "FeatureCollection", "features": list(features)}


@pytest.mark.both_databases
def test_a_child_may_stand_before_its_parent(db, run):
    run(areas(WIJK, DISTRICT, TOWN))
    wijk = Area.objects.get(code="W1")
    assert [area.name for area in wijk.get_ancestors()] == ["Teststad", "Westkant"]
    assert wijk.level == Area.Level.WIJK
    assert wijk.slug == "plasbuurt"
    assert wijk.postcodes == ["1901", "1902"]
    assert (wijk.longitude, wijk.latitude) == (4.1, 52.05)
    assert Area.find_problems() == ([], [], [], [], [])


@pytest.mark.both_databases
def test_a_second_run_leaves_everything_alone(db, run):
    assert "Added: 3 (Teststad; Westkant; Plasbuurt)" in run(areas(TOWN, DISTRICT, WIJK))
    before = list(Area.objects.values())
    said = run(areas(TOWN, DISTRICT, WIJK))
    assert "Added: 0" in said
    assert "Changed: 0" in said
    assert "Left alone: 3" in said
    assert list(Area.objects.values()) == before


def test_the_centre_is_computed_from_the_outline(db, run):
    run(areas(TOWN, DISTRICT))
    district = Area.objects.get(code="W")
    assert (district.longitude, district.latitude) == pytest.approx((4.1, 52.05))


def test_the_centre_is_that_of_the_largest_part(db, run):
    speck = [[[4.9, 52.9], [4.901, 52.9], [4.9, 52.901], [4.9, 52.9]]]
    both = {"type": "MultiPolygon", "coordinates": [speck, SQUARE["coordinates"]]}
    run(areas({**TOWN, "outline": both}))
    assert Area.objects.get().longitude == pytest.approx(4.1)


@pytest.mark.both_databases
def test_an_area_with_another_parent_is_moved_with_all_below_it(db, run):
    run(areas(TOWN, DISTRICT, WIJK, {**DISTRICT, "code": "E", "name": "Oostkant"}))
    run(areas({**WIJK, "code": "W1A", "level": "buurt", "parent": "W1", "name": "Steeg"}))
    said = run(areas({**WIJK, "parent": "E"}))
    assert "Changed: 1 (Plasbuurt)" in said
    assert Area.objects.get(code="W1").get_parent().code == "E"
    assert Area.objects.get(code="W1A").get_parent().code == "W1"
    assert Area.find_problems() == ([], [], [], [], [])


@pytest.mark.both_databases
def test_parent_and_child_may_change_places(db, run):
    run(areas(TOWN, {**DISTRICT, "code": "B"}, {**WIJK, "code": "C", "parent": "B"}))
    run(areas({**WIJK, "code": "C", "parent": "GM1"}, {**DISTRICT, "code": "B", "parent": "C"}))
    assert Area.objects.get(code="B").get_parent().code == "C"
    assert Area.objects.get(code="C").get_parent().code == "GM1"
    assert Area.find_problems() == ([], [], [], [], [])


def test_what_the_file_does_not_tell_stays(db, run):
    run(areas(TOWN, DISTRICT, WIJK))
    run(areas({"name": "Plasbuurt-Oud", "code": "W1"}))
    wijk = Area.objects.get(code="W1")
    assert wijk.name == "Plasbuurt-Oud"
    assert wijk.slug == "plasbuurt"
    assert wijk.level == "wijk"
    assert wijk.postcodes == ["1901", "1902"]
    assert wijk.get_parent().code == "W"


def test_a_dry_run_reports_and_writes_nothing(db, run):
    said = run(areas(TOWN, DISTRICT), "--dry-run")
    assert "Added: 2 (Teststad; Westkant)" in said
    assert not Area.objects.exists()


@pytest.mark.both_databases
def test_all_faults_are_told_together_and_nothing_is_written(db, run):
    said = faults(
        run,
        areas(
            TOWN,
            {**DISTRICT, "level": "provincie"},
            {**WIJK, "parent": "NERGENS", "postcodes": ["12", 1901]},
            {"level": "wijk", "code": "W3", "parent": "GM1"},
            {**TOWN, "name": "Nog een"},
            "Plasbuurt",
        ),
    )
    assert "Row 2 (W, Westkant), field “level”: unknown level “provincie”" in said
    assert "Row 3 (W1, Plasbuurt), field “parent”: no area has the code “NERGENS”" in said
    assert "Row 3 (W1, Plasbuurt), field “postcodes”: “12” is not four digits" in said
    assert "Row 4 (W3), field “name”: is missing" in said
    assert "Row 5 (GM1, Nog een), field “code”: this code is there more than once" in said
    assert "Row 6: must be an object, not text" in said
    assert not Area.objects.exists()


@pytest.mark.parametrize(
    ("geometry", "reason"),
    [
        ({"type": "Point", "coordinates": [4, 52]}, "must be a Polygon or MultiPolygon"),
        ({"type": "Polygon", "coordinates": []}, "has a polygon without rings"),
        (
            {"type": "Polygon", "coordinates": [SQUARE["coordinates"][0][:4]]},
            "ring 1: is not closed",
        ),
        (
            {"type": "Polygon", "coordinates": [[[4, 52], [4, 95], [5, 52], [4, 52]]]},
            "ring 1: point 2: latitude 95 is not between -90 and 90",
        ),
        ({"type": "MultiPolygon", "coordinates": [[[[4, 52], [4, 52]]]]}, "at least four points"),
    ],
)
def test_an_outline_that_is_not_one_is_named(db, run, geometry, reason):
    said = faults(run, collection(feature(geometry, name="Westkant", code="W", level="wijk")))
    assert "Row 1 (W, Westkant), field “geometry”" in said
    assert reason in said


def test_areas_that_stand_below_one_another_are_refused(db, run):
    said = faults(run, areas({**DISTRICT, "parent": "W1"}, WIJK))
    assert said.count("the area stands below itself") == 2


def test_a_loop_by_way_of_the_database_is_refused(db, run):
    run(areas(TOWN, DISTRICT, WIJK))
    said = faults(run, areas({**DISTRICT, "parent": "W1"}))
    assert "Row 1 (W, Westkant), field “parent”: the area stands below itself" in said
    assert Area.objects.get(code="W").get_parent().code == "GM1"


def test_swapped_coordinates_are_a_warning_only(db, run):
    said = run(areas({**TOWN, "centroid": [52.05, 4.1]}))
    assert (
        "Warning: Row 1 (GM1, Teststad), field “centroid”: latitude and longitude seem swapped"
        in said
    )
    assert Area.objects.exists()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"areas": [\n  {"name": }\n]}', "is not JSON at line 2, column 12"),
        ('{"areas": [NaN]}', "NaN is not a number"),
        ("[" * 100_000, "is nested too deeply"),
        ("{}", "must be an object with a list of “areas”"),
    ],
)
def test_a_file_that_can_not_be_read_says_where(db, run, text, reason):
    assert reason in faults(run, text)


def test_a_file_that_is_not_there_is_a_fault(db, tmp_path):
    with pytest.raises(CommandError, match="can't be read"):
        call_command("import_areas", str(tmp_path / "nothing.json"))


def test_geojson_of_another_town_is_read_by_its_own_property_names(db, run):
    town = make_area("Teststad", level="town", code="GM1")
    run(
        collection(
            feature(WK_NAAM="Molenwijk", WK_CODE=17, pc4="1903;1904"),
            feature(WK_NAAM="Plasbuurt", WK_CODE=18, pc4=None),
        ),
        "--name-property=WK_NAAM",
        "--code-property=WK_CODE",
        "--postcodes-property=pc4",
        "--level=wijk",
        "--parent=GM1",
    )
    area = Area.objects.get(code="17")
    assert (area.name, area.level, area.postcodes) == ("Molenwijk", "wijk", ["1903", "1904"])
    assert area.get_parent() == town
    assert area.outline == SQUARE


def test_a_feature_without_level_asks_for_one(db, run):
    assert "--level gives one" in faults(run, collection(feature(name="Westkant", code="W")))


def test_an_unknown_default_parent_is_a_fault(db, run):
    said = faults(run, collection(feature(name="A", code="A", level="wijk")), "--parent=GEEN")
    assert "no area has the code “GEEN”" in said


def test_a_name_that_does_not_fit_is_a_fault_of_its_row(db, run):
    said = faults(run, areas({**TOWN, "name": "x" * 101}, {**DISTRICT, "code": "W 1"}))
    assert "field “name”" in said
    assert "field “code”" in said


@pytest.mark.both_databases
def test_text_that_no_database_stores_is_a_fault(db, run):
    assert "U+0000" in faults(run, areas({**TOWN, "name": "Test\0stad"}))
    assert "U+D800" in faults(run, '{"areas": [{"name": "\\ud800", "code": "A", "level": "wijk"}]}')


def test_a_name_in_another_script_gets_an_address(db, run):
    run(areas({**TOWN, "name": "阿姆斯特丹"}))
    assert Area.objects.get().slug == "gm1"


@pytest.fixture
def finder(db):
    town = make_area("Teststad", level="town", code="GM1")
    gebied = make_area("Osdorp", level="gebied", code="G", parent=town)
    for name in ("Osdorp", "Sloten/Nieuw-Sloten", "De Aker", "Meer-West", "Meer-Noordoost"):
        make_area(name, level="wijk", code=f"W-{name[:3]}{len(name)}", parent=gebied)
    make_area("Belgiëplein e.o.", level="buurt", code="B", parent=gebied)
    make_area("Twee", level="wijk", code="T1", parent=gebied)
    make_area("Twee", level="wijk", code="T2", parent=town)
    return AreaFinder(Area.objects.all())


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("osdorp", ["Osdorp"]),
        ("Nieuw Sloten", ["Sloten/Nieuw-Sloten"]),
        ("aker", ["De Aker"]),
        ("BELGIEPLEIN", ["Belgiëplein e.o."]),
        ("Meer", ["Meer-West", "Meer-Noordoost"]),
        ("De Aker en Sloten", ["De Aker", "Sloten/Nieuw-Sloten"]),
        ("T2", ["Twee"]),
    ],
)
def test_areas_are_found_by_the_names_that_people_use(finder, asked, found):
    assert [area.name for area in finder.find(asked)] == found


def test_of_equal_names_the_highest_level_counts(finder):
    assert finder.find("Osdorp")[0].level == Area.Level.GEBIED


def test_a_name_that_two_areas_of_one_level_have_is_not_clear(finder):
    with pytest.raises(AreaNotClear) as error:
        finder.find("Twee")
    assert error.value.codes == ["T1", "T2"]


@pytest.mark.parametrize("asked", ["Nergens", "", "-", "en", "e.o."])
def test_a_name_that_no_area_has_is_not_found(finder, asked):
    with pytest.raises(AreaNotFound):
        finder.find(asked)


@pytest.mark.both_databases
def test_the_shared_file_of_nieuw_west_comes_in_whole(db, shared_data):
    file = shared_data / "areas" / "nieuw-west.json"
    first, second = import_areas(file), import_areas(file)
    assert len(first.added) == 95
    assert (second.added, second.changed, len(second.left)) == ([], [], 95)
    assert first.warnings == []
    assert Area.find_problems() == ([], [], [], [], [])


def _json_values():
    numbers = st.integers() | st.floats() | st.sampled_from([4.8, 52.3, 1068, 10**400])
    words = st.text(max_size=20) | st.sampled_from(
        ["W", "GM1", "wijk", "Polygon", "1068", "\0", "\ud800"]
    )
    return st.recursive(
        st.none() | st.booleans() | numbers | words,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
        max_leaves=12,
    )


@pytest.mark.both_databases
@pytest.mark.django_db
@given(
    row=st.fixed_dictionaries({}, optional={name: _json_values() for name in (*WIJK, "outline")}),
    geometry=st.fixed_dictionaries({"type": st.just("Polygon"), "coordinates": _json_values()})
    | _json_values(),
)
@example(row={"outline": {"type": "\ud800"}}, geometry={"type": "\ud800"})
@example(row={"outline": {"type": "MultiPolygon", "coordinates": [[[[[]]]]]}}, geometry={})
@hypothesis_settings(
    max_examples=50, deadline=None, suppress_health_check=list(HealthCheck), database=None
)
def test_no_value_in_a_file_raises_anything_but_the_report_of_faults(row, geometry):
    rows = areas(TOWN, {**WIJK, "parent": "GM1", **row}, row)
    features = collection(
        feature(geometry, **{**WIJK, **row}), {"properties": row, "geometry": geometry}
    )
    for content in (rows, features, row, geometry):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "areas.json"
            file.write_text(json.dumps(content))
            said = "\n".join(outcome_of(file))
        assert said.strip()
        said.encode()  # it can be shown


def outcome_of(file):
    try:
        return import_areas(file, AreaFileOptions(level="wijk")).lines(dry_run=False)
    except ImportRefused as refused:
        return [str(fault) for fault in refused.faults]
