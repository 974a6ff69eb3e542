"""`manage.py search_benchmark`: its figures, its rankings on both databases, and what it says of bad files."""

import json
import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction

from tests.conftest import ROOT, manage
from wijkzorg_partners.models import PartnerPage
from wijkzorg_search import knowing

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

OWN = ROOT / "tests" / "search" / "benchmark"
#: A little under what the search reached when this was written; a fall below is a defect.
FLOORS = {
    "own": {"ndcg": 0.80, "recall": 0.79, "hit": 0.86},
    "shared": {"ndcg": 0.89, "recall": 0.89, "hit": 0.96},
}
MOST_WITHOUT_ANSWER = 0.05


def files(name, request):
    if name == "own":
        return OWN / "profiles.json", OWN / "queries.json"
    folder = request.getfixturevalue("shared_data") / "search"
    return folder / "profiles.json", folder / "queries_dev.json"


@pytest.fixture(scope="module", params=["own", "shared"])
def asked(request, django_db_setup, django_db_blocker, tmp_path_factory):
    """The benchmark as it ran in this database, taken back at once: name, figures, what was printed."""
    target, told = tmp_path_factory.mktemp("benchmark") / "figures.json", StringIO()
    profiles, queries = files(request.param, request)
    knowing.forget()  # an index that an earlier test took back may bear the same number
    with django_db_blocker.unblock(), transaction.atomic():
        call_command(
            "search_benchmark",
            *(str(profiles), str(queries), "--here", "--by-type", "--json", str(target)),
            stdout=told,
        )
        transaction.set_rollback(True)
    return request.param, json.loads(target.read_text(encoding="utf-8")), told.getvalue()


@pytest.mark.both_databases
def test_the_search_answers_as_well_as_it_did(asked):
    name, figures, _told = asked
    reached = figures["all"]
    assert {key: reached[key] for key, floor in FLOORS[name].items() if reached[key] < floor} == {}
    assert reached["nothing"] < MOST_WITHOUT_ANSWER


@pytest.mark.both_databases
def test_the_rankings_are_those_of_another_process_on_sqlite(
    asked, request, tmp_path, empty_database
):
    """On PostgreSQL this compares the two databases; on SQLite, two runs."""
    name, figures, _told = asked
    profiles, queries = files(name, request)
    shutil.copy(empty_database, tmp_path / "db.sqlite3")
    other = run_apart(tmp_path, profiles, queries, "--here")
    assert (other["database"], figures["database"]) == ("sqlite", connection.vendor)
    assert _rankings(other) == _rankings(figures)
    assert other["best_of"] == figures["best_of"]


def run_apart(folder, *given):
    """The figures of a run in a process of its own, with that folder for its data; no worker comes by."""
    target = folder / "figures.json"
    command = ("search_benchmark", *map(str, given), "--json", str(target))
    manage(folder, *command, WIJKZORG_WORKER="1")
    return json.loads(target.read_text(encoding="utf-8"))


def _rankings(figures):
    return {key: ids for key, ids in figures["run"].items() if not key.startswith("_")}


@pytest.mark.both_databases
def test_a_table_tells_all_types_both_halves_and_which_search_ran(asked):
    _name, figures, told = asked
    for what in (
        "nDCG@10",
        "half 1",
        "half 2",
        "gap between",
        'group "best"',
        "p95",
        *figures["types"],
    ):
        assert what in told
    assert f"({connection.vendor})" in told
    assert figures["search"] in told


def write(folder, profiles, queries):
    """Two files; what is no text already is written as JSON."""
    paths = []
    for name, value in (("profiles.json", profiles), ("queries.json", queries)):
        path = Path(folder) / name
        text = value if isinstance(value, str) else json.dumps(value)
        path.write_text(text, encoding="utf-8")
        paths.append(str(path))
    return paths


PROFILE = {"id": "een", "name": "Eetclub", "kind": "informeel", "area": "Osdorp"}
QUERY = {"id": "q1", "type": "lay", "query": "samen eten", "relevance": {"een": 2}}


@pytest.mark.parametrize(
    ("queries", "told"),
    [
        ("{", "JSON"),
        ({}, "not a list"),
        ([], "no question"),
        ([1], "question 1"),
        ([{**QUERY, "query": ""}], "query"),
        ([{**QUERY, "relevance": {"een": 3}}], "3 is no grade"),
        ([{**QUERY, "relevance": ["een"]}], "relevance"),
        ([QUERY, QUERY], "q1 is there twice"),
    ],
)
def test_bad_questions_are_told_with_their_place_and_nothing_is_loaded(tmp_path, queries, told):
    with pytest.raises(CommandError, match=told):
        call_command("search_benchmark", *write(tmp_path, [PROFILE], queries), "--here")
    assert not PartnerPage.objects.exists()


def test_faults_of_profiles_are_told_as_the_import_tells_them(tmp_path):
    wrong = {**PROFILE, "area": "Atlantis"}
    with pytest.raises(CommandError, match=r"een.*area.*Atlantis"):
        call_command("search_benchmark", *write(tmp_path, [wrong], [QUERY]), "--here")
    assert not PartnerPage.objects.exists()


def test_a_file_for_the_figures_that_cannot_be_is_told_before_anything_runs(tmp_path):
    target = tmp_path / "nowhere" / "figures.json"
    with pytest.raises(CommandError, match="no such folder"):
        call_command(
            "search_benchmark", *write(tmp_path, [PROFILE], [QUERY]), "--json", str(target)
        )


def test_without_being_told_otherwise_the_site_itself_stays_empty(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    assert run_apart(data, *write(tmp_path, [PROFILE], [QUERY]))["run"]["q1"] == ["een"]
    assert not list(data.glob("*.sqlite3")), "the site's own database was made or touched"


@pytest.mark.both_databases
def test_what_stands_in_the_present_network_stays_and_competes(network, tmp_path):
    from tests.factories import make_partner

    make_partner(network.directory, "Samen eten", areas=[network.wijk])
    target = tmp_path / "figures.json"
    profile = {**PROFILE, "area": "Plasbuurt"}
    call_command(
        "search_benchmark",
        *write(tmp_path, [profile], [{**QUERY, "query": "eetclub samen eten"}]),
        *("--here", "--json", str(target)),
        stdout=StringIO(),
    )
    figures = json.loads(target.read_text(encoding="utf-8"))
    assert sorted(figures["run"]["q1"]) == ["", "een"]
    assert set(network.directory.get_children().values_list("title", flat=True)) == {
        "Samen eten",
        "Eetclub",
    }
