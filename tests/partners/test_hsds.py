"""The table in site/docs/hsds.md, held against our models and the schema of HSDS 3.1."""

import json
import re

import pytest
from wagtail.models import Page

from tests.conftest import ROOT
from wijkzorg_partners.models import ContactPerson, Location, PartnerPage, Service

DOCUMENT = (ROOT / "site" / "docs" / "hsds.md").read_text(encoding="utf-8")
MODELS = {model.__name__: model for model in (PartnerPage, Service, Location, ContactPerson)}
#: What a row is besides what it tells: keys, order, Wagtail's own bookkeeping.
OUR_OWN = {"id", "translation_key", "locale", "sort_order", "partner"}


def rows(heading):
    part = DOCUMENT.split(heading, 1)[1].split("\n## ", 1)[0]
    found = re.findall(r"^\| (\S.*?) \| (.*?) \|", part, re.M)
    return [pair for pair in found if pair[0] not in {"Ours", "HSDS"}]


FIELDS, ASKED, RULES = rows("# Profiles and HSDS"), rows("## What HSDS asks"), rows("## Schedules")


@pytest.fixture(scope="module")
def schema(shared_data):
    folder = shared_data / "hsds" / "3.1" / "schema"
    return {path.stem: json.loads(path.read_text()) for path in folder.glob("*.json")}


def own_fields(model):
    fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
    names = {field.name for field in fields} - OUR_OWN
    if model is not PartnerPage:
        return names
    of_every_page = {field.name for field in Page._meta.get_fields()} | {"page_ptr"}
    return names - of_every_page | {"title"}


def test_every_field_of_a_profile_has_a_row():
    told = {ours for ours, _hsds in FIELDS}
    there = {f"{name}.{field}" for name, model in MODELS.items() for field in own_fields(model)}
    assert told == there


def test_every_row_names_a_field_that_the_schema_knows(schema):
    named = [hsds for _ours, hsds in [*FIELDS, *RULES] if hsds != "-"]
    named += [hsds for hsds, _source in ASKED]
    assert len(named) > 50
    unknown = [
        one for one in named if one.split(".")[1] not in schema[one.split(".")[0]]["properties"]
    ]
    assert unknown == []


def test_every_fact_that_the_schema_requires_comes_from_somewhere(schema):
    told = {hsds for _ours, hsds in [*FIELDS, *RULES]} | {hsds for hsds, _source in ASKED}
    used = {one.split(".")[0] for one in told if one != "-"}
    required = {f"{name}.{field}" for name in used for field in schema[name]["required"]}
    assert required - told == set()


def test_the_values_that_we_map_to_are_allowed(schema):
    assert {"active", "temporarily closed"} <= set(
        schema["service"]["properties"]["status"]["enum"]
    )
    for kind, name in (("location", "location_type"), ("address", "address_type")):
        assert "physical" in schema[kind]["properties"][name]["enum"]
    assert set(schema["schedule"]["properties"]["freq"]["enum"]) == {"WEEKLY", "MONTHLY"}
